/** The questions and answers of `decide`. */
import type { CalendarDate } from "@innfri/kernel";
import type { RuleId, SignOffItem } from "@innfri/law";
import type { ContactLimits } from "./contact-limits.ts";
import type { DebtorKind, FileFacts, Letter, PostedCharge } from "./facts.ts";
import type { Channel, Plan, PlanStepKind } from "./plan.ts";
import type { PostingDays } from "./posting.ts";
import type { Statement, StatementLine } from "./statement.ts";

export type Automation = "suggest" | "approve" | "automatic";

/** A creditor's rules for a debtor on a day, its own settings over the plan's. */
export type CreditorRules = {
  readonly plan: Plan;
  readonly automation: Automation;
  /** With `approve`: how many business days a proposal waits before it goes by itself. */
  readonly approveAfterDays: number;
  /** Claims below this are left alone. */
  readonly minimumMinor: bigint;
  /** Claims that fell due longer ago than this, and that nothing was done about, are left alone; null for no limit. */
  readonly lookBackDays: number | null;
  readonly isExcluded: boolean;
  readonly excludedInvoices: readonly string[];
  /** A rest up to this is waived when a letter's sum was paid in time, or the principal is paid (D13). */
  readonly waivedRestMinor: bigint;
  /** What nobody qualified has confirmed: steps that rest on it wait (D11). Empty for a sandbox, which sends nothing. */
  readonly unconfirmed: readonly SignOffItem[];
  /** What of the company's data is older than it may be, in words: no step is taken on it (B20). */
  readonly stale: readonly string[];
  /** The source of its invoices reminds too: nothing is done until that is switched off (B19). */
  readonly remindsItself: boolean;
  /** The invoices that it reminds of, where it does so for some alone. */
  readonly remindedInvoices: readonly string[];
  /** What the printed deadline allows for before the letter is posted. */
  readonly postingDays: PostingDays;
  /** When and how often the debtor is contacted (B22). */
  readonly contact: ContactLimits;
};

export type TakenStep = {
  readonly step: PlanStepKind;
  readonly on: CalendarDate;
  readonly payBy: CalendarDate | null;
};

/** A step that was put before a person. */
export type Proposal = {
  readonly step: PlanStepKind;
  readonly state: "open" | "approved" | "stopped" | "postponed" | "lapsed";
  readonly openedOn: CalendarDate;
  /** The day on which it decides itself; null when it waits for a person. */
  readonly closesOn: CalendarDate | null;
};

export type ClaimProgress = {
  readonly ref: string;
  readonly invoiceNumber: string;
  /** Steps taken, oldest first. */
  readonly taken: readonly TakenStep[];
  /** The newest proposal; null when nothing was put before anyone yet. */
  readonly proposal: Proposal | null;
  /** The newest letter's sum, and what has been paid by its deadline: D13. */
  readonly lastLetterTotalMinor: bigint | null;
  readonly paidSinceLetterInTimeMinor: bigint;
  readonly isParked: boolean;
};

export type OpenHold = {
  /** Null for the whole file. */
  readonly claim: string | null;
  readonly kind: string;
  readonly fromOn: CalendarDate;
  /** The last day; null until somebody or something ends it. */
  readonly untilOn: CalendarDate | null;
};

export type DecisionFile = {
  readonly facts: FileFacts;
  /** Null when the creditor has not said what the debtor is: nothing can be decided. */
  readonly debtorKind: DebtorKind | null;
  readonly claims: readonly ClaimProgress[];
  readonly holds: readonly OpenHold[];
  /** The channels by which the debtor can be reached; every one of the plan's where it is left out. */
  readonly reachedBy?: readonly Channel[];
  /** Days of contacts that the facts do not tell: letters that had left when they were taken back. */
  readonly contactedOn?: readonly CalendarDate[];
};

export type Because = {
  readonly rule: RuleId | PlanReason;
  readonly text: string;
  /** The items of the sign-off register that must be confirmed before it goes on (D11). */
  readonly signOffs?: readonly string[];
};

/** Reasons that stand on the creditor's own rules rather than on the law. */
export type PlanReason =
  | "plan.wait"
  | "plan.done"
  | "plan.business-day"
  | "plan.approval"
  | "plan.hold"
  | "plan.broken"
  | "plan.excluded"
  | "plan.minimum"
  | "plan.look-back"
  | "plan.paid"
  | "plan.credited"
  | "plan.channel"
  | "plan.contact-hours"
  | "plan.pressure"
  | "plan.stale-data"
  | "plan.double-dunning"
  | "defect"
  | "checker"
  | "debtor.kind";

/** `sums`: a statement is its total without lines, and what a letter's sum becomes is not asked; for looking far ahead. */
export type Detail = "full" | "sums";

export type Decision =
  /** Take a step for these claims together. The account has it already; the statement is of after it. */
  | {
      readonly kind: "take";
      readonly step: PlanStepKind;
      readonly claims: readonly string[];
      readonly letter: Letter | null;
      readonly payBy: CalendarDate | null;
      /** The day of posting that the deadline allows for; null where the letter leaves on its own day. */
      readonly postedOn: CalendarDate | null;
      readonly charges: readonly PostedCharge[];
      readonly channels: readonly Channel[];
      readonly statement: Statement;
      /** What a letter asks for: what is owed, less what is disputed of it. */
      readonly asks: Statement;
      /** What a letter leaves out because it is disputed, of each claim of which a part is. */
      readonly leavesOut: readonly { readonly claim: string; readonly minor: bigint }[];
      /** The letter of its kind that it takes the place of, of each claim of which a part was disputed since. */
      readonly corrects: readonly { readonly claim: string; readonly on: CalendarDate }[];
      /** What the letter's sum will have become on its deadline; null without a letter or where no rate covers it. */
      readonly payByTotalMinor: bigint | null;
      readonly because: Because;
    }
  /** Put a step before a person; it decides itself on the morning of `closesOn`, if it ever does. */
  | {
      readonly kind: "ask";
      readonly step: PlanStepKind;
      readonly claims: readonly string[];
      readonly closesOn: CalendarDate | null;
      readonly closesAt: string | null;
      readonly because: Because;
    }
  | {
      readonly kind: "wait";
      readonly claim: string;
      readonly until: CalendarDate | null;
      readonly next: PlanStepKind | null;
      readonly because: Because;
    }
  | {
      readonly kind: "held";
      readonly claim: string;
      readonly by: string;
      readonly until: CalendarDate | null;
      readonly because: Because;
    }
  | {
      readonly kind: "close";
      readonly claim: string;
      readonly reason: "paid" | "waived";
      readonly waivedMinor: bigint;
      /** What is waived, item by item; empty for a claim that is paid. */
      readonly lines: readonly StatementLine[];
      readonly because: Because;
    }
  | { readonly kind: "park"; readonly claim: string; readonly because: Because };

export type Judgement = {
  readonly decisions: readonly Decision[];
  /** The next day on which the file needs a look; null when only a person or an event can change anything. */
  readonly nextLookOn: CalendarDate | null;
};
