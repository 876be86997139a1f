import type { CalendarDate } from "@innfri/kernel/values";
import { endOfTerm } from "../deadline.ts";
import { LIMITATION, LIMITATION_AFTER_PROCEDURE, LIMITATION_CONSUMER } from "./terms.ts";

/**
 * The last day before a claim is too old (preskriptionslagen 2 §), counted from the day it arose or was last
 * interrupted: three years for a trader's claim on a consumer, else ten. An acknowledgement, a payment, a written demand
 * that arrived or a decision interrupts it (5-7 §§; sweden.md 7), and a whole new period runs from there.
 */
export function limitationOn(given: {
  readonly runsFrom: CalendarDate;
  readonly isConsumer: boolean;
}): CalendarDate {
  return endOfTerm(given.runsFrom, given.isConsumer ? LIMITATION_CONSUMER : LIMITATION);
}

/**
 * The day before which a claim does not become too old when a procedure ended without a decision and the debtor was
 * never told of it (preskriptionslagen 7 §; sweden.md 7): a year from its end, once only. Where the debtor was told, a
 * whole new period runs from the end: `limitationOn`.
 */
export function limitationAfterProcedureOn(endedOn: CalendarDate): CalendarDate {
  return endOfTerm(endedOn, LIMITATION_AFTER_PROCEDURE);
}
