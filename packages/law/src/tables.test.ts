import { addDays, type CalendarDate, date } from "@innfri/kernel/values";
import { describe, expect, it } from "vitest";
import { type EffectiveTable, inForce, OutsideCoverage } from "./effective.ts";
import { allTables, COUNTRIES, isCountry, lawPack } from "./law-pack.ts";
import * as figures from "./tables.ts";
import { daysFrom } from "./test-days.ts";

/** The only figures that exist but cannot be vouched for: table, first and last day. */
const DOCUMENTED_GAPS = [["no.compensation", "2021-01-01", "2021-06-30"]] as const;

function isDocumentedGap(table: string, day: CalendarDate): boolean {
  return DOCUMENTED_GAPS.some(([id, from, to]) => id === table && from <= day && day <= to);
}

/** All rows whose own span holds `day`: the sweep is about there being exactly one. */
function rowsHolding(table: EffectiveTable<unknown>, day: CalendarDate) {
  return table.rows.filter((row, index) => {
    const next = table.rows[index + 1];
    return row.from <= day && (next === undefined || day < next.from);
  });
}

describe.each(allTables().map((table) => [table.id, table] as const))("%s", (_, table) => {
  const first = table.rows[0].from;

  it("has exactly one value on every day from its first row to the last day checked", () => {
    for (const day of daysFrom(first, table.checkedThrough)) {
      const holding = rowsHolding(table, day);
      if (holding.length !== 1) expect.fail(`${holding.length} rows hold ${day}`);
      if (isDocumentedGap(table.id, day)) {
        if (holding[0]?.value !== null) expect.fail(`${day} has a value that nobody can vouch for`);
        expect(() => inForce(table, day)).toThrow(OutsideCoverage);
      } else if (inForce(table, day) !== holding[0]) expect.fail(`${day} is answered from another row`);
    }
  });

  it("refuses the day before its first row and the day after the last one checked", () => {
    expect(() => inForce(table, addDays(first, -1))).toThrow(OutsideCoverage);
    expect(() => inForce(table, addDays(table.checkedThrough, 1))).toThrow(OutsideCoverage);
    expect(inForce(table, first).from).toBe(first);
    expect(inForce(table, table.checkedThrough).from).toBe(table.rows.at(-1)?.from);
  });

  it("says where each value comes from", () => {
    expect(table.title).not.toBe("");
    expect(table.unit).not.toBe("");
    expect(table.basis.section).toMatch(/§/);
    for (const row of table.rows) {
      expect(row.confidence, row.from).not.toBe("");
      const hasGround = row.sources.length > 0 || row.regulation !== null || row.note !== undefined;
      expect(hasGround || row.confidence === "single source", row.from).toBe(true);
    }
  });
});

describe("the tables of a country", () => {
  it("have different names that start with the country", () => {
    const ids = allTables().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id } of lawPack("NO").tables) expect(id).toMatch(/^no\./);
    for (const { id } of lawPack("SE").tables) expect(id).toMatch(/^se\./);
  });

  it("are all in the hand of its law pack", () => {
    const isTable = (value: unknown) =>
      typeof value === "object" && value !== null && "checkedThrough" in value;
    expect(lawPack("NO").tables).toEqual(expect.arrayContaining(Object.values(figures.no).filter(isTable)));
    expect(lawPack("SE").tables).toEqual(expect.arrayContaining(Object.values(figures.se).filter(isTable)));
    expect(lawPack("SE").tables.map(({ id }) => id)).toContain("se.reference-rate");
  });

  it("end with the half-year of the newest rate", () => {
    for (const { checkedThrough } of allTables()) expect(checkedThrough).toBe("2026-12-31");
  });

  it("say in the refusal which figure is missing for which day", () => {
    const table = lawPack("NO").tables[0] as EffectiveTable<unknown>;
    expect(() => inForce(table, date("2027-01-01"))).toThrow(
      "Late-payment interest, Norway: no checked figure for 2027-01-01",
    );
  });

  it("are in kroner for Norway and kronor for Sweden", () => {
    expect([lawPack("NO").currency, lawPack("SE").currency]).toEqual(["NOK", "SEK"]);
    expect([lawPack("NO").calendar.country, lawPack("SE").calendar.country]).toEqual(["NO", "SE"]);
  });
});

describe("a country", () => {
  it("is one that there is a law pack for", () => {
    expect(COUNTRIES.map((country) => lawPack(country).country)).toEqual(["NO", "SE"]);
    expect(["NO", "SE", "DK", "no", "", null].filter(isCountry)).toEqual(["NO", "SE"]);
  });
});
