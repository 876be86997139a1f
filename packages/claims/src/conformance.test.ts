import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCase } from "./conformance.ts";
import { readGiven } from "./read-given.ts";

const folder = new URL("../../../conformance/cases/", import.meta.url);

type Case = {
  readonly id: string;
  readonly title: string;
  readonly expect: readonly Readonly<Record<string, unknown>>[];
};

const topics = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({ name, cases: JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Case[] }));
const allCases = topics.flatMap(({ cases }) => cases);

function broken(input: unknown) {
  return checkCase(input).checks.filter(({ holds }) => !holds);
}

describe("The neutral cases hold (B3, B28)", () => {
  for (const { name, cases } of topics)
    describe(name, () => {
      it.each(cases.map((one) => [one.id, one.title, one] as const))("%s: %s", (_id, _title, one) => {
        expect(broken(one)).toEqual([]);
      });
    });

  it("are all there", () => {
    expect(allCases).toHaveLength(99);
    expect(new Set(allCases.map(({ id }) => id)).size).toBe(99);
  });
});

describe("A case is held to its word", () => {
  it.each(allCases.map((one) => [one.id, one] as const))(
    "%s fails once any of its values is changed",
    (_id, one) => {
      for (const [i, expectation] of one.expect.entries()) {
        const leaves = leavesOf(expectation);
        expect(leaves.length).toBeGreaterThan(0);
        for (const path of leaves) {
          const changed = one.expect.map((other, j) => (i === j ? withWrongValue(expectation, path) : other));
          expect(broken({ ...one, expect: changed }), path.join(".")).not.toEqual([]);
        }
      }
    },
  );

  it.each([
    ["no expectation", []],
    ["an expectation of nothing", [{ on: "2026-06-05" }]],
    ["amounts without an amount", [{ on: "2026-06-05", amounts: {} }]],
    ["a misspelt word beside a step", [{ on: "2026-06-05", step: "demand", verdct: "permitted" }]],
    ["an unknown step", [{ on: "2026-06-05", step: "toString", verdict: "permitted" }]],
    ["a claim that is not there", [{ on: "2026-06-05", step: "demand", claim: "Z", verdict: "permitted" }]],
    ["a limitation of a claim that is not there", [{ on: "2026-06-05", claim: 7, limitation: "2029-04-30" }]],
    ["a plan that is not there", [{ on: "2026-06-05", plan: "constructor", flow: { notice: "2026-05-15" } }]],
    ["a day that is none", [{ on: "2026-02-30", amounts: { total: "0.00" } }]],
    ["a day beyond the calendar", [{ on: "2199-12-31", limitation: "2029-04-30" }]],
    ["no list", { on: "2026-06-05" }],
  ])("%s is noticed", (_what, expectations) => {
    expect(broken(aCase({ expect: expectations }))).not.toEqual([]);
  });

  it("without facts is noticed", () => {
    for (const input of [undefined, null, 7, "case", [], {}, { country: "NO" }])
      expect(broken(input)).not.toEqual([]);
  });
});

/** The ways to the values that an expectation states; where it is asked about is no value. */
function leavesOf(expectation: Readonly<Record<string, unknown>>): string[][] {
  return Object.entries(expectation).flatMap(([key, value]) => {
    if (["on", "step", "claim", "plan"].includes(key)) return [];
    return typeof value === "object" && value !== null
      ? Object.keys(value).map((inner) => [key, inner])
      : [[key]];
  });
}

function withWrongValue(expectation: Readonly<Record<string, unknown>>, [key, inner]: string[]) {
  const value = expectation[key!];
  return {
    ...expectation,
    [key!]: inner === undefined ? "other" : { ...(value as object), [inner]: "other" },
  };
}

type Given = { claims: unknown; events: unknown; [key: string]: unknown };

function aCase(changes: Readonly<Record<string, unknown>> = {}, given: Partial<Given> = {}) {
  return {
    id: "test",
    title: "",
    country: "NO",
    given: {
      operator: "agency",
      debtor: { kind: "consumer" },
      claims: [{ ref: "A", principal: "4500.00", issuedOn: "2026-04-16", dueOn: "2026-04-30" }],
      events: [{ on: "2026-05-15", do: "notice", payBy: "2026-05-29" }],
      ...given,
    },
    expect: [{ on: "2026-05-15", amounts: { total: "4560.19" } }],
    ...changes,
  };
}

const claim = { ref: "A", principal: "4500.00", issuedOn: "2026-04-16", dueOn: "2026-04-30" };
const notice = { on: "2026-05-15", do: "notice", payBy: "2026-05-29" };

