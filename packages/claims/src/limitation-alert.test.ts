import { date } from "@innfri/kernel";
import { aClaim, aCredit, aFile, anObjection, aPayment } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { limitationAlert, limitationOf } from "./limitation.ts";

describe("A claim that nears its limitation (norway.md 6.3, sweden.md 7)", () => {
  it.each([
    ["NO", "2028-10-31", undefined],
    ["NO", "2028-11-01", "180 days"],
    ["NO", "2029-01-29", "180 days"],
    ["NO", "2029-01-30", "90 days"],
    ["NO", "2029-03-30", "90 days"],
    ["NO", "2029-03-31", "30 days"],
    ["NO", "2029-04-30", "30 days"],
    ["NO", "2029-05-01", null],
    ["SE", "2028-10-29", undefined],
    ["SE", "2028-10-30", "6 months"],
    ["SE", "2029-01-29", "6 months"],
    ["SE", "2029-01-30", "3 months"],
    ["SE", "2029-03-29", "3 months"],
    ["SE", "2029-03-30", "1 month"],
    ["SE", "2029-04-30", "1 month"],
    ["SE", "2029-05-01", null],
  ] as const)("in %s on %s: %s (too old after 2029-04-30)", (country, today, within) => {
    const limit = date("2029-04-30");
    expect(limitationAlert(country, limit, date(today))).toEqual(
      within === undefined ? null : { on: limit, within },
    );
  });
});

it("A Swedish payment starts the limitation of the claim that it names anew, and of no other", () => {
  const claims = [aClaim(), aClaim({ ref: "B" })];
  const limits = (claim: string) => {
    const file = aFile({ country: "SE", claims, events: [aPayment("2026-06-01", "100.00", { claim })] });
    return claims.map((one) => limitationOf(file, one, date("2026-12-31")));
  };
  expect(limits("A")).toEqual(["2029-06-01", "2029-04-30"]);
  expect(limits("B")).toEqual(["2029-04-30", "2029-06-01"]);
});

it("A credit note and an objection start no Swedish limitation anew", () => {
  const events = [aCredit("2026-06-01", "100.00"), anObjection("2026-06-02", "whole")];
  const file = aFile({ country: "SE", events });
  expect(limitationOf(file, file.claims[0]!, date("2026-12-31"))).toBe("2029-04-30");
});
