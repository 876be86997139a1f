import { date } from "@innfri/kernel/values";
import { describe, expect, it } from "vitest";
import { deadlineFrom, movedDueDay } from "./deadline.ts";
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
