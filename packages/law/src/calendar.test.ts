import { addDays, type CalendarDate, date, fromEpochDay, toEpochDay, weekdayOf } from "@innfri/kernel/values";
import Holidays from "date-holidays";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Calendar, calendarOf, dayOf, easterSunday } from "./calendar.ts";
import { calendarNO } from "./no/calendar.ts";
import { calendarSE } from "./se/calendar.ts";
import { daysOfYear } from "./test-days.ts";

const anyDay = fc.integer({ min: toEpochDay(date("1990-01-01")), max: toEpochDay(date("2190-12-31")) });

describe("Easter", () => {
  it.each(["1961-04-02", "2000-04-23", "2008-03-23", "2011-04-24", "2024-03-31", "2026-04-05", "2038-04-25"])(
    "Sunday is %s",
    (day) => {
      expect(fromEpochDay(easterSunday(Number(day.slice(0, 4))))).toBe(day);
    },
  );

  it("is always a Sunday between 22 March and 25 April", () => {
    for (let year = 1900; year <= 2199; year++) {
      const easter = fromEpochDay(easterSunday(year));
      expect(weekdayOf(easter)).toBe(7);
      expect(easter >= `${year}-03-22` && easter <= `${year}-04-25`).toBe(true);
    }
  });
});

describe.each([
  ["Norwegian", calendarNO],
  ["Swedish", calendarSE],
] as const)("the %s calendar", (_, calendar) => {
  it("works on every weekday that is not a holiday, and on no other day", () => {
    fc.assert(
      fc.property(anyDay, (number) => {
        const day = fromEpochDay(number);
        expect(calendar.isBusinessDay(day)).toBe(weekdayOf(day) <= 5 && !calendar.isHoliday(day));
        expect(calendar.isHoliday(day)).toBe(calendar.nameOfHoliday(day) !== null);
      }),
    );
  });

  it("finds the next business day by walking, and keeps a business day", () => {
    fc.assert(
      fc.property(anyDay, (number) => {
        let expected = fromEpochDay(number);
        while (!calendar.isBusinessDay(expected)) expected = addDays(expected, 1);
        expect(calendar.nextBusinessDay(fromEpochDay(number))).toBe(expected);
      }),
    );
  });

  it("adds as many business days as asked for, ending on one", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 400 }), (number, count) => {
        const from = fromEpochDay(number);
        const to = calendar.addBankingDays(from, count);
        expect(calendar.isBusinessDay(to)).toBe(true);
        expect(businessDaysBetween(calendar, from, to)).toBe(count);
      }),
    );
  });

  it("stays on the day for no days, and refuses a count that is none", () => {
    expect(calendar.addBankingDays(date("2026-05-17"), 0)).toBe("2026-05-17");
    expect(() => calendar.addBankingDays(date("2026-05-18"), -1)).toThrow(RangeError);
    expect(() => calendar.addBankingDays(date("2026-05-18"), 1.5)).toThrow("not a number of days: 1.5");
  });
});

function businessDaysBetween(calendar: Calendar, after: CalendarDate, to: CalendarDate): number {
  let count = 0;
  for (let day = addDays(after, 1); day <= to; day = addDays(day, 1))
    if (calendar.isBusinessDay(day)) count++;
  return count;
}

describe("days around the holidays", () => {
  it("counts three Swedish banking days over Easter and 1 May", () => {
    expect(calendarSE.addBankingDays(date("2026-04-01"), 3)).toBe("2026-04-08");
    expect(calendarSE.addBankingDays(date("2026-04-23"), 3)).toBe("2026-04-28");
    expect(calendarSE.addBankingDays(date("2026-05-08"), 3)).toBe("2026-05-13");
  });

  it("works on Christmas Eve and New Year's Eve in Norway, not in Sweden", () => {
    for (const day of ["2026-12-24", "2026-12-31"]) {
      expect(calendarNO.isBusinessDay(date(day))).toBe(true);
      expect(calendarSE.isBusinessDay(date(day))).toBe(false);
    }
    expect(calendarNO.nextBusinessDay(date("2026-12-25"))).toBe("2026-12-28");
    expect(calendarSE.nextBusinessDay(date("2026-12-24"))).toBe("2026-12-28");
  });

  it("steps over New Year", () => {
    expect(calendarNO.addBankingDays(date("2026-12-31"), 1)).toBe("2027-01-04");
    expect(calendarSE.nextBusinessDay(date("2026-12-31"))).toBe("2027-01-04");
  });

  it("names a day that is two holidays with both names", () => {
    expect(calendarNO.nameOfHoliday(date("2027-05-17"))).toBe("17. mai / 2. pinsedag");
    expect(calendarNO.nameOfHoliday(date("2008-05-01"))).toBe("1. mai / Kristi himmelfartsdag");
    expect(calendarNO.nameOfHoliday(date("2026-06-01"))).toBeNull();
  });
});

describe("a calendar of one's own", () => {
  it("may work on 1 January: the day after the last of a year is the first of the next", () => {
    const calendar = calendarOf("NO", () => []);
    expect(calendar.addBankingDays(date("2025-12-31"), 1)).toBe("2026-01-01");
    expect(calendar.nextBusinessDay(date("2026-01-01"))).toBe("2026-01-01");
  });

  it("has no day that no month has", () => {
    expect(() => dayOf(2026, 2, 29)).toThrow("no such day: 2026-2-29");
    expect(fromEpochDay(dayOf(2024, 2, 29))).toBe("2024-02-29");
  });
});

/**
 * The one deliberate difference from the date-holidays package: it knows that 6 June became a Swedish holiday in
 * 2005, while our list is today's in every year. No table of ours reaches interest from before 2012.
 */
const FIRST_NATIONAL_DAY_OFF = 2005;

describe("an independent list of holidays", () => {
  it("has the same Norwegian public holidays in 2000 to 2060", () => {
    const theirs = new Holidays("NO", { types: ["public"] });
    for (let year = 2000; year <= 2060; year++)
      expect(daysOfYear(year).filter(calendarNO.isHoliday)).toEqual(datesOf(theirs, year, () => true));
  });

  it("has the same Swedish public holidays and eves in 2000 to 2060", () => {
    const theirs = new Holidays("SE");
    const eves = /^(midsommarafton|julafton|nyårsafton)$/i;
    for (let year = 2000; year <= 2060; year++) {
      const expected = new Set(
        datesOf(theirs, year, ({ type, name }) => type === "public" || eves.test(name)),
      );
      if (year < FIRST_NATIONAL_DAY_OFF) {
        expect(expected.has(`${year}-06-06`)).toBe(false);
        expected.add(`${year}-06-06`);
      }
      expect(daysOfYear(year).filter(calendarSE.isHoliday)).toEqual([...expected].sort());
    }
  });
});

function datesOf(
  list: Holidays,
  year: number,
  isWanted: (holiday: { readonly type: string; readonly name: string }) => boolean,
): string[] {
  const days = list.getHolidays(year).filter(isWanted);
  return [...new Set(days.map((holiday) => holiday.date.slice(0, 10)))].sort();
}
