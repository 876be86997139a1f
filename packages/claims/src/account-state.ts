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

/** An objection to a part, as the letters see it. */
export type PartObjection = {
  readonly on: CalendarDate;
  /** How many letters had covered the claim when it came. */
  readonly lettersBefore: number;
  /** The one that stands again where this is taken back before any letter has followed it. */
  readonly earlier: PartObjection | null;
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
  /** The newest objection to a part: letters from before it ask for more than the undisputed rest. */
  part: PartObjection | null;
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

/** Was the claim found by an accepted objection never to have been owed, in any part? */
export function isNeverOwedAtAll({ neverClaimedMinor, facts }: ClaimState): boolean {
  return neverClaimedMinor >= facts.principalMinor;
}

/** The newest demand that covers the claim. */
export function lastDemand(claim: ClaimState): SentLetter | undefined {
  return claim.letters.findLast(({ letter }) => letter === "demand");
}

/** Letters of a kind that an objection to a part came after. */
export function lettersBeforePart({ part, letters }: ClaimState, letter: Letter): readonly SentLetter[] {
  return letters.slice(0, part?.lettersBefore ?? 0).filter((sent) => sent.letter === letter);
}

/**
 * The letter that another one of its kind would correct: the newest that asked for what has been disputed since, while
 * none of its kind has followed. Null where there is none.
 */
export function letterToCorrect(claim: ClaimState, letter: Letter): SentLetter | null {
  const since = claim.letters.slice(claim.part?.lettersBefore ?? 0);
  if (since.some((sent) => sent.letter === letter)) return null;
  return lettersBeforePart(claim, letter).at(-1) ?? null;
}

/** A cost of the case. What it comes to can depend on the day. */
export type CostEntry = {
  readonly item: CostItem;
  /** The claims it concerns; the first bears it. None once objections have ended it. */
  readonly claims: string[];
  /** The claims it was charged for, whatever objections have ended since; the first bore it. */
  readonly chargedFor: readonly string[];
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
