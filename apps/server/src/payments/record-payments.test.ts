import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { sql, withCreditor, withOperator } from "../store/index.ts";
import { readBalances } from "../usecases/read-balances.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import {
  ACCOUNTS,
  aBgMax,
  aCamt054,
  anInstallation,
  anOcrGiro,
  aWorld,
  CLIENT_ACCOUNT,
  norwegianAccount,
  type World,
  type WorldOptions,
} from "./test-world.ts";

const database = await testDatabase();
const installation = await anInstallation(database);

let accounts = 0;

/** Every world has an account of its own, so that what arrives on it is one creditor's. */
function aWorldOfItsOwn(options: WorldOptions = {}): Promise<World> {
  return aWorld(installation, { account: norwegianAccount(++accounts), ...options });
}

async function lineStates(account: string): Promise<{ reference: string | null; isMatched: boolean }[]> {
  return withOperator(installation.pool, (tx) =>
    tx.many(sql`
      select reference, matched_at is not null as "isMatched" from bank_line
      where account = ${account} order by reference`),
  );
}

async function balance(world: World, account: string): Promise<bigint> {
  const balances = await readBalances(installation.pool, [world.creditorId]);
  return balances.find((one) => one.account === account)?.minor ?? 0n;
}

async function expectSound(world: World): Promise<void> {
  const { findings } = await verifyBooks(installation.pool, [world.creditorId]);
  expect(findings).toEqual([]);
}

const THOUSANDS_19 = { number: "19", amount: "12000.00", dueOn: "2026-04-30" };

describe("A Norwegian part payment (B14)", () => {
  it("goes to costs, interest, principal, and interest goes on on what is left (NO-19)", async () => {
    const world = await aWorldOfItsOwn({ startsOn: "2026-04-06" });
    await world.owe([THOUSANDS_19]);
    await world.runUntil("2026-06-19");
    const before = await world.claim("19");
    expect(before.costs).toBe(123_800n);
    const pay = (amount: string, on: string) =>
      world.paid(anOcrGiro(world.account, [{ kid: before.reference, amount, on }]));
    expect(await pay("3000.00", "2026-06-19")).toMatchObject({
      matched: 1,
      unmatched: 0,
      booked: { NOK: "3000.00" },
    });
    expect(await world.claim("19")).toMatchObject({
      principal: 1_043_526n,
      interest: 0n,
      costs: 0n,
      state: "open",
    });
    await world.runUntil("2026-07-17");
    expect(await pay("10532.54", "2026-07-17")).toMatchObject({ paid: 1, refundsDue: {} });
    expect(await world.claim("19")).toMatchObject({ state: "closed", closedOn: "2026-07-17" });
    await expectSound(world);
  });

  it("goes to the principal first when the debtor says so (NO-20)", async () => {
    const world = await aWorldOfItsOwn({ startsOn: "2026-04-06" });
    await world.owe([THOUSANDS_19]);
    await world.runUntil("2026-06-19");
    const { reference: kid } = await world.claim("19");
    const on = "2026-06-19";
    await world.paid(anOcrGiro(world.account, [{ kid, amount: "3000.00", on, text: "Gjelder hovedstol" }]));
    expect(await world.claim("19")).toMatchObject({
      principal: 900_000n,
      interest: 19_726n,
      costs: 123_800n,
    });
    await world.runUntil("2026-07-17");
    const done = await world.paid(anOcrGiro(world.account, [{ kid, amount: "10519.16", on: "2026-07-17" }]));
    expect(done).toMatchObject({ paid: 1, refundsDue: {} });
    await expectSound(world);
  });

  it("of more than is owed leaves a refund due, and the claim is closed (NO-21)", async () => {
    const world = await aWorldOfItsOwn({ startsOn: "2026-04-06" });
    await world.owe([{ number: "21", amount: "4500.00", dueOn: "2026-04-30" }]);
    await world.runUntil("2026-06-19");
    const { reference: kid } = await world.claim("21");
    const done = await world.paid(anOcrGiro(world.account, [{ kid, amount: "5500.00", on: "2026-06-19" }]));
    expect(done.paid).toBe(1);
    const owed = await balance(world, "liabilities:overpaid");
    expect(done.refundsDue).toEqual({ NOK: (-Number(owed) / 100).toFixed(2) });
    expect(await balance(world, "liabilities:unallocated-payments")).toBe(0n);
    await expectSound(world);
  });
});

