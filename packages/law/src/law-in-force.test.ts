import { addDays, type CalendarDate, date } from "@innfri/kernel/values";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { coverage } from "./coverage.ts";
import { inForce, OutsideCoverage, type Row } from "./effective.ts";
import { no, se } from "./index.ts";
import {
  additionProblem,
  type LawInForce,
  lawWith,
  PACKAGED_LAW,
  type TableAddition,
  useLaw,
  withLaw,
} from "./law-in-force.ts";
import { allTables } from "./law-pack.ts";
import * as figures from "./tables.ts";
import { daysFrom } from "./test-days.ts";

const loaded = {
  enteredBy: "Ada Oppdiktet",
  confirmedBy: "Bo Oppdiktet",
  source: "a made-up regulation",
  on: date("2026-12-20"),
};

/** Invented rows: no authority has set them. */
function row(from: string, value: unknown): Row<unknown> {
  return {
    from: date(from),
    value,
    regulation: null,
    sources: ["invented for a test"],
    confidence: "invented",
  };
}

function addition(
  table: string,
  rows: readonly Row<unknown>[],
  checkedThrough: string,
  from = "2027-01-01",
): TableAddition {
  return { table, from: date(from), rows, checkedThrough: date(checkedThrough), loaded };
}

function law(...tables: TableAddition[]): LawInForce {
  return lawWith({ tables, newActFrom: null });
}

const RATE = addition("no.late-payment-interest", [row("2027-01-01", 1300)], "2027-06-30");

afterEach(() => useLaw(PACKAGED_LAW));

describe("A row that was loaded", () => {
  it("counts from its day on, with who loaded it, and changes nothing before", () => {
    const before = inForce(no.latePaymentInterest, date("2026-12-31"));
    withLaw(law(RATE), () => {
      expect(inForce(no.latePaymentInterest, date("2026-12-31"))).toEqual(before);
      expect(inForce(no.latePaymentInterest, date("2027-01-01"))).toMatchObject({ value: 1300, loaded });
      expect(inForce(no.latePaymentInterest, date("2027-06-30")).value).toBe(1300);
      expect(() => inForce(no.latePaymentInterest, date("2027-07-01"))).toThrow(OutsideCoverage);
    });
    expect(() => inForce(no.latePaymentInterest, date("2027-01-01"))).toThrow(OutsideCoverage);
  });

  it("counts only while the work under its law is done, also when that work fails", () => {
    const rate = () => inForce(no.latePaymentInterest, date("2027-01-01")).value;
    expect(withLaw(law(RATE), rate)).toBe(1300);
    expect(() =>
      withLaw(law(RATE), () => {
        throw new RangeError("something else");
      }),
    ).toThrow("something else");
    expect(rate).toThrow(OutsideCoverage);
  });

  it("may answer for one day alone", () => {
    const oneDay = addition("no.late-payment-interest", [row("2027-01-01", 1300)], "2027-01-01");
    withLaw(law(oneDay), () => {
      expect(inForce(no.latePaymentInterest, date("2027-01-01")).value).toBe(1300);
      expect(no.latePaymentInterest.checkedThrough).toBe("2027-01-01");
    });
  });

  it("is seen by every reader of the table: the coverage, and the figures alone that a checker reads", () => {
    useLaw(law(RATE));
    expect(coverage()).toContainEqual({ table: "no.late-payment-interest", checkedThrough: "2027-06-30" });
    expect(figures.no.latePaymentInterest.rows.at(-1)).toMatchObject({ from: "2027-01-01", value: 1300 });
    expect(figures.no.latePaymentInterest.loaded).toEqual([loaded]);
  });

  it("reaches interest, which is kept for each law apart", () => {
    const given = {
      principalMinor: 1_000_000n,
      countedFrom: date("2026-12-30"),
      through: date("2027-01-01"),
    };
    expect(() => no.interestBetween(given)).toThrow(OutsideCoverage);
    withLaw(law(RATE), () => {
      // 10000.00 × 12.25 % / 365 + 10000.00 × 13.00 % / 365
      expect(no.interestBetween(given).minor).toBe(692n);
    });
    withLaw(law(addition(RATE.table, [row("2027-01-01", 1400)], "2027-06-30")), () => {
      expect(no.interestBetween(given).minor).toBe(719n);
    });
    expect(() => no.interestBetween(given)).toThrow(OutsideCoverage);
  });

  it("leaves Swedish interest where it was as long as one of its two tables ends", () => {
    const reference = addition("se.reference-rate", [row("2027-01-01", 250)], "2027-06-30");
    const margin = addition("se.default-margin", [], "2027-06-30");
    const interest = (through: string) =>
      se.interestBetween({
        principalMinor: 1_000_000n,
        countedFrom: date("2026-12-30"),
        through: date(through),
      }).minor;
    const before = interest("2026-12-31");
    withLaw(law(reference), () => {
      expect(interest("2026-12-31")).toBe(before);
      expect(() => interest("2027-01-01")).toThrow("Late-payment interest above the reference rate, Sweden");
    });
    withLaw(law(margin), () => expect(() => interest("2027-01-01")).toThrow("Reference rate, Sweden"));
    withLaw(law(reference, margin), () => expect(interest("2027-01-01")).toBeGreaterThan(before));
  });
});

