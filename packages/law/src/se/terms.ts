/** What Swedish law counts in days, weeks, months, years and letters. */
import type { Term } from "../term.ts";

/** Rests on practice and on guidance that has lapsed; FFFS 2025:2 has not been read on it. */
export const DEMAND_MIN_DAYS: Term = {
  rule: "se.demand.deadline",
  value: 8,
  unit: "days",
  confidence: "confirmed_5",
  note: "inkassolagen 5-6 §§ + IMY guidance (lapsed); FFFS 2025:2 not read",
};

/** How many reminders of a claim bear a fee (lag 1981:739 4 §; sweden.md 2.2). */
export const MAX_REMINDER_FEES: Term = {
  rule: "se.reminder-fee.once",
  value: 1,
  unit: "letters",
  confidence: "confirmed_2",
};

/** How many demands of a claim bear a fee (lag 1981:739 4 §; sweden.md 2.2). */
export const MAX_DEMANDS: Term = {
  rule: "se.demand.once",
  value: 1,
  unit: "letters",
  confidence: "confirmed_2",
};

/** Interest starts this long after the demand when no due date was agreed, and never before it arrived. */
export const INTEREST_AFTER_DEMAND: Term = {
  rule: "se.interest.start",
  value: 30,
  unit: "days",
  confidence: "statute_read",
};

/** The longest payment term between traders unless more is agreed expressly. */
export const BUSINESS_MAX_TERM: Term = {
  rule: "se.payment-term.business",
  value: 30,
  unit: "days",
  confidence: "statute_read",
};

/** The longest time Kronofogden gives to answer a payment order, from service. */
export const PAYMENT_ORDER_ANSWER: Term = {
  rule: "se.payment-order.answer",
  value: 14,
  unit: "days",
  confidence: "statute_read",
};

/** How long an applicant has to ask for the court when a payment order is contested, from the notice's sending. */
export const PAYMENT_ORDER_COURT_REQUEST: Term = {
  rule: "se.payment-order.court-request",
  value: 28,
  unit: "days",
  confidence: "statute_read",
};

/** How long a debtor can have a payment order reopened (återvinning), from the decision. */
export const PAYMENT_ORDER_REOPEN: Term = {
  rule: "se.payment-order.reopen",
  value: 1,
  unit: "months",
  confidence: "statute_read",
};

/** How long an applicant can appeal, from the decision (lag 1990:746 55-56 §§; sweden.md 2.7). */
export const PAYMENT_ORDER_APPEAL: Term = {
  rule: "se.payment-order.appeal",
  value: 21,
  unit: "days",
  confidence: "statute_read",
};

/** Claims on businesses and authorities. */
export const LIMITATION: Term = {
  rule: "se.limitation",
  value: 10,
  unit: "years",
  confidence: "statute_read",
};

/** A trader's claim on a consumer for goods and services. */
export const LIMITATION_CONSUMER: Term = {
  rule: "se.limitation",
  value: 3,
  unit: "years",
  confidence: "statute_read",
};

/** The basic fee of enforcement is of a title and such a time of it (förordning 1992:1094 6 §; sweden.md 2.1). */
export const ENFORCEMENT_FEE_FOR: Term = {
  rule: "se.enforcement-fee",
  value: 1,
  unit: "years",
  confidence: "statute_read",
};

/** What is left at least after a procedure that the debtor was never told of and nobody decided (sweden.md 7). */
export const LIMITATION_AFTER_PROCEDURE: Term = {
  rule: "se.limitation.interrupted",
  value: 1,
  unit: "years",
  confidence: "statute_read",
};

/** How long a debtor has after an objection that was withdrawn or found groundless. */
export const FRESH_DEADLINE_DAYS: Term = {
  rule: "se.objection.fresh-deadline",
  value: 14,
  unit: "days",
  confidence: "derived",
};
