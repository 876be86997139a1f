/** The second mind: derives again, by other means, what the engine is about to say to a debtor. */

export { type AuditCase, type AuditFinding, audit, type Stated } from "./audit.ts";
export { checkDocument } from "./check-document.ts";
export type {
  CheckAnswer,
  ClaimContext,
  DebtorContext,
  Difference,
  Document,
  DocumentContext,
  OperatorContext,
} from "./document.ts";
export type { BookedLine, Claim, Event, Facts, Settings } from "./facts.ts";
export type { BlockedBy, Step } from "./judge.ts";
export { limitation } from "./limitation.ts";
export { mayTake, type Verdict } from "./may-take.ts";
export type { PlanStep, Wait } from "./plan-days.ts";
export { mischarged } from "./posted-otherwise.ts";
export type { Refusal } from "./replay.ts";
export { type ClaimStanding, type CostStanding, replay, type Standing } from "./standing.ts";
