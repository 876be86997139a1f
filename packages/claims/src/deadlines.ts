/** Deadlines that we set: counted from the day after sending, moved off a non-business day, the last day whole. */
import { addDays, type CalendarDate, daysBetween } from "@innfri/kernel";
import type { Calendar } from "@innfri/law";

/** The earliest deadline `days` after sending that falls on a business day. */
export function deadlineAfter(sentOn: CalendarDate, days: number, calendar: Calendar): CalendarDate {
  return calendar.nextBusinessDay(addDays(sentOn, days));
}

/** Does a deadline leave less than `days` from sending? */
export function tooShort(sentOn: CalendarDate, payBy: CalendarDate, days: number): boolean {
  return daysBetween(sentOn, payBy) < days;
}

/**
 * The fresh fourteen days after an objection that did not hold (norway.md, section 9: "restart with a fresh 14-day
 * deadline"; sweden.md, 4.1: "after a new short deadline").
 */
export function freshDeadline(
  rules: { readonly calendar: Calendar },
  resolvedOn: CalendarDate,
): CalendarDate {
  return deadlineAfter(resolvedOn, 14, rules.calendar);
}
