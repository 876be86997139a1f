import { describe, expect, it } from "vitest";
import {
  dayOf,
  dayText,
  isWorkingDay,
  monthsAfter,
  readDay,
  workingDayFrom,
  workingDaysAfter,
} from "./calendar.ts";

/** Holidays on weekdays, as the law sheets list them (norway.md, section 8; sweden.md, section 10). */
const FREE_WEEKDAYS = {
  NO: [
    "2026-01-01",
    "2026-04-02",
    "2026-04-03",
    "2026-04-06",
    "2026-05-01",
    "2026-05-14",
    "2026-05-25",
    "2026-12-25",
  ],
  SE: [
    "2026-01-01",
    "2026-01-06",
    "2026-04-03",
    "2026-04-06",
    "2026-05-01",
    "2026-05-14",
    "2026-06-19",
    "2026-12-24",
    "2026-12-25",
    "2026-12-31",
  ],
} as const;

describe("the checker's own calendar", () => {
  it.each(["NO", "SE"] as const)(
    "%s: a weekday of 2026 is free when the law sheet says so, and no other",
    (country) => {
      const free: string[] = [];
      for (let day = dayOf("2026-01-01"); day <= dayOf("2026-12-31"); day++)
        if (day % 7 < 5 && !isWorkingDay(country, day)) free.push(dayText(day));
      expect(free).toEqual(FREE_WEEKDAYS[country]);
    },
  );

  it("finds Easter of the years in the sheets, and what hangs on it", () => {
    for (const goodFriday of ["2025-04-18", "2026-04-03", "2027-03-26"])
      for (const days of [0, 3, 41]) expect(isWorkingDay("SE", dayOf(goodFriday) + days)).toBe(false);
    expect(isWorkingDay("NO", dayOf("2027-05-17"))).toBe(false);
    expect(isWorkingDay("SE", dayOf("2027-05-17"))).toBe(true);
    expect(dayText(workingDayFrom("SE", dayOf("2025-06-20")))).toBe("2025-06-23");
  });

  it("finds Easter where the moon's table has its exceptions, and on its first and last day", () => {
    const easters = [
      "1943-04-25",
      "1954-04-18",
      "1974-04-14",
      "1981-04-19",
      "2008-03-23",
      "2038-04-25",
      "2049-04-18",
      "2076-04-19",
      "2106-04-18",
      "2133-04-19",
    ];
    for (const sunday of easters) {
      const easter = dayOf(sunday);
      expect([-3, -2, 1, 39, 50].filter((days) => isWorkingDay("NO", easter + days))).toEqual([]);
      expect([-4, 2, 38, 51].filter((days) => !isWorkingDay("NO", easter + days))).toEqual([]);
    }
  });

  it("writes every day as it reads it", () => {
    for (let day = 0; day < 365 * 299; day++) if (dayOf(dayText(day)) !== day) expect.fail(`day ${day}`);
    const none = ["2026-02-29", "2026-13-01", "1899-12-31", "2200-01-01", "2026-1-1", 20260101, null];
    expect([...none, "x2026-01-01", "2026-01-011", "2026-00-10", "2026-01-00"].map(readDay)).toEqual(
      Array.from({ length: 11 }, () => undefined),
    );
    expect(["1900-02-29", "2100-02-29"].map(readDay)).toEqual([undefined, undefined]);
    expect(dayOf("2000-03-01") - dayOf("2000-02-29")).toBe(1);
    expect(() => dayOf("2026-02-30")).toThrow("not a day: 2026-02-30");
  });

  it("ends a period of months on the same number, else on the month's last day", () => {
    const months = (day: string, count: number) => dayText(monthsAfter(dayOf(day), count));
    expect([months("2026-06-05", 6), months("2024-02-29", 36), months("2026-08-31", 1)]).toEqual([
      "2026-12-05",
      "2027-02-28",
      "2026-09-30",
    ]);
  });

  it("counts working days over a weekend and a holiday", () => {
    expect(dayText(workingDaysAfter("SE", dayOf("2026-04-23"), 3))).toBe("2026-04-28");
    expect(dayText(workingDaysAfter("NO", dayOf("2026-03-31"), 3))).toBe("2026-04-08");
  });
});
