/** What is to be done about one claim today: nothing yet, nothing any more, a person, or that it is ready for a step. */
import { addDays, type CalendarDate, formatMinor } from "@innfri/kernel";
import { type Account, undisputed } from "./account.ts";
import { type ClaimState, letterToCorrect, type SentLetter } from "./account-state.ts";
import { approval } from "./approval.ts";
import { lawReason, reason } from "./because.ts";
import type {
  Because,
  ClaimProgress,
  CreditorRules,
  Decision,
  DecisionFile,
  PlanReason,
} from "./decision.ts";
import { dueDayOf } from "./due-day.ts";
import { limitationOf, limitationRule } from "./limitation.ts";
import type { PlanStep } from "./plan.ts";
import { planRests, planStanding } from "./plan-kept.ts";
import {
  anchorsOf,
  closedList,
  correctedDemand,
  letterOf,
  needsBusinessDay,
  remaining,
  whyByHand,
} from "./plan-walk.ts";
import { dueDay } from "./schedule.ts";
import { statementOn } from "./statement.ts";
import { waitsForConfirmation } from "./unconfirmed.ts";
import { obstacleText } from "./verdict.ts";
import { verdictOn } from "./verdict-on.ts";

/** A step that a claim is ready for today. */
export type Ready = { readonly claim: ClaimProgress; readonly step: PlanStep };

/** What is to be done about one claim, or that it is ready for a step. */
export type Answered = Exclude<Decision, { kind: "take" | "ask" }>;

export type ReadyNow = Ready & { readonly kind: "ready" };

export type AskFirst = Ready & { readonly kind: "ask-first"; readonly closesOn: CalendarDate | null };

export type ClaimAnswer = Answered | ReadyNow | AskFirst;

export function answerFor(
  account: Account,
  file: DecisionFile,
  claim: ClaimProgress,
  rules: CreditorRules,
  today: CalendarDate,
): ClaimAnswer {
  const { ref } = claim;
  const state = account.claim(ref);
  const closed = closing(account, claim, state, rules, today);
  if (closed !== null) return closed;
  const hold = file.holds.find(
    (h) =>
      (h.claim === null || h.claim === ref) &&
      h.fromOn <= today &&
      (h.untilOn === null || today <= h.untilOn),
  );
  if (hold !== undefined) {
    if (hold.kind === "payment-plan") return underPlan(account, ref, today);
    const until = hold.untilOn === null ? null : addDays(hold.untilOn, 1);
    return {
      kind: "held",
      claim: ref,
      by: hold.kind,
      until,
      because: reason("plan.hold", `held: ${hold.kind}`),
    };
  }
  const credited = creditedInFull(account, state, today);
  if (credited !== null) return credited;
  const contested = disputed(account, claim, state, rules, today);
  if (contested !== null) return contested;
  const left = leftAlone(claim, state, rules, today);
  if (left !== null) return left;
  const barred = tooOld(account, state, today);
  if (barred !== null) return barred;
  return nextStep(account, claim, state, rules, today);
}

/**
 * While its instalments are paid nothing goes on. A plan that is broken ends after the debtor has been told so
 * (sweden.md 5.2), which is for a person.
 */
function underPlan(account: Account, claim: string, today: CalendarDate): ClaimAnswer {
  if (planRests(account, claim)) {
    const text = "held: the payment plan rests while an objection is open";
    return { kind: "held", claim, by: "payment-plan", until: null, because: reason("plan.hold", text) };
  }
  const standing = planStanding(account, claim, today);
  switch (standing.kind) {
    case "kept": {
      const because = reason("plan.hold", "held: payment-plan");
      return { kind: "held", claim, by: "payment-plan", until: standing.until, because };
    }
    case "missed": {
      const text = `the instalment of ${standing.dueOn} was not paid: the payment plan is broken, and the debtor is told so before anything goes on`;
      return { kind: "park", claim, because: reason("plan.broken", text) };
    }
    case "over": {
      const text = `the last instalment, of ${standing.lastOn}, is paid, and something is still owed`;
      return { kind: "park", claim, because: reason("plan.broken", text) };
    }
  }
}

/** Nothing is owed any more, or what is left is a rest that is waived (D13). */
function closing(
  account: Account,
  claim: ClaimProgress,
  state: ClaimState,
  rules: CreditorRules,
  today: CalendarDate,
): ClaimAnswer | null {
  const restMinor = account.openOn(claim.ref, today);
  if (restMinor === 0n)
    return {
      kind: "close",
      claim: claim.ref,
      reason: "paid",
      waivedMinor: 0n,
      lines: [],
      because: reason("plan.paid", "nothing is owed any more"),
    };
  const why = restMinor > rules.waivedRestMinor ? null : whyWaived(account, claim, state, today);
  if (why === null) return null;
  const text = `a rest of ${formatMinor(restMinor)} is waived: ${why}`;
  return {
    kind: "close",
    claim: claim.ref,
    reason: "waived",
    waivedMinor: restMinor,
    lines: statementOn(account, [claim.ref], today).lines,
    because: reason("residual.waived", text),
  };
}

