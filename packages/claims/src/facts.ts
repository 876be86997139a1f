/**
 * Everything a judgement may depend on: one debtor at one creditor with all claims between them (a *file*), and
 * what has happened to them. Facts are only ever added to.
 */
import type { CalendarDate, Currency } from "@innfri/kernel";
import type { DayCount, LegalKind } from "@innfri/law";

export type { LegalKind };

/** What the debtor is to its creditor. */
export type DebtorKind = "person" | "sole-trader" | "business" | "public";

/** Who collects: the creditor itself, or a licensed agency. Decides which steps and charges exist. */
export type OperatorKind = "self" | "agency";

export function legalKindOf(kind: DebtorKind): LegalKind {
  if (kind === "person") return "consumer";
  return kind === "public" ? "public" : "business";
}

/** What never changes about a claim, with the terms that its creditor has stated. */
export type ClaimFacts = {
  /** The claim's own identity in the file: its id, or a case's `ref`. */
  readonly ref: string;
  readonly principalMinor: bigint;
  readonly issuedOn: CalendarDate;
  /** The agreed due day as printed; null when none was agreed. */
  readonly dueOn: CalendarDate | null;
  /** Day of the first written demand, where no due day was agreed. */
  readonly demandedOn: CalendarDate | null;
  readonly type: "sale" | "consumer-credit";
  /** Sweden, no agreed due day, consumer: the demand says that non-payment leads to interest (räntelagen 4 §). */
  readonly interestStated: boolean;
  /** Contractual interest from before the due day: owed as interest, bears none itself. */
  readonly interestBeforeDueMinor: bigint;
  /** Agreed late-payment rate in basis points a year; null for the statutory one. */
  readonly agreedRateBasisPoints: number | null;
  /** Sweden: the reminder fee was agreed no later than when the debt arose (IkostL 2 §). */
  readonly reminderFeeAgreed: boolean;
  /** Nothing is followed up on it any more: what is owed for the file stands on another. */
  readonly closed?: boolean;
  /** How its creditor reads what the law leaves open of interest; what is unset is read as the file's settings say. */
  readonly interestReadings?: Partial<Pick<LegalSettings, "dayCount" | "firstInterestDay">>;
};

export type Letter = "reminder" | "notice" | "demand";

export type CostItem = "notice-fee" | "recovery-costs" | "legal-costs";
export type Item = "principal" | "interest" | CostItem | "compensation";

/** One part of a payment, on one item; `claim` is null where the item concerns the whole case. */
export type AllocationLine = { readonly item: Item; readonly claim: string; readonly minor: bigint };

/** A charge as it was posted. A posted charge is a fact and is not computed again. */
export type PostedCharge = { readonly item: CostItem; readonly claim: string; readonly minor: bigint };

/**
 * What a fact that Innfri recorded changed of the costs charged before: below zero what falls away, above it what
 * another claim's letter charged and this one bears from then on.
 */
export type CostChange = PostedCharge & {
  /** The day and letter of a charge that is taken over. */
  readonly since?: CalendarDate;
  readonly letter?: Letter;
  /** Set where it is the fee of a payment plan. What was recorded before the mark was does not say. */
  readonly plan?: true;
};

/** The instalments of a plan: equal, on the same day of each month, the last one less. */
export type PlanSchedule = {
  readonly firstOn: CalendarDate;
  readonly instalmentMinor: bigint;
  /** What was owed when it was agreed, its fee included, and the interest to come where it was reckoned in. */
  readonly totalMinor: bigint;
  /** The interest to come that is part of the total. */
  readonly comingMinor?: bigint;
  /** What each of its claims that are in the file owed then: those that have been closed since are not there any more. */
  readonly shareMinors?: readonly bigint[];
};

