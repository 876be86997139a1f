import { date } from "@innfri/kernel";
import { allTables, coverage, inForce, lawInForce, no, PACKAGED_LAW, se, useLaw } from "@innfri/law";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { afterEach, describe, expect, it } from "vitest";
import { openInstallation } from "../installation.ts";
import { readLaw } from "../law/law-entries.ts";
import { LAW_VALUES } from "../law/law-values.ts";
import { aLawFile, aRow, halfYearFile, INVENTED } from "../law/test-law-file.ts";
import { sql, withOperator } from "../store/index.ts";
import { loadLaw } from "./load-law.ts";

const NOW = new Date("2026-12-20T10:00:00Z");

async function fresh() {
  const database = await testDatabase();
  return { url: database.url, pool: await database.pool("innfri_engine") };
}

afterEach(() => useLaw(PACKAGED_LAW));

const RATES = {
  table: "no.late-payment-interest",
  checkedThrough: "2027-06-30",
  rows: [aRow("2027-01-01", 1300)],
};

describe("A law file (S113)", () => {
  it("brings the figures of a new half-year, and needs no new version of the program", async () => {
    const { pool } = await fresh();
    const outcome = await loadLaw({ pool }, halfYearFile(), NOW);
    expect(outcome).toMatchObject({ kind: "loaded", known: 0 });
    expect(inForce(no.latePaymentInterest, date("2026-12-31")).value).toBe(1225);
    expect(inForce(no.latePaymentInterest, date("2027-01-01"))).toMatchObject({
      value: 1300,
      loaded: { enteredBy: "Ada Oppdiktet", confirmedBy: "Bo Oppdiktet", source: INVENTED, on: "2026-12-20" },
    });
    expect(se.defaultRate(date("2027-06-30"))).toBe(1050);
    expect(coverage().every(({ checkedThrough }) => checkedThrough === "2027-06-30")).toBe(true);
    // 1/20 of the invented 770.00, and half up to whole kroner as before
    const fee = no.noticeFee({
      letter: "notice",
      claimDueOn: date("2026-12-01"),
      sentOn: date("2027-01-04"),
    });
    expect(fee.minor).toBe(3900n);
  });

  it("counts for every process that opens the installation, until it is closed", async () => {
    const { pool, url } = await fresh();
    await loadLaw(
      { pool },
      halfYearFile({ regimes: [{ regime: "NO-INKASSO-2026", from: "2027-03-01" }] }),
      NOW,
    );
    useLaw(PACKAGED_LAW);
    const directory = temporaryFolder("law");
    const installation = await openInstallation(directory, url);
    expect(inForce(no.collectionRate, date("2027-01-01")).value).toBe(770_00n);
    expect(lawInForce().newActFrom).toBe("2027-03-01");
    await installation.close();
    expect(lawInForce()).toBe(PACKAGED_LAW);
  });

  it("that is loaded again adds nothing", async () => {
    const { pool } = await fresh();
    const text = halfYearFile({ regimes: [{ regime: "NO-INKASSO-2026", from: "2027-03-01" }] });
    await loadLaw({ pool }, text, NOW);
    const again = await loadLaw({ pool }, text, new Date("2027-02-01T10:00:00Z"));
    expect(again).toEqual({ kind: "loaded", entries: [], known: allTables().length + 1 });
  });

  it("goes on where the one before ended", async () => {
    const { pool } = await fresh();
    await loadLaw({ pool }, aLawFile({ tables: [RATES] }), NOW);
    const next = { ...RATES, checkedThrough: "2027-12-31", rows: [aRow("2027-07-01", 1350)] };
    expect(await loadLaw({ pool }, aLawFile({ tables: [next] }), NOW)).toMatchObject({ kind: "loaded" });
    expect(inForce(no.latePaymentInterest, date("2027-06-30")).value).toBe(1300);
    expect(inForce(no.latePaymentInterest, date("2027-12-31")).value).toBe(1350);
  });

  it("may follow one whose process had a later clock: the order of loading counts", async () => {
    const { pool } = await fresh();
    await loadLaw({ pool }, aLawFile({ tables: [RATES] }), NOW);
    const next = { ...RATES, checkedThrough: "2027-12-31", rows: [aRow("2027-07-01", 1350)] };
    const earlier = new Date(NOW.getTime() - 1);
    expect(await loadLaw({ pool }, aLawFile({ tables: [next] }), earlier)).toMatchObject({ kind: "loaded" });
    useLaw(await readLaw(pool));
    expect(inForce(no.latePaymentInterest, date("2027-12-31")).value).toBe(1350);
  });

  it("with one thing wrong loads nothing, and each wrong thing is told with its place", async () => {
    const { pool } = await fresh();
    const text = aLawFile({
      tables: [
        RATES,
        { table: "no.collection-rate", checkedThrough: "2027-06-30", rows: [aRow("2026-12-31", 76000)] },
        { table: "no.court-fee.base", checkedThrough: "2027-06-30", rows: [aRow("2027-01-01", "1.5")] },
      ],
    });
    expect(await loadLaw({ pool }, text, NOW)).toEqual({
      kind: "refused",
      problems: [
        {
          where: "tables[1].rows",
          what: "begin on 2026-12-31, but no.collection-rate has its figures through 2026-12-31 already, and letters may stand on them. A wrong figure is corrected by a new version of Innfri, whose rows count before loaded ones",
        },
        { where: "tables[2].rows[0].value", what: "takes whole øre, 75000 for 750.00 kr (øre)" },
      ],
    });
    expect(lawInForce()).toBe(PACKAGED_LAW);
    const [row] = await withOperator(pool, (tx) =>
      tx.many<{ count: bigint }>(sql`select count(*) as count from law_entry`),
    );
    expect(row?.count).toBe(0n);
  });

  it("that somebody loads meanwhile is seen: the second of two files for the same days is refused", async () => {
    const { pool } = await fresh();
    const other = { ...RATES, rows: [aRow("2027-01-01", 1375)] };
    const outcomes = await Promise.all([
      loadLaw({ pool }, aLawFile({ tables: [RATES] }), NOW),
      loadLaw({ pool }, aLawFile({ tables: [other] }), NOW),
    ]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["loaded", "refused"]);
  });
});