/** What was asked for has been paid (D13): by a plan that was kept, by the newest letter, or by the invoice while no letter has cost anything. */
function whyWaived(
  account: Account,
  claim: ClaimProgress,
  state: ClaimState,
  today: CalendarDate,
): string | null {
  if (state.principalMinor === 0n) return "the principal is paid";
  // Money closes interest before principal, so who pays the invoice's sum late leaves the interest as principal.
  const onlyReminded = state.feeLetters.length === 0 && state.letters.every(isReminder);
  if (onlyReminded && state.principalMinor <= state.interestPaidMinor) return "the invoice's sum was paid";
  if (planStanding(account, claim.ref, today).kind === "over") return "the payment plan's sum was paid";
  if (claim.lastLetterTotalMinor === null) return null;
  const letterPaid = claim.paidSinceLetterInTimeMinor >= claim.lastLetterTotalMinor;
  return letterPaid ? "the letter's sum was paid in time" : null;
}

function isReminder({ letter }: SentLetter): boolean {
  return letter === "reminder";
}

/** The creditor has taken back all of the invoice: whether its fees and interest were ever owed is for a person. */
function creditedInFull(account: Account, { facts }: ClaimState, today: CalendarDate): ClaimAnswer | null {
  const creditedMinor = account.facts.events
    .filter((event) => event.kind === "credit")
    .filter(({ claim, on }) => claim === facts.ref && on <= today)
    .reduce((sum, { minor }) => sum + minor, 0n);
  if (creditedMinor < facts.principalMinor) return null;
  const text =
    "the invoice was credited in full: what is left are fees and interest of a claim that was taken back";
  return { kind: "park", claim: facts.ref, because: reason("plan.credited", text) };
}

/** While an objection is open nothing goes on, and what is with an authority is no plan's to go on with. */
function disputed(
  account: Account,
  claim: ClaimProgress,
  state: ClaimState,
  rules: CreditorRules,
  today: CalendarDate,
): ClaimAnswer | null {
  const held = (by: string, because: Because): ClaimAnswer => ({
    kind: "held",
    claim: claim.ref,
    by,
    until: null,
    because,
  });
  const isNorway = account.facts.country === "NO";
  if (state.disputedWhole)
    return held("disputed", lawReason(isNorway ? "no.objection.stops" : "se.objection.stops"));
  if (state.atCourtSince !== null)
    return held("legal", reason("plan.hold", `a legal step was taken on ${state.atCourtSince}`));
  if (state.disputedMinor === 0n) return null;
  if (isRestPaid(account, claim, rules, today))
    return held("disputed", lawReason(isNorway ? "no.objection.partial" : "se.objection.stops"));
  const isDemandTooHigh = isNorway && letterToCorrect(state, "demand") !== null;
  const byHand = isDemandTooHigh ? whyByHand(account, claim, rules, today) : null;
  if (byHand === null) return null;
  const text = `a part is disputed and a demand was sent: what is left needs a corrected demand, which a person writes, because ${byHand}`;
  return held("disputed", reason("no.objection.partial", text));
}

/** Whoever has paid all that he does not dispute is asked for nothing: what is left waits for the objection's answer. */
function isRestPaid(
  account: Account,
  claim: ClaimProgress,
  rules: CreditorRules,
  today: CalendarDate,
): boolean {
  const asked = undisputed(account, [claim.ref], today);
  const state = asked.claim(claim.ref);
  return asked.isPaid(state, today) || closing(asked, claim, state, rules, today) !== null;
}

/** Nobody is asked for a claim that is too old to be enforced: a person sees whether something has interrupted it. */
function tooOld({ facts }: Account, state: ClaimState, today: CalendarDate): ClaimAnswer | null {
  const limit = limitationOf(facts, state.facts, today);
  if (today <= limit) return null;
  const text = `too old to be enforced since ${limit}, unless something has interrupted it`;
  return { kind: "park", claim: state.facts.ref, because: reason(limitationRule(facts.country), text) };
}

