/** What is known of a file while the calendar is walked: mutable inside one walk, seen by nobody else. */
import { no, se } from "@innfri/law/tables";
import { type Day, dayOf, workingDayFrom } from "./calendar.ts";
import type { Claim, CostItem, Event, Facts, LetterName, PostedCharge } from "./facts.ts";

/** Where a rate comes from: the law, or what was agreed where the law lets it stand. */
export type Basis = "statutory" | "agreed";

/** A stretch of days with one rate on one principal; both ends included. */
export type Run = {
  readonly from: Day;
  through: Day;
  readonly rate: number;
  readonly basis: Basis;
  readonly base: bigint;
  readonly yearDays: 365 | 366;
};

/** A letter that was valid for this claim. */
export type Sent = {
  readonly letter: LetterName;
  readonly on: Day;
  readonly payBy: Day;
  /** Where its deadline counts from. */
  readonly posted: Day;
};

/** A partial objection by its place among the letters. */
export type Part = {
  /** So many of the claim's letters are from before it. */
  readonly after: number;
  /** What counts again when it is taken back and no letter has gone since. */
  readonly instead: Part | null;
};

export type ClaimState = {
  readonly facts: Claim;
  readonly ref: string;
  /** The day from which being late is counted; null when nothing has made it fall due. */
  readonly countedFrom: Day | null;
  principal: bigint;
  /** What an accepted objection took out and no credit note has named yet: it was never paid, so it is not owed back. */
  neverOwed: bigint;
  /** Nothing of it was ever owed. */
  readonly neverOwedAtAll: boolean;
  /** The objections by which that was found. */
  readonly accepted: readonly Event[];
  /** Interest in whole minor units: what a payment has fixed, and what was owed before the due day. */
  fixedInterest: bigint;
  /** Interest that was paid. */
  interestPaid: bigint;
  /** Principal × basis points, summed over days of ordinary years and of leap years. */
  sum365: bigint;
  sum366: bigint;
  runs: Run[];
  /** The day its principal was first nil. */
  nilOn: Day | null;
  sent: Sent[];
  /** The letters that bore a small fee, oldest first. */
  feeLetters: Sent[];
  /** The open objection: to the whole, to an amount, or none. */
  disputed: "whole" | bigint | null;
  /** After an objection that failed: the last of the days the debtor has anew. */
  freshThrough: Day | null;
  /** The last partial objection: a notice from before it carries no demand (Norway). */
  part: Part | null;
  /** Sweden: the first day of the year of enforcement that was charged last, of the title that stands. */
  enforcedOn: Day | null;
  /** It has been taken to a court or to enforcement. */
  atCourt: boolean;
  /** Late-payment compensation that was claimed for it; null when none was. */
  compensation: bigint | null;
};

export type CostName =
  | "reminder-fee"
  | "notice-fee"
  | "own-demand-fee"
  | "recovery-costs"
  | "heavier-costs"
  | "plan-fee"
  | "court-costs";

export type Cost = {
  readonly item: CostItem;
  readonly name: CostName;
  readonly on: Day;
  /** The claims it concerns, the one that bears it first; one is taken out when it turns out not to owe it. */
  readonly claims: Set<string>;
  /** The fee of a plan: the claims it was agreed for, also those that were taken out since; unset for other costs. */
  readonly agreedFor?: ReadonlySet<string>;
  /** What was charged once and for all; null where `demand` says how to reckon it on a day. */
  amount: bigint | null;
  readonly demand: DemandCosts | null;
  paid: bigint;
  /** The event that brought it; unset for what a letter from elsewhere charged. */
  readonly source?: Source;
};

/** A charge of an event. */
export type Source = {
  readonly event: Event;
  /** Its place among the charges of its event. */
  readonly nth: number;
  /** As Innfri itself posted it; null for an event that nobody has posted anything for. */
  readonly posted: PostedCharge | null;
  /** What is left of it after an objection moved it to this claim. */
  readonly isMoved: boolean;
};

