/** The worked examples of the law sheets, as far as they are this room's. Those of the conformance cases are there. */
import { addDays, date, formatMinor } from "@innfri/kernel";
import {
  aClaim,
  aCredit,
  aFile,
  aLetter,
  aPayment,
  type ClaimOptions,
  type FileOptions,
} from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import type { FileEvent, FileFacts } from "./facts.ts";
import { limitationOf } from "./limitation.ts";

type Expected = Readonly<Record<string, string>>;

function found(facts: FileFacts, on: string, keys: readonly string[]): Expected {
  const amounts = accountOn(facts, date(on)).amountsOn(date(on)) as Readonly<Record<string, bigint>>;
  return Object.fromEntries(keys.map((key) => [key, formatMinor(amounts[key]!)]));
}

function swedish(claim: ClaimOptions, events: readonly FileEvent[] = [], more: FileOptions = {}): FileFacts {
  return aFile({ country: "SE", debtorKind: "business", claims: [aClaim(claim)], events, ...more });
}

const FIRST = { principal: "12500.00", issuedOn: "2026-03-02", dueOn: "2026-04-01" };
const REMINDER = aLetter("reminder", "2026-04-13", "2026-04-23");
const DEMAND = aLetter("demand", "2026-04-28", "2026-05-08");
const COMPENSATION: FileEvent = { kind: "compensation", on: date("2026-04-13"), claims: null };
const PLAN: FileEvent = {
  kind: "payment-plan",
  on: date("2026-05-08"),
  instalments: 3,
  wholeDebt: true,
  claims: null,
};
const LEGAL: readonly FileEvent[] = [
  { kind: "application", on: date("2026-05-13"), claims: null },
  { kind: "decision", on: date("2026-06-09"), claims: null },
];
const ENFORCED: FileEvent = { kind: "enforcement", on: date("2026-06-09"), claims: null };
const CONSUMER = { debtorKind: "consumer" } as const;
const SMALL = { principal: "349.00", dueOn: "2026-06-30" };
const SMALL_LETTERS = [
  aLetter("reminder", "2026-07-13", "2026-07-23"),
  aLetter("demand", "2026-08-04", "2026-08-14"),
];
const THREE = [
  aClaim({ ref: "A", principal: "4200.00", dueOn: "2026-03-31" }),
  aClaim({ ref: "B", principal: "6150.00", dueOn: "2026-04-30" }),
  aClaim({ ref: "C", principal: "980.00", dueOn: "2026-05-29" }),
];
const JOINT = aLetter("demand", "2026-06-15", "2026-06-25");

