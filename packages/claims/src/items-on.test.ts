import { date } from "@innfri/kernel";
import { aClaim, aCredit, aFile, aLetter, anObjection, aPayment } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn, undisputed } from "./account.ts";
import type { FileFacts } from "./facts.ts";

const TWO = [
  aClaim({ ref: "A", principal: "1000.00", dueOn: "2026-04-30" }),
  aClaim({ ref: "B", principal: "700.00", dueOn: "2026-03-31" }),
];
const NOTICE = aLetter("notice", "2026-05-15", "2026-05-29");
const DEMAND = aLetter("demand", "2026-06-05", "2026-06-19");

function itemsOn(facts: FileFacts, on: string) {
  return accountOn(facts, date(on))
    .itemsOn(date(on))
    .map(({ claim, item, owedMinor, openMinor }) => [`${item} ${claim}`, owedMinor, openMinor]);
}

describe("What each claim has come to owe, and what of it is open", () => {
  it("tells what a payment has closed: costs, the older claim's interest, and of its principal the rest", () => {
    const file = aFile({ claims: TWO, events: [NOTICE, DEMAND, aPayment("2026-06-19", "400.00")] });
    expect(itemsOn(file, "2026-06-19")).toEqual([
      ["principal B", 70_000n, 65_641n],
      ["interest B", 1_841n, 0n],
      ["principal A", 100_000n, 100_000n],
      ["interest A", 1_644n, 1_644n],
      ["notice-fee B", 3_800n, 0n],
      ["recovery-costs B", 30_000n, 0n],
    ]);
  });

  it("has the compensation on the claim that a payment would find it on", () => {
    const file = aFile({
      debtorKind: "business",
      claims: [aClaim({ principal: "30000.00", dueOn: "2026-07-10" })],
      events: [{ kind: "compensation", on: date("2026-07-15"), claims: null }],
    });
    expect(itemsOn(file, "2026-07-15").at(-1)).toEqual(["compensation A", 43_000n, 43_000n]);
    const paid = { ...file, events: [...file.events, aPayment("2026-07-15", "430.00")] };
    expect(itemsOn(paid, "2026-07-15").at(-1)).toEqual(["compensation A", 43_000n, 0n]);
    expect(itemsOn(aFile(), "2026-04-30").map(([item]) => item)).toEqual(["principal A", "interest A"]);
  });

  it("has a fee that a reasonable objection ended on the claim that bore it, with nothing owed", () => {
    const alone = aLetter("notice", "2026-05-15", "2026-05-29", { claims: ["B"] });
    const file = aFile({ claims: TWO, events: [alone, anObjection("2026-05-20", "whole", { claim: "B" })] });
    expect(itemsOn(file, "2026-05-19")).toContainEqual(["notice-fee B", 3_800n, 3_800n]);
    expect(itemsOn(file, "2026-05-20")).toContainEqual(["notice-fee B", 0n, 0n]);
  });
});

describe("What may be asked for while a part is disputed", () => {
  it("is what is left without that part", () => {
    const file = aFile({ claims: TWO, events: [anObjection("2026-05-04", "300.00", { claim: "A" })] });
    const account = accountOn(file, date("2026-05-20"));
    const open = undisputed(account, ["A", "B"], date("2026-05-20"));
    expect(open.claim("A").principalMinor).toBe(70_000n);
    expect(open.claim("B").principalMinor).toBe(70_000n);
    expect(account.claim("A").principalMinor).toBe(100_000n);
  });

  it("keeps what was paid and charged before", () => {
    const events = [
      NOTICE,
      aPayment("2026-05-18", "200.00", { claim: "A" }),
      anObjection("2026-05-19", "300.00", { claim: "A", reasonable: false }),
    ];
    const account = accountOn(aFile({ claims: TWO, events }), date("2026-05-20"));
    const open = undisputed(account, ["A"], date("2026-05-20")).amountsOn(date("2026-05-20"));
    // Of the payment 1.78 more reached the principal: 300.00 × 12 % × 18/365 of interest was never owed.
    expect(account.amountsOn(date("2026-05-20")).principal - open.principal).toBe(30_178n);
    expect(open["notice-fee"]).toBe(3_800n);
  });

  it("is the account itself where nothing is disputed", () => {
    const account = accountOn(aFile({ claims: TWO, events: [NOTICE] }), date("2026-05-20"));
    expect(undisputed(account, ["A", "B"], date("2026-05-20"))).toBe(account);
  });
});

it("Interest by a past day knows nothing of a credit note that came later", () => {
  const without = accountOn(aFile(), date("2026-06-10"));
  const credited = accountOn(aFile({ events: [aCredit("2026-06-05", "2000.00")] }), date("2026-06-10"));
  const by = (account: typeof without, day: string) => account.interestOn(account.claim("A"), date(day));
  expect(by(credited, "2026-06-01")).toBe(by(without, "2026-06-01"));
  expect(by(credited, "2026-06-05")).toBe(by(without, "2026-06-05"));
  expect(by(credited, "2026-06-06")).toBeLessThan(by(without, "2026-06-06"));
});
