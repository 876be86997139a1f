/** Where a claim stands in its plan: the steps that are left, and what their days hang on. */
import type { CalendarDate } from "@innfri/kernel";
import type { Account } from "./account.ts";
import type { ClaimProgress, CreditorRules } from "./decision.ts";
import type { Letter } from "./facts.ts";
import type { PlanStep } from "./plan.ts";
import type { Anchors } from "./schedule.ts";

export function stepsOf(account: Account, rules: CreditorRules): readonly PlanStep[] {
  return rules.plan.steps.filter(
    ({ onlyFor }) => onlyFor === undefined || onlyFor === account.facts.operator,
  );
}

/**
 * Norway: an objection to a part takes a claim that has not come to its demand back to the notice, so that what is
 * not disputed is asked for with a new deadline (norway.md 5.4).
 */
export function restarted(account: Account, claim: ClaimProgress): ClaimProgress {
  const since = account.claim(claim.ref).partlyDisputedOn;
  if (since === null || account.facts.country !== "NO") return claim;
  if (claim.taken.some(({ step }) => step === "demand")) return claim;
  // A friendly reminder is not sent again, and a list that was open before says nothing of the new notice (D3).
  const taken = claim.taken.filter(({ step, on }) => step === "reminder" || on >= since);
  const { proposal } = claim;
  const isOfBefore =
    proposal !== null &&
    (proposal.step === "collection-list" ? proposal.openedOn <= since : proposal.openedOn < since);
  return { ...claim, taken, proposal: isOfBefore ? null : proposal };
}

/** The plan's steps after the last one taken: a plan is walked forward only. */
export function remaining(account: Account, claim: ClaimProgress, rules: CreditorRules): readonly PlanStep[] {
  const steps = stepsOf(account, rules);
  return steps.slice(steps.findLastIndex(({ step }) => claim.taken.some((taken) => taken.step === step)) + 1);
}

/** The day on which the claim's collection list closed; null while there is none or it is open. */
export function closedList(claim: ClaimProgress, today: CalendarDate): CalendarDate | null {
  const { proposal } = claim;
  const taken = claim.taken.find(({ step }) => step === "collection-list");
  if (taken !== undefined) return taken.payBy;
  if (proposal?.step !== "collection-list" || proposal.closesOn === null || proposal.closesOn >= today)
    return null;
  return proposal.state === "open" || proposal.state === "approved" ? proposal.closesOn : null;
}

export function anchorsOf(
  claim: ClaimProgress,
  countedFrom: CalendarDate,
  closedOn: CalendarDate | null,
): Anchors {
  const deadline =
    claim.taken.findLast(({ step, payBy }) => payBy !== null && step !== "collection-list")?.payBy ?? null;
  return { countedFrom, deadline, closedOn };
}

export function letterOf(step: PlanStep): Letter | null {
  return step.step === "reminder" || step.step === "notice" || step.step === "demand" ? step.step : null;
}

/** What is sent goes on a business day, and so does the follow-up, in which people are called (norway.md 5.10). */
export function needsBusinessDay(step: PlanStep): boolean {
  return letterOf(step) !== null || step.step === "collection-list" || step.step === "follow-up";
}