describe("sweden.md section 11", () => {
  it.each<[example: string, facts: FileFacts, on: string, expected: Expected]>([
    [
      "1 a reminder",
      swedish(FIRST, [REMINDER]),
      "2026-04-13",
      { interest: "41.10", "notice-fee": "60.00", total: "12601.10" },
    ],
    [
      "2 and a demand",
      swedish(FIRST, [REMINDER, DEMAND]),
      "2026-04-28",
      { interest: "92.47", "notice-fee": "60.00", "recovery-costs": "180.00", total: "12832.47" },
    ],
    [
      "3 with 450 claimed",
      swedish(FIRST, [COMPENSATION, REMINDER, DEMAND]),
      "2026-04-28",
      { compensation: "210.00", total: "13042.47" },
    ],
    [
      "4 across 1 July 2025",
      swedish({ principal: "40000.00", dueOn: "2025-05-30" }),
      "2025-08-29",
      { interest: "1031.23" },
    ],
    [
      "5 into a leap year",
      swedish({ principal: "25000.00", dueOn: "2023-11-15" }),
      "2024-03-15",
      { interest: "977.08" },
    ],
    [
      "5 with 365 fixed",
      swedish({ principal: "25000.00", dueOn: "2023-11-15" }, [], { settings: { dayCount: "ACT/365F" } }),
      "2024-03-15",
      { interest: "978.77" },
    ],
    [
      "6 four years",
      swedish({ principal: "8640.00", dueOn: "2022-05-31" }),
      "2026-05-31",
      { interest: "3678.86" },
    ],
    [
      "6 with 365 fixed",
      swedish({ principal: "8640.00", dueOn: "2022-05-31" }, [], { settings: { dayCount: "ACT/365F" } }),
      "2026-05-31",
      { interest: "3681.71" },
    ],
    [
      "7 an agreed rate",
      swedish({ principal: "30000.00", dueOn: "2026-02-27", agreedRateBasisPoints: 1_200 }),
      "2026-05-29",
      { interest: "897.53" },
    ],
    [
      "8 no agreed due day",
      swedish({ principal: "9875.50", dueOn: null, demandedOn: "2026-01-15" }, [
        { ...COMPENSATION, on: date("2026-02-15") },
      ]),
      "2026-03-31",
      { interest: "121.75", compensation: "450.00" },
    ],
    [
      "9 a payment, and what is left",
      swedish({ principal: "20000.00", dueOn: "2026-01-30" }, [
        aLetter("reminder", "2026-02-09", "2026-02-19"),
        aLetter("demand", "2026-02-24", "2026-03-06"),
        aPayment("2026-03-16", "8000.00"),
      ]),
      "2026-04-30",
      { principal: "12486.58", interest: "153.94", total: "12640.52" },
    ],
    [
      "9 principal first",
      swedish(
        { principal: "20000.00", dueOn: "2026-01-30" },
        [
          aLetter("reminder", "2026-02-09", "2026-02-19"),
          aLetter("demand", "2026-02-24", "2026-03-06"),
          aPayment("2026-03-16", "8000.00"),
        ],
        { settings: { allocation: "principal-first" } },
      ),
      "2026-04-30",
      { total: "12634.53" },
    ],
    [
      "10 a consumer",
      swedish(SMALL, SMALL_LETTERS, CONSUMER),
      "2026-09-30",
      { interest: "8.80", total: "597.80" },
    ],
    [
      "10 never 450",
      swedish(SMALL, [...SMALL_LETTERS, { ...COMPENSATION, on: date("2026-08-01") }], CONSUMER),
      "2026-09-30",
      { compensation: "0.00", total: "597.80" },
    ],
    [
      "11 fee not agreed",
      swedish({ ...SMALL, reminderFeeAgreed: false }, SMALL_LETTERS, CONSUMER),
      "2026-09-30",
      { total: "537.80" },
    ],
    [
      "12 an authority",
      swedish(
        { principal: "150000.00", dueOn: "2026-07-31" },
        [{ ...COMPENSATION, on: date("2026-08-03") }],
        { debtorKind: "public" },
      ),
      "2026-09-15",
      { interest: "1890.41", total: "152340.41" },
    ],
    [
      "13 three invoices, one demand",
      aFile({ country: "SE", debtorKind: "business", claims: THREE, events: [JOINT] }),
      "2026-06-15",
      { interest: "169.52", "recovery-costs": "180.00", total: "11679.52" },
    ],
    [
      "13 with 450 for each",
      aFile({
        country: "SE",
        debtorKind: "business",
        claims: THREE,
        events: [{ ...COMPENSATION, on: date("2026-06-15") }, JOINT],
      }),
      "2026-06-15",
      { total: "12849.52" },
    ],
    [
      "14 due on a Saturday",
      swedish({ principal: "10000.00", dueOn: "2026-05-30" }),
      "2026-06-22",
      { interest: "57.53" },
    ],
    [
      "15 a payment order",
      swedish(FIRST, [REMINDER, DEMAND, ...LEGAL]),
      "2026-06-09",
      { interest: "236.30", "legal-costs": "680.00", total: "13656.30" },
    ],
    [
      "15 and enforcement",
      swedish(FIRST, [REMINDER, DEMAND, ...LEGAL, ENFORCED]),
      "2026-06-09",
      { "legal-costs": "1280.00", total: "14256.30" },
    ],
    [
      "16 until the end of the year",
      swedish(FIRST, [REMINDER, DEMAND, ...LEGAL, ENFORCED]),
      "2026-12-31",
      { interest: "938.36", total: "14958.36" },
    ],
    [
      "17 (a) paid the day before the demand",
      swedish(FIRST, [REMINDER, aPayment("2026-04-27", "12649.04"), DEMAND]),
      "2026-04-28",
      { total: "0.00" },
    ],
    [
      "17 (b) paid on the demand's day",
      swedish(FIRST, [REMINDER, DEMAND, aPayment("2026-04-28", "12652.47")]),
      "2026-04-28",
      { total: "180.00" },
    ],
    [
      "18 450 takes a plan in",
      swedish(FIRST, [COMPENSATION, REMINDER, DEMAND, PLAN]),
      "2026-05-08",
      { "notice-fee": "60.00", "recovery-costs": "350.00", compensation: "40.00", total: "13076.71" },
    ],
  ])("#%s", (_example, facts, on, expected) => {
    expect(found(facts, on, Object.keys(expected))).toEqual(expected);
  });

  it("#19 a second reminder bears no fee here, so 450 is not exceeded: 60 + 180 + 170", () => {
    const second = aLetter("reminder", "2026-04-24", "2026-04-27");
    const facts = swedish(FIRST, [COMPENSATION, REMINDER, second, DEMAND, PLAN]);
    expect(found(facts, "2026-05-08", ["total"])).toEqual({ total: "13076.71" });
  });

  it.each<[example: string, facts: FileFacts, limit: string]>([
    ["20", swedish({ issuedOn: "2026-02-20", dueOn: "2026-03-20" }), "2036-02-20"],
    [
      "20 received",
      swedish({ issuedOn: "2026-02-20", dueOn: "2026-03-20" }, [
        { ...DEMAND, receivedOn: date("2026-04-30") },
      ]),
      "2036-04-30",
    ],
    [
      "20 decided",
      swedish({ issuedOn: "2026-02-20", dueOn: "2026-03-20" }, [
        { ...DEMAND, receivedOn: date("2026-04-30") },
        ...LEGAL,
      ]),
      "2036-06-09",
    ],
    ["21", swedish({ issuedOn: "2026-03-02" }, [], CONSUMER), "2029-03-02"],
    [
      "21 received",
      swedish({ issuedOn: "2026-03-02" }, [{ ...REMINDER, receivedOn: date("2026-04-15") }], CONSUMER),
      "2029-04-15",
    ],
  ])("#%s", (_example, facts, limit) => {
    expect(limitationOf(facts, facts.claims[0]!, date("2026-12-31"))).toBe(limit);
  });
});

