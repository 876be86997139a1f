/** Which days are worked in a country. Holidays follow from rules, so every year of the calendar has them. */
import {
  type CalendarDate,
  dateFromParts,
  type EpochDay,
  fromEpochDay,
  toEpochDay,
  weekdayOfEpochDay,
  yearOf,
} from "@innfri/kernel/values";
import type { Country } from "./rule.ts";

/**
 * The days off of a country for every year from 1900 to 2199, by rule. Nothing here throws but `addBankingDays`, and
 * the days beyond those years.
 */
export type Calendar = {
  readonly country: Country;
  /** A day off with a name of its own, or one that the law puts beside those; Sundays without a name are not. */
  readonly isHoliday: (day: CalendarDate) => boolean;
  readonly isBusinessDay: (day: CalendarDate) => boolean;
  /** The day itself when it is a business day, else the next one. */
  readonly nextBusinessDay: (day: CalendarDate) => CalendarDate;
  /** The `count`th business day after `day`; `day` itself for 0. Throws `RangeError` for a negative count. */
  readonly addBankingDays: (day: CalendarDate, count: number) => CalendarDate;
  /** In the country's language; `null` for an ordinary day. Two holidays on one day share it: `A / B`. */
  readonly nameOfHoliday: (day: CalendarDate) => string | null;
};

export type Holiday = { readonly on: EpochDay; readonly name: string };

/** The holidays of one year, in any order. */
export type HolidayRule = (year: number) => readonly Holiday[];

type Year = {
  readonly first: EpochDay;
  readonly names: ReadonlyMap<EpochDay, string>;
  /** 1 for each day of the year that is worked. */
  readonly worked: Uint8Array;
};

/** A calendar whose weekends are Saturday and Sunday. A year is worked out once and kept. */
export function calendarOf(country: Country, holidays: HolidayRule): Calendar {
  const years = new Map<number, Year>();

  function yearFor(year: number): Year {
    let found = years.get(year);
    if (found === undefined) {
      found = workOut(year, holidays(year));
      years.set(year, found);
    }
    return found;
  }

  function isWorked(epochDay: EpochDay, year: Year): boolean {
    return year.worked[epochDay - year.first] === 1;
  }

  function isBusinessDay(day: CalendarDate): boolean {
    return isWorked(toEpochDay(day), yearFor(yearOf(day)));
  }

  function nameOfHoliday(day: CalendarDate): string | null {
    return yearFor(yearOf(day)).names.get(toEpochDay(day)) ?? null;
  }

  // The days of one year lie in one array, so only a step across New Year looks a year up again.
  function after(day: CalendarDate, count: number): CalendarDate {
    let epochDay = toEpochDay(day);
    let number = yearOf(day);
    let year = yearFor(number);
    let left = count;
    while (left > 0) {
      epochDay += 1;
      if (epochDay - year.first >= year.worked.length) {
        number += 1;
        year = yearFor(number);
      }
      if (isWorked(epochDay, year)) left -= 1;
    }
    return fromEpochDay(epochDay);
  }

  return {
    country,
    isHoliday: (day) => nameOfHoliday(day) !== null,
    isBusinessDay,
    nextBusinessDay: (day) => (isBusinessDay(day) ? day : after(day, 1)),
    addBankingDays: (day, count) => {
      if (!Number.isInteger(count) || count < 0) throw new RangeError(`not a number of days: ${count}`);
      return count === 0 ? day : after(day, count);
    },
    nameOfHoliday,
  };
}

function workOut(number: number, holidays: readonly Holiday[]): Year {
  const first = dayOf(number, 1, 1);
  const worked = new Uint8Array(dayOf(number, 12, 31) - first + 1);
  for (let i = 0; i < worked.length; i++) worked[i] = weekdayOfEpochDay(first + i) <= 5 ? 1 : 0;
  const names = new Map<EpochDay, string>();
  for (const { on, name } of holidays) {
    const other = names.get(on);
    names.set(on, other === undefined ? name : `${other} / ${name}`);
    worked[on - first] = 0;
  }
  return { first, names, worked };
}

export function dayOf(year: number, month: number, day: number): EpochDay {
  const found = dateFromParts(year, month, day);
  if (found === undefined) throw new RangeError(`no such day: ${year}-${month}-${day}`);
  return toEpochDay(found);
}

/** Easter Sunday of the Gregorian calendar, by the anonymous algorithm that Butcher published in 1876. */
export function easterSunday(year: number): EpochDay {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return dayOf(year, month, day);
}

/** The first Saturday on or after a day: Swedish Midsummer Day and All Saints' Day move with it. */
export function saturdayFrom(epochDay: EpochDay): EpochDay {
  return epochDay + ((6 - weekdayOfEpochDay(epochDay) + 7) % 7);
}