describe("A table that is only checked further", () => {
  it("goes on with its last row", () => {
    withLaw(law(addition("no.collection-rate", [], "2027-12-31")), () => {
      expect(inForce(no.collectionRate, date("2027-12-31")).value).toBe(750_00n);
      expect(no.collectionRate.loaded).toEqual([loaded]);
      expect(() => inForce(no.collectionRate, date("2028-01-01"))).toThrow(OutsideCoverage);
    });
  });
});

describe("Another version of the program", () => {
  const later = addition("no.late-payment-interest", [row("2027-07-01", 1350)], "2027-12-31", "2027-07-01");

  it("that brings the loaded days itself answers them by its own rows", () => {
    const old = addition("no.late-payment-interest", [row("2026-01-01", 9900)], "2026-12-31", "2026-01-01");
    withLaw(law(old), () => expect(inForce(no.latePaymentInterest, date("2026-12-31")).value).toBe(1225));
  });

  it("that brings more than was loaded keeps its own last day", () => {
    const old = addition("no.late-payment-interest", [row("2026-01-01", 9900)], "2026-06-30", "2026-01-01");
    withLaw(law(old), () => {
      expect(no.latePaymentInterest.checkedThrough).toBe("2026-12-31");
      expect(no.latePaymentInterest.loaded).toBeUndefined();
    });
  });

  it("that brings the first of several loaded rows leaves that one out, and those after it stand", () => {
    const rows = [row("2026-07-01", 1300), row("2027-01-01", 1400), row("2027-04-01", 1500)];
    const over = addition("no.late-payment-interest", rows, "2027-06-30", "2026-07-01");
    withLaw(law(over), () => {
      const own = no.latePaymentInterest.rows.filter(({ from }) => from >= "2026-07-01");
      expect(own.map(({ from, value }) => [from, value])).toEqual([
        ["2026-07-01", 1225],
        ["2027-01-01", 1400],
        ["2027-04-01", 1500],
      ]);
    });
  });

  it("that reaches into a loaded row lets it begin after its own last day", () => {
    const over = addition("no.late-payment-interest", [row("2026-07-01", 1300)], "2027-06-30", "2026-07-01");
    withLaw(law(over), () => {
      expect(inForce(no.latePaymentInterest, date("2026-12-31")).value).toBe(1225);
      expect(inForce(no.latePaymentInterest, date("2027-01-01"))).toMatchObject({
        from: "2027-01-01",
        value: 1300,
      });
    });
  });

  it("that ends before what was loaded begins leaves it out: nobody has said what holds in between", () => {
    withLaw(law(later), () => {
      expect(() => inForce(no.latePaymentInterest, date("2027-07-01"))).toThrow(OutsideCoverage);
      expect(no.latePaymentInterest.checkedThrough).toBe("2026-12-31");
    });
    withLaw(law(RATE, later), () =>
      expect(inForce(no.latePaymentInterest, date("2027-07-01")).value).toBe(1350),
    );
  });
});

