import { addDays, type CalendarDate } from "@innfri/kernel";
import type { UsedFigure } from "../derivation.ts";
import { usedRate } from "../derive.ts";
import { inForce } from "../effective.ts";
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
 * The day that stands in for the due date when none was agreed: 30 days after the first written demand
 * (forsinkelsesrenteloven § 2). It is not moved for weekends.
 */
export function dueOnWithoutAgreement(demandedOn: CalendarDate): CalendarDate {
  return addDays(demandedOn, INTEREST_AFTER_DEMAND.value);
}
