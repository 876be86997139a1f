/** What a file is made of while its events are played: its claims, its costs, and what is owed in the end. */
import type { CalendarDate } from "@innfri/kernel";
import type { Figure, RateIndex } from "@innfri/law";
import type { CollectionCase } from "./country-rules.ts";
import type { ClaimFacts, CostItem, Letter } from "./facts.ts";

export type SentLetter = {
  readonly letter: Letter;
  readonly on: CalendarDate;
  readonly payBy: CalendarDate;
  /** The day that its deadline counts from. */
  readonly postedOn: CalendarDate;
};

export type ClaimState = {
  readonly facts: ClaimFacts;
  readonly countedFrom: CalendarDate | null;
  readonly index: RateIndex | null;
  principalMinor: bigint;
  /** What payments have closed of the principal. */
  principalPaidMinor: bigint;
  /** What objections that were accepted have shown never to have been owed. */
  readonly neverClaimedMinor: bigint;
  /** What credit notes took off of that: it is neither owed nor to be paid back. */
  creditedNeverClaimedMinor: bigint;
  /** Interest in whole minor units that no longer grows: from before the due day, and what payments have left. */
  fixedInterestMinor: bigint;
  /** What payments have closed of the interest. */
  interestPaidMinor: bigint;
  /** Interest runs on the principal of each stretch, from the day after `after`. */
  stretches: { after: CalendarDate; principalMinor: bigint }[];
  /** The day the principal became nil. */
  coveredOn: CalendarDate | null;
  disputedWhole: boolean;
  disputedMinor: bigint;
  /** Day of the newest partial objection: letters from before it do not carry the undisputed rest. */
  partlyDisputedOn: CalendarDate | null;
  /** After an objection that did not hold, the debtor has until this day before a demand. */
  freshUntil: CalendarDate | null;
  /** Day of the first legal step: from then on it is the authority's to go on with, not a plan's. */
  atCourtSince: CalendarDate | null;
  /** Sweden: first day of the year of enforcement that was told last, of the title that stands. */
  enforcedOn: CalendarDate | null;
  /** Letters that could lawfully be sent, oldest first. */
  readonly letters: SentLetter[];
  /** Letters that bore a fee charged for this claim. */
  readonly feeLetters: SentLetter[];
};

/** The newest demand that covers the claim. */
export function lastDemand(claim: ClaimState): SentLetter | undefined {
  return claim.letters.findLast(({ letter }) => letter === "demand");
}

/** A cost of the case. What it comes to can depend on the day. */
export type CostEntry = {
  readonly item: CostItem;
  /** The claims it concerns; the first bears it. None once objections have ended it. */
  readonly claims: string[];
  /** The claim that bore it first. */
  readonly bornBy: string;
  readonly on: CalendarDate;
  /** Fixed amounts; null for recovery costs that accrue (see `collection`). */
  minor: bigint | null;
  readonly collection: CollectionCase | null;
  paidMinor: bigint;
  /** Why it is what it is; null where no derivation can be made. */
  readonly explain: (day: CalendarDate) => Figure | null;
  /** The fee of a payment plan, which is owed once. */
  readonly plan: boolean;
};

export type Amounts = {
  readonly principal: bigint;
  readonly interest: bigint;
  readonly "notice-fee": bigint;
  readonly "recovery-costs": bigint;
  readonly compensation: bigint;
  readonly "legal-costs": bigint;
  readonly total: bigint;
  readonly refund: bigint;
};
