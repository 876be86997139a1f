import { date, weekdayOf } from "@innfri/kernel/values";
import { describe, expect, it } from "vitest";
import { daysOfYear } from "../test-days.ts";
import { calendarNO } from "./calendar.ts";
import { mayContactAt } from "./contact-hours.ts";

const at = (day: string, time: string, regime: "NO-INKASSO-1988" | "NO-INKASSO-2026" = "NO-INKASSO-1988") =>
  mayContactAt({ day: date(day), time, regime });

describe("Hours of contact in Norway (norway.md 5.10)", () => {
  it.each([
    ["07:59", false],
    ["08:00", true],
    ["20:59", true],
    ["21:00", false],
  ])("a Thursday at %s: %s", (time, allowed) => {
    expect(at("2026-06-04", time).allowed).toBe(allowed);
  });

  it("are over from nine in the evening until eight the next working day", () => {
    expect(at("2026-06-04", "23:30")).toEqual({
      allowed: false,
      rule: "no.contact-hours",
      because: "hour",
      next: { day: "2026-06-05", from: "08:00" },
    });
    expect(at("2026-06-05", "06:00")).toMatchObject({ next: { day: "2026-06-05", from: "08:00" } });
    expect(at("2026-06-05", "22:00")).toMatchObject({ next: { day: "2026-06-08", from: "08:00" } });
  });

  it("leave Saturdays alone until the new Act, unless somebody says otherwise", () => {
    expect(at("2026-06-06", "12:00")).toMatchObject({ allowed: false, because: "saturday" });
    for (const [time, allowed] of [
      ["08:59", false],
      ["09:00", true],
      ["14:59", true],
      ["15:00", false],
    ] as const) {
      expect(at("2026-06-06", time, "NO-INKASSO-2026").allowed).toBe(allowed);
      const day = date("2026-06-06");
      expect(mayContactAt({ day, time, regime: "NO-INKASSO-1988", saturdays: true }).allowed).toBe(allowed);
      expect(mayContactAt({ day, time, regime: "NO-INKASSO-2026", saturdays: false }).allowed).toBe(false);
    }
  });

  it("are never on a Sunday or a public holiday, under either Act", () => {
    for (const day of daysOfYear(2026)) {
      if (weekdayOf(day) !== 7 && !calendarNO.isHoliday(day)) continue;
      for (const regime of ["NO-INKASSO-1988", "NO-INKASSO-2026"] as const)
        expect(at(day, "12:00", regime), day).toMatchObject({ allowed: false });
    }
    expect(at("2026-05-14", "12:00")).toMatchObject({ because: "holiday", next: { day: "2026-05-15" } });
    expect(at("2026-12-26", "12:00", "NO-INKASSO-2026")).toMatchObject({ because: "holiday" });
    expect(at("2026-04-01", "21:00")).toMatchObject({ because: "hour", next: { day: "2026-04-07" } });
  });

  it("say which rule allows them, and that a Sunday is one", () => {
    expect(at("2026-06-04", "12:00")).toEqual({ allowed: true, rule: "no.contact-hours" });
    expect(at("2026-06-07", "12:00")).toEqual({
      allowed: false,
      rule: "no.contact-hours",
      because: "sunday",
      next: { day: "2026-06-08", from: "08:00" },
    });
  });

  it.each(["8:00", "24:00", "12:60", "112:00", "12:000", "noon", ""])("take no %s for a time", (time) => {
    expect(() => at("2026-06-04", time)).toThrow(`not a time of day: ${time}`);
  });
});
