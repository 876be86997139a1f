/**
 * What a plan does to given invoices if nobody pays: the days and amounts of its steps, foretold by the decisions that
 * a run takes. Nothing is read or stored.
 */
import {
  type Coming,
  type DebtorKind,
  forecast,
  freshFile,
  type OperatorKind,
  type Plan,
  plainRules,
} from "@innfri/claims";
import { addDays, type CalendarDate, earliest, formatMinor, type Json } from "@innfri/kernel";

export type PreviewedInvoice = {
  readonly number: string;
  /** Invoices of one customer get their letters together. */
  readonly customer: string;
  readonly dueOn: CalendarDate;
  readonly amountMinor: bigint;
  readonly kind: DebtorKind;
  /** Sweden: a reminder fee was agreed. */
  readonly reminderFeeAgreed: boolean;
};

export type PreviewedStep = {
  readonly on: CalendarDate;
  /** A step of the plan, or `set-aside` where a person has to look. */
  readonly step: string;
  readonly invoices: readonly string[];
  readonly payBy: CalendarDate | null;
  /** The collection list: when it closes. */
  readonly closesOn: CalendarDate | null;
  readonly closesAt: string | null;
  readonly addsMinor: bigint;
  readonly totalMinor: bigint | null;
  readonly needsYes: boolean;
  readonly because: string;
};

export type PreviewOptions = {
  readonly operator: OperatorKind;
  /** The day on which the plan begins; the day after each due day when null. */
  readonly from: CalendarDate | null;
};

/** The steps of all invoices, by day. */
export function previewPlan(
  plan: Plan,
  invoices: readonly PreviewedInvoice[],
  options: PreviewOptions,
): readonly PreviewedStep[] {
  const byCustomer = Map.groupBy(invoices, ({ customer }) => customer);
  return [...byCustomer.values()]
    .flatMap((own) => stepsOf(plan, own, options))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

function stepsOf(
  plan: Plan,
  invoices: readonly PreviewedInvoice[],
  { operator, from }: PreviewOptions,
): readonly PreviewedStep[] {
  const [first, ...others] = invoices.map(({ dueOn }) => addDays(dueOn, 1));
  const file = freshFile(plan, {
    debtorKind: invoices[0]!.kind,
    operator,
    claims: invoices.map(({ number, amountMinor, dueOn, reminderFeeAgreed }, ref) => ({
      ref: String(ref),
      invoiceNumber: number,
      principalMinor: amountMinor,
      issuedOn: dueOn,
      dueOn,
      reminderFeeAgreed,
    })),
  });
  const begins = from ?? earliest(first!, ...others);
  const { coming } = forecast(file, plainRules(plan), begins);
  // A question that waits for a person is answered on the spot, and the step behind it says so.
  return coming
    .filter(({ decision }) => decision.kind !== "ask" || decision.closesOn !== null)
    .map((one) => stepOf(one, invoices));
}

function stepOf({ on, decision, needsYes }: Coming, invoices: readonly PreviewedInvoice[]): PreviewedStep {
  const refs = "claims" in decision ? decision.claims : [decision.claim];
  const names = refs.map((ref) => invoices[Number(ref)]!.number);
  const quiet = { on, invoices: names, payBy: null, closesOn: null, closesAt: null, needsYes };
  const because = decision.because.text;
  switch (decision.kind) {
    case "take": {
      const addsMinor = decision.charges.reduce((sum, { minor }) => sum + minor, 0n);
      const { payBy, statement } = decision;
      return { ...quiet, step: decision.step, payBy, addsMinor, totalMinor: statement.totalMinor, because };
    }
    case "ask": {
      const { step, closesOn, closesAt } = decision;
      return { ...quiet, step, closesOn, closesAt, addsMinor: 0n, totalMinor: null, because };
    }
    case "close":
      return { ...quiet, step: "closed", addsMinor: 0n, totalMinor: null, because };
    case "park":
      return { ...quiet, step: "set-aside", addsMinor: 0n, totalMinor: null, because };
  }
}

/** As `innfri plan preview --json` prints it. */
export function previewJson(plan: Plan, steps: readonly PreviewedStep[]): Json {
  return {
    plan: plan.name,
    country: plan.country,
    steps: steps.map(({ addsMinor, totalMinor, invoices, ...step }) => ({
      ...step,
      invoices: [...invoices],
      adds: formatMinor(addsMinor),
      total: totalMinor === null ? null : formatMinor(totalMinor),
    })),
  };
}
