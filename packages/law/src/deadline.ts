/** Deadlines that we set, and due dates that fall on a day nobody works. */
import { addDays, type CalendarDate } from "@innfri/kernel/values";
import type { Calendar } from "./calendar.ts";

/**
 * The earliest deadline of a letter: the day of sending is not counted (domstolloven § 148, lag 1930:173), the
 * last day belongs to the debtor as a whole, and a non-business day moves to the next business day.
 */
export function deadlineFrom(sentOn: CalendarDate, minDays: number, calendar: Calendar): CalendarDate {
  return calendar.nextBusinessDay(addDays(sentOn, minDays));
}

/**
 * The day an agreed due date counts as (gjeldsbrevloven § 5, lag 1936:81 5 §). Interest and waiting run from it;
 * Norwegian limitation does not.
 */
export function movedDueDay(dueOn: CalendarDate, calendar: Calendar): CalendarDate {
  return calendar.nextBusinessDay(dueOn);
}
