/** What Norwegian law asks of a plan's steps under the Act of 1988, as norway.md, sections 2 to 5, 7 and 9, states it. */
import { addDays, daysBetween } from "@innfri/kernel";
import { calendarNO, no as law, type RuleId } from "@innfri/law";
import { dayWords, stepWords } from "../plan-check/day-words.ts";
import {
  afterDemand,
  citation,
  countOf,
  type Duty,
  dayOff,
  done,
  freshDays,
  graceBeforeCosts,
  leastDays,
  leaves,
  nothingAfterPayment,
  onBusinessDays,
  overdueWithADeadline,
  stopsWhileOpen,
} from "../plan-check/duty.ts";
import type { JudgedStep, LivedStory } from "../plan-check/situation.ts";

/** Between the list and its closing (D3). */
const LIST_LEAST_DAYS = 2;

const CHANNELS = { email: "e-mail", post: "post" } as const;

/** The notice's deadline has passed unpaid before a demand (inkassoloven § 9). */
const noticeFirst: Duty = {
  rule: "no.demand.after-notice",
  broken: (step, story) => {
    if (step.step.step !== "demand") return null;
    const notice = done(story, "notice").at(-1);
    if (notice === undefined) return `${leaves(step)}, and no collection notice was sent before it`;
    return step.on > notice.payBy!
      ? null
      : `${leaves(step)}, before the notice's deadline ${dayWords(notice.payBy!)} has passed`;
  },
};

/** F1, F2: before day 14 a letter is free. A notice that is charged for by the plan is not sent before it. */
const feeFrom14Days: Duty = {
  rule: law.FEE_FREE_DAYS.rule,
  broken: (step, { countedOn }) => {
    const asksFee = step.isAsked && step.step.step === "notice" && step.step.fee !== "none";
    if (!isSmall(step) || (step.chargedMinor === 0n && !asksFee)) return null;
    const from = addDays(countedOn, law.FEE_FREE_DAYS.value);
    if (step.on >= from) return null;
    return `${leaves(step)} with a fee, ${countOf(daysBetween(countedOn, step.on))} after the due day ${dayWords(countedOn)}; ${citation(law.FEE_FREE_DAYS.rule)} asks for ${law.FEE_FREE_DAYS.value}`;
  },
};

/** F4: at most two small fees, the first of two a reminder's, and none after a demand. */
const feesCounted: Duty = {
  rule: "no.notice-fee.count",
  broken: (step, story) => {
    if (!isSmall(step) || step.chargedMinor === 0n) return null;
    if (done(story, "demand").length > 0) return `${leaves(step)} with a fee, after the demand`;
    const fees = countedFees(step, story);
    if (fees.length >= law.MAX_SMALL_FEES.value)
      return `${leaves(step)} with fee number ${fees.length + 1}; ${law.MAX_SMALL_FEES.value} are allowed`;
    const first = fees[0];
    return first === undefined || first.step.step === "reminder"
      ? null
      : `${leaves(step)} with a second fee, though the ${stepWords(first.step.step)} bore one before it`;
  },
};

/** F5: the second fee needs a missed deadline of fourteen days in the first letter. */
const secondFee: Duty = {
  rule: law.SECOND_FEE_MISSED_DAYS.rule,
  broken: (step, story) => {
    const first = isSmall(step) && step.chargedMinor > 0n ? countedFees(step, story)[0] : undefined;
    if (first === undefined) return null;
    const days = daysBetween(first.on, first.payBy!);
    return days >= law.SECOND_FEE_MISSED_DAYS.value && step.on > first.payBy!
      ? null
      : `${leaves(step)} with a second fee, though the first letter's deadline was ${countOf(days)} or has not passed`;
  },
};

