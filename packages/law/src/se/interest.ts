import { addDays, type CalendarDate, latest } from "@innfri/kernel";
import type { UsedFigure } from "../derivation.ts";
import { usedRate } from "../derive.ts";
import { inForce } from "../effective.ts";
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
