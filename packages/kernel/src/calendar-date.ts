/**
 * Calendar days. At every border a day is a checked string, `2026-02-17`; inside arithmetic it is a whole
 * number of days since 1970-01-01. There are no hours here and no time zones.
 */

declare const dateBrand: unique symbol;

/** A day that exists in the calendar, written `YYYY-MM-DD`, from 1900-01-01 to 2199-12-31. Sorts as text. */
export type CalendarDate = string & { readonly [dateBrand]: true };

/** Whole days since 1970-01-01. */
export type EpochDay = number;

/** Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Is `text` a day of the calendar in the form `YYYY-MM-DD`? */
export function isDate(text: unknown): text is CalendarDate {
  if (typeof text !== "string") return false;
  const parts = FORM.exec(text);
  if (parts === null) return false;
  return isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

function isDay(year: number, month: number, day: number): boolean {
  return (
    year >= 1900 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  );
}

/** Reads a day. Throws `RangeError` when it is not one: check what comes from outside with `isDate` first. */
export function date(text: string): CalendarDate {
  if (!isDate(text)) throw new RangeError(`not a day of the calendar: ${JSON.stringify(text)}`);
  return text;
}

/** The day made of its parts; `undefined` when there is no such day. */
export function dateFromParts(year: number, month: number, day: number): CalendarDate | undefined {
  const isWhole = Number.isInteger(year) && Number.isInteger(month) && Number.isInteger(day);
  return isWhole && isDay(year, month, day) ? fromEpochDay(epochDayOf(year, month, day)) : undefined;
}

/** The number of a day. */
export function toEpochDay(day: CalendarDate): EpochDay {
  const year = digits(day, 0) * 100 + digits(day, 2);
  return epochDayOf(year, digits(day, 5), digits(day, 8));
}

// Read from the codes of its figures: cutting the text up costs more than all the arithmetic.
function digits(day: CalendarDate, at: 0 | 2 | 5 | 8): number {
  return (day.charCodeAt(at) - 48) * 10 + day.charCodeAt(at + 1) - 48;
}

// Counted from 0000-03-01 in 400-year eras, so that the leap day is the last day of its year.
function epochDayOf(year: number, month: number, day: number): EpochDay {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

const FIRST = epochDayOf(1900, 1, 1);
const LAST = epochDayOf(2199, 12, 31);
/** The text of every day that was asked for: the same few hundred come again and again. */
const texts: (CalendarDate | undefined)[] = [];

/** The day with this number. Throws `RangeError` outside 1900 to 2199. */
export function fromEpochDay(epochDay: EpochDay): CalendarDate {
  if (!(epochDay >= FIRST && epochDay <= LAST))
    throw new RangeError(`day number ${epochDay} is outside the calendar of this program`);
  const known = texts[epochDay - FIRST];
  if (known !== undefined) return known;
  const text = textOf(epochDay);
  texts[epochDay - FIRST] = text;
  return text;
}

function textOf(epochDay: EpochDay): CalendarDate {
  const z = epochDay + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * mp + 2) / 5) + 1;
  const month = mp < 10 ? mp + 3 : mp - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}` as CalendarDate;
}

/** The day so many days later, earlier for a negative number. Throws `RangeError` outside 1900 to 2199. */
export function addDays(day: CalendarDate, days: number): CalendarDate {
  return fromEpochDay(toEpochDay(day) + days);
}

/** The same day number `months` later, or the last day of that month when it has no such day. */
export function addMonths(day: CalendarDate, months: number): CalendarDate {
  const index = yearOf(day) * 12 + monthOf(day) - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  if (!(year >= 1900 && year <= 2199))
    throw new RangeError(`${months} months from ${day} is outside the calendar of this program`);
  return fromEpochDay(epochDayOf(year, month, Math.min(digits(day, 8), daysInMonth(year, month))));
}

/** The same day number `years` later; 29 February becomes 28 February in an ordinary year. */
export function addYears(day: CalendarDate, years: number): CalendarDate {
  return addMonths(day, years * 12);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return toEpochDay(to) - toEpochDay(from);
}

/** The day of the week, 1 for Monday. */
export function weekdayOf(day: CalendarDate): Weekday {
  return weekdayOfEpochDay(toEpochDay(day));
}

/** The day of the week of a day number, 1 for Monday. */
export function weekdayOfEpochDay(epochDay: EpochDay): Weekday {
  return (((((epochDay + 3) % 7) + 7) % 7) + 1) as Weekday; // 1970-01-01 was a Thursday
}

/** The year, `2026`. */
export function yearOf(day: CalendarDate): number {
  return digits(day, 0) * 100 + digits(day, 2);
}

/** The month, 1 to 12. */
export function monthOf(day: CalendarDate): number {
  return digits(day, 5);
}

/** Has the year a 29 February? */
export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** How many days the year has. */
export function daysInYear(year: number): 365 | 366 {
  return isLeapYear(year) ? 366 : 365;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The earliest of some days. */
export function earliest(first: CalendarDate, ...more: CalendarDate[]): CalendarDate {
  return more.reduce((a, b) => (b < a ? b : a), first);
}

/** The latest of some days. */
export function latest(first: CalendarDate, ...more: CalendarDate[]): CalendarDate {
  return more.reduce((a, b) => (b > a ? b : a), first);
}
