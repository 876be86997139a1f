import { LocalDate } from "@js-joda/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  addMonths,
  addYears,
  type CalendarDate,
  date,
  daysBetween,
  fromEpochDay,
  isDate,
  toEpochDay,
  weekdayOf,
} from "./calendar-date.ts";

const FIRST = toEpochDay(date("1900-01-01"));
const LAST = toEpochDay(date("2199-12-31"));
const days = fc.integer({ min: FIRST, max: LAST }).map(fromEpochDay);

describe("Calendar days", () => {
  it("count as another library counts, on every day from 1900 to 2199", () => {
    for (let n = FIRST; n <= LAST; n++) {
      const day = fromEpochDay(n);
      const theirs = LocalDate.ofEpochDay(n);
      if (day !== theirs.toString() || toEpochDay(day) !== n || weekdayOf(day) !== theirs.dayOfWeek().value())
        expect.fail(`${day} differs from ${theirs}`);
    }
  });

  it("add months as another library does: the same day number, else the last of the month", () => {
    const near = days.filter((day) => day > "1950" && day < "2150");
    fc.assert(
      fc.property(near, fc.integer({ min: -500, max: 500 }), (day, months) => {
        expect(addMonths(day, months)).toBe(LocalDate.parse(day).plusMonths(months).toString());
      }),
    );
    expect(addMonths(date("2026-08-31"), 6)).toBe("2027-02-28");
    expect(addYears(date("2024-02-29"), 3)).toBe("2027-02-28");
  });

  it("are as far apart as the days added", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: FIRST + 4000, max: LAST - 4000 }).map(fromEpochDay),
        fc.integer({ min: -4000, max: 4000 }),
        (day, n) => {
          expect(daysBetween(day, addDays(day, n))).toBe(n);
        },
      ),
    );
  });

  it.each([
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-1-1",
    "26-01-01",
    "2026-04-31",
    "2026-01-01T00:00",
    " 2026-01-01",
    "1899-12-31",
    "2200-01-01",
    "",
  ])("%j is not a day", (text) => {
    expect(isDate(text)).toBe(false);
    expect(() => date(text)).toThrow(RangeError);
  });

  it("sort as text", () => {
    fc.assert(
      fc.property(days, days, (a: CalendarDate, b: CalendarDate) => {
        expect(a < b).toBe(toEpochDay(a) < toEpochDay(b));
      }),
    );
  });
});
