/** The fee of a Norwegian payment plan is owed once for a claim that was demanded (inkassoforskriften § 2-4), to both minds. */
import { replay } from "@innfri/checker";
import { accountOn, type FileEvent } from "@innfri/claims";
import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter, anObjection } from "@innfri/testing/claims";
import { expect, it } from "vitest";

const plan = (on: string, instalments: number, claims: readonly string[] | null): FileEvent => ({
  kind: "payment-plan",
  on: date(on),
  instalments,
  wholeDebt: false,
  claims,
});

/** With it collection has begun; it cost nothing. */
const demand: FileEvent = { ...aLetter("demand", "2026-06-08", "2026-06-22"), posted: [] };

/** Recovery costs in kroner, as both have them. */
function costs(...events: readonly FileEvent[]): number {
  return costsWithout(...[demand, ...events].sort((a, b) => (a.on < b.on ? -1 : 1)));
}

function costsWithout(...events: readonly FileEvent[]): number {
  const claims = ["A", "B"].map((ref) => aClaim({ ref, principal: "2000.00", dueOn: "2026-04-30" }));
  const facts = aFile({ operator: "agency", claims, events });
  const on = "2026-07-10";
  const { "recovery-costs": minor } = accountOn(facts, date(on)).amountsOn(date(on));
  expect(replay(facts, on)).toMatchObject({ amounts: { "recovery-costs": minor } });
  return Number(minor) / 100;
}

it("a further plan of the same claim bears none, and one of another claim does", () => {
  expect(costs(plan("2026-06-22", 6, ["A"]))).toBe(1125);
  expect(costs(plan("2026-06-22", 6, ["A"]), plan("2026-07-06", 8, ["A"]))).toBe(1125);
  expect(costs(plan("2026-06-22", 6, ["A"]), plan("2026-07-06", 8, null))).toBe(1125);
  expect(costs(plan("2026-06-22", 6, ["A"]), plan("2026-07-06", 8, ["B"]))).toBe(2250);
});

it("a plan after one that cost nothing, or whose fee fell away, bears it", () => {
  expect(costs(plan("2026-06-22", 4, ["A"]), plan("2026-07-06", 6, ["A"]))).toBe(1125);
  const notice = aLetter("notice", "2026-05-15", "2026-05-29");
  const ended: readonly FileEvent[] = [
    anObjection("2026-06-24", "whole", { reasonable: true, claim: "A" }),
    { kind: "objection-resolved", on: date("2026-06-26"), outcome: "withdrawn", claim: "A" },
  ];
  expect(costs(notice, plan("2026-06-22", 6, ["A"]), ...ended)).toBe(0);
  expect(costs(notice, plan("2026-06-22", 6, ["A"]), ...ended, plan("2026-07-06", 6, ["A"]))).toBe(1125);
});

it("a plan that is agreed before the demand for all its claims bears none: the law sheet is not at one with itself", () => {
  expect(costsWithout(plan("2026-06-22", 6, ["A"]))).toBe(0);
  expect(costsWithout({ ...demand, claims: ["A"] } as FileEvent, plan("2026-06-22", 6, null))).toBe(0);
  expect(costs(plan("2026-06-07", 6, null))).toBe(0);
  expect(costs(plan("2026-06-09", 6, null))).toBe(1125);
});
