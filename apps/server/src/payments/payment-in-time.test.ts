import { date, minorFromDecimal } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { creditorById } from "../engine/creditors.ts";
import { sql, withCreditor } from "../store/index.ts";
import { type Proof, type ProofOutcome, provePayment } from "../usecases/prove-payment.ts";
import { readBalances } from "../usecases/read-balances.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import {
  aBgMax,
  anInstallation,
  anOcrGiro,
  aWorld,
  NOW,
  norwegianAccount,
  type Owing,
  type World,
} from "./test-world.ts";

const database = await testDatabase();
const installation = await anInstallation(database, "agency");

// Due 30 April: notice 15 May by 29 May, demand 5 June with 600.00 by 19 June, heavy costs from 18 July.
const DEADLINE = "2026-05-29";
const NOTICE_SUM = "4560.19";

let accounts = 0;

async function afterTheDemand(until = "2026-06-08", more: readonly Owing[] = [], amount = "4500.00") {
  const world = await aWorld(installation, { startsOn: "2026-04-06", account: norwegianAccount(++accounts) });
  await world.owe([{ number: "1", amount, dueOn: "2026-04-30", customer: "50" }, ...more]);
  await world.runUntil(until);
  const { reference: kid } = await world.claim("1");
  const pay = (paid: { amount?: string; on?: string; orderedOn?: string }) =>
    world.paid(anOcrGiro(world.account, [{ kid, amount: NOTICE_SUM, on: "2026-06-08", ...paid }]));
  return { world, pay };
}

async function history(world: World, number = "1"): Promise<string[]> {
  const { claimId } = await world.claim(number);
  const events = await withCreditor(installation.pool, world.creditorId, (tx) =>
    tx.many<{ kind: string; data: { letter?: string; step?: string } }>(sql`
      select kind, data from event where creditor_id = ${world.creditorId}::uuid and claim_id = ${claimId}::uuid
      order by seq`),
  );
  return events.map(({ kind, data }) => [kind, data.letter ?? data.step ?? ""].join(" ").trim());
}

async function balance(world: World, account: string): Promise<bigint> {
  const balances = await readBalances(installation.pool, [world.creditorId]);
  return balances.find((one) => one.account === account)?.minor ?? 0n;
}

async function expectSound(world: World): Promise<void> {
  const { findings } = await verifyBooks(installation.pool, [world.creditorId]);
  expect(findings).toEqual([]);
}

async function prove(world: World, proof: Partial<Proof> = {}, number = "1"): Promise<ProofOutcome> {
  const creditor = (await creditorById(installation.pool, world.creditorId))!;
  const { claimId, debtorId } = await withCreditor(installation.pool, world.creditorId, async (tx) => {
    const { claimId: id } = await world.claim(number);
    return tx.one<{ claimId: typeof id; debtorId: typeof id }>(sql`
      select claim_id as "claimId", debtor_id as "debtorId" from claim
      where creditor_id = ${world.creditorId}::uuid and claim_id = ${id}::uuid`);
  });
  const found = { creditor, claimId, debtorId, invoiceNumber: number };
  return provePayment(
    installation,
    found,
    { orderedOn: date(DEADLINE), paymentId: null, note: null, ...proof },
    NOW,
  );
}

const PAID_UP = { state: "closed", principal: 0n, interest: 0n, costs: 0n };

describe("A notice paid on its last day, when the money comes after the demand (D12; inkassoloven §§ 9, 17)", () => {
  it("undoes the demand and its costs: the claim is closed, and the interest since the notice is waived", async () => {
    const { world, pay } = await afterTheDemand();
    expect(await balance(world, "assets:receivable:recovery-costs")).toBe(60_000n);
    expect(await pay({ orderedOn: DEADLINE })).toMatchObject({
      waived: 1,
      toLookAt: [],
      undone: [{ what: "demand", charges: [{ item: "recovery-costs", amount: "600.00" }] }],
    });
    expect(await world.claim("1")).toMatchObject(PAID_UP);
    expect(await balance(world, "assets:receivable:recovery-costs")).toBe(0n);
    expect(await balance(world, "income:recovery-costs")).toBe(0n);
    expect(await history(world)).toEqual([
      "registered",
      "letter notice",
      "proposed collection-list",
      "approved",
      "letter demand",
      "undone",
      "payment",
      "waiver",
      "closed",
    ]);
    await expectSound(world);
  });

  it("the day after changes nothing: the costs are owed, and a person is told", async () => {
    const { world, pay } = await afterTheDemand();
    const done = await pay({ orderedOn: "2026-05-30" });
    expect(done).toMatchObject({ undone: [], toLookAt: [{ why: expect.stringContaining("D12") }] });
    expect(await world.claim("1")).toMatchObject({ state: "open" });
    expect(await balance(world, "income:recovery-costs")).toBe(-60_000n);
    await expectSound(world);
  });

  it("undoes what became heavy as well, and follow-up that cost nothing", async () => {
    const { world, pay } = await afterTheDemand("2026-07-20");
    expect(await balance(world, "income:recovery-costs")).toBe(-120_000n);
    const done = await pay({ on: "2026-07-20", orderedOn: DEADLINE });
    expect(done.undone.map(({ what }) => what)).toEqual(["demand", "follow-up", "heavy"]);
    expect(await balance(world, "income:recovery-costs")).toBe(0n);
    await expectSound(world);
  });

  it("leaves a rest that is too large to be waived, and the creditor is asked about it anew", async () => {
    const { world, pay } = await afterTheDemand("2026-06-08", [], "450000.00");
    const paid = { amount: "452219.18", orderedOn: DEADLINE };
    expect((await pay({ ...paid, amount: "452257.18" })).undone).toHaveLength(1);
    const { state, principal, costs } = await world.claim("1");
    expect({ state, costs }).toEqual({ state: "open", costs: 0n });
    // Interest from 16 May to 8 June.
    expect(principal).toBe(355_068n);
    await world.runUntil("2026-06-08");
    expect((await history(world)).at(-1)).toBe("proposed collection-list");
    await expectSound(world);
  });

  it("of a part, or of a letter that covers what nobody paid, is for a person", async () => {
    const other = { number: "2", amount: "1000.00", dueOn: "2026-04-30", customer: "50" };
    const part = await afterTheDemand();
    expect((await part.pay({ amount: "4000.00", orderedOn: DEADLINE })).undone).toEqual([]);
    await expectSound(part.world);
    const joint = await afterTheDemand("2026-06-08", [other]);
    const done = await joint.pay({ orderedOn: DEADLINE });
    expect(done).toMatchObject({ undone: [], toLookAt: [{ why: expect.stringContaining("D12") }] });
    await expectSound(joint.world);
  });

  it("undoes a joint demand when all that the joint notice asked for was ordered in time", async () => {
    const other = { number: "2", amount: "1000.00", dueOn: "2026-04-30", customer: "50" };
    const { world, pay } = await afterTheDemand("2026-06-08", [other]);
    // 5 500.00, 27.12 of interest to 15 May and one fee of 38.00.
    const done = await pay({ amount: "5565.12", orderedOn: DEADLINE });
    expect(done).toMatchObject({ toLookAt: [], undone: [{ what: "demand" }, { what: "demand" }] });
    expect(await balance(world, "income:recovery-costs")).toBe(0n);
    await expectSound(world);
  });
});