/** F7: the creditor's own demand costs once, after a missed deadline of fourteen days. */
const ownDemandFee: Duty = {
  rule: law.OWN_DEMAND_MISSED_DAYS.rule,
  broken: (step, story) => {
    if (story.situation.operator !== "self" || step.step.step !== "demand" || step.chargedMinor === 0n)
      return null;
    const missed = story.before.some(
      ({ on, payBy }) =>
        payBy !== null && daysBetween(on, payBy) >= law.OWN_DEMAND_MISSED_DAYS.value && payBy < step.on,
    );
    if (!missed) return `${leaves(step)} with a fee, and no deadline of 14 days was missed before it`;
    return done(story, "demand").length === 0 ? null : `${leaves(step)} with a second fee`;
  },
};

/** S27, D3: the creditor can stop a claim on the list, for two days at least, before its demand. */
const listFirst: Duty = {
  rule: "no.collection-list",
  broken: (step, story) => {
    if (step.closesOn !== null)
      return daysBetween(step.on, step.closesOn) >= LIST_LEAST_DAYS
        ? null
        : `${leaves(step)} and closes on ${dayWords(step.closesOn)}, ${countOf(daysBetween(step.on, step.closesOn))} later; ${LIST_LEAST_DAYS} lie between them`;
    if (step.step.step !== "demand") return null;
    const list = done(story, "collection-list").at(-1);
    if (list === undefined) return `${leaves(step)}, and the creditor had no collection list before it`;
    const notice = done(story, "notice").at(-1);
    if (notice !== undefined && list.on <= notice.payBy!)
      return `${leaves(step)}, and the creditor had no collection list since the notice's deadline ${dayWords(notice.payBy!)}`;
    return step.on > list.closesOn!
      ? null
      : `${leaves(step)}, before the list has closed on ${dayWords(list.closesOn!)}`;
  },
};

/** D8 and inkassoloven § 3 a: each letter by a channel that it may go by. */
function channelDuty(rule: RuleId, kinds: readonly ("reminder" | "notice" | "demand")[]): Duty {
  return {
    rule,
    broken: (step) => {
      const kind = kinds.find((one) => one === step.step.step);
      if (kind === undefined) return null;
      const channels = step.step.channels ?? [];
      if (channels.length === 0) return `${leaves(step)} by no channel at all`;
      const refused = channels.find((one) => law.channelFor(kind, CHANNELS[one]).kind === "not-allowed");
      return refused === undefined ? null : `${leaves(step)} by ${CHANNELS[refused]}`;
    },
  };
}

const heavyDay: Duty = {
  rule: law.HEAVY_AFTER_DEADLINE.rule,
  broken: (step, story) => {
    if (step.step.step !== "heavy") return null;
    const demand = done(story, "demand").at(-1);
    if (demand === undefined) return `${leaves(step)}, and no demand was sent before it`;
    const from = addDays(demand.payBy!, law.HEAVY_AFTER_DEADLINE.value);
    return step.on >= from
      ? null
      : `${leaves(step)}, ${countOf(daysBetween(demand.payBy!, step.on))} after the demand's deadline ${dayWords(demand.payBy!)}; ${citation(law.HEAVY_AFTER_DEADLINE.rule)} asks for ${law.HEAVY_AFTER_DEADLINE.value}`;
  },
};

const demandStillGood: Duty = {
  rule: law.DEMAND_GOOD_FOR.rule,
  broken: (step, story) => {
    const demand = step.step.step === "legal" ? done(story, "demand").at(-1) : undefined;
    if (demand === undefined) return null;
    const through = law.demandGoodThrough(demand.on);
    return step.on <= through
      ? null
      : `${leaves(step)}, and the demand of ${dayWords(demand.on)} was good until ${dayWords(through)}`;
  },
};

/** The first demand after an objection to a part that came when one had been sent already. */
function isCorrectedDemand({ step }: JudgedStep, story: LivedStory): boolean {
  const { happening } = story.situation;
  if (step.step !== "demand" || happening.kind !== "part-objection") return false;
  const demands = done(story, "demand");
  return demands.length > 0 && demands.every(({ on }) => on < happening.on);
}

