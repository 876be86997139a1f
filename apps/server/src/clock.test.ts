import { date } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import { instantIn } from "./clock.ts";

describe("A wall-clock time in the nights when clocks change", () => {
  it.each([
    ["2026-03-29", "01:30", "2026-03-29T00:30:00.000Z"],
    ["2026-03-29", "02:30", "2026-03-29T01:30:00.000Z"],
    ["2026-03-29", "03:30", "2026-03-29T01:30:00.000Z"],
    ["2026-10-25", "00:00", "2026-10-24T22:00:00.000Z"],
    ["2026-10-25", "01:30", "2026-10-24T23:30:00.000Z"],
    ["2026-10-25", "02:30", "2026-10-25T01:30:00.000Z"],
    ["2026-10-25", "03:00", "2026-10-25T02:00:00.000Z"],
  ])("%s at %s is %s", (on, time, instant) => {
    expect(instantIn("Europe/Oslo", date(on), time)).toBe(instant);
  });
});
