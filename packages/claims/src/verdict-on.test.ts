import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import type { FileFacts } from "./facts.ts";
import type { StepKind } from "./verdict.ts";
import { verdictOn } from "./verdict-on.ts";

function verdict(facts: FileFacts, step: StepKind, on: string) {
  return verdictOn(accountOn(facts, date(on)), step, date(on), null);
}

describe.each(["NO", "SE"] as const)("In %s", (country) => {
  const prefix = country.toLowerCase();
  const undated = aClaim({ dueOn: null, issuedOn: "2026-04-16" });

  it.each(["reminder", country === "NO" ? "notice" : "demand"] as const)(
    "a %s waits for a person while nobody knows from which day interest counts",
    (step) => {
      expect(verdict(aFile({ country, claims: [undated] }), step, "2026-06-05")).toMatchObject({
        kind: "blocked",
        by: "outside-coverage",
        rule: `${prefix}.interest.start`,
      });
    },
  );

  it("so does the compensation, which a consumer never owes", () => {
    const asked = (debtorKind: "business" | "consumer", on: string, claims = [aClaim()]) =>
      verdict(aFile({ country, debtorKind, claims }), "compensation", on);
    expect(asked("business", "2026-06-05", [undated])).toMatchObject({
      by: "outside-coverage",
      rule: `${prefix}.interest.start`,
    });
    expect(asked("consumer", "2026-06-05")).toMatchObject({
      by: "debtor-kind",
      rule: `${prefix}.compensation`,
    });
    expect(asked("business", "2026-04-30")).toMatchObject({
      kind: "too-early",
      notBefore: "2026-05-01",
      rule: `${prefix}.compensation`,
    });
    expect(asked("business", "2026-05-01")).toMatchObject({
      kind: "permitted",
      fee: { derivation: { rule: `${prefix}.compensation` } },
    });
  });

  it("a deadline that a letter from elsewhere set on a Saturday has its last day on the Monday", () => {
    // Saturday 30 May and Saturday 20 June 2026.
    const notice = aLetter("notice", "2026-05-15", "2026-05-30");
    const demand = aLetter("demand", "2026-06-05", "2026-06-20");
    const step = country === "NO" ? "demand" : "court";
    const events = country === "NO" ? [notice] : [demand];
    const [last, next] = country === "NO" ? ["2026-06-01", "2026-06-02"] : ["2026-06-22", "2026-06-23"];
    const asked = (on: string) => verdict(aFile({ country, events }), step, on);
    expect(asked(last!)).toMatchObject({ kind: "too-early", notBefore: next });
    expect(asked(next!)).toMatchObject({ kind: "permitted" });
  });

  it("the compensation is that of each claim, and of one it was claimed for no more", () => {
    const claims = [aClaim({ ref: "A" }), aClaim({ ref: "B" }), aClaim({ ref: "C", dueOn: "2026-06-30" })];
    const each = country === "NO" ? 46_000n : 45_000n;
    const asked = (events: FileFacts["events"]) =>
      verdict(aFile({ country, debtorKind: "business", claims, events }), "compensation", "2026-06-05");
    expect(asked([])).toMatchObject({ kind: "permitted", claims: ["A", "B"], fee: { minor: 2n * each } });
    const [one, sum] = country === "NO" ? ["460.00", "920.00"] : ["450.00", "900.00"];
    expect(asked([])).toMatchObject({ fee: { derivation: { arithmetic: `${one} + ${one} = ${sum}` } } });
    const ofA = { kind: "compensation", on: date("2026-06-01"), claims: ["A"] } as const;
    expect(asked([ofA])).toMatchObject({ kind: "permitted", claims: ["B"], fee: { minor: each } });
    expect(asked([{ ...ofA, claims: ["A", "B"] }])).toMatchObject({ kind: "too-early" });
    const onlyA = aFile({ country, debtorKind: "business", claims: claims.slice(0, 1), events: [ofA] });
    expect(verdict(onlyA, "compensation", "2026-06-05")).toMatchObject({
      kind: "blocked",
      by: "limit-reached",
    });
  });

  it("a legal step rests on a demand whose deadline has passed", () => {
    expect(verdict(aFile({ country }), "court", "2026-06-20")).toMatchObject({
      kind: "blocked",
      by: "demand-missing",
      rule: `${prefix}.court.after-demand`,
    });
    const events = [
      aLetter("notice", "2026-05-15", "2026-05-29"),
      aLetter("demand", "2026-06-05", "2026-06-19"),
    ];
    const file = aFile({ country, events: country === "NO" ? events : events.slice(1) });
    // The 19th is Midsummer Eve, a day off in Sweden, and Monday the 22nd then the last day.
    const [last, next] = country === "NO" ? ["2026-06-19", "2026-06-20"] : ["2026-06-22", "2026-06-23"];
    expect(verdict(file, "court", last!)).toMatchObject({ notBefore: next });
    expect(verdict(file, "court", next!)).toMatchObject({
      kind: "permitted",
      rule: `${prefix}.court.after-demand`,
    });
  });
});

describe("The costs of a legal step", () => {
  const costs = (country: "NO" | "SE", kind: "application" | "attachment-application" | "enforcement") => {
    const file = aFile({ country, events: [{ kind, on: date("2026-07-20"), claims: null }] });
    const account = accountOn(file, date("2026-07-20"));
    return account.costs.map((cost) => [
      cost.item,
      cost.claims.join(),
      account.costOn(cost, date("2026-07-20")),
    ]);
  };

  it("are the court's fee in Norway, for the conciliation board or for attachment (NO-24)", () => {
    expect(costs("NO", "application")).toEqual([["legal-costs", "A", 207_100n]]);
    expect(costs("NO", "attachment-application")).toEqual([["legal-costs", "A", 92_800n]]);
    expect(costs("NO", "enforcement")).toEqual([]);
  });

  it("are those of Kronofogden in Sweden: application and agent, then enforcement", () => {
    expect(costs("SE", "application")).toEqual([
      ["legal-costs", "A", 30_000n],
      ["legal-costs", "A", 38_000n],
    ]);
    expect(costs("SE", "enforcement")).toEqual([["legal-costs", "A", 60_000n]]);
    expect(costs("SE", "attachment-application")).toEqual([]);
  });
});