describe("A Swedish part payment", () => {
  it("goes to costs, interest, principal on the booking day (sweden.md, example 9)", async () => {
    const world = await aWorld(installation, {
      country: "SE",
      startsOn: "2026-01-05",
      input: { changes: { waits: { reminder: 7 } } },
    });
    await world.owe([{ number: "9", amount: "20000.00", dueOn: "2026-01-30" }]);
    await world.runUntil("2026-03-16");
    const before = await world.claim("9");
    expect(before.costs).toBe(24_000n);
    await world.paid(aBgMax(ACCOUNTS.SE, [{ kid: before.reference, amount: "8000.00", on: "2026-03-16" }]));
    expect(await world.claim("9")).toMatchObject({ principal: 1_248_658n, interest: 0n, costs: 0n });
    await world.runUntil("2026-04-30");
    const payoff = aBgMax(ACCOUNTS.SE, [{ kid: before.reference, amount: "12640.52", on: "2026-04-30" }]);
    expect(await world.paid(payoff)).toMatchObject({ paid: 1, refundsDue: {} });
    await expectSound(world);
  });
});

describe("A bank line is used once (B13)", () => {
  it("however often its file is given, and in whatever other file it comes", async () => {
    const world = await aWorldOfItsOwn();
    await world.owe([
      { number: "a", amount: "500.00", dueOn: "2026-02-02" },
      { number: "b", amount: "700.00", dueOn: "2026-02-02" },
    ]);
    const [a, b] = [await world.claim("a"), await world.claim("b")];
    const lines = [
      { kid: a.reference, amount: "100.00", on: "2026-01-20" },
      { kid: b.reference, amount: "200.00", on: "2026-01-20" },
    ];
    const file = anOcrGiro(world.account, lines.slice(0, 1), { number: 9001 });
    expect(await world.paid(file)).toMatchObject({ isSeen: false, matched: 1, alreadySeen: 0 });
    expect(await world.paid(file)).toMatchObject({ isSeen: true, matched: 0, alreadySeen: 1, booked: {} });
    const both = anOcrGiro(world.account, lines, { number: 9001 });
    expect(await world.paid(both)).toMatchObject({ isSeen: false, matched: 1, alreadySeen: 1 });
    expect(await balance(world, "assets:client-bank")).toBe(30_000n);
    await expectSound(world);
  });

  it("when two programs read the same file at once", async () => {
    const world = await aWorldOfItsOwn();
    const invoices = Array.from({ length: 60 }, (_, i) => ({
      number: `t${i}`,
      amount: "500.00",
      dueOn: "2026-02-02",
    }));
    await world.owe(invoices);
    const claims = await Promise.all(invoices.map(({ number }) => world.claim(number)));
    const file = anOcrGiro(
      world.account,
      claims.map(({ reference }) => ({ kid: reference, amount: "500.00", on: "2026-01-20" })),
    );
    const [one, other] = await Promise.all([
      world.paid(file, { pageLines: 7 }),
      world.paid(file, { pageLines: 11 }),
    ]);
    expect(one.matched + other.matched).toBe(60);
    expect(one.paid + other.paid).toBe(60);
    expect(one.unmatched + other.unmatched).toBe(0);
    expect(await balance(world, "assets:client-bank")).toBe(3_000_000n);
    await expectSound(world);
  });

  it("when the same money is told by OCR giro and by camt.054", async () => {
    const world = await aWorldOfItsOwn();
    await world.owe([{ number: "c", amount: "900.00", dueOn: "2026-02-02" }]);
    const { reference } = await world.claim("c");
    const camt = (bankReferences: readonly string[]) =>
      aCamt054(
        world.account,
        bankReferences.map((bankReference) => ({
          bankReference,
          amount: "300.00",
          on: "2026-01-20",
          kids: [reference],
        })),
      );
    await world.paid(anOcrGiro(world.account, [{ kid: reference, amount: "300.00", on: "2026-01-20" }]));
    expect(await world.paid(camt(["X1"]))).toMatchObject({ matched: 0, elsewhere: 1 });
    // A second payment of the same amount on the same day is another one.
    expect(await world.paid(camt(["X1", "X2"]))).toMatchObject({ matched: 1, alreadySeen: 1, elsewhere: 0 });
    expect(await world.claim("c")).toMatchObject({ principal: 30_000n });
    await expectSound(world);
  });
});

