export * from "./account.ts";
export * from "./account-state.ts";
export * from "./accounts.ts";
export * from "./allocate.ts";
export {
  type ChargingEvent,
  chargesFor,
  compensationFor,
  isPlanFeeDoubted,
  legalCostsEnded,
  planFeesEnded,
} from "./apply-event.ts";
export * from "./claim-event.ts";
export * from "./conformance.ts";
export {
  type ContactHours,
  type ContactLimits,
  type DayHours,
  hoursOn,
  isImmediate,
  NO_CONTACT_LIMITS,
  type Pressure,
} from "./contact-limits.ts";
export * from "./decide.ts";
export * from "./decision.ts";
export { lettersTakenBack, thatStand } from "./event-order.ts";
export * from "./facts.ts";
export * from "./forecast.ts";
export * from "./fresh-file.ts";
export * from "./in-time.ts";
export * from "./limitation.ts";
export { costsNeverOwed, unposted } from "./never-owed.ts";
export { costsEndedBy } from "./objection-event.ts";
export * from "./plan.ts";
export { monthWords, weekdayWord } from "./plan-check/day-words.ts";
export { GRACE_BANKING_DAYS } from "./plan-check/duty.ts";
export * from "./plan-check/plan-check.ts";
export {
  instalmentOn,
  type NextInstalment,
  nextInstalment,
  type PlanStanding,
  planRests,
  planStanding,
} from "./plan-kept.ts";
export * from "./plan-offer.ts";
export { isPostedInTime, lastLawfulPosting, type PostingDays } from "./posting.ts";
export { isDayOfCase } from "./read-fields.ts";
export { type ReadGiven, readGiven } from "./read-given.ts";
export * from "./recorded-event.ts";
export * from "./replay-plan.ts";
export * from "./schedule.ts";
export * from "./se/payment-order.ts";
export * from "./statement.ts";
export * from "./unconfirmed.ts";
export * from "./verdict.ts";
export * from "./verdict-on.ts";