/** An agency's Norwegian costs: their size follows the calendar until the principal is paid (reading 6). */
export type DemandCosts = {
  payBy: Day;
  readonly on: Day;
  /** What each claim brings into the band: undisputed principal unpaid at the demand. */
  readonly bases: Map<string, Base>;
  /** The day of the first plan: costs whose heavy day comes after it stay light, also when a correction moved that day. */
  plannedOn: Day | null;
};
type LegalStepEvent = Extract<Event, { readonly kind: LegalStep }>;

/** A step before a court, Kronofogden or an enforcement authority. */
export type LegalStep = "application" | "attachment-application" | "decision" | "enforcement";

export function isLegalStep(event: Event): event is LegalStepEvent {
  const steps: readonly string[] = ["application", "attachment-application", "decision", "enforcement"];
  return steps.includes(event.kind);
}

/** A demand of ours: what it cost was posted, and what it may cost follows from what it asked for. */
export type PostedDemand = DemandCosts & {
  /** The due day that chooses its tariff: the latest of its claims', whatever becomes of them. */
  dueOn: Day;
};
export type Base = { readonly principal: bigint; readonly before: bigint; readonly dueOn: Day };

export type FileState = {
  readonly facts: Facts;
  /** Oldest first. */
  readonly claims: readonly ClaimState[];
  readonly byRef: ReadonlyMap<string, ClaimState>;
  costs: Cost[];
  /** Demands of a Norwegian agency whose costs were posted, oldest first. */
  readonly demands: PostedDemand[];
  /** Late-payment compensation as it was claimed, the first first: on that claim's account all of it stands. */
  readonly compensations: { readonly ref: string; readonly minor: bigint; readonly on: Day }[];
  compensationPaid: bigint;
  refund: bigint;
};

/** What accepted objections have taken out of a claim: as if never claimed (reading 10). */
export type NeverOwed = { readonly scope: "whole" | bigint; readonly objections: readonly Event[] };
export type Accepted = ReadonlyMap<string, NeverOwed>;

export function openState(facts: Facts, accepted: Accepted): FileState {
  const claims = facts.claims.map((claim) => openClaim(facts, claim, accepted.get(claim.ref)));
  // However a file lists them, those that fell due together come in the order of their names.
  const byAge = claims.toSorted((a, b) => ageOf(a) - ageOf(b) || (a.ref < b.ref ? -1 : 1));
  return {
    facts,
    claims: byAge,
    byRef: new Map(byAge.map((claim) => [claim.ref, claim])),
    costs: [],
    demands: [],
    compensations: [],
    compensationPaid: 0n,
    refund: 0n,
  };
}

function ageOf(claim: ClaimState): number {
  return claim.countedFrom ?? Number.MAX_SAFE_INTEGER;
}

function openClaim(facts: Facts, claim: Claim, accepted: NeverOwed | undefined): ClaimState {
  const scope = accepted?.scope ?? 0n;
  const never = scope === "whole";
  const less = scope === "whole" ? 0n : scope;
  const rest = claim.principalMinor - less;
  const principal = never || rest < 0n ? 0n : rest;
  return {
    facts: claim,
    ref: claim.ref,
    countedFrom: countedFromOf(facts, claim),
    principal,
    neverOwed: claim.principalMinor - principal,
    neverOwedAtAll: principal === 0n,
    accepted: accepted?.objections ?? [],
    interestPaid: 0n,
    fixedInterest: never ? 0n : claim.interestBeforeDueMinor,
    sum365: 0n,
    sum366: 0n,
    runs: [],
    nilOn: principal === 0n ? dayOf(claim.issuedOn) : null,
    sent: [],
    feeLetters: [],
    disputed: null,
    freshThrough: null,
    part: null,
    enforcedOn: null,
    atCourt: false,
    compensation: null,
  };
}

/**
 * The day from which being late is counted (reading 2): an agreed due day, moved to a working day, else the day 30
 * days after the first demand, not moved (FRL § 2, räntelagen 4 §). Null when nothing has made the claim fall due.
 */
export function countedFromOf({ country }: Pick<Facts, "country">, claim: Claim): Day | null {
  if (claim.dueOn !== null) return workingDayFrom(country, dayOf(claim.dueOn));
  const { value } = (country === "NO" ? no : se).INTEREST_AFTER_DEMAND;
  return claim.demandedOn === null ? null : dayOf(claim.demandedOn) + value;
}
