/** What letters of one day, and letters about claims that are partly paid, make of a case and its costs. */
import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter, anObjection, aPayment, type FileOptions } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { type Account, accountOn } from "./account.ts";
import type { FileEvent, Letter, PostedCharge } from "./facts.ts";

const A = aClaim({ ref: "A", principal: "4500.00", dueOn: "2026-04-30" });
const B = aClaim({ ref: "B", principal: "8000.00", dueOn: "2026-04-30" });
/** Due before 1 October 2020 or after: which of two tables its letters go by. */
const OLD = { ref: "A", principal: "500.00", issuedOn: "2020-08-01" };

function after(on: string, events: readonly FileEvent[], more: FileOptions = {}): Account {
  const byDay = events.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return accountOn(aFile({ claims: [A, B], ...more, events: byDay }), date(on));
}

function letterOf(letter: Letter, on: string, payBy: string, ...claims: readonly string[]) {
  return aLetter(letter, on, payBy, claims.length === 0 ? {} : { claims });
}

describe("Norwegian demands of one day", () => {
  const notice = aLetter("notice", "2026-05-01", "2026-05-15");
  const ofA = letterOf("demand", "2026-05-18", "2026-06-01", "A");
  const ofB = letterOf("demand", "2026-05-18", "2026-06-03", "B");
  const costs = (account: Account, on: string) => account.amountsOn(date(on))["recovery-costs"];

  it("are one case on the sum, heavy 29 days after the later deadline", () => {
    for (const demands of [
      [ofA, ofB],
      [ofB, ofA],
    ]) {
      // Together 12,500.00: 1,200.00 light and twice that heavy (norway.md 3.2).
      expect(costs(after("2026-05-18", [notice, ...demands]), "2026-07-01")).toBe(120_000n);
      expect(costs(after("2026-05-18", [notice, ...demands]), "2026-07-02")).toBe(240_000n);
    }
    expect(costs(after("2026-05-18", [notice, ofA]), "2026-06-30")).toBe(120_000n);
  });

  it("bear the costs of the later due day's table", () => {
    const claims = [
      aClaim({ ...OLD, dueOn: "2020-09-30" }),
      aClaim({ ...OLD, ref: "B", dueOn: "2020-10-01" }),
    ];
    const warned = aLetter("notice", "2020-10-16", "2020-10-30");
    const demands = [
      letterOf("demand", "2020-11-02", "2020-11-16", "A"),
      letterOf("demand", "2020-11-02", "2020-11-16", "B"),
    ];
    const sum = (...events: readonly FileEvent[]) =>
      costs(after("2020-11-02", [warned, ...events], { claims }), "2020-11-02");
    // 1,000.00 and 500.00 of the rate of 700: 0.5 where due before 1 October 2020, then 0.35 and 0.25.
    expect(sum(demands[0]!)).toBe(35_000n);
    expect(sum(demands[1]!)).toBe(17_500n);
    expect(sum(...demands)).toBe(24_500n);
    expect(sum(...demands.toReversed())).toBe(24_500n);
  });

  it("go by the day on which the last of their claims was paid", () => {
    const rest = aPayment("2026-05-04", "4538.00", { claim: "A", designation: "principal" });
    const principalOf = (claim: string): FileEvent =>
      ({ ...rest, minor: claim === "A" ? 450_000n : 800_000n, claim }) as FileEvent;
    const heavy = (...paid: readonly string[]) =>
      costs(after("2026-05-18", [notice, ...paid.map(principalOf), ofA, ofB]), "2026-07-02");
    expect(heavy()).toBe(240_000n);
    // 8,000.00 and 4,500.00 are of one band: 600.00 and 1,200.00. With no principal left it is the lowest.
    expect(heavy("A")).toBe(120_000n);
    expect(heavy("B")).toBe(120_000n);
    expect(heavy("A", "B")).toBe(18_750n);
  });

  it("stand on the other claim when the one that bears them is objected to, by that one's band", () => {
    const objection = anObjection("2026-05-20", "whole", { claim: "A" });
    const account = after("2026-05-20", [notice, ofA, ofB, objection]);
    expect(costs(account, "2026-05-20")).toBe(60_000n);
    const open = (ref: string) =>
      account.openOn(ref, date("2026-05-20")) - account.interestOn(account.claim(ref), date("2026-05-20"));
    expect(open("A")).toBe(450_000n);
    expect(open("B")).toBe(860_000n);
  });

  it("leave other costs with the claims that they were charged for", () => {
    const step: FileEvent = { kind: "application", on: date("2026-05-18"), claims: ["A"] };
    const account = after("2026-05-18", [notice, ofA, step, ofB]);
    expect(account.costs.map(({ item, claims }) => `${item} ${claims.join("+")}`)).toEqual([
      "recovery-costs A+B",
      "legal-costs A",
    ]);
  });
});