describe("Facts that are malformed are refused with their place", () => {
  it.each<[place: string, input: unknown]>([
    ["case", null],
    ["case", "{}"],
    ["given", { country: "NO" }],
    ["given", aCase({ given: [] })],
    ["given.debtor", aCase({}, { debtor: "consumer" })],
    ["given.claims", aCase({}, { claims: undefined })],
    ["given.claims", aCase({}, { claims: [] })],
    ["given.claims", aCase({}, { claims: { ...claim, length: 1 } })],
    ["given.claims[0]", aCase({}, { claims: ["A"] })],
    ["given.claims[0].ref", aCase({}, { claims: [{ ...claim, ref: "" }] })],
    ["given.claims[1].ref", aCase({}, { claims: [claim, { ...claim, principal: "1.00" }] })],
    ["given.claims[0].principal", aCase({}, { claims: [{ ...claim, principal: 4500 }] })],
    ["given.claims[0].principal", aCase({}, { claims: [{ ...claim, principal: "-1.00" }] })],
    ["given.claims[0].principal", aCase({}, { claims: [{ ...claim, principal: "1.005" }] })],
    ["given.claims[0].principal", aCase({}, { claims: [{ ...claim, principal: "9".repeat(19) }] })],
    ["given.claims[0].principal", aCase({}, { claims: [{ ...claim, principal: 10n }] })],
    ["given.claims[0].issuedOn", aCase({}, { claims: [{ ...claim, issuedOn: "2026-02-30" }] })],
    ["given.claims[0].dueOn", aCase({}, { claims: [{ ...claim, dueOn: "2199-12-31" }] })],
    ["given.claims[0].dueOn", aCase({}, { claims: [{ ...claim, dueOn: {} }] })],
    ["given.claims[0].agreedRate", aCase({}, { claims: [{ ...claim, agreedRate: "1000.00" }] })],
    ["given.claims[0].type", aCase({}, { claims: [{ ...claim, type: "loan" }] })],
    ["given.claims[0].interestStated", aCase({}, { claims: [{ ...claim, interestStated: "yes" }] })],
    ["given.operator", aCase({}, { operator: "bank" })],
    ["given.creditor.vatDeductible", aCase({}, { creditor: { vatDeductible: 1 } })],
    ["settings", aCase({ settings: [] })],
    ["settings.dayCount", aCase({ settings: { dayCount: "30/360" } })],
    ["settings.waitAfterNotice", aCase({ settings: { waitAfterNotice: 1e9 } })],
    ["settings.waitAfterNotice", aCase({ settings: { waitAfterNotice: -1 } })],
    ["settings.residualLimit", aCase({ settings: { residualLimit: "lots" } })],
    ["given.events", aCase({}, { events: "none" })],
    ["given.events", aCase({}, { events: new Array(1e9) })],
    ["given.events[0]", aCase({}, { events: [null] })],
    ["given.events[0].on", aCase({}, { events: [{ ...notice, on: 20260515 }] })],
    ["given.events[0].do", aCase({}, { events: [{ ...notice, do: "hasOwnProperty" }] })],
    ["given.events[0].payBy", aCase({}, { events: [{ on: "2026-05-15", do: "notice" }] })],
    ["given.events[0].fee", aCase({}, { events: [{ ...notice, fee: "double" }] })],
    ["given.events[0].claim", aCase({}, { events: [{ ...notice, claim: "B" }] })],
    ["given.events[0].receivedOn", aCase({}, { events: [{ ...notice, receivedOn: null }] })],
    ["given.events[0].amount", aCase({}, { events: [{ on: "2026-05-15", do: "payment" }] })],
    [
      "given.events[0].designation",
      aCase({}, { events: [{ on: "2026-05-15", do: "payment", amount: "1.00", designation: "interest" }] }),
    ],
    [
      "given.events[0].instalments",
      aCase({}, { events: [{ on: "2026-05-15", do: "plan", instalments: 1e308 }] }),
    ],
    [
      "given.events[0].scope",
      aCase({}, { events: [{ on: "2026-05-15", do: "objection", scope: "half", reasonable: true }] }),
    ],
    [
      "given.events[0].reasonable",
      aCase({}, { events: [{ on: "2026-05-15", do: "objection", scope: "whole" }] }),
    ],
    ["given.events[0].outcome", aCase({}, { events: [{ on: "2026-05-15", do: "objection-resolved" }] })],
  ])("%s", (place, input) => {
    const read = readGiven(input);
    expect(read).toMatchObject({ kind: "invalid", at: place });
    expect(broken(input)[0]?.found).toContain(place);
  });

  it("quotes no more of what it refuses than a line", () => {
    const read = readGiven(aCase({}, { claims: [{ ...claim, dueOn: "x".repeat(100_000) }] }));
    expect(read.kind === "invalid" && read.message.length).toBeLessThan(200);
  });

  it("holds a case with the largest amounts and the longest time", () => {
    const large = { ...claim, principal: "9".repeat(18), issuedOn: "2014-12-19", dueOn: "2015-01-02" };
    const result = checkCase(
      aCase(
        { expect: [{ on: "2026-12-31", amounts: { principal: `${"9".repeat(18)}.00` } }] },
        { claims: [large], events: [] },
      ),
    );
    expect(result.checks).toMatchObject([{ holds: true }]);
  });

  it.each([
    [{ dueOn: "2026-01-01" }, "given.claims[0].dueOn: it is due before it was issued"],
    [{ agreedrate: "18.00" }, 'given.claims[0]: a claim has no field "agreedrate"'],
    [{ ref: "\u001b[31mA" }, "given.claims[0].ref: signs that can be printed are needed here"],
  ])("a claim of %j contradicts itself, or would be read as something else", (more, found) => {
    const result = checkCase(aCase({}, { claims: [{ ...claim, ...more }], events: [] }));
    expect(result.checks[0]).toMatchObject({ holds: false, found: expect.stringContaining(found) });
  });

  it("finds nothing by a name that every object has", () => {
    const result = checkCase(aCase({ expect: [{ on: "2026-06-01", amounts: { constructor: "0.00" } }] }, {}));
    expect(result.checks).toMatchObject([{ holds: false, found: "nothing" }]);
  });

  it("answers whatever is in any of its fields", () => {
    const junk = fc.oneof(
      fc.constantFrom(
        null,
        undefined,
        "",
        "2026-05-15",
        "2150-12-31",
        "1950-01-01",
        "999999999999999999",
        1e308,
        -0,
        true,
      ),
      fc.jsonValue(),
    );
    const inner = {
      claims: fc.oneof(fc.constant([claim]), junk),
      events: fc.oneof(fc.constant([notice]), junk),
    };
    const input = fc.record({
      country: fc.oneof(fc.constantFrom("NO", "SE"), junk),
      currency: fc.oneof(fc.constant(undefined), junk),
      settings: fc.oneof(fc.constant(undefined), junk),
      given: fc.oneof(
        fc.record({ debtor: fc.constant({ kind: "consumer" }), ...inner }),
        fc.record({
          debtor: fc.constant({ kind: "business" }),
          claims: fc.array(
            fc.record(
              {
                ref: fc.constantFrom("A", "B"),
                principal: fc.constant("1.00"),
                issuedOn: junk,
                dueOn: junk,
                demandedOn: junk,
                agreedRate: junk,
              },
              { requiredKeys: ["ref", "principal", "issuedOn"] },
            ),
            { maxLength: 2 },
          ),
          events: fc.array(
            fc.record({
              on: fc.constantFrom("2026-05-15", "1950-01-01", "2150-12-31"),
              do: fc.constantFrom(
                "notice",
                "demand",
                "plan",
                "payment",
                "credit",
                "compensation",
                "objection",
                "objection-resolved",
                "application",
                "enforcement",
              ),
              payBy: fc.constantFrom("2026-05-29", "1950-01-01", "2150-12-31"),
              amount: fc.constant("0.50"),
              scope: fc.constantFrom("whole", "0.10"),
              reasonable: fc.boolean(),
              instalments: fc.constant(6),
              outcome: fc.constantFrom("accepted", "groundless"),
            }),
            { maxLength: 5 },
          ),
        }),
      ),
      expect: fc.oneof(
        junk,
        fc.array(
          fc.record(
            {
              on: fc.constantFrom("2026-06-05", "1950-01-01", "2150-12-31"),
              step: fc.constantFrom("notice", "demand", "court", "compensation"),
              amounts: junk,
              limitation: junk,
              flow: junk,
              plan: fc.constantFrom("no-standard", "se-standard", "x"),
            },
            { requiredKeys: ["on"] },
          ),
          { maxLength: 3 },
        ),
      ),
    });
    fc.assert(
      fc.property(input, (made) => {
        expect(checkCase(made).checks.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it("reads the same facts from events listed in another order of days", () => {
    const flow = allCases.find(({ id }) => id === "no-payments-04")!;
    const { given } = flow as unknown as { given: { events: unknown[] } };
    expect(broken({ ...flow, given: { ...given, events: [...given.events].reverse() } })).toEqual([]);
  });

  it("answers the largest file it reads", () => {
    const claims = Array.from({ length: 200 }, (_, i) => ({ ...claim, ref: `C${i}` }));
    const events = Array.from({ length: 1_000 }, (_, i) => ({ ...notice, claim: `C${i % 200}` }));
    expect(checkCase(aCase({}, { claims, events })).checks).toHaveLength(1);
    expect(readGiven(aCase({}, { claims: [...claims, { ...claim, ref: "one more" }] }))).toMatchObject({
      at: "given.claims",
    });
  });
});

describe("What the packs do not cover is refused, not malformed", () => {
  it.each([
    ["another country", aCase({ country: "DK" })],
    ["no country", aCase({ country: undefined })],
    ["another currency", aCase({ currency: "EUR" })],
    ["an unknown kind of debtor", aCase({}, { debtor: { kind: "estate" } })],
    ["a country that is no text", aCase({ country: { toString: 1 } })],
  ])("%s", (_what, input) => {
    expect(readGiven(input).kind).toBe("outside-coverage");
    const expectations = [
      { on: "2026-06-05", refused: "outside-coverage" },
      { on: "2026-06-05", step: "demand", verdict: "blocked", by: "outside-coverage" },
    ];
    expect(broken({ ...input, expect: expectations })).toEqual([]);
  });
});
