/** The worked examples of norway.md, as far as they are this room's. Those of the conformance cases are there. */
import { addDays, date } from "@innfri/kernel";
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
import type { FileEvent, FileFacts } from "./facts.ts";
import { type Expected, found } from "./test-amounts.ts";

const PLAN: FileEvent = {
  kind: "payment-plan",
  on: date("2026-05-08"),
  instalments: 3,
  wholeDebt: true,
  claims: null,
};
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
      "NO-02 with the due day counted",
      aFile({
        settings: { firstInterestDay: "due-day" },
        claims: [aClaim({ principal: "8450.50", dueOn: "2026-06-10" })],
      }),
      "2026-07-25",
      { interest: "126.41" },
    ],
    [
      "NO-06 with the due day counted",
      aFile({
        settings: { firstInterestDay: "due-day" },
        claims: [aClaim({ principal: "10000.00", dueOn: "2026-06-30" })],
      }),
      "2026-07-01",
      { interest: "3.29" },
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
