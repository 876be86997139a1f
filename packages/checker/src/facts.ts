/**
 * What the checker is told: one debtor at one creditor, the claims between them and what befell them. The shape is
 * that of the engine's own facts, written down again here so that the two sides share nothing but the data.
 * Amounts are whole minor units (øre, öre); days are `YYYY-MM-DD`.
 */

/** What was owed from the start, with the terms its creditor stated. */
export type Claim = {
  readonly ref: string;
  readonly principalMinor: bigint;
  readonly issuedOn: string;
  /** The agreed due day as printed; null when none was agreed. */
  readonly dueOn: string | null;
  /** Day of the first written demand, where no due day was agreed. */
  readonly demandedOn: string | null;
  readonly type: "sale" | "consumer-credit";
  readonly interestStated: boolean;
  readonly interestBeforeDueMinor: bigint;
  /** Agreed late-payment rate, basis points a year; null for the statutory one. */
  readonly agreedRateBasisPoints: number | null;
  readonly reminderFeeAgreed: boolean;
  /** Paid or waived, and not followed up any more. */
  readonly closed?: boolean;
  /** Of this claim alone, before the file's settings. */
  readonly interestReadings?: Partial<Pick<Settings, "dayCount" | "firstInterestDay">>;
};

export type LetterName = "reminder" | "notice" | "demand";
export type CostItem = "notice-fee" | "recovery-costs" | "legal-costs";
export type Item = "principal" | "interest" | CostItem | "compensation";

/** One part of a payment as it was booked. */
export type BookedLine = { readonly item: Item; readonly claim: string; readonly minor: bigint };
/** A charge as it was posted; posted charges are facts. */
export type PostedCharge = { readonly item: CostItem; readonly claim: string; readonly minor: bigint };

/** What a recorded fact changed of costs posted before: less of them, or what another claim's letter charged. */
export type CostChange = PostedCharge & {
  readonly since?: string;
  readonly letter?: LetterName;
  /** The fee of a payment plan; what was recorded before this mark was does not say. */
  readonly plan?: true;
};

type Refs = readonly string[] | null;

/** What happened, on its day; the events of one day in their order. `claims: null` is every claim it can concern. */
export type Event =
  | {
      readonly kind: "letter";
      readonly letter: LetterName;
      readonly on: string;
      readonly payBy: string;
      readonly fee: "standard" | "none";
      /** The day of posting that its deadline allows for, where that is after its own. */
      readonly postedOn?: string;
      readonly receivedOn: string | null;
      readonly claims: Refs;
      readonly posted?: readonly PostedCharge[];
    }
  | {
      readonly kind: "heavy";
      readonly on: string;
      readonly claims: Refs;
      readonly posted: readonly PostedCharge[];
    }
  | {
      readonly kind: "payment-plan";
      readonly on: string;
      readonly instalments: number;
      readonly wholeDebt: boolean;
      readonly claims: Refs;
      readonly posted?: readonly PostedCharge[];
    }
  | {
      readonly kind: "compensation";
      readonly on: string;
      readonly claims: Refs;
      readonly posted?: readonly { readonly claim: string; readonly minor: bigint }[];
    }
  | {
      readonly kind: "payment";
      readonly on: string;
      readonly minor: bigint;
      readonly designation: "principal" | null;
      readonly claim: string | null;
      readonly lines?: readonly BookedLine[];
    }
  | { readonly kind: "credit"; readonly on: string; readonly minor: bigint; readonly claim: string | null }
  | {
      readonly kind: "objection";
      readonly on: string;
      readonly scope: "whole" | bigint;
      readonly reasonable: boolean;
      readonly claim: string | null;
      readonly changed?: readonly CostChange[];
    }
  | {
      readonly kind: "objection-resolved";
      readonly on: string;
      readonly outcome: "withdrawn" | "accepted" | "groundless";
      readonly claim: string | null;
      readonly changed?: readonly CostChange[];
    }
  | { readonly kind: "costs-changed"; readonly on: string; readonly changed: readonly CostChange[] }
  | {
      readonly kind: "application" | "attachment-application" | "decision" | "enforcement";
      readonly on: string;
      readonly claims: Refs;
      readonly posted?: readonly PostedCharge[];
      readonly changed?: readonly CostChange[];
    }
  | {
      readonly kind: "procedure-ended";
      readonly on: string;
      readonly claims: Refs;
      readonly isNotified: boolean;
    }
  | { readonly kind: "waiver"; readonly on: string; readonly claim: string };

/** Choices that the law leaves open. */
export type Settings = {
  readonly dayCount: "ACT/ACT" | "ACT/365F";
  /** Where it is the due day itself, the day of a payment bears none. */
  readonly firstInterestDay: "day-after" | "due-day";
  readonly allocation: "costs-first" | "principal-first";
  readonly waitAfterNoticeDays: number;
  readonly residualLimitMinor: bigint;
  readonly newActFrom: string | null;
};

/** Everything a document about these claims may depend on. */
export type Facts = {
  readonly country: "NO" | "SE";
  readonly currency: string;
  readonly operator: "self" | "agency";
  readonly vatDeductible: boolean;
  readonly debtorKind: "consumer" | "business" | "public";
  readonly settings: Settings;
  readonly claims: readonly Claim[];
  readonly events: readonly Event[];
};