/** What happened, on its day. Events of one day happen in their order. `claims: null` means every claim it can concern. */
export type FileEvent =
  | {
      readonly kind: "letter";
      readonly letter: Letter;
      readonly on: CalendarDate;
      readonly payBy: CalendarDate;
      readonly fee: "standard" | "none";
      /** The day of posting that its deadline allows for, where that is after its own. */
      readonly postedOn?: CalendarDate;
      readonly receivedOn: CalendarDate | null;
      readonly claims: readonly string[] | null;
      /** Set on letters that Innfri itself sent: what they charged, posted. */
      readonly posted?: readonly PostedCharge[];
    }
  /** Recovery costs that became heavy, posted. Costs that nobody has posted become heavy by the calendar alone. */
  | {
      readonly kind: "heavy";
      readonly on: CalendarDate;
      readonly claims: readonly string[] | null;
      readonly posted: readonly PostedCharge[];
    }
  | {
      readonly kind: "payment-plan";
      readonly on: CalendarDate;
      readonly instalments: number;
      readonly wholeDebt: boolean;
      readonly claims: readonly string[] | null;
      /** When it is to be paid and how much each month; unset where no first day was agreed. */
      readonly schedule?: PlanSchedule;
      /** Set on plans that Innfri recorded: what they charged, posted. */
      readonly posted?: readonly PostedCharge[];
    }
  | {
      readonly kind: "compensation";
      readonly on: CalendarDate;
      readonly claims: readonly string[] | null;
      /** Set on compensation that Innfri claimed: of each claim, what the law gave, before costs are set off. */
      readonly posted?: readonly { readonly claim: string; readonly minor: bigint }[];
    }
  | {
      readonly kind: "payment";
      readonly on: CalendarDate;
      readonly minor: bigint;
      readonly designation: "principal" | null;
      readonly claim: string | null;
      /** Set on payments that were allocated and posted. */
      readonly lines?: readonly AllocationLine[];
    }
  | {
      readonly kind: "credit";
      readonly on: CalendarDate;
      readonly minor: bigint;
      readonly claim: string | null;
    }
  | {
      readonly kind: "objection";
      readonly on: CalendarDate;
      readonly scope: "whole" | bigint;
      readonly reasonable: boolean;
      readonly claim: string | null;
      /** Set on objections that Innfri recorded: what they changed of the claim's costs, posted. */
      readonly changed?: readonly CostChange[];
    }
  | {
      readonly kind: "objection-resolved";
      readonly on: CalendarDate;
      readonly outcome: ObjectionOutcome;
      readonly claim: string | null;
      readonly changed?: readonly CostChange[];
    }
  /** What an objection to another claim changed of the costs that this one bears. */
  | { readonly kind: "costs-changed"; readonly on: CalendarDate; readonly changed: readonly CostChange[] }
  | {
      readonly kind: "application" | "attachment-application" | "decision" | "enforcement";
      readonly on: CalendarDate;
      readonly claims: readonly string[] | null;
      /** Set on steps that Innfri recorded: what they charged, posted. */
      readonly posted?: readonly PostedCharge[];
      /** Norway: the fee of a plan, which falls away before a court (inkassoforskriften § 2-4). */
      readonly changed?: readonly CostChange[];
    }
  /** A payment order that was withdrawn or dismissed: nothing was decided. Moves limitation alone. */
  | {
      readonly kind: "procedure-ended";
      readonly on: CalendarDate;
      readonly claims: readonly string[] | null;
      /** The debtor was told of the application while it ran. */
      readonly isNotified: boolean;
    }
  | { readonly kind: "waiver"; readonly on: CalendarDate; readonly claim: string };

/** What becomes of an objection. */
export type ObjectionOutcome = "withdrawn" | "accepted" | "groundless";

/** Choices that the law leaves open, with the sheets' defaults. */
export type LegalSettings = {
  readonly dayCount: DayCount;
  /** The first day that bears interest; where it is the due day itself, the day of a payment bears none. */
  readonly firstInterestDay: "day-after" | "due-day";
  readonly allocation: "costs-first" | "principal-first";
  /** Banking days between the notice's deadline and a demand; 0 is the day after the deadline. */
  readonly waitAfterNoticeDays: number;
  /** With the principal paid, a rest of interest and costs up to this is not pursued. */
  readonly residualLimitMinor: bigint;
  /** Norway: first day of the 2026 Act as the operator has entered it. */
  readonly newActFrom: CalendarDate | null;
};

/** What counts for one claim: its own readings before those of its file. */
export function interestReadingsOf(
  { interestReadings }: Pick<ClaimFacts, "interestReadings">,
  { dayCount, firstInterestDay }: LegalSettings,
): Pick<LegalSettings, "dayCount" | "firstInterestDay"> {
  return { dayCount, firstInterestDay, ...interestReadings };
}

export type FileFacts = {
  readonly country: "NO" | "SE";
  readonly currency: Currency;
  readonly operator: OperatorKind;
  /** The creditor deducts the VAT on the collector's invoice. */
  readonly vatDeductible: boolean;
  readonly debtorKind: LegalKind;
  readonly settings: LegalSettings;
  readonly claims: readonly ClaimFacts[];
  readonly events: readonly FileEvent[];
};

export function defaultLegalSettings(country: "NO" | "SE"): LegalSettings {
  return {
    dayCount: "ACT/ACT",
    firstInterestDay: "day-after",
    allocation: "costs-first",
    waitAfterNoticeDays: 0,
    residualLimitMinor: country === "SE" ? 10_000n : 0n,
    newActFrom: null,
  };
}
