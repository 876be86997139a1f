import { addDays, type CalendarDate } from "@innfri/kernel/values";
import type { UsedFigure } from "../derivation.ts";
import { usedRate } from "../derive.ts";
import { inForce } from "../effective.ts";
import { type AgreedRate, checkedRate, type InterestFigure, interestAt } from "../interest.ts";
import type { DayCount, RateIndex } from "../rate-index.ts";
import { agreedFigure, agreedIndex, rateIndex, tableSchedule } from "../rate-indexes.ts";
import { latePaymentInterest } from "./late-payment-interest.ts";
import { INTEREST_AFTER_DEMAND } from "./terms.ts";

/** The statutory late-payment rate of a day in basis points (forsinkelsesrenteloven § 3). Throws `OutsideCoverage`. */
export function interestRate(on: CalendarDate): number {
  return inForce(latePaymentInterest, on).value;
}

/** The dated figure behind `interestRate`. Throws `OutsideCoverage`. */
export function interestFigures(on: CalendarDate): readonly UsedFigure[] {
  return [usedRate(latePaymentInterest, inForce(latePaymentInterest, on))];
}

/**
 * The rates a Norwegian claim bears, summed: the statutory ones, or one that was agreed. A consumer never pays more than
 * the statutory rate, day by day (forsinkelsesrenteloven §§ 3-4). Throws `RangeError` for what is no rate.
 */
export function interestRates(given: {
  readonly dayCount?: DayCount;
  readonly agreed?: AgreedRate;
}): RateIndex {
  const { dayCount = "ACT/ACT", agreed } = given;
  if (agreed === undefined)
    return rateIndex("NO statutory", dayCount, () =>
      tableSchedule([latePaymentInterest], interestRate, interestFigures),
    );
  const basisPoints = checkedRate(agreed.basisPoints);
  if (agreed.debtor !== "consumer") return agreedIndex(basisPoints, dayCount);
  return rateIndex(`NO lower ${basisPoints}`, dayCount, () =>
    tableSchedule(
      [latePaymentInterest],
      (day) => Math.min(basisPoints, interestRate(day)),
      (day) => [...interestFigures(day), agreedFigure(basisPoints, day)],
    ),
  );
}

/**
 * Late-payment interest on a Norwegian principal, in øre (forsinkelsesrenteloven §§ 2-3): simple, at the rate of each
 * half-year, also where a rate changes on the way. It is counted from `countedFrom`, the due date moved off a day nobody
 * works (`movedDueDay`) or `dueOnWithoutAgreement`; the day after is the first that bears interest and `through` the
 * last. The principal is one amount: where a payment or credit note lowers it, ask once for each stretch and round the
 * sum of `exactMinor`. Throws `OutsideCoverage`, and `RangeError` for a negative principal or what is no rate.
 */
export function interestBetween(given: {
  readonly principalMinor: bigint;
  readonly countedFrom: CalendarDate;
  readonly through: CalendarDate;
  readonly dayCount?: DayCount;
  readonly agreed?: AgreedRate;
}): InterestFigure {
  return interestAt(interestRates(given), "no.interest.rate", given);
}

/**
 * The day that stands in for the due date when none was agreed: 30 days after the first written demand
 * (forsinkelsesrenteloven § 2). It is not moved for weekends.
 */
export function dueOnWithoutAgreement(demandedOn: CalendarDate): CalendarDate {
  return addDays(demandedOn, INTEREST_AFTER_DEMAND.value);
}
