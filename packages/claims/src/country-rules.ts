/** What differs between countries, behind one shape. Each country is a folder that fills it. */
import type { CalendarDate } from "@innfri/kernel";
import type { Calendar, Figure, RateIndex } from "@innfri/law";
import type { Account } from "./account.ts";
import type { ClaimState, SentLetter } from "./account-state.ts";
import type { ClaimFacts, FileFacts, Letter } from "./facts.ts";
import type { Blocked, ClaimVerdict, StepKind } from "./verdict.ts";

/** A charge that a letter or step brings, before it becomes an entry of the account. */
export type NewCost = {
  readonly item: "notice-fee" | "recovery-costs" | "legal-costs";
  readonly claims: readonly string[];
  readonly figure: Figure;
  /** Set on the fee of a payment plan, which is owed once. */
  readonly plan?: boolean;
};

export type CountryRules = {
  readonly country: "NO" | "SE";
  readonly calendar: Calendar;
  /** The rate that a claim bears, summed; null when it bears none. */
  interestIndex(claim: ClaimFacts, facts: FileFacts): RateIndex | null;
  /** The day that interest and waiting count from: the due day moved off a non-business day, or 30 days after the demand. */
  countedFrom(claim: ClaimFacts): CalendarDate | null;
  /** Fewest days between a letter and the deadline it sets; null when the law sets none. */
  minimumTermDays(letter: Letter): number | null;
  /** How long a debtor has after an objection that was withdrawn or found groundless. */
  readonly freshDeadlineDays: number;
  /** The letter that one of this kind, sent on this day, would correct for the claim; null where it corrects none. */
  corrects(claim: ClaimState, letter: Letter, on: CalendarDate): SentLetter | null;
  claimVerdict(account: Account, claim: ClaimState, step: StepKind, on: CalendarDate): ClaimVerdict;
  /** Why nothing of the plan goes on for a claim, whatever the step: what began under one Act runs under another. */
  suspended(account: Account, claim: ClaimState, on: CalendarDate): Blocked | null;
  /** Throws `OutsideCoverage` where what the claims have come to by a day may not be stated. */
  refuseAmounts(account: Account, day: CalendarDate): void;
  /** What a step for these claims would be charged; null for nothing. Not the accruing recovery costs. */
  feeOf(account: Account, claims: readonly ClaimState[], step: StepKind, on: CalendarDate): Figure | null;
  /** The figure of a letter's charge as of the day it was sent, whatever has been counted since: for explaining it. */
  letterFigure(
    account: Account,
    claims: readonly ClaimState[],
    letter: Letter,
    on: CalendarDate,
  ): Figure | null;
  /** Charges of the legal steps and plans. */
  costsOf(account: Account, claims: readonly ClaimState[], event: CostEvent): readonly NewCost[];
  /** The recovery costs of a case on a day, with their reason. Norway, licensed agency; null elsewhere. */
  recoveryCosts(account: Account, collection: CollectionCase, day: CalendarDate): Figure | null;
  /** The first day on which recovery costs are heavy, by a demand's deadline; null where they never are. */
  heavyFrom(demandPayBy: CalendarDate): CalendarDate | null;
  /** Late-payment compensation for one claim that fell due on a day, claimed on another. */
  compensation(dueOn: CalendarDate, claimedOn: CalendarDate): Figure;
  /** Does a designation by the debtor bind the creditor? */
  readonly designationBinds: boolean;
  /** Is money on time when it was ordered on the last day? Else the day on which it was booked decides. */
  readonly orderedInTimeCounts: boolean;
  /** Does a reasonable objection end the costs incurred so far? */
  readonly objectionEndsCosts: boolean;
};

export type CostEvent =
  | {
      readonly kind: "payment-plan";
      readonly on: CalendarDate;
      readonly instalments: number;
      readonly wholeDebt: boolean;
    }
  | {
      readonly kind: "application" | "attachment-application" | "decision" | "enforcement";
      readonly on: CalendarDate;
    };

/** Claims collected together from one demand on. */
export type CollectionCase = {
  readonly on: CalendarDate;
  payBy: CalendarDate;
  /** Each claim's part of the amount that fixes the band: undisputed open principal and interest from before the due day. */
  readonly shares: Map<string, bigint>;
  claimDueOn: CalendarDate;
  planOn: CalendarDate | null;
  /** The day the principal of all its claims became nil. */
  coveredOn: CalendarDate | null;
};