describe("A law file is refused", () => {
  const database = fresh();

  async function problemsOf(text: string, now = NOW): Promise<string[]> {
    const { pool } = await database;
    const outcome = await loadLaw({ pool }, text, now);
    if (outcome.kind !== "refused") throw new Error("it was loaded");
    return outcome.problems.map(({ where, what }) => `${where} ${what}`);
  }

  it.each([
    ["that is no JSON", "{", "the file is not JSON"],
    ["of another format", aLawFile({ format: "x", tables: [RATES] }), "format is innfri-law-1"],
    [
      "that nobody has confirmed",
      aLawFile({ confirmedBy: undefined, tables: [RATES] }),
      "confirmedBy says who",
    ],
    [
      "that the same person has entered and confirmed",
      aLawFile({ confirmedBy: " ada  OPPDIKTET", tables: [RATES] }),
      "confirmedBy is the same person as enteredBy",
    ],
    [
      "without a source",
      aLawFile({ source: undefined, tables: [RATES] }),
      "tables[0].source says what was read",
    ],
    ["with nothing in it", aLawFile({}), "tables and regimes are empty"],
    [
      "for a table that does not exist",
      aLawFile({ tables: [{ ...RATES, table: "no.interest" }] }),
      "tables[0].table is no table: no.interest. The ids stand with the tables that are in force",
    ],
    [
      "with a field that it does not know",
      aLawFile({ tables: [{ ...RATES, until: "2027-06-30" }] }),
      "tables[0] has no field until",
    ],
    [
      "with a day that does not exist",
      aLawFile({ tables: [{ ...RATES, checkedThrough: "2027-06-31" }] }),
      "tables[0].checkedThrough takes a day such as 2027-01-01",
    ],
    [
      "with a rate in percent",
      aLawFile({ tables: [{ ...RATES, rows: [aRow("2027-01-01", 12.25)] }] }),
      "tables[0].rows[0].value takes basis points, 1225 for 12.25 % (basis points a year, simple)",
    ],
    [
      "with a rate that looks like a slip",
      aLawFile({ tables: [{ ...RATES, rows: [aRow("2027-01-01", 13)] }] }),
      'tables[0].rows[0].value is 0.13 % after 12.25 %: if that is no slip, say "largeChange": true',
    ],
    [
      "with a multiple ten times the one before",
      aLawFile({
        tables: [{ ...RATES, table: "no.court-fee.conciliation", rows: [aRow("2027-01-01", "15.4")] }],
      }),
      'tables[0].rows[0].value is 15.4 after 1.54: if that is no slip, say "largeChange": true',
    ],
    [
      "with one of several figures far from the one before",
      aLawFile({
        tables: [
          {
            ...RATES,
            table: "no.notice-fee.fractions",
            rows: [aRow("2027-01-01", { reminder: "1/20", notice: "1/2", ownDemand: "3/20" })],
          },
        ],
      }),
      'tables[0].rows[0].value is {"reminder":"1/20","notice":"1/2","ownDemand":"3/20"} after',
    ],
    [
      "with other tiers than before",
      aLawFile({
        tables: [
          {
            ...RATES,
            table: "no.recovery-costs.tiers",
            rows: [aRow("2027-01-01", [{ upToMinor: null, multiple: "0.8" }])],
          },
        ],
      }),
      'if that is no slip, say "largeChange": true',
    ],
    [
      "with a tier whose multiple is no number",
      aLawFile({
        tables: [
          {
            ...RATES,
            table: "no.recovery-costs.tiers",
            rows: [aRow("2027-01-01", [{ upToMinor: null, multiple: 0.8 }])],
          },
        ],
      }),
      'tables[0].rows[0].value[0].multiple takes a number as text, "0.25"',
    ],
    [
      "that says a figure twice",
      aLawFile({ tables: [RATES] }).replace('"value":1300', '"value":1300,"value":1350'),
      'the file has "value" twice in one object: which of them counts?',
    ],
    [
      "with a value that is very deep",
      aLawFile({ tables: [{ ...RATES, rows: [aRow("2027-01-01", "DEEP")] }] }).replace(
        '"DEEP"',
        `${"[".repeat(50_000)}${"]".repeat(50_000)}`,
      ),
      "tables[0].rows[0].value takes basis points",
    ],
    [
      "with a sign that no database keeps",
      aLawFile({ source: "read\u0000", tables: [RATES] }),
      "source has a sign that cannot be printed",
    ],
    [
      "with a name that would colour a terminal",
      aLawFile({ confirmedBy: "Bo\u001b[31m Oppdiktet", tables: [RATES] }),
      "confirmedBy has a sign that cannot be printed",
    ],
    [
      "that nobody has confirmed but three dots",
      aLawFile({ confirmedBy: "...", tables: [RATES] }),
      "confirmedBy says who it is, by name",
    ],
    ...["Oppdiktet, Ada", "Ada\u200b Oppdiktet", "Ada Oppdiktet."].map((name): [string, string, string] => [
      `that the same person has confirmed in other signs: ${JSON.stringify(name)}`,
      aLawFile({ confirmedBy: name, tables: [RATES] }),
      "confirmedBy is the same person as enteredBy",
    ]),
    [
      "that leaves days without an answer",
      aLawFile({ tables: [{ ...RATES, rows: [aRow("2027-02-01", 1300)] }] }),
      "tables[0].rows begin on 2027-02-01, and nothing says what holds from 2027-01-01 on",
    ],
    [
      "that vouches for years",
      aLawFile({ tables: [{ ...RATES, checkedThrough: "2028-12-31" }] }),
      "tables[0].checkedThrough is more than a year after 2026-12-31",
    ],
    [
      "with a start for an Act that has one",
      aLawFile({ regimes: [{ regime: "NO-INKASSO-1988", from: "2027-01-01" }] }),
      "regimes[0].regime takes NO-INKASSO-2026",
    ],
    [
      "that leaves out fields of a row",
      aLawFile({ tables: [{ ...RATES, rows: [{ from: "2027-01-01", value: 1250, confidence: "sure" }] }] }),
      "tables[0].rows[0].regulation is missing\ntables[0].rows[0].sources is missing",
    ],
  ])("%s", async (_, text, expected) => {
    expect((await problemsOf(text)).join("\n")).toContain(expected);
  });

  it("for each wrong thing at once", async () => {
    const text = aLawFile({ enteredBy: "", tables: [{ table: "no.collection-rate", rows: [{}] }] });
    expect((await problemsOf(text)).length).toBeGreaterThan(5);
  });
});

