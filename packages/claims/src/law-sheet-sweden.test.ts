/** The worked examples of sweden.md, as far as they are this room's. Those of the conformance cases are there. */
import { date } from "@innfri/kernel";
import {
  aClaim,
  aFile,
  aLetter,
  aPayment,
  type ClaimOptions,
  type FileOptions,
} from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import type { FileEvent, FileFacts } from "./facts.ts";
import { limitationOf } from "./limitation.ts";
import { type Expected, found } from "./test-amounts.ts";

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
