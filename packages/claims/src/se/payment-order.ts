/**
 * Where an application for a payment order stands with Kronofogden (sweden.md 6.3), as people record what it tells them.
 * Applying, the decision and enforcement are legal steps of their own, with their costs; the rest is here.
 */
import { addDays, addMonths, addYears, type CalendarDate } from "@innfri/kernel";
import { se as law, type RuleId } from "@innfri/law";
import type { StoredEvent } from "../claim-event.ts";
import type { StoredChange } from "../recorded-event.ts";

/** What Kronofogden tells besides its decision. */
export const PAYMENT_ORDER_STATES = [
  "confirmed",
  "supplement-requested",
  "served",
  "service-failed",
  "reduced",
  "contested",
  "partly-contested",
  "court",
  "withdrawn",
  "dismissed",
  "reopened",
  "appealed",
] as const;

export type PaymentOrderState =
  | "submitted"
  | (typeof PAYMENT_ORDER_STATES)[number]
  | "decision"
  | "enforcement";

export type PaymentOrderStage = { readonly state: PaymentOrderState; readonly on: CalendarDate };

/** `payment-order`: on the chain of every claim of the application. */
export type PaymentOrderData = {
  readonly state: (typeof PAYMENT_ORDER_STATES)[number];
  /** Kronofogden's number of the case. */
  readonly caseNumber?: string;
  /** What falls away of the application's costs when it ends without a decision. */
  readonly changed?: readonly StoredChange[];
};

const BEFORE_SERVICE = ["submitted", "confirmed", "supplement-requested", "service-failed"] as const;
const PENDING = [...BEFORE_SERVICE, "served"] as const;

/** The states that each may follow. One that nobody told of may be left out. */
const FOLLOWS: Readonly<Record<PaymentOrderState, readonly PaymentOrderState[]>> = {
  submitted: [],
  confirmed: ["submitted", "supplement-requested"],
  "supplement-requested": ["submitted", "confirmed"],
  served: BEFORE_SERVICE,
  "service-failed": ["submitted", "confirmed", "supplement-requested"],
  reduced: [...PENDING, "partly-contested"],
  contested: PENDING,
  "partly-contested": PENDING,
  court: ["contested", "partly-contested", "reopened"],
  withdrawn: [...PENDING, "contested", "partly-contested"],
  dismissed: [...PENDING, "contested", "reopened"],
  decision: [...PENDING, "partly-contested", "court"],
  enforcement: ["decision", "appealed", "enforcement"],
  reopened: ["decision", "enforcement"],
  appealed: ["decision"],
};

/** The stages that a claim's chain tells, oldest first. */
export function paymentOrderOf(events: readonly StoredEvent[], ref: string): readonly PaymentOrderStage[] {
  return events.flatMap(({ claim, kind, on, data }): PaymentOrderStage[] => {
    if (claim !== ref) return [];
    if (kind === "application") return [{ state: "submitted", on }];
    if (kind === "decision" || kind === "enforcement") return [{ state: kind, on }];
    return kind === "payment-order" ? [{ state: (data as unknown as PaymentOrderData).state, on }] : [];
  });
}

/** Where it stands: a reduction changes the sum and not the state. Undefined before the application. */
export function standingOf(stages: readonly PaymentOrderStage[]): PaymentOrderStage | undefined {
  return stages.findLast(({ state }) => state !== "reduced");
}

/** A day by which somebody has to have done something, or may no longer. */
export type PaymentOrderDeadline = {
  readonly what: "answer" | "court-request" | "reopening" | "appeal";
  readonly on: CalendarDate;
  readonly rule: RuleId;
};

/** The last days that a stage sets. The debtor's answer: at the latest, Kronofogden sets the day (lag 1990:746 25 §). */
export function deadlinesOf({ state, on }: PaymentOrderStage): readonly PaymentOrderDeadline[] {
  switch (state) {
    case "served": {
      const { rule, value } = law.PAYMENT_ORDER_ANSWER;
      return [{ what: "answer", on: addDays(on, value), rule }];
    }
    case "contested":
    case "partly-contested": {
      const { rule, value } = law.PAYMENT_ORDER_COURT_REQUEST;
      return [{ what: "court-request", on: addDays(on, value), rule }];
    }
    case "decision": {
      const { PAYMENT_ORDER_REOPEN: reopen, PAYMENT_ORDER_APPEAL: appeal } = law;
      return [
        { what: "appeal", on: addDays(on, appeal.value), rule: appeal.rule },
        { what: "reopening", on: addMonths(on, reopen.value), rule: reopen.rule },
      ];
    }
    default:
      return [];
  }
}

/** The deadline that a state has to keep. */
const WITHIN: Readonly<Partial<Record<PaymentOrderState, PaymentOrderDeadline["what"]>>> = {
  court: "court-request",
  reopened: "reopening",
  appealed: "appeal",
};

export type MayFollow =
  | { readonly kind: "may" }
  | { readonly kind: "never-applied" }
  | { readonly kind: "not-after"; readonly standing: PaymentOrderStage }
  | { readonly kind: "before"; readonly standing: PaymentOrderStage }
  | { readonly kind: "too-late"; readonly deadline: PaymentOrderDeadline };

/** Whether a state can come on a day, after what has been recorded. */
export function mayFollow(
  stages: readonly PaymentOrderStage[],
  next: PaymentOrderState,
  on: CalendarDate,
): MayFollow {
  const standing = standingOf(stages);
  if (standing === undefined) return { kind: "never-applied" };
  if (!FOLLOWS[next].includes(standing.state)) return { kind: "not-after", standing };
  if (on < standing.on) return { kind: "before", standing };
  // Each further year of a title is told by itself (förordning 1992:1094 6 §).
  if (next === standing.state && on < addYears(standing.on, law.ENFORCEMENT_FEE_FOR.value))
    return { kind: "not-after", standing };
  const within = WITHIN[next];
  const deadline = stages.flatMap(deadlinesOf).findLast(({ what }) => what === within);
  return deadline !== undefined && on > deadline.on ? { kind: "too-late", deadline } : { kind: "may" };
}

/** The application has come to its end without a decision: what it cost is not awarded. */
export function endsWithoutDecision(state: PaymentOrderState): boolean {
  return state === "withdrawn" || state === "dismissed";
}

/** A debtor who was served, or has answered, knows of the application. */
export function tellsDebtor(state: PaymentOrderState): boolean {
  return NOTIFIED.has(state);
}

const NOTIFIED: ReadonlySet<PaymentOrderState> = new Set([
  "served",
  "contested",
  "partly-contested",
  "court",
  "reopened",
] as const);