describe("The start of the Act of 2026", () => {
  const act = (from: string) => aLawFile({ regimes: [{ regime: "NO-INKASSO-2026", from }] });

  it("is known only once somebody has entered it (D9)", async () => {
    const { pool } = await fresh();
    expect(lawInForce().newActFrom).toBeNull();
    await loadLaw({ pool }, act("2027-01-01"), NOW);
    expect(lawInForce().newActFrom).toBe("2027-01-01");
  });

  it("can be moved as long as it has not come", async () => {
    const { pool } = await fresh();
    await loadLaw({ pool }, act("2027-01-01"), NOW);
    await loadLaw({ pool }, act("2027-07-01"), new Date("2026-12-28T10:00:00Z"));
    expect(lawInForce().newActFrom).toBe("2027-07-01");
    const late = await loadLaw({ pool }, act("2028-01-01"), new Date("2027-07-01T10:00:00Z"));
    expect(late).toMatchObject({ kind: "refused", problems: [{ where: "regimes[0].from" }] });
  });

  it("that is entered too late counts from the day it was entered: no answer of a past day changes", async () => {
    const { pool } = await fresh();
    await loadLaw({ pool }, act("2026-12-01"), NOW);
    expect(lawInForce().newActFrom).toBe("2026-12-20");
  });
});

describe("The figure of every table", () => {
  it.each(allTables().map((table) => [table.id, table] as const))(
    "can be written in a law file: %s",
    (id, table) => {
      for (const { value } of table.rows) {
        if (value === null) continue;
        const written: unknown = JSON.parse(
          JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? part.toString() : part)),
        );
        expect(LAW_VALUES.get(id)?.parse(written)).toEqual(value);
      }
    },
  );
});
