/**
 * A duty: what the law, or a decision of this project, asks of each step, said of days and amounts alone. Nothing here
 * asks `decide` or the verdicts: the check holds those against these.
 */
import { addDays, type CalendarDate, daysBetween } from "@innfri/kernel";
import { type Calendar, citationText, RULES, type RuleId, type Term } from "@innfri/law";
import type { PlanStepKind } from "../plan.ts";
import { dayWords, stepWords } from "./day-words.ts";
import type { Happening, JudgedStep, LivedStory } from "./situation.ts";

export type Duty = {
  readonly rule: RuleId;
  /** Why the step breaks it, in plain words; null when it does not. */
  readonly broken: (step: JudgedStep, story: LivedStory) => string | null;
};

export type Breach = { readonly rule: RuleId; readonly text: string };

/** The duties a step breaks, in their order. */
export function breachesOf(duties: readonly Duty[], step: JudgedStep, story: LivedStory): readonly Breach[] {
  return duties.flatMap(({ rule, broken }) => {
    const text = broken(step, story);
    return text === null ? [] : [{ rule, text }];
  });
}

export function isLetter(step: JudgedStep): boolean {
  return step.payBy !== null;
}

export function done(story: LivedStory, kind: PlanStepKind): readonly JudgedStep[] {
  return story.before.filter(({ step }) => step.step === kind);
}

export function leaves(step: JudgedStep): string {
  const verb = isLetter(step) ? "leaves" : "comes";
  return `the ${stepWords(step.step.step)} ${verb} on ${dayWords(step.on)}`;
}

/** A letter gives at least so many days from its sending. */
export function leastDays(kind: PlanStepKind, term: Term): Duty {
  return {
    rule: term.rule,
    broken: (step) => {
      if (step.step.step !== kind || step.payBy === null) return null;
      const days = daysBetween(step.on, step.payBy);
      if (days >= term.value) return null;
      return `${leaves(step)} with deadline ${dayWords(step.payBy)}, ${countOf(days)} later; ${citation(term.rule)} asks for ${term.value}`;
    },
  };
}

/** A letter about money that is overdue, with a deadline that has not passed when it is sent. */
export function overdueWithADeadline(rule: RuleId): Duty {
  return {
    rule,
    broken: (step, { countedOn }) => {
      if (step.payBy === null) return null;
      if (step.on <= countedOn) return `${leaves(step)}, when the invoice is not overdue yet`;
      return step.payBy > step.on ? null : `${leaves(step)} and is to be paid the same day`;
    },
  };
}

/** What is sent leaves on a business day, and a deadline ends on one. */
export function onBusinessDays(calendar: Calendar, rules: { sent: RuleId; deadline: RuleId }): Duty[] {
  return [
    {
      rule: rules.sent,
      broken: (step) =>
        (isLetter(step) || step.closesOn !== null) && !calendar.isBusinessDay(step.on)
          ? `${leaves(step)}, ${dayOff(calendar, step.on)}`
          : null,
    },
    {
      rule: rules.deadline,
      broken: (step) =>
        step.payBy !== null && !calendar.isBusinessDay(step.payBy)
          ? `${leaves(step)} with deadline ${dayWords(step.payBy)}, ${dayOff(calendar, step.payBy)}`
          : null,
    },
  ];
}

/** Money ordered on the last day has three banking days to arrive before a step that costs anything (D12). */
export const GRACE_BANKING_DAYS = 3;

export function graceBeforeCosts(
  calendar: Calendar,
  rule: RuleId,
  costs: (step: JudgedStep, story: LivedStory) => boolean,
): Duty {
  return {
    rule,
    broken: (step, story) => {
      const deadline = story.before.findLast(isLetter)?.payBy;
      if (deadline === undefined || deadline === null || !costs(step, story)) return null;
      const earliest = calendar.addBankingDays(deadline, GRACE_BANKING_DAYS);
      if (step.on >= earliest) return null;
      return `${leaves(step)} and costs the debtor something, though money ordered on the deadline before it, ${dayWords(deadline)}, has until ${dayWords(earliest)} to arrive`;
    },
  };
}

/** Nothing happens to a claim that is disputed as a whole, or that a person holds. */
export function stopsWhileOpen(rule: RuleId): Duty {
  return {
    rule,
    broken: (step, { situation: { happening } }) => {
      const open = openOn(happening, step.on);
      return open === null ? null : `${leaves(step)}, ${open}`;
    },
  };
}

function openOn(happening: Happening, day: CalendarDate): string | null {
  switch (happening.kind) {
    case "objection":
      return day >= happening.on ? `while the objection of ${dayWords(happening.on)} is open` : null;
    case "groundless-objection":
      return day >= happening.on && day < happening.resolvedOn
        ? `while the objection of ${dayWords(happening.on)} is open`
        : null;
    case "held":
      return day >= happening.on && day <= happening.untilOn
        ? `while the claim is held until ${dayWords(happening.untilOn)}`
        : null;
    default:
      return null;
  }
}

/** After an objection that failed, a demand waits for the fresh days. */
export function freshDays(calendar: Calendar, term: Term): Duty {
  return {
    rule: term.rule,
    broken: (step, { situation: { happening } }) => {
      if (step.step.step !== "demand" || happening.kind !== "groundless-objection") return null;
      if (step.on < happening.resolvedOn) return null;
      const until = calendar.nextBusinessDay(addDays(happening.resolvedOn, term.value));
      return step.on > until
        ? null
        : `${leaves(step)}, though the debtor has until ${dayWords(until)} after the objection that failed`;
    },
  };
}

/** Who has paid all, or what the newest letter asked for in time, is charged nothing after that. */
export function nothingAfterPayment(rule: RuleId): Duty {
  return {
    rule,
    broken: (step, { situation: { happening }, before }) => {
      if (step.chargedMinor === 0n) return null;
      if (happening.kind === "paid" || happening.kind === "credited")
        return step.on >= happening.on
          ? `${leaves(step)} and is charged for, though nothing was owed since ${dayWords(happening.on)}`
          : null;
      if (happening.kind !== "paid-in-time") return null;
      const asked = before.find(
        ({ on, payBy }) => payBy !== null && on <= happening.orderedOn && happening.orderedOn <= payBy,
      );
      return asked !== undefined && step.on > asked.payBy!
        ? `${leaves(step)} and is charged for, though the ${stepWords(asked.step.step)}'s sum was ordered on ${dayWords(happening.orderedOn)}, in time`
        : null;
    },
  };
}

/** A legal step, or the question whether to take one, comes after the deadline of a demand. */
export function afterDemand(rule: RuleId, kinds: readonly PlanStepKind[]): Duty {
  return {
    rule,
    broken: (step, story) => {
      if (!kinds.includes(step.step.step)) return null;
      const demand = done(story, "demand").at(-1);
      if (demand === undefined) return `${leaves(step)}, and no demand was sent before it`;
      return step.on > demand.payBy!
        ? null
        : `${leaves(step)}, before the demand's deadline ${dayWords(demand.payBy!)} has passed`;
    },
  };
}

export function citation(rule: RuleId): string {
  return citationText(RULES[rule].citation);
}

export function countOf(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}

export function dayOff(calendar: Calendar, day: CalendarDate): string {
  const name = calendar.nameOfHoliday(day);
  return name === null ? "at the weekend" : `a day off (${name})`;
}
