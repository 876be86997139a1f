import { PLANS, type Plan } from "@innfri/claims";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { creditorById } from "../engine/creditors.ts";
import { aBgMax, anInstallation, anOcrGiro, aWorld, NOW, type Owing } from "../payments/test-world.ts";
import type { Act } from "./act-on-claim.ts";
import { replayUnderPlan } from "./replay-plan.ts";
import { acted } from "./test-books.ts";
import { aYear } from "./test-year.ts";

const database = await testDatabase();
const installation = await anInstallation(database);

async function aHistory(country: "NO" | "SE", invoices: readonly Owing[]) {
  const world = await aWorld(installation, { country, startsOn: "2026-04-06" });
  await world.owe(invoices);
  const { creditorId } = world;
  return {
    ...world,
    act: (number: string, act: Act) => acted(installation, creditorId, number, act, NOW),
    money: async (number: string, amount: string, on: string) => {
      const { reference: kid } = await world.claim(number);
      const line = [{ kid, amount, on }];
      return world.paid(country === "NO" ? anOcrGiro(world.account, line) : aBgMax(world.account, line));
    },
    under: async (plan: string | Plan) => {
      const creditor = (await creditorById(installation.pool, creditorId))!;
      const replay = await replayUnderPlan(
        installation,
        creditor,
        typeof plan === "string" ? PLANS[plan]! : plan,
        NOW,
        { pageSize: 2 },
      );
      if (replay.kind !== "replayed") throw new Error(replay.kind);
      return replay;
    },
  };
}

const DUE = "2026-04-30";
const FATES: readonly Owing[] = ["silent", "early", "after-notice", "part", "stopped", "disputed"].map(
  (number, i) => ({ number, amount: "4500.00", dueOn: DUE, customer: String(1001 + i) }),
);

async function sixFates(country: "NO" | "SE") {
  const history = await aHistory(country, FATES);
  await history.runUntil("2026-05-08");
  await history.money("early", "4500.00", "2026-05-08");
  await history.runUntil("2026-05-20");
  await history.money("part", "2000.00", "2026-05-20");
  await history.act("disputed", { kind: "object", scope: "whole", reasonable: true });
  await history.runUntil("2026-05-26");
  await history.money("after-notice", "4550.00", "2026-05-26");
  await history.act("stopped", { kind: "stop", because: "stopped" });
  await history.runUntil("2026-08-20");
  return history;
}

describe("A company's history under another plan (B8)", () => {
  it.each([
    ["NO", 21],
    ["SE", 20],
  ] as const)(
    "is what it was under its own, for a year of %s",
    { timeout: 600_000 },
    async (country, claims) => {
      const { creditorId } = await aYear(installation, { country, claims: 20 });
      const creditor = (await creditorById(installation.pool, creditorId))!;
      const plan = PLANS[`${country.toLowerCase()}-standard`]!;
      const replay = await replayUnderPlan(installation, creditor, plan, NOW, { pageSize: 3 });
      if (replay.kind !== "replayed") throw new Error(replay.kind);
      expect(replay).toMatchObject({
        claims,
        claimsAlike: claims,
        unknown: { paidMinor: 0n, objections: 0 },
      });
      expect(replay.underPlan).toEqual(replay.asItWas);
      expect(replay.asItWas.letters).toBeGreaterThan(30);
      expect(replay.known.paidMinor).toBeGreaterThan(1_000_000n);
    },
  );

  it("adds the friendly reminder, and knows nothing of what came after it", async () => {
    const history = await sixFates("NO");
    const replay = await history.under("no-gentle");
    expect(replay).toMatchObject({ claims: 6, customers: 6, claimsAlike: 0, from: "2026-04-06" });
    expect(replay.asItWas).toMatchObject({ letters: 8, claimsWithoutLetter: 1, firstLetterDays: 15 });
    expect(replay.underPlan).toMatchObject({ letters: 14, claimsWithoutLetter: 0, firstLetterDays: 4 });
    expect(Object.fromEntries(replay.underPlan.steps)).toEqual({
      reminder: 6,
      notice: 5,
      demand: 3,
      heavy: 3,
    });
    // The reminders of 4 May come before all money and the objection.
    expect(replay.known).toEqual({ paidMinor: 0n, paidAfterDays: null, objections: 0 });
    expect(replay.unknown).toEqual({ paidMinor: 1_105_000n, paidAfterDays: 17.5, objections: 1 });
  });

  it("without a demand knows the money that came before the demands", async () => {
    const standard = PLANS["no-standard"]!;
    const steps = standard.steps.filter(({ step }) => step === "notice");
    const history = await sixFates("NO");
    const replay = await history.under({ ...standard, name: "notice-only", steps });
    expect(Object.fromEntries(replay.underPlan.steps)).toEqual({ notice: 5 });
    expect(Object.fromEntries(replay.underPlan.chargedMinor)).toEqual({ "notice-fee": 19_000n });
    expect(replay.claimsAlike).toBe(3);
    expect(replay.known).toEqual({ paidMinor: 1_105_000n, paidAfterDays: 17.5, objections: 1 });
  });

  it("takes heavy costs of a joint demand, and what people did before a second run of a day, as they were", async () => {
    const two: readonly Owing[] = ["1", "2"].map((number) => ({
      number,
      amount: "4500.00",
      dueOn: DUE,
      customer: "7",
    }));
    const joint = await aHistory("NO", two);
    await joint.runUntil("2026-07-20");
    const heavy = await joint.under("no-standard");
    expect(heavy).toMatchObject({ claims: 2, claimsAlike: 2 });
    expect(heavy.underPlan).toEqual(heavy.asItWas);
    const again = await aHistory("NO", two.slice(0, 1));
    await again.runUntil("2026-06-02");
    await again.act("1", { kind: "object", scope: 100_000n, reasonable: true });
    await again.runUntil("2026-06-02");
    await again.runUntil("2026-06-30");
    expect(await again.under("no-standard")).toMatchObject({ claims: 1, claimsAlike: 1 });
  });

  it("takes money that is older than a claim it was left for, once it undid a step", async () => {
    const history = await aHistory("NO", [{ number: "1", amount: "4500.00", dueOn: DUE, customer: "7" }]);
    await history.runUntil("2026-06-08");
    await history.owe([{ number: "2", amount: "3000.00", dueOn: "2026-06-30", customer: "7" }]);
    const { undone } = await history.money("1", "5000.00", "2026-05-20");
    expect(undone).not.toEqual([]);
    const { known, unknown } = await history.under("no-standard");
    expect(known.paidMinor + unknown.paidMinor).toBeGreaterThan(450_000n);
  });

  it("is told to be none where nothing was taken over", async () => {
    const history = await aHistory("NO", []);
    const creditor = (await creditorById(installation.pool, history.creditorId))!;
    expect(await replayUnderPlan(installation, creditor, PLANS["no-gentle"]!, NOW)).toEqual({
      kind: "no-history",
    });
  });
});
