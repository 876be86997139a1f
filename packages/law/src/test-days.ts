/** Spans of days for tests that walk the calendar. */
import { type CalendarDate, date, fromEpochDay, toEpochDay } from "@innfri/kernel/values";

/** Every day from `first` to `last`, both included. */
export function* daysFrom(first: CalendarDate, last: CalendarDate): Generator<CalendarDate> {
  for (let day = toEpochDay(first); day <= toEpochDay(last); day++) yield fromEpochDay(day);
}

export function daysOfYear(year: number): CalendarDate[] {
  return [...daysFrom(date(`${year}-01-01`), date(`${year}-12-31`))];
}
