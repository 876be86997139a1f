import { date } from "@innfri/kernel/values";
import { describe, expect, it } from "vitest";
import { coverage, coverageReport, coverageState } from "./coverage.ts";
import { allTables } from "./law-pack.ts";

describe("how far the tables reach", () => {
  it("is told for every table", () => {
    expect(coverage().map(({ table }) => table)).toEqual(allTables().map(({ id }) => id));
  });

  it.each([
    ["2026-11-30", "covered", 31],
    ["2026-12-01", "ends-soon", 30],
    ["2026-12-31", "ends-soon", 0],
    ["2027-01-01", "ended", -1],
  ] as const)("on %s is %s with %i days left", (on, kind, daysLeft) => {
    expect(coverageState(date("2026-12-31"), date(on))).toEqual({ kind, daysLeft });
  });

  it("is as bad as its worst table, and each line says what to do", () => {
    const tables = [
      { table: "no.long", checkedThrough: date("2027-12-31") },
      { table: "no.soon", checkedThrough: date("2026-12-31") },
    ];
    const report = (on: string) => coverageReport(tables, date(on));
    expect(report("2026-11-01").worst).toBe("covered");
    expect(report("2026-12-30")).toEqual({
      lines: [
        "no.long  2027-12-31  366 days left",
        "no.soon  2026-12-31  WARNING: 1 day left, check the law and add the next row",
      ],
      worst: "ends-soon",
    });
    expect(report("2026-11-01").lines[1]).toBe("no.soon  2026-12-31  60 days left");
    expect(report("2027-01-01").worst).toBe("ended");
    expect(report("2027-01-01").lines[1]).toContain("ENDED 1 day ago");
  });
});

it("The days of all tables stand below each other, however long their names are", () => {
  const tables = ["se.a", "se.longest", "se.long"].map((table) => ({
    table,
    checkedThrough: date("2027-12-31"),
  }));
  expect(coverageReport(tables, date("2027-11-01")).lines).toEqual([
    "se.a        2027-12-31  60 days left",
    "se.longest  2027-12-31  60 days left",
    "se.long     2027-12-31  60 days left",
  ]);
});
