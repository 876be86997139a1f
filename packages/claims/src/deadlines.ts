/** Deadlines that depend on what has happened; the law package says how one is counted. */
import { type CalendarDate, daysBetween } from "@innfri/kernel";
import { type Calendar, deadlineFrom } from "@innfri/law";

/** Does a deadline leave less than `days` from sending? */
export function tooShort(sentOn: CalendarDate, payBy: CalendarDate, days: number): boolean {
  return daysBetween(sentOn, payBy) < days;
}

/**
 * The last day of a deadline. Our own letters print a business day; one from elsewhere may print another, which counts
 * as the next business day (norway.md, section 8; sweden.md, section 10).
 */
export function lastDayOf(payBy: CalendarDate, calendar: Calendar): CalendarDate {
  return calendar.nextBusinessDay(payBy);
}

/**
 * The fresh days after an objection that did not hold (norway.md, section 9: "restart with a fresh 14-day
 * deadline"; sweden.md, 4.1: "after a new short deadline").
 */
export function freshDeadline(
  rules: { readonly calendar: Calendar; readonly freshDeadlineDays: number },
  resolvedOn: CalendarDate,
): CalendarDate {
  return deadlineFrom(resolvedOn, rules.freshDeadlineDays, rules.calendar);
}