describe("Nothing is booked", () => {
  it("from a file whose sum fails, and nothing of it is stored", async () => {
    const world = await aWorldOfItsOwn();
    await world.owe([{ number: "s", amount: "500.00", dueOn: "2026-02-02" }]);
    const { reference } = await world.claim("s");
    const file = Buffer.from(
      anOcrGiro(world.account, [{ kid: reference, amount: "500.00", on: "2026-01-20" }]),
    );
    const end = file.lastIndexOf("NY000089");
    file[end + 40] = file[end + 40] === 0x30 ? 0x31 : 0x30;
    const outcome = await world.pay(file);
    expect(outcome).toMatchObject({ kind: "not-booked", warnings: [{ code: "sumMismatch" }] });
    expect(await lineStates(world.account)).toEqual([]);
    expect(await world.claim("s")).toMatchObject({ state: "open" });
  });

  it("from a file that is no bank file", async () => {
    const world = await aWorldOfItsOwn();
    expect(await world.pay(Buffer.from("hello"))).toMatchObject({ kind: "refused", line: 1 });
  });

  it("from a line in the currency of another country", async () => {
    const world = await aWorldOfItsOwn();
    await world.owe([{ number: "e", amount: "500.00", dueOn: "2026-02-02" }]);
    const { reference } = await world.claim("e");
    const line = { bankReference: "S1", amount: "500.00", on: "2026-01-20", kids: [reference] };
    const file = aCamt054(world.account, [line], "SEK");
    const done = await world.paid(file);
    expect(done).toMatchObject({ matched: 0, unmatched: 1, waiting: { SEK: "500.00" } });
    expect(done.unmatchedLines[0]?.reason).toContain("SEK");
  });
});

describe("Money that nobody can place", () => {
  it("waits, is listed with why, and is in no creditor's books", async () => {
    const world = await aWorldOfItsOwn();
    await world.owe([{ number: "u", amount: "500.00", dueOn: "2026-02-02" }]);
    const done = await world.paid(
      anOcrGiro(world.account, [{ kid: "1234567897", amount: "500.00", on: "2026-01-20" }]),
    );
    expect(done).toMatchObject({ matched: 0, unmatched: 1, waiting: { NOK: "500.00" } });
    expect(done.unmatchedLines).toMatchObject([{ reason: "its reference leads to no claim" }]);
    expect(await balance(world, "assets:client-bank")).toBe(0n);
  });

  it("is tried again when its file is given again, after the invoice has come", async () => {
    const world = await aWorldOfItsOwn();
    const file = anOcrGiro(world.account, [{ kid: "7000000000017", amount: "500.00", on: "2026-01-20" }]);
    expect(await world.paid(file)).toMatchObject({ unmatched: 1 });
    await world.owe([{ number: "late", amount: "500.00", dueOn: "2026-02-02", reference: "7000000000017" }]);
    expect(await world.paid(file)).toMatchObject({ isSeen: true, matched: 1, paid: 1 });
  });

  it("waits when two creditors' claims bear its reference", async () => {
    const kid = "7000000000025";
    for (const number of ["x", "y"])
      await (await aWorldOfItsOwn()).owe([{ number, amount: "500.00", dueOn: "2026-02-02", reference: kid }]);
    const world = await aWorldOfItsOwn();
    const done = await world.paid(anOcrGiro(CLIENT_ACCOUNT, [{ kid, amount: "500.00", on: "2026-01-20" }]));
    expect(done.unmatchedLines).toMatchObject([{ reason: expect.stringContaining("several creditors") }]);
  });

  it("is booked from the agency's client account where one creditor's claim bears its reference", async () => {
    const world = await aWorldOfItsOwn();
    await world.owe([{ number: "z", amount: "500.00", dueOn: "2026-02-02" }]);
    const { reference: kid } = await world.claim("z");
    const done = await world.paid(anOcrGiro(CLIENT_ACCOUNT, [{ kid, amount: "500.00", on: "2026-01-20" }]));
    expect(done).toMatchObject({ matched: 1, paid: 1 });
  });
});

