import {
  type CreditorRules,
  type DecisionFile,
  decide,
  type Judge,
  legalKindOf,
  lookOn,
  NO_CONTACT_LIMITS,
  PLANS,
  type Walk,
  walkFrom,
} from "@innfri/claims";
import { addDays, type CalendarDate, date } from "@innfri/kernel";
import { PACKAGED_LAW } from "@innfri/law";
import { aClaim, aFile } from "@innfri/testing/claims";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lawOf, readLawFile } from "../law/law-file.ts";
import { aLawFile, halfYearFile } from "../law/test-law-file.ts";
import { rehearseFile } from "./rehearse-file.ts";

const TODAY = date("2026-12-20");

function lawFrom(...texts: readonly string[]) {
  const entries = [];
  for (const text of texts) {
    const read = readLawFile(text, entries, TODAY);
    if (read.kind === "refused") throw new Error(JSON.stringify(read.problems));
    entries.push(...read.entries);
  }
  return lawOf(entries);
}

const HALF_YEAR = lawFrom(halfYearFile());
const act = (from: string) => aLawFile({ regimes: [{ regime: "NO-INKASSO-2026", from }] });

function rulesOf(plan: string): CreditorRules {
  return {
    plan: PLANS[plan]!,
    automation: "automatic",
    approveAfterDays: 3,
    minimumMinor: 0n,
    lookBackDays: null,
    isExcluded: false,
    excludedInvoices: [],
    waivedRestMinor: 5_000n,
    unconfirmed: [],
    stale: [],
    remindsItself: false,
    remindedInvoices: [],
    postingDays: {},
    contact: NO_CONTACT_LIMITS,
  };
}

type Made = { readonly file: DecisionFile; readonly judge: Judge; readonly on: CalendarDate };

/** A file some days into its plan, as a run would have left it. */
const files = fc
  .record({
    country: fc.constantFrom("NO", "SE"),
    operator: fc.constantFrom("self", "agency"),
    kind: fc.constantFrom("person", "business", "public"),
    principals: fc.array(fc.integer({ min: 1, max: 400_000 }), { minLength: 1, maxLength: 3 }),
    dueDays: fc.array(fc.integer({ min: -50, max: 60 }), { minLength: 3, maxLength: 3 }),
    agreed: fc.constantFrom(undefined, 500, 2400),
    automation: fc.constantFrom("automatic", "suggest"),
  })
  .map((given): Made => {
    const { country, operator, kind, principals, dueDays, agreed, automation } = given;
    const claims = principals.map((principal, i) =>
      aClaim({
        ref: `C${i}`,
        principal: `${principal}.00`,
        dueOn: addDays(date("2026-11-01"), dueDays[i]!),
        ...(agreed === undefined ? {} : { agreedRateBasisPoints: agreed }),
      } as Parameters<typeof aClaim>[0]),
    );
    const plan = country === "NO" ? "no-standard" : "se-standard";
    const rules = { ...rulesOf(plan), automation } as CreditorRules;
    const judge: Judge = (state, on) => decide(state, rules, on, "sums");
    const facts = aFile({ country, operator, debtorKind: legalKindOf(kind), claims } as Parameters<
      typeof aFile
    >[0]);
    const fresh: DecisionFile = {
      facts,
      debtorKind: kind,
      holds: [],
      claims: claims.map(({ ref }) => ({
        ref,
        invoiceNumber: ref,
        taken: [],
        proposal: null,
        lastLetterTotalMinor: null,
        paidSinceLetterInTimeMinor: 0n,
        isParked: false,
      })),
    };
    let walk: Walk | null = walkFrom(fresh, date("2026-07-01"));
    let last = walk;
    while (walk !== null && walk.day < TODAY) {
      last = walk;
      walk = lookOn(walk, judge).next;
    }
    return { file: (walk ?? last).state, judge, on: TODAY };
  });

describe("A rehearsal of one file (B7)", () => {
  it.each([
    ["the next half-year", PACKAGED_LAW, HALF_YEAR, "2027-01-01"],
    ["the Act of 2026", HALF_YEAR, lawFrom(halfYearFile(), act("2027-02-01")), "2027-02-01"],
    [
      "a rate in the middle of what is covered",
      lawFrom(
        aLawFile({
          tables: [{ table: "no.collection-rate", checkedThrough: "2027-06-30", unchanged: true }],
        }),
        halfYearFileBut("no.collection-rate"),
      ),
      HALF_YEAR,
      "2027-01-01",
    ],
  ] as const)(
    "finds the same for %s whether it shares the looks before it or not",
    (_, before, after, from) => {
      let found = 0;
      fc.assert(
        fc.property(files, fc.integer({ min: -20, max: 180 }), ({ file, judge, on }, days) => {
          const through = addDays(date("2027-01-01"), days);
          const laws = { before, after, from: date(from) };
          const short = rehearseFile(file, judge, laws, on, through);
          // Told that the laws differ from the beginning of time, it walks all of the way twice.
          const long = rehearseFile(file, judge, { ...laws, from: date("1990-01-01") }, on, through);
          expect([...short]).toEqual([...long]);
          found += short.size;
        }),
        { numRuns: 200 },
      );
      expect(found).toBeGreaterThan(20);
    },
  );
});

/** Rates that are loaded without one table. */
function halfYearFileBut(table: string): string {
  const file = JSON.parse(halfYearFile()) as { tables: { table: string | string[] }[] };
  return JSON.stringify({
    ...file,
    tables: file.tables
      .filter((one) => one.table !== table)
      .map((one) => ({
        ...one,
        ...(Array.isArray(one.table) ? { table: one.table.filter((id) => id !== table) } : {}),
      })),
  });
}