describe("sweden.md section 5.3, policy B: 450 and no fees beside it", () => {
  const facts = swedish(FIRST, [COMPENSATION, REMINDER, DEMAND, ...LEGAL, ENFORCED]);
  it.each([
    ["2026-04-01", "12500.00"],
    ["2026-04-13", "12991.10"],
    ["2026-04-23", "13025.34"],
    ["2026-04-28", "13042.47"],
    ["2026-05-08", "13076.71"],
    ["2026-05-13", "13773.84"],
    ["2026-05-26", "13818.36"],
    ["2026-06-09", "14466.30"],
  ])("on %s %s", (on, total) => {
    expect(found(facts, on, ["total"])).toEqual({ total });
  });
});

const NOTICE = aLetter("notice", "2026-05-15", "2026-05-29");
const OPPFORDRING = aLetter("demand", "2026-06-05", "2026-06-19");

/** A case sent on the days of section 9, with a principal and kind of one's own. */
function collected(principal: string, more: FileOptions = {}, claim: ClaimOptions = {}): FileFacts {
  return aFile({ claims: [aClaim({ principal, ...claim })], events: [NOTICE, OPPFORDRING], ...more });
}

const BUSINESS = { debtorKind: "business" } as const;
const OUTSIDE_VAT = { vatDeductible: false } as const;