describe("Money for a claim", () => {
  it("that is closed is all to be paid back, and its history says so", async () => {
    const world = await aWorldOfItsOwn();
    await world.owe([
      { number: "p", customer: "k1", amount: "500.00", dueOn: "2026-02-02" },
      { number: "q", customer: "k1", amount: "800.00", dueOn: "2026-02-02" },
    ]);
    const { reference: kid, claimId } = await world.claim("p");
    const pay = () => world.paid(anOcrGiro(world.account, [{ kid, amount: "500.00", on: "2026-01-20" }]));
    expect(await pay()).toMatchObject({ paid: 1 });
    expect(await pay()).toMatchObject({ matched: 1, paid: 0, refundsDue: { NOK: "500.00" } });
    expect(await world.claim("q")).toMatchObject({ principal: 80_000n });
    const events = await withCreditor(installation.pool, world.creditorId, (tx) =>
      tx.many<{ kind: string }>(sql`
        select kind from event where creditor_id = ${world.creditorId}::uuid and claim_id = ${claimId}::uuid order by seq`),
    );
    expect(events.map(({ kind }) => kind)).toEqual(["registered", "payment", "closed", "payment"]);
    await expectSound(world);
  });

  it("under the invoice's number finds it too", async () => {
    const world = await aWorldOfItsOwn();
    await world.owe([{ number: "100234", amount: "500.00", dueOn: "2026-02-02" }]);
    const done = await world.paid(
      anOcrGiro(world.account, [{ kid: "100234", amount: "500.00", on: "2026-01-20" }]),
    );
    expect(done).toMatchObject({ matched: 1, paid: 1 });
  });

  it("that is the letter's sum, paid in time, closes it, and the interest since is waived (D13)", async () => {
    const world = await aWorldOfItsOwn({ startsOn: "2026-04-06" });
    await world.owe([{ number: "r", amount: "4500.00", dueOn: "2026-04-30" }]);
    await world.runUntil("2026-05-27");
    const { reference: kid, costs } = await world.claim("r");
    expect(costs).toBe(3_800n);
    const done = await world.paid(anOcrGiro(world.account, [{ kid, amount: "4560.19", on: "2026-05-27" }]));
    expect(done).toMatchObject({ paid: 0, waived: 1 });
    expect(await world.claim("r")).toMatchObject({ state: "closed", principal: 0n, interest: 0n, costs: 0n });
    expect(await balance(world, "expenses:waived")).toBeGreaterThan(0n);
    await expectSound(world);
  });

  it("of the letter's sum that was ordered in time undoes the demand that was sent since (D12, NO-26)", async () => {
    const world = await aWorldOfItsOwn({ startsOn: "2026-04-06" });
    await world.owe([{ number: "l", amount: "4500.00", dueOn: "2026-04-30" }]);
    await world.runUntil("2026-06-19");
    const before = await world.claim("l");
    const [on, orderedOn] = ["2026-05-29", "2026-05-28"];
    const file = anOcrGiro(world.account, [{ kid: before.reference, amount: "4580.90", on, orderedOn }]);
    const done = await world.paid(file);
    expect(done).toMatchObject({ toLookAt: [], paid: 1, waived: 0, undone: [{ what: "demand" }] });
    expect(before.costs).toBeGreaterThan(3_800n);
    expect(await world.claim("l")).toMatchObject({ state: "closed", principal: 0n, interest: 0n, costs: 0n });
    await expectSound(world);
  });

  it("in part that was ordered before a letter charged for it is booked from its value day and put before a person (D12)", async () => {
    const world = await aWorldOfItsOwn({ startsOn: "2026-04-06" });
    await world.owe([{ number: "lp", amount: "4500.00", dueOn: "2026-04-30" }]);
    await world.runUntil("2026-06-19");
    const before = await world.claim("lp");
    const [on, orderedOn] = ["2026-05-29", "2026-05-28"];
    const file = anOcrGiro(world.account, [{ kid: before.reference, amount: "4000.00", on, orderedOn }]);
    const done = await world.paid(file);
    expect(done.undone).toEqual([]);
    expect(done.toLookAt).toMatchObject([{ claimId: before.claimId, why: expect.stringContaining("D12") }]);
    expect(await world.claim("lp")).toMatchObject({ costs: before.costs - 3_800n, state: "open" });
    await expectSound(world);
  });

  it("in part, known late, leaves the interest that has run since its value day", async () => {
    const world = await aWorldOfItsOwn({ startsOn: "2026-04-06" });
    await world.owe([{ number: "m", amount: "12000.00", dueOn: "2026-04-30" }]);
    await world.runUntil("2026-06-19");
    const { reference: kid, claimId } = await world.claim("m");
    await world.paid(anOcrGiro(world.account, [{ kid, amount: "3000.00", on: "2026-05-29" }]));
    const { interest, principal, costs } = await world.claim("m");
    // 38 of the notice, 29 days of interest and the rest of the principal were due then; the demand came after it.
    expect({ principal, costs }).toEqual({ principal: 915_241n, costs: 120_000n });
    const demand = await withCreditor(installation.pool, world.creditorId, (tx) =>
      tx.one<{ days: number }>(sql`
        select max(happened_on) - '2026-05-29'::date as days from event where creditor_id = ${world.creditorId}::uuid
          and claim_id = ${claimId}::uuid and kind = 'letter'`),
    );
    expect(interest).toBe((915_241n * 12n * BigInt(demand.days) + 18_250n) / 36_500n);
    await expectSound(world);
  });

  it("from before money that is booked already meets only what that has left", async () => {
    const world = await aWorldOfItsOwn();
    await world.owe([{ number: "w", amount: "500.00", dueOn: "2026-02-02" }]);
    const { reference: kid } = await world.claim("w");
    await world.runUntil("2026-01-20");
    await world.paid(anOcrGiro(world.account, [{ kid, amount: "400.00", on: "2026-01-20" }]));
    const done = await world.paid(anOcrGiro(world.account, [{ kid, amount: "300.00", on: "2026-01-10" }]));
    expect(done).toMatchObject({ paid: 1, refundsDue: { NOK: "200.00" } });
    await expectSound(world);
  });

  it("of several invoices of one customer, oldest first, when the amounts are not stated", async () => {
    const world = await aWorldOfItsOwn();
    await world.owe([
      { number: "500001", customer: "k9", amount: "500.00", dueOn: "2026-02-02" },
      { number: "500002", customer: "k9", amount: "700.00", dueOn: "2026-03-02" },
    ]);
    const kids = ["500001", "500002"];
    const file = aCamt054(world.account, [
      { bankReference: "V1", amount: "1000.00", on: "2026-01-20", kids },
    ]);
    expect(await world.paid(file)).toMatchObject({ matched: 1, paid: 1 });
    expect(await world.claim("500001")).toMatchObject({ state: "closed" });
    expect(await world.claim("500002")).toMatchObject({ principal: 20_000n });
    await expectSound(world);
  });
});
