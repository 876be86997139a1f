/**
 * Days as whole numbers since 1 January 1900, and which of them are working days. Kept apart from the kernel's and
 * the law package's calendars on purpose: a wrong Easter in one of them shows in the other.
 */

/** Whole days since 1900-01-01. */
export type Day = number;
export type Country = "NO" | "SE";

const FIRST_YEAR = 1900;
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function lengthOf(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : MONTHS[month - 1]!;
}

// The day number of each year's 1 January, counted up year by year.
const YEAR_STARTS: readonly Day[] = (() => {
  const starts = [0];
  for (let year = FIRST_YEAR; year < 2210; year++) starts.push(starts.at(-1)! + (isLeap(year) ? 366 : 365));
  return starts;
})();

function dayFrom(year: number, month: number, number: number): Day {
  let day = YEAR_STARTS[year - FIRST_YEAR]! + number - 1;
  for (let earlier = 1; earlier < month; earlier++) day += lengthOf(year, earlier);
  return day;
}

/** Reads `YYYY-MM-DD`; undefined when there is no such day between 1900 and 2199. */
export function readDay(text: unknown): Day | undefined {
  if (typeof text !== "string" || text.length !== 10 || text[4] !== "-" || text[7] !== "-") return undefined;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 7);
  const number = digitsAt(text, 8, 10);
  const isMonth = year >= FIRST_YEAR && year <= 2199 && month >= 1 && month <= 12;
  return isMonth && number >= 1 && number <= lengthOf(year, month) ? dayFrom(year, month, number) : undefined;
}

/** Less than nothing where there is anything but digits. */
function digitsAt(text: string, from: number, to: number): number {
  let read = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    read = read * 10 + digit;
  }
  return read;
}

/** Reads a day that is known to be one. Throws `RangeError` otherwise. */
export function dayOf(text: string): Day {
  const day = readDay(text);
  if (day === undefined) throw new RangeError(`not a day: ${text}`);
  return day;
}

type Parts = { readonly year: number; readonly month: number; readonly number: number };

function partsOf(day: Day): Parts {
  const year = yearOf(day);
  let rest = day - YEAR_STARTS[year - FIRST_YEAR]!;
  let month = 1;
  while (rest >= lengthOf(year, month)) rest -= lengthOf(year, month++);
  return { year, month, number: rest + 1 };
}

export function yearOf(day: Day): number {
  let year = FIRST_YEAR + Math.floor(day / 366);
  while (YEAR_STARTS[year - FIRST_YEAR + 1]! <= day) year++;
  return year;
}

/** The days that have been written, at most all of the calendar. */
const TEXTS = new Map<Day, string>();

/** `YYYY-MM-DD`. */
export function dayText(day: Day): string {
  const written = TEXTS.get(day);
  if (written !== undefined) return written;
  const { year, month, number } = partsOf(day);
  const text = `${year}-${String(month).padStart(2, "0")}-${String(number).padStart(2, "0")}`;
  TEXTS.set(day, text);
  return text;
}

/** The first day of the year after `day`'s. */
export function nextYearStart(day: Day): Day {
  return YEAR_STARTS[yearOf(day) - FIRST_YEAR + 1]!;
}

/** The same day number so many months later, else that month's last day (lag 1930:173 1 §; reading 4). */
export function monthsAfter(day: Day, months: number): Day {
  const { year, month, number } = partsOf(day);
  const count = year * 12 + month - 1 + months;
  const then = { year: Math.floor(count / 12), month: (count % 12) + 1 };
  return dayFrom(then.year, then.month, Math.min(number, lengthOf(then.year, then.month)));
}

/** Monday is 0, Sunday 6: 1 January 1900 was a Monday. */
export function weekdayOf(day: Day): number {
  return day % 7;
}

/** Easter Sunday by golden number and epact (the church's own tables; Knuth, TAOCP 1.3.2 exercise 14). */
function easterOf(year: number): Day {
  const golden = (year % 19) + 1;
  const century = Math.floor(year / 100) + 1;
  const droppedLeapYears = Math.floor((3 * century) / 4) - 12;
  const moonCorrection = Math.floor((8 * century + 5) / 25) - 5;
  const sunday = Math.floor((5 * year) / 4) - droppedLeapYears - 10;
  let epact = (((11 * golden + 20 + moonCorrection - droppedLeapYears) % 30) + 30) % 30;
  if ((epact === 25 && golden > 11) || epact === 24) epact++;
  let fullMoon = 44 - epact;
  if (fullMoon < 21) fullMoon += 30;
  return dayFrom(year, 3, 1) - 1 + fullMoon + 7 - ((sunday + fullMoon) % 7);
}

function saturdayFrom(day: Day): Day {
  return day + ((5 - weekdayOf(day) + 7) % 7);
}

/** Maundy Thursday, Good Friday, Easter Monday, Ascension, Whit Monday; 1 and 17 May (norway.md, section 8). */
function holidaysNO(year: number): Day[] {
  const easter = easterOf(year);
  const fixed = [dayFrom(year, 1, 1), dayFrom(year, 5, 1), dayFrom(year, 5, 17)];
  const christmas = [dayFrom(year, 12, 25), dayFrom(year, 12, 26)];
  return [...fixed, ...christmas, easter - 3, easter - 2, easter + 1, easter + 39, easter + 50];
}

/** Lag 1989:253, and the three eves that count with them (lag 1930:173 2 §, SkbrL 5 §; sweden.md, section 10). */
function holidaysSE(year: number): Day[] {
  const easter = easterOf(year);
  const midsummer = saturdayFrom(dayFrom(year, 6, 20));
  const fixed = [dayFrom(year, 1, 1), dayFrom(year, 1, 6), dayFrom(year, 5, 1), dayFrom(year, 6, 6)];
  const winter = [24, 25, 26, 31].map((number) => dayFrom(year, 12, number));
  const allSaints = saturdayFrom(dayFrom(year, 10, 31));
  return [...fixed, ...winter, allSaints, easter - 2, easter + 1, easter + 39, midsummer - 1, midsummer];
}

const KNOWN: Readonly<Record<Country, Map<number, ReadonlySet<Day>>>> = { NO: new Map(), SE: new Map() };

function holidaysOf(country: Country, year: number): ReadonlySet<Day> {
  const known = KNOWN[country].get(year);
  if (known !== undefined) return known;
  const holidays = new Set(country === "NO" ? holidaysNO(year) : holidaysSE(year));
  KNOWN[country].set(year, holidays);
  return holidays;
}

/** Is it a day that is neither a Saturday, a Sunday nor a holiday? */
export function isWorkingDay(country: Country, day: Day): boolean {
  return weekdayOf(day) < 5 && !holidaysOf(country, yearOf(day)).has(day);
}

/** The day itself when it is a working day, else the next that is. */
export function workingDayFrom(country: Country, day: Day): Day {
  let found = day;
  while (!isWorkingDay(country, found)) found++;
  return found;
}

/** The day that lies so many working days after `day`. */
export function workingDaysAfter(country: Country, day: Day, count: number): Day {
  let found = day;
  for (let left = count; left > 0; left--) found = workingDayFrom(country, found + 1);
  return found;
}
