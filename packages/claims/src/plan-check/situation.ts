/** What a plan is tried on: an invoice, its debtor, and what happens to it while the plan runs. */
import type { CalendarDate } from "@innfri/kernel";
import type { DebtorKind, OperatorKind } from "../facts.ts";
import type { PlanStep } from "../plan.ts";

export type Happening =
  | { readonly kind: "nothing" }
  /** Half of the principal, or all that is owed that day. */
  | { readonly kind: "part-paid" | "paid"; readonly on: CalendarDate }
  /** What the newest letter says is owed on its deadline, ordered on one day and on the account on a later one. */
  | { readonly kind: "paid-in-time"; readonly orderedOn: CalendarDate; readonly on: CalendarDate }
  /** To all of the claim, or to a third of it. */
  | { readonly kind: "objection" | "part-objection"; readonly on: CalendarDate }
  | { readonly kind: "groundless-objection"; readonly on: CalendarDate; readonly resolvedOn: CalendarDate }
  /** A third of the invoice, or all of it. */
  | { readonly kind: "part-credited" | "credited"; readonly on: CalendarDate }
  | { readonly kind: "held"; readonly on: CalendarDate; readonly untilOn: CalendarDate };

export type Situation = {
  readonly dueOn: CalendarDate;
  readonly debtorKind: Exclude<DebtorKind, "sole-trader">;
  readonly operator: OperatorKind;
  /** Sweden: a reminder fee was agreed when the debt arose. */
  readonly reminderFeeAgreed: boolean;
  readonly happening: Happening;
};

/** A step with the day and deadline that a duty is held against. */
export type JudgedStep = {
  readonly step: PlanStep;
  readonly on: CalendarDate;
  readonly payBy: CalendarDate | null;
  /** When the creditor can no longer stop it: the collection list. */
  readonly closesOn: CalendarDate | null;
  /** What it put on the debtor; nothing for what the plan only asks for. */
  readonly chargedMinor: bigint;
  /** As the plan asks for it, before the law has had its say; else as it was done. */
  readonly isAsked: boolean;
};

/** What a duty may look at: the situation and the steps that were done before. */
export type LivedStory = {
  readonly situation: Situation;
  /** The due day as the law counts it. */
  readonly countedOn: CalendarDate;
  readonly before: readonly JudgedStep[];
};
