/** What seldom happens to a file, found by replaying invented histories a second time by other means. */
import { date } from "@innfri/kernel";
import { OutsideCoverage } from "@innfri/law";
import { aClaim, aCredit, aFile, aLetter, anObjection, aPayment } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import type { FileEvent, FileFacts } from "./facts.ts";
import { statementOn } from "./statement.ts";

const amountsOn = (facts: FileFacts, day: string) => accountOn(facts, date(day)).amountsOn(date(day));

function resolved(on: string, outcome: "withdrawn" | "accepted" | "groundless"): FileEvent {
  return { kind: "objection-resolved", on: date(on), outcome, claim: null };
}

function compensation(on: string, claims: readonly string[] | null = null): FileEvent {
  return { kind: "compensation", on: date(on), claims };
}

function aPlan(on: string): FileEvent {
  return { kind: "payment-plan", on: date(on), instalments: 6, wholeDebt: true, claims: null };
}

function anApplication(on: string): FileEvent {
  return { kind: "application", on: date(on), claims: null };
}

const A = aClaim({ ref: "A", principal: "1000.00", dueOn: "2026-03-02" });
const B = aClaim({ ref: "B", principal: "2000.00", dueOn: "2026-03-16" });

describe("a plan's fee in Norway (inkassoforskriften § 2-4)", () => {
  /** A demand that cost nothing: with it collection has begun. */
  const asked: FileEvent = { ...aLetter("demand", "2026-06-01", "2026-06-15"), posted: [] };

  it("falls away when the case goes to the conciliation board", () => {
    const before = aFile({ events: [asked, aPlan("2026-06-15")] });
    const after = aFile({ events: [asked, aPlan("2026-06-15"), anApplication("2026-07-01")] });
    expect(amountsOn(before, "2026-07-02")["recovery-costs"]).toBe(112_500n);
    expect(amountsOn(after, "2026-06-30")["recovery-costs"]).toBe(112_500n);
    expect(amountsOn(after, "2026-07-01")["recovery-costs"]).toBe(0n);
    expect(amountsOn(after, "2026-07-02")["recovery-costs"]).toBe(0n);
  });

  it("is not charged after such a step", () => {
    const facts = aFile({ events: [asked, anApplication("2026-07-01"), aPlan("2026-07-15")] });
    expect(amountsOn(facts, "2026-07-15")["recovery-costs"]).toBe(0n);
  });

  it("stands in Sweden, whatever comes after it", () => {
    const events = [aPlan("2026-06-15"), anApplication("2026-07-01")];
    expect(amountsOn(aFile({ country: "SE", events }), "2026-07-02")["recovery-costs"]).toBe(17_000n);
  });
});

describe("a credit note that names no claim", () => {
  it("goes on to the next claim, and only what is then left is owed back", () => {
    const facts = aFile({ claims: [A, B], events: [aCredit("2026-03-02", "1500.00")] });
    expect(amountsOn(facts, "2026-03-02")).toMatchObject({ principal: 150_000n, refund: 0n });
    const more = aFile({ claims: [A, B], events: [aCredit("2026-03-02", "3100.00")] });
    expect(amountsOn(more, "2026-03-02")).toMatchObject({ principal: 0n, refund: 10_000n });
  });
});

it("an accepted objection to the whole takes the interest from before the due day with it", () => {
  const claim = aClaim({ interestBeforeDue: "15.00" });
  const events = [anObjection("2026-05-20", "whole"), resolved("2026-06-10", "accepted")];
  const facts = aFile({ claims: [claim], events });
  expect(amountsOn(facts, "2026-06-09").interest).toBeGreaterThan(1_500n);
  expect(amountsOn(facts, "2026-06-10").total).toBe(0n);
  const part = aFile({
    claims: [claim],
    events: [anObjection("2026-04-20", "4000.00"), resolved("2026-04-21", "accepted")],
  });
  expect(amountsOn(part, "2026-04-30")).toMatchObject({ principal: 50_000n, interest: 1_500n });
});

describe.each(["NO", "SE"] as const)("compensation in %s", (country) => {
  const late = (paidOn: string) =>
    aFile({
      country,
      debtorKind: "business",
      claims: [aClaim({ dueOn: "2026-04-29" })],
      events: [aPayment(paidOn, "4600.00"), compensation("2026-06-12")],
    });

  it("is owed by nobody who paid on the due day, but by the one who paid the day after", () => {
    expect(amountsOn(late("2026-04-28"), "2026-06-12").compensation).toBe(0n);
    expect(amountsOn(late("2026-04-29"), "2026-06-12").compensation).toBe(0n);
    expect(amountsOn(late("2026-04-30"), "2026-06-12").compensation).toBeGreaterThan(0n);
  });
});

it("a compensation whose amount nobody vouches for refuses the case, not only itself", () => {
  const claims = [aClaim({ dueOn: "2020-12-15" })];
  const facts = aFile({ debtorKind: "business", claims, events: [compensation("2021-01-04")] });
  expect(amountsOn(facts, "2020-12-31").compensation).toBe(0n);
  expect(() => amountsOn(facts, "2021-01-04")).toThrow(OutsideCoverage);
});

describe("a payment that names a claim", () => {
  it("pays the compensation first only where no other claim's is in it", () => {
    const events = (claims: readonly string[] | null) => [
      compensation("2026-05-04", claims),
      aPayment("2026-05-04", "500.00", { claim: "A" }),
    ];
    const file = (claims: readonly string[] | null) =>
      aFile({ debtorKind: "business", claims: [A, B], events: events(claims) });
    expect(amountsOn(file(["A"]), "2026-05-04").compensation).toBe(0n);
    expect(amountsOn(file(null), "2026-05-04")).toMatchObject({ compensation: 92_000n });
  });

  it("pays the fee that concerns it alone, also beside one that it shares", () => {
    const facts = aFile({
      claims: [A, B],
      events: [
        aLetter("reminder", "2026-04-07", "2026-04-21"),
        aLetter("reminder", "2026-04-22", "2026-05-06", { claims: ["A"] }),
        aPayment("2026-04-23", "38.00", { claim: "A" }),
      ],
    });
    expect(amountsOn(facts, "2026-04-22")["notice-fee"]).toBe(7_600n);
    expect(amountsOn(facts, "2026-04-23")["notice-fee"]).toBe(3_800n);
  });
});

it("costs demanded when the principal was paid already never become heavy", () => {
  const events = [
    aLetter("notice", "2026-05-15", "2026-05-29"),
    aPayment("2026-06-01", "4500.00", { designation: "principal" }),
    aLetter("demand", "2026-06-05", "2026-06-19"),
  ];
  const facts = aFile({ events });
  expect(amountsOn(facts, "2026-06-05")["recovery-costs"]).toBe(18_750n);
  expect(amountsOn(facts, "2026-07-17")["recovery-costs"]).toBe(18_750n);
  expect(amountsOn(facts, "2026-07-18")["recovery-costs"]).toBe(18_750n);
});

describe("the reason of an interest row", () => {
  const reasonOf = (facts: FileFacts, day: string) =>
    statementOn(accountOn(facts, date(day)), ["A"], date(day)).lines.find(({ item }) => item === "interest");

  it("says through which day it counts when all of it was fixed before", () => {
    const facts = aFile({ events: [aPayment("2026-06-01", "4500.00", { designation: "principal" })] });
    expect(reasonOf(facts, "2026-06-05")?.derivation?.inputs.through).toBe("2026-06-05");
  });
});
