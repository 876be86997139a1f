/** Where a claim stands in its plan: the steps that are left, and what their days hang on. */
import type { CalendarDate } from "@innfri/kernel";
import type { Account } from "./account.ts";
import { type ClaimState, lettersBeforePart, letterToCorrect } from "./account-state.ts";
import { bandShare } from "./band-share.ts";
import type { CollectionCase } from "./country-rules.ts";
import type { ClaimProgress, CreditorRules } from "./decision.ts";
import type { Letter } from "./facts.ts";
import type { PlanStep, PlanStepKind } from "./plan.ts";
import type { Anchors } from "./schedule.ts";

export function stepsOf(account: Account, rules: CreditorRules): readonly PlanStep[] {
  return rules.plan.steps.filter(
    ({ onlyFor }) => onlyFor === undefined || onlyFor === account.facts.operator,
  );
}

/**
 * Norway: an objection to a part takes a claim back to the notice, or to the demand that it has come to, so that what
 * is not disputed is asked for with a new deadline (norway.md 5.4).
 */
export function restarted(account: Account, claim: ClaimProgress): ClaimProgress {
  const state = account.claim(claim.ref);
  if (state.part === null || account.facts.country !== "NO") return claim;
  if (claim.taken.some(({ step }) => step === "demand"))
    return { ...claim, taken: fromDemand(state, claim.taken) };
  // A friendly reminder is not sent again, and a list that was open before says nothing of the new notice (D3).
  const since = state.part.on;
  const isUnanswered = state.part.lettersBefore === state.letters.length;
  const taken = claim.taken.filter(({ step, on }) => step === "reminder" || (!isUnanswered && on >= since));
  const { proposal } = claim;
  const isOfBefore =
    proposal !== null &&
    (proposal.step === "collection-list" ? proposal.openedOn <= since : proposal.openedOn < since);
  return { ...claim, taken, proposal: isOfBefore ? null : proposal };
}

/** What was done after a demand that is corrected is done again after the corrected one. */
function fromDemand(state: ClaimState, taken: ClaimProgress["taken"]): ClaimProgress["taken"] {
  if (lettersBeforePart(state, "demand").length === 0) return taken;
  const newest = taken.findLastIndex(({ step }) => step === "demand");
  return [...withoutAfterDemand(taken.slice(0, newest)), ...taken.slice(newest)];
}

export function withoutAfterDemand(taken: ClaimProgress["taken"]): ClaimProgress["taken"] {
  return taken.filter(({ step }) => !AFTER_DEMAND.has(step));
}

const AFTER_DEMAND: ReadonlySet<PlanStepKind> = new Set(["follow-up", "heavy", "legal"]);

/** The demand of the plan that would correct the claim's own; null where none does. */
export function correctedDemand(
  account: Account,
  claim: ClaimProgress,
  rules: CreditorRules,
  today: CalendarDate,
): PlanStep | null {
  const state = account.claim(claim.ref);
  if (account.facts.country !== "NO" || letterToCorrect(state, "demand") === null) return null;
  return whyByHand(account, claim, rules, today) === null ? (demandOf(account, rules) ?? null) : null;
}

/** Why a demand of which a part is disputed is for a person to correct; null where the plan does. */
export function whyByHand(
  account: Account,
  { ref }: ClaimProgress,
  rules: CreditorRules,
  today: CalendarDate,
): string | null {
  if (account.rules.corrects(account.claim(ref), "demand", today) === null)
    return "the demand holds no longer";
  if (costsMoreThanRest(account, ref, today)) return "it cost more than the rest alone would";
  return demandOf(account, rules) === undefined ? "the plan has no demand" : null;
}

function demandOf(account: Account, rules: CreditorRules): PlanStep | undefined {
  return stepsOf(account, rules).find(({ step }) => step === "demand");
}

/**
 * Were recovery costs charged that the rest alone would not bear? Whether the debtor still owes them while a part is
 * disputed no sheet says, so a person writes that demand.
 */
function costsMoreThanRest(account: Account, ref: string, today: CalendarDate): boolean {
  const collection = account.cases.findLast(({ shares }) => shares.has(ref));
  if (collection === undefined) return false;
  const shares = new Map(collection.shares).set(ref, bandShare(account.claim(ref)));
  // As of a demand of today, which makes the costs light.
  const owed = account.rules.recoveryCosts(account, { ...collection, shares, payBy: today }, today);
  return owed !== null && chargedForCase(account, collection, today) > owed.minor;
}

/** What a case has been charged, letters and heavy day together. */
export function chargedForCase(account: Account, { shares }: CollectionCase, day: CalendarDate): bigint {
  return account.costs
    .filter(
      ({ item, claims, plan }) => item === "recovery-costs" && !plan && claims.some((ref) => shares.has(ref)),
    )
    .reduce((sum, cost) => sum + account.costOn(cost, day), 0n);
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
