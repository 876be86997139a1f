/** Deadlines that we set, and due dates that fall on a day nobody works. */
import { addDays, addMonths, addYears, type CalendarDate } from "@innfri/kernel/values";
import type { Calendar } from "./calendar.ts";
import type { Term } from "./term.ts";

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

/**
 * The last day of a term that the law counts from `from`, which is day 0. A term of weeks ends on the same weekday, one of
 * months or years on the same day number, or on the month's last day where it has no such day (lag 1930:173 1 §;
 * conformance/README.md, reading 4, for Norway). Not moved for days off: use `statutoryDeadline` where the law moves it.
 * Throws `RangeError` for a term that counts letters.
 */
export function endOfTerm(from: CalendarDate, { value, unit }: Pick<Term, "value" | "unit">): CalendarDate {
  switch (unit) {
    case "days":
      return addDays(from, value);
    case "weeks":
      return addDays(from, value * 7);
    case "months":
      return addMonths(from, value);
    case "years":
      return addYears(from, value);
    case "letters":
      throw new RangeError(`a term of ${value} letters has no last day`);
  }
}

/**
 * The last day of a statutory deadline for doing something: the end of its term, moved to the next business day (lag
 * 1930:173 2 §). Limitation is not moved, in neither country (norway.md 6.3, sweden.md 7): `limitationOn` is for that.
 */
export function statutoryDeadline(
  from: CalendarDate,
  term: Pick<Term, "value" | "unit">,
  calendar: Calendar,
): CalendarDate {
  return calendar.nextBusinessDay(endOfTerm(from, term));
}