/** Norway.md 5.4: nothing follows a corrected demand before its own deadline. */
const correctedDeadline: Duty = {
  rule: "no.objection.partial",
  broken: (step, story) => {
    const { happening } = story.situation;
    const [first, ...more] = done(story, "demand");
    const corrected = more.at(-1);
    if (happening.kind !== "part-objection" || first === undefined || first.on >= happening.on) return null;
    if (isCorrectedDemand(step, story)) return null;
    if (step.on >= happening.on && corrected === undefined)
      return `${leaves(step)}, and no corrected demand was sent after the objection of ${dayWords(happening.on)}`;
    return corrected?.payBy == null || step.on > corrected.payBy
      ? null
      : `${leaves(step)}, and the corrected demand's deadline is ${dayWords(corrected.payBy)}`;
  },
};

/** Norway.md 5.4: the undisputed part goes on in a corrected letter with a new deadline. */
const correctedLetter: Duty = {
  rule: "no.objection.partial",
  broken: (step, story) => {
    const { happening } = story.situation;
    if (step.step.step !== "demand" || happening.kind !== "part-objection" || step.on < happening.on)
      return null;
    if (isCorrectedDemand(step, story)) return null;
    const since = [...done(story, "notice"), ...done(story, "demand")].filter(({ on }) => on >= happening.on);
    return since.length > 0
      ? null
      : `${leaves(step)}, and no notice of the undisputed part was sent after the objection of ${dayWords(happening.on)}`;
  },
};

/** Norway.md 5.10: a person may call in the follow-up, so it comes on a day on which one may. */
const contactDays: Duty = {
  rule: "no.contact-hours",
  broken: (step) => {
    if (step.step.step !== "follow-up") return null;
    const answer = law.mayContactAt({ day: step.on, time: "12:00", regime: "NO-INKASSO-1988" });
    return answer.allowed ? null : `${leaves(step)}, ${dayOff(calendarNO, step.on)}`;
  },
};

function isSmall({ step }: JudgedStep): boolean {
  return step.step === "reminder" || step.step === "notice";
}

/** The fee-bearing letters that count with this one: six months without one start the count again (F6). */
function countedFees(step: JudgedStep, story: LivedStory): readonly JudgedStep[] {
  const fees = story.before.filter((one) => isSmall(one) && one.chargedMinor > 0n);
  const last = fees.at(-1);
  return last === undefined || step.on >= law.noticeFeeRestartsOn(last.on) ? [] : fees;
}

/** A letter with a fee, a demand that is charged for, and the step to heavy costs. */
function costs({ step, on, chargedMinor }: JudgedStep, story: LivedStory): boolean {
  const { countedOn, situation } = story;
  if (step.step === "heavy") return true;
  if (step.fee === "none") return false;
  // A corrected letter to the undisputed part is said again, and costs nothing more.
  const { happening } = situation;
  if (
    happening.kind === "part-objection" &&
    on >= happening.on &&
    done(story, step.step).some((sent) => sent.on < happening.on)
  )
    return chargedMinor > 0n;
  if (step.step === "demand") return true;
  const isSmallLetter = step.step === "reminder" || step.step === "notice";
  return isSmallLetter && on >= addDays(countedOn, law.FEE_FREE_DAYS.value);
}

export const NO_DUTIES: readonly Duty[] = [
  leastDays("notice", law.NOTICE_MIN_DAYS),
  leastDays("demand", law.DEMAND_MIN_DAYS),
  overdueWithADeadline("no.good-practice"),
  noticeFirst,
  feeFrom14Days,
  feesCounted,
  secondFee,
  ownDemandFee,
  graceBeforeCosts(calendarNO, "no.payment.grace", costs),
  ...onBusinessDays(calendarNO, { sent: "no.good-practice", deadline: "no.deadline.business-day" }),
  stopsWhileOpen("no.objection.stops"),
  freshDays(calendarNO, law.FRESH_DEADLINE_DAYS),
  correctedLetter,
  correctedDeadline,
  nothingAfterPayment("no.payment.in-time"),
  listFirst,
  channelDuty("no.demand.channel", ["demand"]),
  channelDuty("no.electronic-notice", ["reminder", "notice"]),
  heavyDay,
  afterDemand("no.court.after-demand", ["legal"]),
  demandStillGood,
  contactDays,
];
