/** What a decision to take a step says: what it asks for, what it leaves out, and what it charges for it. */
import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter, anObjection } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { decide } from "./decide.ts";
import type { FileEvent, FileFacts } from "./facts.ts";
import { noStandard } from "./plan.ts";
import { Story, type Take } from "./test-driver.ts";

const A = aClaim({ ref: "A", principal: "4500.00" });
const B = aClaim({ ref: "B", principal: "500.00" });

/** The step taken on a day for a file with this history. */
function taken(facts: FileFacts, on: string, detail: "full" | "sums" = "full"): Take {
  const story = new Story(facts);
  const decision = decide({ ...story.file, facts }, story.rules, date(on), detail).decisions.find(
    ({ kind }) => kind === "take",
  );
  if (decision?.kind !== "take") throw new Error(`nothing is taken on ${on}`);
  return decision;
}

describe("A look far ahead, at sums alone", () => {
  it("takes the same step for the same sum, without what only a letter needs", () => {
    const facts = aFile({ claims: [A, B], events: [anObjection("2026-05-04", "1000.00", { claim: "A" })] });
    const full = taken(facts, "2026-05-15");
    const sums = taken(facts, "2026-05-15", "sums");
    const bare = { lines: [], interestPerDayMinor: null };
    expect(sums).toEqual({
      ...full,
      statement: { ...full.statement, ...bare },
      asks: { ...full.asks, ...bare },
      payByTotalMinor: null,
    });
    expect(full.statement.lines).not.toEqual([]);
  });
});

describe("A letter while a part is disputed", () => {
  const part = anObjection("2026-05-04", "1000.00", { claim: "A" });

  it("asks for the rest, says what it leaves out, and what the rest becomes by its deadline", () => {
    const letter = taken(aFile({ claims: [A, B], events: [part] }), "2026-05-15");
    // 15 days at 12.00 % on 4500.00 and 500.00: 22.19 and 2.47; on 3500.00: 17.26. 14 days more: 16.11 and 2.30.
    expect(letter).toMatchObject({
      claims: ["A", "B"],
      leavesOut: [{ claim: "A", minor: 100_000n }],
      statement: { totalMinor: 506_266n },
      asks: { totalMinor: 405_773n },
      payByTotalMinor: 407_614n,
    });
  });

  it("leaves nothing out where nothing is disputed, and asks for what is owed", () => {
    const letter = taken(aFile({ claims: [A] }), "2026-05-15");
    expect(letter.leavesOut).toEqual([]);
    expect(letter.asks).toEqual(letter.statement);
  });

  it("costs nothing where it says again what one before the objection asked for (norway.md 5.4)", () => {
    const charges = (country: "NO" | "SE", sentOn: string, claims?: readonly string[], isLast = false) => {
      const [letter, today] =
        country === "NO" ? (["notice", "2026-05-26"] as const) : (["reminder", "2026-05-26"] as const);
      const objections = [anObjection("2026-05-18", "1000.00", { claim: "A" })];
      const both = [...objections, anObjection("2026-05-18", "100.00", { claim: "B" })];
      const events: FileEvent[] = [
        aLetter(letter, sentOn, "2026-06-01", { fee: "none", ...(claims && { claims }) }),
        ...(claims === undefined ? both : objections),
      ];
      if (isLast) events.reverse();
      events.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
      return taken(aFile({ country, claims: [A, B], events }), today).charges;
    };
    expect(charges("NO", "2026-05-15")).toEqual([]);
    // One that was sent on the objection's day after it came says the rest already; one from before it does not.
    expect(charges("NO", "2026-05-18", undefined, true)).toEqual([
      { item: "notice-fee", claim: "A", minor: 3_800n },
    ]);
    expect(charges("NO", "2026-05-18")).toEqual([]);
    // One for A alone said nothing of B.
    expect(charges("NO", "2026-05-15", ["A"])).toEqual([{ item: "notice-fee", claim: "A", minor: 3_800n }]);
    // Sweden has no such reading: the one fee that was agreed has not been charged yet (IkostL 2 §).
    expect(charges("SE", "2026-05-15")).toEqual([{ item: "notice-fee", claim: "A", minor: 6_000n }]);
  });

  it("costs what it costs where the one before was another letter", () => {
    const events = [
      aLetter("reminder", "2026-05-14", "2026-05-15", { fee: "none" }),
      anObjection("2026-05-18", "1000.00", { claim: "A" }),
    ];
    expect(taken(aFile({ claims: [A], events }), "2026-05-26").charges).toEqual([
      { item: "notice-fee", claim: "A", minor: 3_800n },
    ]);
  });
});

