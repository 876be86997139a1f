/** A consumer credit costs no more than the credit itself: beyond that a person decides (konsumentkreditlagen 19 b §). */
import { date } from "@innfri/kernel";
import { OutsideCoverage } from "@innfri/law";
import { aClaim, aFile, aLetter, type ClaimOptions, type FileOptions } from "@innfri/testing/claims";
import { expect, it } from "vitest";
import { accountOn } from "../account.ts";
import type { FileEvent } from "../facts.ts";

const CREDIT: ClaimOptions = { ref: "A", type: "consumer-credit", dueOn: "2026-04-30" };
const demand: FileEvent = {
  ...aLetter("demand", "2026-05-18", "2026-05-28"),
  posted: [{ item: "recovery-costs", claim: "A", minor: 18_000n }],
};

function isRefused(principal: string, events: readonly FileEvent[], more: FileOptions = {}): boolean {
  const claims = [aClaim({ ...CREDIT, principal }), aClaim({ ref: "B", dueOn: "2026-04-30" })];
  const facts = aFile({ country: "SE", claims, events, ...more });
  try {
    accountOn(facts, date("2026-05-28")).amountsOn(date("2026-05-28"));
    return false;
  } catch (error) {
    if (error instanceof OutsideCoverage) return true;
    throw error;
  }
}

it("counts its interest and what was charged to collect it", () => {
  // 28 days at 10.00 %: 1.40 on 182.00 and 1.39 on 181.00; the demand costs 180.00.
  expect(isRefused("181.00", [demand])).toBe(true);
  expect(isRefused("182.00", [demand])).toBe(false);
  expect(isRefused("181.00", [])).toBe(false);
});

it("counts neither a court's costs, nor what another claim bears, and concerns consumers alone", () => {
  const application: FileEvent = { kind: "application", on: date("2026-05-20"), claims: ["A"] };
  expect(isRefused("182.00", [demand, application])).toBe(false);
  const ofB: FileEvent = {
    ...aLetter("demand", "2026-05-18", "2026-05-28", { claims: ["B"] }),
    posted: [{ item: "recovery-costs", claim: "B", minor: 18_000n }],
  };
  expect(isRefused("50.00", [ofB])).toBe(false);
  expect(isRefused("50.00", [demand])).toBe(true);
  expect(isRefused("50.00", [demand], { debtorKind: "business" })).toBe(false);
  expect(isRefused("50.00", [demand], { claims: [aClaim({ principal: "50.00" })] })).toBe(false);
});