/** The creditor's own limits. */
function leftAlone(
  claim: ClaimProgress,
  state: ClaimState,
  rules: CreditorRules,
  today: CalendarDate,
): ClaimAnswer | null {
  const held = (by: string, rule: PlanReason, text: string): ClaimAnswer => ({
    kind: "held",
    claim: claim.ref,
    by,
    until: null,
    because: reason(rule, text),
  });
  if (rules.remindsItself || rules.remindedInvoices.includes(claim.invoiceNumber)) {
    const text = "the source of the invoices sends reminders of its own: two would come for one claim";
    return held("double-dunning", "plan.double-dunning", text);
  }
  if (rules.isExcluded) return held("excluded", "plan.excluded", "the customer is excluded by the creditor");
  if (rules.excludedInvoices.includes(claim.invoiceNumber))
    return held("excluded", "plan.excluded", "the invoice is excluded by the creditor");
  if (state.principalMinor < rules.minimumMinor)
    return held(
      "minimum",
      "plan.minimum",
      `below the creditor's minimum of ${formatMinor(rules.minimumMinor)}`,
    );
  const since = dueDayOf(state);
  if (claim.taken.length === 0 && rules.lookBackDays !== null && since < addDays(today, -rules.lookBackDays))
    return held(
      "look-back",
      "plan.look-back",
      `fell due on ${since}, more than ${rules.lookBackDays} days ago`,
    );
  return null;
}

function nextStep(
  account: Account,
  claim: ClaimProgress,
  state: ClaimState,
  rules: CreditorRules,
  today: CalendarDate,
): ClaimAnswer {
  const { ref } = claim;
  if (state.countedFrom === null)
    return {
      kind: "park",
      claim: ref,
      because: {
        rule: account.facts.country === "NO" ? "no.interest.start" : "se.interest.start",
        text: "no due day was agreed and no written demand is known",
      },
    };
  const listClosed = closedList(claim, today);
  const corrected = correctedDemand(account, claim, rules, today);
  const step =
    corrected ??
    remaining(account, claim, rules).find(
      ({ step: kind }) => kind !== "collection-list" || listClosed === null,
    );
  if (step === undefined)
    return {
      kind: "wait",
      claim: ref,
      until: null,
      next: null,
      because: reason("plan.done", "the plan has no further step"),
    };
  const { calendar } = account.rules;
  // A letter is corrected as soon as it can be.
  const due =
    corrected === null
      ? dueDay(step, anchorsOf(claim, state.countedFrom, listClosed), calendar)
      : (state.part?.on ?? today);
  const wait = (until: CalendarDate | null, because: Because): ClaimAnswer => ({
    kind: "wait",
    claim: ref,
    until,
    next: step.step,
    because,
  });
  if (due === null) return wait(null, reason("plan.wait", `${step.step}: what it follows has not happened`));
  if (today < due) return wait(due, reason("plan.wait", `${step.step} is due on ${due}`));
  if (needsBusinessDay(step) && !calendar.isBusinessDay(today)) {
    const until = calendar.nextBusinessDay(today);
    return wait(until, reason("plan.business-day", `nothing is sent before ${until}`));
  }
  if (state.freshUntil !== null && today <= state.freshUntil) {
    const isNorway = account.facts.country === "NO";
    const rule = isNorway ? "no.objection.fresh-deadline" : "se.objection.fresh-deadline";
    return wait(addDays(state.freshUntil, 1), lawReason(rule));
  }
  return (
    allowed(account, claim, step, today) ??
    waitsForConfirmation(ref, step, rules) ??
    approval(account, claim, step, due, rules, today)
  );
}

/** What the law says about the step; null when it may be taken. */
function allowed(
  account: Account,
  claim: ClaimProgress,
  step: PlanStep,
  today: CalendarDate,
): ClaimAnswer | null {
  const { ref } = claim;
  const stopped = account.rules.suspended(account, account.claim(ref), today);
  if (stopped !== null)
    return {
      kind: "park",
      claim: ref,
      because: reason(stopped.rule, `${step.step}: what runs when the Act changes is for a person`),
    };
  if (step.step === "heavy") return notYetHeavy(account, claim, today);
  const letter = letterOf(step);
  const asked = letter ?? (step.step === "legal" || step.step === "solvency" ? "court" : null);
  if (asked === null) return null;
  const verdict = verdictOn(account, asked, today, [ref]);
  switch (verdict.kind) {
    case "permitted":
    case "permitted-without-fee":
      return null;
    case "too-early":
      return {
        kind: "wait",
        claim: ref,
        until: verdict.notBefore,
        next: step.step,
        because: lawReason(verdict.rule),
      };
    case "blocked":
      return {
        kind: "park",
        claim: ref,
        because: { rule: verdict.rule, text: `no ${step.step}: ${obstacleText(verdict.by)}` },
      };
  }
}

/** No plan makes costs heavy before the law does (inkassoforskriften § 2-3). */
function notYetHeavy(account: Account, claim: ClaimProgress, today: CalendarDate): ClaimAnswer | null {
  const collection = account.cases.findLast(({ shares }) => shares.has(claim.ref));
  const from = collection === undefined ? null : account.rules.heavyFrom(collection.payBy);
  if (from === null || today >= from) return null;
  const because = lawReason("no.recovery-costs.heavy");
  return { kind: "wait", claim: claim.ref, until: from, next: "heavy", because };
}