describe("A letter's deadline", () => {
  it("is no shorter than the law has it, whatever the plan says", () => {
    const plan = {
      ...noStandard,
      steps: noStandard.steps.map((step) => (step.step === "notice" ? { ...step, termDays: 5 } : step)),
    };
    expect(
      new Story(aFile({ claims: [A] }), { rules: { plan } }).run("2026-04-16", "2026-05-15").steps,
    ).toEqual(["2026-05-15 notice A by 2026-05-29: 4560.19"]);
  });
});

describe("What a letter's sum becomes by its deadline", () => {
  it("is not said where the deadline lies beyond what the tables cover", () => {
    const sent = (dueOn: string) =>
      new Story(aFile({ claims: [aClaim({ dueOn })] })).run(dueOn, "2026-12-31").takes[0];
    expect(sent("2026-12-01")).toMatchObject({ on: "2026-12-15", decision: { payBy: "2026-12-29" } });
    expect(sent("2026-12-01")?.decision.payByTotalMinor).toBeGreaterThan(450_000n);
    expect(sent("2026-12-07")).toMatchObject({ on: "2026-12-21", decision: { payByTotalMinor: null } });
  });
});

describe("A step without a letter", () => {
  it("goes nowhere, leaves nothing out, and asks for what is owed", () => {
    const taken = new Story(aFile({ claims: [A] })).run("2026-04-16", "2026-07-18").takes.slice(2);
    const bare = { letter: null, payBy: null, payByTotalMinor: null };
    expect(taken.map(({ decision }) => decision)).toMatchObject([
      { ...bare, step: "follow-up", because: { rule: "plan.wait", text: "follow-up is due" } },
      { ...bare, step: "heavy", because: { rule: "no.recovery-costs.heavy" } },
    ]);
    for (const { decision } of taken) {
      expect(decision).toMatchObject({ channels: [], leavesOut: [] });
      expect(decision.asks).toEqual(decision.statement);
    }
  });
});

describe("Heavy costs", () => {
  const posted = (letter: FileEvent & { kind: "letter" }, claim: string, minor: bigint): FileEvent => ({
    ...letter,
    posted: minor === 0n ? [] : [{ item: "recovery-costs", claim, minor }],
  });
  const demanded = (claim: string, minor: bigint): FileEvent[] => [
    posted(aLetter("notice", "2026-05-01", "2026-05-15", { claims: [claim] }), claim, 0n),
    posted(aLetter("demand", "2026-05-18", "2026-06-01", { claims: [claim] }), claim, minor),
  ];
  const heavyOf = (...events: readonly FileEvent[]) => {
    const facts = aFile({
      claims: [A, B],
      events: events.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
    });
    const story = new Story(facts);
    const done = ["notice", "demand", "follow-up"] as const;
    const claims = story.file.claims.slice(0, 1).map((claim) => ({
      ...claim,
      taken: done.map((step) => ({ step, on: date("2026-05-18"), payBy: date("2026-06-01") })),
    }));
    const { decisions } = decide({ ...story.file, facts, claims }, story.rules, date("2026-06-30"));
    return decisions.flatMap((decision) => (decision.kind === "take" ? decision.charges : []));
  };

  it("are what is missing of them, on the claim that comes to its heavy day", () => {
    // 4500.00: 600.00 light, 1200.00 heavy (norway.md 3.2).
    expect(heavyOf(...demanded("A", 60_000n))).toEqual([
      { item: "recovery-costs", claim: "A", minor: 60_000n },
    ]);
    expect(heavyOf(...demanded("A", 119_999n))).toEqual([{ item: "recovery-costs", claim: "A", minor: 1n }]);
    expect(heavyOf(...demanded("A", 120_000n))).toEqual([]);
    expect(heavyOf(...demanded("A", 120_001n))).toEqual([]);
  });

  it("do not count the fee of a plan, nor another item, nor what another case has charged", () => {
    const fee: FileEvent = {
      kind: "payment-plan",
      on: date("2026-06-30"),
      instalments: 5,
      wholeDebt: true,
      claims: ["A"],
      posted: [{ item: "recovery-costs", claim: "A", minor: 112_500n }],
    };
    const step: FileEvent = {
      kind: "costs-changed",
      on: date("2026-06-30"),
      changed: [{ item: "notice-fee", claim: "A", minor: 3_800n, since: date("2026-05-15") }],
    };
    const other = [
      posted(aLetter("notice", "2026-05-02", "2026-05-18", { claims: ["B"] }), "B", 0n),
      posted(aLetter("demand", "2026-06-02", "2026-06-16", { claims: ["B"] }), "B", 18_750n),
    ];
    expect(heavyOf(...demanded("A", 60_000n), ...other, fee, step)).toEqual([
      { item: "recovery-costs", claim: "A", minor: 60_000n },
    ]);
  });
});
