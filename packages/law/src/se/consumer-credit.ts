import { type CalendarDate, date } from "@innfri/kernel/values";
import { OutsideCoverage } from "../effective.ts";

/** A new consumer credit act was proposed from this day; whether it was adopted has not been verified. */
export const CONSUMER_CREDIT_REVIEW_FROM: CalendarDate = date("2026-11-20");

/** From this day a consumer in default owes no late charge besides interest (konsumentkreditlagen 19 a §). */
export const CONSUMER_CREDIT_NO_FEE_FROM: CalendarDate = date("2025-03-01");

/** Must a person look at a consumer credit before anything is sent on `on` (sweden.md 1.3)? */
export function mustReviewConsumerCredit(on: CalendarDate): boolean {
  return on >= CONSUMER_CREDIT_REVIEW_FROM;
}

/** May a reminder for a consumer credit bear a fee on `on` (konsumentkreditlagen 19 a §)? */
export function mayChargeConsumerCreditReminder(on: CalendarDate): boolean {
  return on < CONSUMER_CREDIT_NO_FEE_FROM;
}

/**
 * Stops where interest and collection costs of a consumer credit have come to more than the credit since 1 March 2025
 * (konsumentkreditlagen 19 b §): what is then owed of them no table says. `costMinor` is all of both, paid or not, and
 * nothing of a court's. Throws `OutsideCoverage`.
 */
export function refuseAboveCredit(given: {
  readonly creditMinor: bigint;
  readonly costMinor: bigint;
  readonly on: CalendarDate;
}): void {
  if (given.on < CONSUMER_CREDIT_NO_FEE_FROM || given.costMinor <= given.creditMinor) return;
  const title = "Total cost of a consumer credit above the credit, Sweden";
  throw new OutsideCoverage("se.consumer-credit-total", title, given.on);
}
