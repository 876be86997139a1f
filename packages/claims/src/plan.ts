/**
 * A plan: the steps a creditor wants, with their waits and deadlines, as data. What the law allows is asked again
 * when a step is due; a plan can only be slower than the law.
 */
import type { Weekday } from "@innfri/kernel";
import type { OperatorKind } from "./facts.ts";

export type PlanStepKind =
  | "reminder"
  | "notice"
  | "collection-list"
  | "demand"
  | "follow-up"
  | "heavy"
  | "legal"
  | "solvency";

export type Channel = "email" | "post";

/** When a step is due. What is sent moves to a business day. */
export type Wait =
  /**
   * So many days after the due day, as interest counts it, and no sooner than so many banking days after the deadline
   * of a letter before, if there was one (D12).
   */
  | { readonly after: "due"; readonly days: number; readonly graceBankingDays?: number }
  /** So many banking days after the deadline of the letter before; 0 is the first business day after it. */
  | { readonly after: "deadline"; readonly bankingDays: number }
  /** So many calendar days after that deadline, not moved. */
  | { readonly after: "deadline"; readonly days: number }
  /** The list's own rhythm (D3). */
  | { readonly after: "deadline"; readonly weekday: Weekday }
  /** The business day after the list has closed, and no sooner than so many banking days after the deadline (D12). */
  | { readonly after: "list"; readonly bankingDays: number };

export type PlanStep = {
  readonly step: PlanStepKind;
  readonly wait: Wait;
  /** Days from sending to the deadline, for letters. */
  readonly termDays?: number;
  readonly fee?: "standard" | "none";
  /** In the order in which they are tried. */
  readonly channels?: readonly Channel[];
  /** The list: weekday and hour at which it closes. */
  readonly closes?: { readonly weekday: Weekday; readonly time: string; readonly leastDays: number };
  /** Only where this operator collects. */
  readonly onlyFor?: OperatorKind;
};

export type Plan = {
  readonly name: string;
  readonly country: "NO" | "SE";
  readonly steps: readonly PlanStep[];
};

/** Norway: norway.md, section 9. */
export const noStandard: Plan = {
  name: "no-standard",
  country: "NO",
  steps: [
    {
      step: "notice",
      wait: { after: "due", days: 14 },
      termDays: 14,
      fee: "standard",
      channels: ["email", "post"],
    },
    {
      step: "collection-list",
      wait: { after: "deadline", weekday: 2 },
      closes: { weekday: 4, time: "08:00", leastDays: 2 },
    },
    // By post, or a digital mailbox later (D8): e-mail needs a consent that Innfri does not record yet.
    {
      step: "demand",
      wait: { after: "list", bankingDays: 3 },
      termDays: 14,
      fee: "standard",
      channels: ["post"],
    },
    { step: "follow-up", wait: { after: "deadline", bankingDays: 0 } },
    { step: "heavy", wait: { after: "deadline", days: 29 }, onlyFor: "agency" },
    { step: "legal", wait: { after: "deadline", days: 29 } },
  ],
};

/**
 * Norway, a friendly reminder first (D1): without a fee, the day after the due day. Its seven days and the three
 * banking days behind them have passed, save over holidays, when the notice may bear its fee.
 */
export const noGentle: Plan = {
  name: "no-gentle",
  country: "NO",
  steps: [
    {
      step: "reminder",
      wait: { after: "due", days: 1 },
      termDays: 7,
      fee: "none",
      channels: ["email", "post"],
    },
    ...noStandard.steps.map(
      (step): PlanStep =>
        step.step === "notice" ? { ...step, wait: { after: "due", days: 14, graceBankingDays: 3 } } : step,
    ),
  ],
};

/** Sweden: sweden.md, sections 5.1 and 5.3. */
export const seStandard: Plan = {
  name: "se-standard",
  country: "SE",
  steps: [
    {
      step: "reminder",
      wait: { after: "due", days: 10 },
      termDays: 10,
      fee: "standard",
      channels: ["email", "post"],
    },
    {
      step: "demand",
      wait: { after: "deadline", bankingDays: 3 },
      termDays: 10,
      fee: "standard",
      channels: ["email", "post"],
    },
    { step: "solvency", wait: { after: "deadline", bankingDays: 3 } },
  ],
};

export const PLANS: Readonly<Record<string, Plan>> = {
  "no-standard": noStandard,
  "no-gentle": noGentle,
  "se-standard": seStandard,
};

/** What a creditor may change in a plan; an absent value keeps the plan's. */
export type PlanChanges = {
  readonly waits?: Readonly<Partial<Record<PlanStepKind, number>>>;
  readonly terms?: Readonly<Partial<Record<PlanStepKind, number>>>;
  readonly channels?: Readonly<Partial<Record<PlanStepKind, readonly Channel[]>>>;
  readonly list?: {
    readonly weekday?: Weekday;
    readonly closesWeekday?: Weekday;
    readonly closesAt?: string;
  };
};

/** The plan with a creditor's or debtor's own waits, deadlines, channels and list days. */
export function withChanges(plan: Plan, changes: PlanChanges): Plan {
  return { ...plan, steps: plan.steps.map((step) => changed(step, changes)) };
}

/** More days than this are no plan, and would reach past the calendar. */
const MOST_DAYS = 3_650;

/** A number of days as a plan can hold it: whole, from 0 to ten years; what is no number changes nothing. */
function wholeDays(days: number | undefined): number | undefined {
  if (days === undefined || Number.isNaN(days)) return undefined;
  return Math.min(MOST_DAYS, Math.max(0, Math.trunc(days)));
}

function changed(step: PlanStep, changes: PlanChanges): PlanStep {
  const days = wholeDays(changes.waits?.[step.step]);
  const termDays = wholeDays(changes.terms?.[step.step]);
  const channels = changes.channels?.[step.step];
  const list = step.step === "collection-list" ? changes.list : undefined;
  return {
    ...step,
    wait: days === undefined ? relisted(step.wait, list?.weekday) : rewaited(step.wait, days),
    ...(termDays === undefined || step.termDays === undefined ? {} : { termDays }),
    ...(channels === undefined ? {} : { channels }),
    ...(step.closes === undefined
      ? {}
      : {
          closes: {
            ...step.closes,
            ...(list?.closesWeekday === undefined ? {} : { weekday: list.closesWeekday }),
            ...(list?.closesAt === undefined ? {} : { time: list.closesAt }),
          },
        }),
  };
}

function relisted(wait: Wait, weekday: Weekday | undefined): Wait {
  return weekday !== undefined && "weekday" in wait ? { ...wait, weekday } : wait;
}

function rewaited(wait: Wait, days: number): Wait {
  if ("bankingDays" in wait) return { ...wait, bankingDays: days };
  return "days" in wait ? { ...wait, days } : wait;
}
