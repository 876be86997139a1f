import { date } from "@innfri/kernel/values";
import { describe, expect, it } from "vitest";
import { deadlineFrom, endOfTerm, movedDueDay, statutoryDeadline } from "./deadline.ts";
import { calendarNO } from "./no/calendar.ts";
import { DEMAND_MIN_DAYS, NOTICE_MIN_DAYS } from "./no/terms.ts";
import { calendarSE } from "./se/calendar.ts";
import { DEMAND_MIN_DAYS as SWEDISH_DEMAND_MIN_DAYS } from "./se/terms.ts";

describe("domstolloven § 148: a deadline that we set", () => {
  it("does not count the day of sending", () => {
    expect(deadlineFrom(date("2026-05-15"), NOTICE_MIN_DAYS.value, calendarNO)).toBe("2026-05-29");
    expect(deadlineFrom(date("2026-06-05"), DEMAND_MIN_DAYS.value, calendarNO)).toBe("2026-06-19");
  });

  it("moves off a weekend and a holiday to the next business day", () => {
    expect(deadlineFrom(date("2026-05-02"), 14, calendarNO)).toBe("2026-05-18");
    expect(deadlineFrom(date("2026-03-19"), 14, calendarNO)).toBe("2026-04-07");
    expect(deadlineFrom(date("2026-12-10"), 14, calendarNO)).toBe("2026-12-24");
  });
});

describe("lag (1930:173): a Swedish deadline", () => {
  it("is at least 8 days after the demand was sent, and moves off Midsummer Eve", () => {
    expect(deadlineFrom(date("2026-04-28"), SWEDISH_DEMAND_MIN_DAYS.value, calendarSE)).toBe("2026-05-06");
    expect(deadlineFrom(date("2026-04-28"), 10, calendarSE)).toBe("2026-05-08");
    expect(deadlineFrom(date("2026-06-11"), 8, calendarSE)).toBe("2026-06-22");
  });
});

describe("gjeldsbrevloven § 5 and lag (1936:81) 5 §: a due date on a day nobody works", () => {
  it("counts as the next business day", () => {
    expect(movedDueDay(date("2025-11-15"), calendarNO)).toBe("2025-11-17");
    expect(movedDueDay(date("2026-05-17"), calendarNO)).toBe("2026-05-18");
    expect(movedDueDay(date("2026-05-30"), calendarSE)).toBe("2026-06-01");
  });

  it("stays where it is on a business day", () => {
    expect(movedDueDay(date("2026-04-30"), calendarNO)).toBe("2026-04-30");
    expect(movedDueDay(date("2026-12-24"), calendarNO)).toBe("2026-12-24");
    expect(movedDueDay(date("2026-12-24"), calendarSE)).toBe("2026-12-28");
  });
});

describe("lag (1930:173): a term of weeks, months or years", () => {
  it.each([
    ["2026-06-10", 8, "days", "2026-06-18"],
    ["2026-06-10", 4, "weeks", "2026-07-08"],
    ["2026-01-15", 1, "months", "2026-02-15"],
    ["2026-01-31", 1, "months", "2026-02-28"],
    ["2024-02-29", 3, "years", "2027-02-28"],
    ["2025-12-31", 6, "months", "2026-06-30"],
  ] as const)("from %s, %i %s: ends on %s", (from, value, unit, end) => {
    expect(endOfTerm(date(from), { value, unit })).toBe(end);
  });

  it("moves off a Saturday, a holiday and Midsummer Eve when it is a deadline for doing something", () => {
    expect(statutoryDeadline(date("2026-05-20"), { value: 1, unit: "months" }, calendarSE)).toBe(
      "2026-06-22",
    );
    expect(statutoryDeadline(date("2026-05-19"), { value: 1, unit: "months" }, calendarSE)).toBe(
      "2026-06-22",
    );
    expect(statutoryDeadline(date("2026-05-18"), { value: 1, unit: "months" }, calendarSE)).toBe(
      "2026-06-18",
    );
  });

  it("has no last day when it counts letters", () => {
    expect(() => endOfTerm(date("2026-05-20"), { value: 2, unit: "letters" })).toThrow(
      "a term of 2 letters has no last day",
    );
  });
});
