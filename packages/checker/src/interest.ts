/** Late-payment interest, one day at a time: the day's rate on the day's principal. */
import { no, se } from "@innfri/law/tables";
import { type Day, dayOf, isLeap, nextYearStart, yearOf } from "./calendar.ts";
import { halfUp, sum } from "./exact.ts";
import type { Claim, Facts, Settings } from "./facts.ts";
import { heldOn } from "./lookup.ts";
import type { Basis, ClaimState } from "./state.ts";

/** Basis points a year, the last day they hold, and whether they are what was agreed or what the law says. */
export type Rate = { readonly rate: number; readonly last: Day; readonly basis: Basis };

const FOREVER: Day = Number.MAX_SAFE_INTEGER;

/** Basis points of a whole: one krone a year at one basis point is 1/10 000 krone. */
const WHOLE = 10_000n;

/** The rate that this claim bears on this day (reading 3). Throws `NotCovered`. */
export function rateOn(facts: Pick<Facts, "country" | "debtorKind">, claim: Claim, day: Day): Rate {
  return facts.country === "NO" ? rateNO(facts, claim, day) : rateSE(facts, claim, day);
}

/** FRL § 3; a consumer pays no more than the statutory rate (§ 4). */
function rateNO({ debtorKind }: Pick<Facts, "debtorKind">, claim: Claim, day: Day): Rate {
  const agreed = claim.agreedRateBasisPoints;
  if (agreed !== null && debtorKind !== "consumer") return { rate: agreed, last: FOREVER, basis: "agreed" };
  const held = heldOn(no.latePaymentInterest, day);
  const statutory = held.row.value;
  const isLower = agreed !== null && agreed < statutory;
  return { rate: isLower ? agreed : statutory, last: held.last, basis: isLower ? "agreed" : "statutory" };
}

/** Räntelagen 6 §: reference rate and margin; an authority pays no less, a consumer credit is capped (KkrL 19 a §). */
function rateSE({ debtorKind }: Pick<Facts, "debtorKind">, claim: Claim, day: Day): Rate {
  const agreed = claim.agreedRateBasisPoints;
  const credit = claim.type === "consumer-credit";
  if (agreed !== null && debtorKind !== "public" && !credit)
    return { rate: agreed, last: FOREVER, basis: "agreed" };
  const reference = heldOn(se.referenceRate, day);
  const margin = heldOn(se.defaultMargin, day);
  const statutory = reference.row.value + margin.row.value;
  let rate = agreed ?? statutory;
  if (debtorKind === "public" && rate < statutory) rate = statutory;
  let last = Math.min(reference.last, margin.last);
  if (credit) {
    const firstCapped = dayOf(se.consumerCreditCap.rows[0].from);
    if (day < firstCapped) last = Math.min(last, firstCapped - 1);
    else {
      const cap = heldOn(se.consumerCreditCap, day);
      rate = Math.min(rate, reference.row.value + cap.row.value);
      last = Math.min(last, cap.last);
    }
  }
  return { rate, last, basis: rate === agreed && rate !== statutory ? "agreed" : "statutory" };
}

/** Counted from the due day itself, every day's interest is that of the day before. */
export function shiftOf({ settings }: Pick<Facts, "settings">, { interestReadings: own }: Claim): 0 | 1 {
  return (own?.firstInterestDay ?? settings.firstInterestDay) === "due-day" ? 1 : 0;
}

export function dayCountOf(
  { settings }: Pick<Facts, "settings">,
  { interestReadings: own }: Claim,
): Settings["dayCount"] {
  return own?.dayCount ?? settings.dayCount;
}

/** Räntelagen 4 §: without an agreed due day a consumer owes interest only when the demand said so. */
export function bearsInterest(
  { country, debtorKind }: Pick<Facts, "country" | "debtorKind">,
  claim: Claim,
): boolean {
  return country === "NO" || debtorKind !== "consumer" || claim.dueOn !== null || claim.interestStated;
}

/** Walks one claim's days. What is the same from one day to the next is not looked up again. */
export class DailyInterest {
  readonly #facts: Facts;
  readonly #claim: ClaimState;
  readonly #first: Day;
  #rateLast: Day = -1;
  #rate = 0;
  #basis: Basis = "statutory";
  #yearLast: Day = -1;
  #yearDays: 365 | 366 = 365;
  #base = -1n;
  #product = 0n;

  constructor(facts: Facts, claim: ClaimState) {
    this.#facts = facts;
    this.#claim = claim;
    const bears = bearsInterest(facts, claim.facts) && claim.countedFrom !== null;
    this.#first = bears ? claim.countedFrom! + 1 : FOREVER;
  }

  /** The day's interest, on the principal that stood when the day began (reading 1). */
  bear(today: Day): void {
    const claim = this.#claim;
    if (today < this.#first || claim.principal <= 0n) return;
    const day = today - shiftOf(this.#facts, claim.facts);
    let isNew = claim.principal !== this.#base || claim.runs.length === 0;
    if (day > this.#rateLast) {
      const { rate, last, basis } = rateOn(this.#facts, claim.facts, day);
      this.#rate = rate;
      this.#basis = basis;
      this.#rateLast = last;
      isNew = true;
    }
    if (day > this.#yearLast) {
      this.#yearLast = nextYearStart(day) - 1;
      const actual = dayCountOf(this.#facts, claim.facts) === "ACT/ACT" && isLeap(yearOf(day));
      this.#yearDays = actual ? 366 : 365;
      isNew = true;
    }
    if (isNew) this.#begin(day);
    claim.runs.at(-1)!.through = day;
    if (this.#yearDays === 366) claim.sum366 += this.#product;
    else claim.sum365 += this.#product;
  }

  /** A new stretch, at a new year too; a rate that is set again at what it was goes on in the old one. */
  #begin(day: Day): void {
    const claim = this.#claim;
    this.#base = claim.principal;
    this.#product = claim.principal * BigInt(this.#rate);
    const run = { rate: this.#rate, basis: this.#basis, base: claim.principal, yearDays: this.#yearDays };
    const last = claim.runs.at(-1);
    const isSame =
      last !== undefined &&
      last.through === day - 1 &&
      yearOf(last.through) === yearOf(day) &&
      last.rate === run.rate &&
      last.basis === run.basis &&
      last.base === run.base;
    if (!isSame) claim.runs.push({ ...run, from: day, through: day });
  }
}

/** What has run since it was last fixed, to the nearest minor unit (reading 1). */
export function runningOf(claim: ClaimState): bigint {
  const ordinary = { top: claim.sum365, bottom: 365n * WHOLE };
  const leap = { top: claim.sum366, bottom: 366n * WHOLE };
  return halfUp(sum(ordinary, leap));
}

/** The interest owed at the end of the day walked last. */
export function interestOf(claim: ClaimState): bigint {
  return claim.fixedInterest + runningOf(claim);
}

/** Fixes the interest in whole minor units; counting starts again from nothing (reading 1). */
export function fixInterest(claim: ClaimState, owed: bigint): void {
  claim.fixedInterest = owed;
  claim.sum365 = 0n;
  claim.sum366 = 0n;
  claim.runs = [];
}