describe("What can be added", () => {
  const problemOf = (froms: readonly string[], checkedThrough: string, isUnchanged = false) =>
    additionProblem(no.latePaymentInterest, {
      rows: froms.map((from) => ({ from: date(from) })),
      checkedThrough: date(checkedThrough),
      isUnchanged,
    });

  it.each([
    ["the day after the last checked one", ["2027-01-01"], "2027-06-30", false],
    ["one day", ["2027-01-01"], "2027-01-01", false],
    ["two rows, one after the other", ["2027-01-01", "2027-07-01"], "2027-12-31", false],
    ["no row, where nothing changed", [], "2027-06-30", true],
    ["a later row, where nothing changed before it", ["2027-04-01"], "2027-06-30", true],
  ] as const)("%s", (_, froms, checkedThrough, isUnchanged) => {
    expect(problemOf(froms, checkedThrough, isUnchanged)).toBeUndefined();
  });

  it.each([
    ["a day that is answered", ["2026-12-31"], "2027-06-30", true, "answered"],
    ["a gap that nobody has spoken for", ["2027-01-02"], "2027-06-30", false, "gap"],
    ["two rows on one day", ["2027-01-01", "2027-01-01"], "2027-06-30", false, "order"],
    [
      "a row after the last checked day",
      ["2027-01-01", "2027-07-01"],
      "2027-06-30",
      false,
      "checked-through",
    ],
    ["a day that was checked already", [], "2026-12-31", true, "checked-through"],
    ["nothing at all", [], "2027-06-30", false, "nothing-said"],
  ] as const)("but not %s", (_, froms, checkedThrough, isUnchanged, kind) => {
    expect(problemOf(froms, checkedThrough, isUnchanged)?.kind).toBe(kind);
  });

  it("keeps exactly one value for each day of a table, however much is loaded, and every answer there was", () => {
    const packaged = new Map(
      allTables().map((table) => [table.id, { rows: [...table.rows], checkedThrough: table.checkedThrough }]),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...allTables()),
        fc.array(
          fc.record({
            offsets: fc.array(fc.integer({ min: -40, max: 200 }), { maxLength: 4 }),
            days: fc.integer({ min: -10, max: 400 }),
            isUnchanged: fc.boolean(),
          }),
          { maxLength: 5 },
        ),
        (table, loads) => {
          const own = packaged.get(table.id)!;
          const additions: TableAddition[] = [];
          for (const { offsets, days, isUnchanged } of loads)
            withLaw(law(...additions), () => {
              const open = addDays(table.checkedThrough, 1);
              const rows = offsets.map((offset, i) => row(addDays(open, offset), 100 + i));
              const checkedThrough = addDays(open, days);
              if (additionProblem(table, { rows, checkedThrough, isUnchanged }) === undefined)
                additions.push({ table: table.id, from: open, rows, checkedThrough, loaded });
            });
          withLaw(law(...additions), () => {
            expect(table.rows.slice(0, own.rows.length)).toEqual(own.rows);
            expect(table.checkedThrough >= own.checkedThrough).toBe(true);
            const froms = table.rows.map(({ from }) => from);
            expect(froms).toEqual([...new Set(froms)].sort());
            const last: CalendarDate = table.checkedThrough;
            expect(froms.at(-1)! <= last).toBe(true);
            for (const day of daysFrom(addDays(own.checkedThrough, 1), last))
              expect(inForce(table, day)).toBeDefined();
            expect(() => inForce(table, addDays(last, 1))).toThrow(OutsideCoverage);
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
