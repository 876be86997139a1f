import { type CalendarDate, date } from "@innfri/kernel/values";

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
