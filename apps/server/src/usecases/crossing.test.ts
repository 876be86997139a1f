import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { aBgMax, anInstallation, anOcrGiro, aWorld, NOW } from "../payments/test-world.ts";
import { sql, withCreditor } from "../store/index.ts";
import { readBalances } from "./read-balances.ts";
import { expectBooksOfChains } from "./test-books.ts";

const database = await testDatabase();
const installation = await anInstallation(database);

async function story(country: "NO" | "SE") {
  const world = await aWorld(installation, { country, startsOn: "2026-04-06" });
  await world.owe([{ number: "1", amount: "4500.00", dueOn: "2026-04-30" }]);
  const pay = async (amount: string, on: string) => {
    const { reference: kid } = await world.claim("1");
    const line = [{ kid, amount, on }];
    return world.paid(country === "NO" ? anOcrGiro(world.account, line) : aBgMax(world.account, line));
  };
  return { ...world, pay, sound: () => expectBooksOfChains(installation, world.creditorId, NOW) };
}

describe("Money that crosses a letter in the post (sweden.md 2.3; norway.md P5)", () => {
  it("in Sweden booked on the demand's own day leaves the demand's fee owed", async () => {
    const sweden = await story("SE");
    await sweden.runUntil("2026-05-25");
    expect((await sweden.claim("1")).costs).toBe(6_000n);
    await sweden.runUntil("2026-05-26");
    expect((await sweden.claim("1")).costs).toBe(24_000n);
    await sweden.pay("4600.00", "2026-05-26");
    expect(await sweden.claim("1")).toMatchObject({ costs: 0n, state: "open" });
    await sweden.sound();
  });

  it("in Sweden booked the day before, and known after, takes the demand and its fee back", async () => {
    const sweden = await story("SE");
    await sweden.runUntil("2026-05-26");
    const paid = await sweden.pay("4600.00", "2026-05-25");
    expect(paid).toMatchObject({
      paid: 1,
      toLookAt: [],
      undone: [{ what: "demand", on: "2026-05-26", charges: [{ item: "recovery-costs", amount: "180.00" }] }],
    });
    expect(await sweden.claim("1")).toMatchObject({
      principal: 0n,
      interest: 0n,
      costs: 0n,
      state: "closed",
    });
    const balances = await readBalances(installation.pool, [sweden.creditorId]);
    const of = (account: string) => balances.find((one) => one.account === account)?.minor ?? 0n;
    expect(of("income:recovery-costs")).toBe(0n);
    expect(of("liabilities:unallocated-payments")).toBe(0n);
    // 4 500.00, 60.00 and 25 days of interest: the rest of the money goes back.
    expect(of("liabilities:overpaid")).toBe(-(460_000n - 450_000n - 6_000n + of("income:interest")));
    const { claimId } = await sweden.claim("1");
    const told = await withCreditor(installation.pool, sweden.creditorId, (tx) =>
      tx.one<{ text: string; rule: string }>(sql`
        select data ->> 'text' as text, data ->> 'rule' as rule from event
        where creditor_id = ${sweden.creditorId}::uuid and claim_id = ${claimId}::uuid and kind = 'undone'`),
    );
    expect(told).toEqual({
      text: "demand of 2026-05-26 taken back: what was to be paid by 2026-05-25 was booked on 2026-05-25",
      rule: "se.demand-fee.booking-day",
    });
    await sweden.sound();
  });

  it("in Sweden booked the day before, and less than what was owed, leaves the fee and is put before a person", async () => {
    const sweden = await story("SE");
    await sweden.runUntil("2026-05-26");
    const paid = await sweden.pay("4500.00", "2026-05-25");
    expect(paid).toMatchObject({
      undone: [],
      toLookAt: [{ why: "booked on 2026-05-25, and charged on 2026-05-26 for not having paid (D12)" }],
    });
    expect(await sweden.claim("1")).toMatchObject({ state: "open" });
    await sweden.sound();
  });

  it("in Sweden booked the day before, of the principal and its interest alone, leaves the reminder's fee to be asked for", async () => {
    const sweden = await story("SE");
    await sweden.runUntil("2026-05-26");
    const paid = await sweden.pay("4531.00", "2026-05-25");
    expect(paid.undone).toMatchObject([{ what: "demand" }]);
    const { principal, costs, state } = await sweden.claim("1");
    expect({ costs, state }).toEqual({ costs: 0n, state: "open" });
    expect(principal).toBeGreaterThan(5_900n);
    await sweden.sound();
    // It goes on as if the money had been known in time: what is left is demanded, once.
    await sweden.runUntil("2026-06-30");
    expect(await sweden.claim("1")).toMatchObject({ principal, costs: 18_000n, state: "open" });
    await sweden.sound();
  });

  it("in Norway of a value day before the notice, and too little for it, leaves the notice's fee to a person", async () => {
    const norway = await story("NO");
    await norway.runUntil("2026-05-18");
    const paid = await norway.pay("1000.00", "2026-05-13");
    expect(paid.toLookAt).toHaveLength(1);
    // What it meets is what was owed on its own day: interest and principal, then the fee charged since.
    expect(await norway.claim("1")).toMatchObject({ costs: 3_800n });
    await norway.sound();
  });
});