describe("A proof by hand that a payment was ordered in time", () => {
  it("divides the money anew without the demand's costs, and closes the claim", async () => {
    const { world, pay } = await afterTheDemand();
    await pay({});
    expect(await world.claim("1")).toMatchObject({ state: "open", costs: 0n });
    expect(await prove(world, { note: "Receipt from the bank" })).toMatchObject({
      kind: "booked",
      closed: 1,
      refundMinor: 0n,
      undone: [{ what: "demand" }],
    });
    expect(await world.claim("1")).toMatchObject(PAID_UP);
    expect(await balance(world, "income:recovery-costs")).toBe(0n);
    expect(await balance(world, "liabilities:unallocated-payments")).toBe(0n);
    expect((await history(world)).slice(-6)).toEqual([
      "payment",
      "payment-reversed",
      "undone",
      "payment",
      "waiver",
      "closed",
    ]);
    await expectSound(world);
    expect(await prove(world)).toMatchObject({
      reason: expect.stringMatching(/^invoice 1 was closed with a rest waived/),
    });
  });

  it("opens a claim that was paid with its costs, and what is too much is to be paid back", async () => {
    const { world, pay } = await afterTheDemand();
    const { principal, interest, costs } = await world.claim("1");
    // 1 May to 8 June: 39 days, of which the books have 36.
    expect(interest).toBe(5_326n);
    expect(await pay({ amount: formatted(principal + 5_770n + costs) })).toMatchObject({
      paid: 1,
      refundsDue: {},
    });
    expect(await prove(world)).toMatchObject({ kind: "booked", closed: 1, refundMinor: 60_000n });
    expect(await world.claim("1")).toMatchObject(PAID_UP);
    expect(await balance(world, "liabilities:overpaid")).toBe(-60_000n);
    expect(await balance(world, "liabilities:unallocated-payments")).toBe(0n);
    await expectSound(world);
  });

  it("of a day after every deadline books the same again", async () => {
    const { world, pay } = await afterTheDemand();
    await pay({});
    const before = await world.claim("1");
    expect(await prove(world, { orderedOn: date("2026-06-07") })).toMatchObject({ undone: [], closed: 0 });
    expect(await world.claim("1")).toEqual(before);
    await expectSound(world);
    expect(await prove(world)).toMatchObject({ undone: [{ what: "demand" }], closed: 1 });
    await expectSound(world);
  });

  it("is refused where there is nothing to prove it of", async () => {
    const { world, pay } = await afterTheDemand();
    expect(await prove(world)).toEqual({ kind: "refused", reason: "nothing was paid on this claim" });
    await pay({});
    expect(await prove(world, { orderedOn: date("2025-05-29") })).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("after the money is said to have been ordered"),
    });
    expect(await prove(world, { orderedOn: date("2026-06-09") })).toMatchObject({
      reason: expect.stringContaining("before it is said to have been ordered"),
    });
    await pay({ amount: "10.00" });
    expect(await prove(world)).toMatchObject({ reason: expect.stringContaining("it has 2 payments") });
  });
});

describe("In Sweden the day on which the money was booked decides (IkostL 4 §)", () => {
  it("and a demand sent before stays, whenever the payment was ordered", async () => {
    const world = await aWorld(installation, { country: "SE", startsOn: "2026-03-02" });
    await world.owe([{ number: "1", amount: "12500.00", dueOn: "2026-04-01", kind: "business" }]);
    await world.runUntil("2026-04-28");
    const { reference: kid, costs } = await world.claim("1");
    expect(costs).toBe(24_000n);
    await world.paid(aBgMax(world.account, [{ kid, amount: "12601.10", on: "2026-04-29" }]));
    expect(await prove(world, { orderedOn: date("2026-04-23") })).toMatchObject({
      kind: "booked",
      undone: [],
    });
    expect(await balance(world, "income:recovery-costs")).toBe(-18_000n);
    await expectSound(world);
  });
});

function formatted(minor: bigint): string {
  const text = String(minor).padStart(3, "0");
  const amount = `${text.slice(0, -2)}.${text.slice(-2)}`;
  expect(minorFromDecimal(amount)).toBe(minor);
  return amount;
}