describe("norway.md section 10", () => {
  // NO-08: a to g, light and heavy, consumer and business, with and without VAT.
  it.each([
    ["500.00", "187.50 375.00 234.37 468.75 281.25 562.50 351.56 703.12"],
    ["1000.00", "262.50 525.00 328.12 656.25 393.75 787.50 492.18 984.37"],
    ["2500.00", "300.00 600.00 375.00 750.00 450.00 900.00 562.50 1125.00"],
    ["10000.00", "600.00 1200.00 750.00 1500.00 900.00 1800.00 1125.00 2250.00"],
    ["50000.00", "1200.00 2400.00 1500.00 3000.00 1800.00 3600.00 2250.00 4500.00"],
    ["250000.00", "2700.00 5400.00 3375.00 6750.00 4050.00 8100.00 5062.50 10125.00"],
    ["250000.01", "5400.00 10800.00 6750.00 13500.00 8100.00 16200.00 10125.00 20250.00"],
  ])("NO-08 recovery costs of %s", (principal, costs) => {
    const all = [{}, OUTSIDE_VAT, BUSINESS, { ...BUSINESS, ...OUTSIDE_VAT }].flatMap((more) =>
      ["2026-07-17", "2026-07-18"].map(
        (on) => found(collected(principal, more), on, ["recovery-costs"])["recovery-costs"],
      ),
    );
    expect(all.join(" ")).toBe(costs);
  });

  it.each([
    ["500.00", "187.50"],
    ["500.01", "262.50"],
    ["1000.01", "300.00"],
    ["2500.01", "600.00"],
    ["10000.01", "1200.00"],
    ["50000.01", "2700.00"],
  ])("NO-09 a border belongs to the band below it: %s", (principal, costs) => {
    expect(found(collected(principal), "2026-06-05", ["recovery-costs"])).toEqual({
      "recovery-costs": costs,
    });
  });

  it.each<[example: string, facts: FileFacts, on: string, expected: Expected]>([
    [
      "NO-01",
      aFile({ claims: [aClaim({ principal: "10000.00", dueOn: "2026-02-02" })] }),
      "2026-03-04",
      { interest: "98.63" },
    ],
    [
      "NO-04 with 365 fixed",
      aFile({
        settings: { dayCount: "ACT/365F" },
        claims: [aClaim({ principal: "15000.00", dueOn: "2023-12-15" })],
      }),
      "2024-01-15",
      { interest: "154.32" },
    ],
    [
      "NO-05 with 365 fixed",
      aFile({
        settings: { dayCount: "ACT/365F" },
        claims: [aClaim({ principal: "50000.00", dueOn: "2022-11-30" })],
      }),
      "2025-08-15",
      { interest: "16158.22" },
    ],
    [
      "NO-13",
      collected("2490.00", {}, { interestBeforeDue: "15.00" }),
      "2026-06-05",
      { "recovery-costs": "600.00" },
    ],
    [
      "NO-14 on the notice's deadline",
      collected("4500.00"),
      "2026-05-29",
      { "notice-fee": "38.00", total: "4580.90" },
    ],
    [
      "NO-14 on the demand's deadline",
      collected("4500.00"),
      "2026-06-19",
      { interest: "73.97", total: "5211.97" },
    ],
    [
      "NO-14 on the last light day",
      collected("4500.00"),
      "2026-07-17",
      { interest: "115.92", total: "5253.92" },
    ],
    [
      "NO-14 on the first heavy day",
      collected("4500.00"),
      "2026-07-18",
      { interest: "117.43", total: "5855.43" },
    ],
    [
      "NO-21",
      collected("4500.00", { events: [NOTICE, OPPFORDRING, aPayment("2026-06-19", "5500.00")] }),
      "2026-06-19",
      { total: "0.00", refund: "288.03" },
    ],
    [
      "NO-22",
      collected("4500.00", {
        events: [NOTICE, OPPFORDRING, { ...PLAN, on: date("2026-06-10"), instalments: 6 }],
      }),
      "2026-06-10",
      { "recovery-costs": "1725.00" },
    ],
    [
      "NO-22 with VAT",
      collected("4500.00", {
        ...OUTSIDE_VAT,
        events: [NOTICE, OPPFORDRING, { ...PLAN, on: date("2026-06-10"), instalments: 6 }],
      }),
      "2026-06-10",
      { "recovery-costs": "2156.25" },
    ],
    [
      "NO-22 four instalments",
      collected("4500.00", {
        events: [NOTICE, OPPFORDRING, { ...PLAN, on: date("2026-06-10"), instalments: 4 }],
      }),
      "2026-06-10",
      { "recovery-costs": "600.00" },
    ],
    [
      "NO-23",
      aFile({
        claims: [aClaim({ ref: "A", principal: "400.00" }), aClaim({ ref: "B", principal: "700.00" })],
        events: [NOTICE, OPPFORDRING],
      }),
      "2026-06-05",
      { "recovery-costs": "300.00" },
    ],
    [
      "NO-25",
      aFile({ ...BUSINESS, claims: [aClaim({ principal: "125000.00", dueOn: "2025-11-15" })] }),
      "2026-02-28",
      { interest: "4270.55" },
    ],
    [
      "a credit note after the demand leaves the band",
      collected("4500.00", { events: [NOTICE, OPPFORDRING, aCredit("2026-06-08", "4100.00")] }),
      "2026-06-08",
      { principal: "400.00", "recovery-costs": "600.00" },
    ],
    [
      "a plan before the heavy day keeps the costs light",
      collected("4500.00", { events: [NOTICE, OPPFORDRING, { ...PLAN, on: date("2026-07-17") }] }),
      "2026-09-01",
      { "recovery-costs": "600.00" },
    ],
    [
      "a plan on the heavy day does not",
      collected("4500.00", { events: [NOTICE, OPPFORDRING, { ...PLAN, on: date("2026-07-18") }] }),
      "2026-09-01",
      { "recovery-costs": "1200.00" },
    ],
  ])("%s", (_example, facts, on, expected) => {
    expect(found(facts, on, Object.keys(expected))).toEqual(expected);
  });

  it("NO-07 none on the due day, whatever the weekday", () => {
    for (let day = date("2026-06-01"); day <= "2026-06-30"; day = addDays(day, 1))
      expect(
        found(aFile({ claims: [aClaim({ principal: "10000.00", dueOn: day })] }), day, ["interest"]),
      ).toEqual({ interest: "0.00" });
  });
});
