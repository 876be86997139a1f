import { addDays, type CalendarDate, latest } from "@innfri/kernel/values";
import type { UsedFigure } from "../derivation.ts";
import { usedRate } from "../derive.ts";
import { inForce } from "../effective.ts";
import { type AgreedRate, checkedRate, type InterestFigure, interestAt } from "../interest.ts";
import type { DayCount, RateIndex } from "../rate-index.ts";
import { agreedFigure, agreedIndex, rateIndex, tableSchedule } from "../rate-indexes.ts";
import { consumerCreditCap } from "./consumer-credit-cap.ts";
import { defaultMargin } from "./default-margin.ts";
import { referenceRate } from "./reference-rate.ts";
import { INTEREST_AFTER_DEMAND } from "./terms.ts";

/** The statutory late-payment rate of a day in basis points (räntelagen 6 §). Throws `OutsideCoverage`. */
export function defaultRate(on: CalendarDate): number {
  return inForce(referenceRate, on).value + inForce(defaultMargin, on).value;
}

/** The dated figures behind `defaultRate`. Throws `OutsideCoverage`. */
export function defaultFigures(on: CalendarDate): readonly UsedFigure[] {
  return [
    usedRate(referenceRate, inForce(referenceRate, on)),
    usedRate(defaultMargin, inForce(defaultMargin, on)),
  ];
}

/**
 * The highest rate a consumer credit may bear on a day, in basis points (konsumentkreditlagen 19 a §); `null`
 * before 1 March 2025, when there was no such ceiling. Throws `OutsideCoverage`.
 */
export function creditCap(on: CalendarDate): number | null {
  const reference = inForce(referenceRate, on).value;
  if (on < consumerCreditCap.rows[0].from) return null;
  return reference + inForce(consumerCreditCap, on).value;
}

/** The dated figures behind `creditCap`; none before there was such a ceiling. Throws `OutsideCoverage`. */
export function creditCapFigures(on: CalendarDate): readonly UsedFigure[] {
  if (creditCap(on) === null) return [];
  return [
    usedRate(referenceRate, inForce(referenceRate, on)),
    usedRate(consumerCreditCap, inForce(consumerCreditCap, on)),
  ];
}

/** A Swedish agreed rate. A consumer credit has a ceiling; a sale has none. */
export type AgreedRateSE = AgreedRate & { readonly isConsumerCredit?: boolean };

/**
 * The rates a Swedish claim bears, summed: the reference rate and eight points, or one that was agreed (räntelagen 1, 3,
 * 6 §§). On a consumer credit the agreed rate is cut at `creditCap` (konsumentkreditlagen 19 a §); towards an authority
 * the higher of it and the statutory one holds (räntelagen 6 §). Throws `RangeError` for what is no rate.
 */
export function interestRates(given: {
  readonly dayCount?: DayCount;
  readonly agreed?: AgreedRateSE;
}): RateIndex {
  const { dayCount = "ACT/ACT", agreed } = given;
  if (agreed === undefined)
    return rateIndex("SE statutory", dayCount, () =>
      tableSchedule([referenceRate, defaultMargin], defaultRate, defaultFigures),
    );
  const basisPoints = checkedRate(agreed.basisPoints);
  if (agreed.isConsumerCredit)
    return rateIndex(`SE credit ${basisPoints}`, dayCount, () =>
      tableSchedule(
        [referenceRate, consumerCreditCap],
        (day) => Math.min(basisPoints, creditCap(day) ?? basisPoints),
        (day) => [...creditCapFigures(day), agreedFigure(basisPoints, day)],
      ),
    );
  if (agreed.debtor === "public")
    return rateIndex(`SE higher ${basisPoints}`, dayCount, () =>
      tableSchedule(
        [referenceRate, defaultMargin],
        (day) => Math.max(basisPoints, defaultRate(day)),
        (day) => [...defaultFigures(day), agreedFigure(basisPoints, day)],
      ),
    );
  return agreedIndex(basisPoints, dayCount);
}

/**
 * Late-payment interest on a Swedish principal, in öre (räntelagen 3-6 §§): simple, at the rate of each half-year, also
 * where a rate changes on the way. It is counted from `countedFrom`, which `interestStart` gives; the day after is the
 * first that bears interest and `through` the last. Without an agreed due date a consumer owes none unless the demand
 * said so (4 §): that is the caller's to know. The principal is one amount: where a payment or credit note lowers it,
 * ask once for each stretch and round the sum of `exactMinor`. Throws `OutsideCoverage`, and `RangeError` for a negative
 * principal or what is no rate.
 */
export function interestBetween(given: {
  readonly principalMinor: bigint;
  readonly countedFrom: CalendarDate;
  readonly through: CalendarDate;
  readonly dayCount?: DayCount;
  readonly agreed?: AgreedRateSE;
}): InterestFigure {
  return interestAt(interestRates(given), "se.interest.rate", given);
}

/**
 * The day interest is counted from: an agreed due date (räntelagen 3 §), else 30 days after the demand was sent and
 * never before it arrived (4 §). The first day that bears interest is the day after.
 */
export function interestStart(
  given:
    | { readonly kind: "agreed"; readonly dueOn: CalendarDate }
    | { readonly kind: "demanded"; readonly sentOn: CalendarDate; readonly receivedOn?: CalendarDate },
): CalendarDate {
  if (given.kind === "agreed") return given.dueOn;
  const start = addDays(given.sentOn, INTEREST_AFTER_DEMAND.value);
  return given.receivedOn === undefined ? start : latest(start, given.receivedOn);
}
