import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { anInstallation, anOcrGiro, aWorld, NOW } from "../payments/test-world.ts";
import type { Act } from "../usecases/act-on-claim.ts";
import { readBalances } from "../usecases/read-balances.ts";
import { runDays } from "../usecases/run-days.ts";
import { acted, expectBooksOfChains } from "../usecases/test-books.ts";

const database = await testDatabase();
const installation = await anInstallation(database);

/** The notice of 15 May, 38.00 on 4500.00 with 22.19 of interest, is decided, and nothing is sent that day. */
async function aNoticeThatStays(kind: "person" | "business" = "person", before: Act | null = null) {
  const world = await aWorld(installation, { country: "NO", startsOn: "2026-04-06" });
  const { creditorId } = world;
  await world.owe([{ number: "1", amount: "4500.00", dueOn: "2026-04-30", kind }]);
  await world.runUntil("2026-05-06");
  const act = (what: Act) => acted(installation, creditorId, "1", what, NOW);
  if (before !== null) await act(before);
  await world.runUntil("2026-05-15");
  const { reference: kid } = await world.claim("1");
  return {
    ...world,
    act,
    pay: (amount: string) => world.paid(anOcrGiro(world.account, [{ kid, amount, on: "2026-05-15" }])),
    nextDay: () => runDays(installation, { creditorId, on: date("2026-05-16") }, NOW),
    overpaid: async () => {
      const all = await readBalances(installation.pool, [creditorId]);
      return all.find(({ account }) => account === "liabilities:overpaid")?.minor ?? 0n;
    },
    sound: () => expectBooksOfChains(installation, creditorId, NOW),
  };
}

// It is undone on the 16th, a Saturday, on which no new one is decided.
describe("What a letter that never left had charged (B21)", () => {
  it("falls away, and money that was paid on it pays what else is open", async () => {
    const world = await aNoticeThatStays();
    await world.pay("500.00");
    expect(await world.claim("1")).toMatchObject({ principal: 406_019n, costs: 0n });
    await world.nextDay();
    expect(await world.claim("1")).toMatchObject({ principal: 402_219n, costs: 0n });
    expect(await world.overpaid()).toBe(0n);
    await world.sound();
  });

  it("goes back where the claim is paid and nothing else is open", async () => {
    const world = await aNoticeThatStays();
    expect(await world.pay("4560.19")).toMatchObject({ paid: 1 });
    await world.nextDay();
    expect(await world.claim("1")).toMatchObject({ principal: 0n, interest: 0n, costs: 0n, state: "closed" });
    expect(await world.overpaid()).toBe(-3_800n);
    await world.sound();
  });

  it("is no longer set off against a compensation", async () => {
    const world = await aNoticeThatStays("business", { kind: "compensate" });
    expect(await world.claim("1")).toMatchObject({ costs: 46_000n });
    await world.nextDay();
    expect(await world.claim("1")).toMatchObject({ costs: 46_000n });
    await world.sound();
  });

  it("is no sign that the claim went on: an objection can have been settled on a day before it", async () => {
    const scope = 100_000n;
    const world = await aNoticeThatStays("person", { kind: "object", scope, reasonable: true });
    const settled = { kind: "resolve", outcome: "groundless", on: date("2026-05-12") } as const;
    expect(await world.act(settled)).toMatchObject({ reason: expect.stringContaining("on 2026-05-15") });
    await world.nextDay();
    expect(await world.act(settled)).toMatchObject({ kind: "done" });
    await world.sound();
  });

  it("falls away also where the outbox stood still for months, with every letter and the question after them", async () => {
    const world = await aWorld(installation, { country: "NO", startsOn: "2026-04-06" });
    await world.owe([{ number: "1", amount: "4500.00", dueOn: "2026-04-30" }]);
    await world.runUntil("2026-09-30");
    const on = date("2026-10-01");
    const [ran] = await runDays(installation, { creditorId: world.creditorId, on }, NOW);
    expect(ran).toMatchObject({ kind: "ran" });
    expect(ran?.kind === "ran" ? ran.sent.failed.length : 0).toBeGreaterThan(1);
    await expectBooksOfChains(installation, world.creditorId, NOW);
  });
});