describe("A demand that is sent again after six months (inkassoloven § 11)", () => {
  const first = [
    aLetter("notice", "2026-01-19", "2026-02-02"),
    letterOf("demand", "2026-02-03", "2026-02-17", "A"),
  ];
  const again = letterOf("demand", "2026-09-01", "2026-09-15", "A");
  const joined = letterOf("demand", "2026-09-01", "2026-09-15");
  const claims = [
    { ...A, dueOn: date("2026-01-02") },
    { ...B, dueOn: date("2026-01-02") },
  ];
  const sum = (...events: readonly FileEvent[]) =>
    after("2026-10-01", [...first, ...events], { claims }).amountsOn(date("2026-10-01"))["recovery-costs"];

  it("bears no costs again, alone or with another claim", () => {
    expect(sum()).toBe(120_000n);
    expect(sum(again)).toBe(120_000n);
    expect(sum(joined)).toBe(120_000n);
  });
});

describe("A creditor's own demand", () => {
  it("bears its fee, and no recovery costs", () => {
    const events = [
      aLetter("notice", "2026-05-01", "2026-05-15"),
      aLetter("demand", "2026-05-18", "2026-06-01"),
    ];
    const account = after("2026-06-01", events, { operator: "self", claims: [A] });
    expect(
      account
        .itemsOn(date("2026-06-01"))
        .filter(({ item }) => item !== "principal" && item !== "interest")
        .map(({ item, owedMinor }) => [item, owedMinor]),
    ).toEqual([["notice-fee", 11_300n]]);
  });
});

describe("What a letter was charged", () => {
  const posted = (letter: Letter, ...charges: readonly PostedCharge[]): FileEvent => ({
    ...aLetter(letter, "2020-12-01", "2020-12-15"),
    posted: charges,
  });
  const fee = (item: PostedCharge["item"], claim: string, minor: bigint): PostedCharge => ({
    item,
    claim,
    minor,
  });
  const claims = [aClaim({ ...OLD, dueOn: "2020-09-30" }), aClaim({ ...OLD, ref: "B", dueOn: "2020-10-01" })];
  const figures = (event: FileEvent, more: FileOptions = {}) =>
    after("2020-12-01", [event], { claims, ...more }).costs.map(
      (cost) => cost.explain(date("2020-12-01"))?.minor,
    );

  it("has the law's figure beside it: a notice's by the claim that bears it, a demand's by the latest due", () => {
    const self = { operator: "self" } as const;
    // A tenth of 700 where it was due before 1 October 2020, and a twentieth from then (norway.md 2.1).
    expect(figures(posted("notice", fee("notice-fee", "A", 7_000n)), self)).toEqual([7_000n]);
    expect(figures(posted("notice", fee("notice-fee", "B", 3_500n)), self)).toEqual([3_500n]);
    expect(figures(posted("demand", fee("notice-fee", "A", 10_500n)), self)).toEqual([10_500n]);
    expect(figures(posted("demand", fee("notice-fee", "B", 10_500n)), self)).toEqual([10_500n]);
    expect(figures(posted("demand", fee("recovery-costs", "A", 24_500n)))).toEqual([24_500n]);
  });

  it("has it in Sweden too", () => {
    expect(figures(posted("reminder", fee("notice-fee", "A", 6_000n)), { country: "SE" })).toEqual([6_000n]);
    expect(figures(posted("demand", fee("recovery-costs", "A", 18_000n)), { country: "SE" })).toEqual([
      18_000n,
    ]);
  });

  it("is counted for each claim of the letter, and stands on the one that bears it", () => {
    const account = after("2020-12-01", [posted("reminder", fee("notice-fee", "B", 6_000n))], {
      claims,
      country: "SE",
    });
    expect(account.claims.map(({ feeLetters }) => feeLetters.length)).toEqual([1, 1]);
    expect(account.costs.map((cost) => cost.claims)).toEqual([["B", "A"]]);
    const free = after("2020-12-01", [posted("reminder")], { claims, country: "SE" });
    expect(free.claims.map(({ feeLetters, letters }) => [feeLetters.length, letters.length])).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
});
