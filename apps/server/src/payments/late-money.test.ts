import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { recordedText } from "../cli/commands/pay.ts";
import { sql, withCreditor } from "../store/index.ts";
import { readBalances } from "../usecases/read-balances.ts";
import { expectBooksOfChains } from "../usecases/test-books.ts";
import { anInstallation, anOcrGiro, aWorld, NOW, type Owing } from "./test-world.ts";

const database = await testDatabase();
const installation = await anInstallation(database);

async function afterTheNotice(amount: string, more: readonly Owing[] = []) {
  const world = await aWorld(installation, { startsOn: "2026-04-06" });
  const owing = [{ number: "1", amount, dueOn: "2026-04-30" }, ...more];
  await world.owe(owing.map((one) => ({ ...one, customer: "50" })));
  await world.runUntil("2026-05-26");
  const pay = async (paid: string, on: string, number = "1") => {
    const { reference: kid } = await world.claim(number);
    return world.paid(anOcrGiro(world.account, [{ kid, amount: paid, on }]));
  };
  const history = async () => {
    const { claimId } = await world.claim("1");
    const events = await withCreditor(installation.pool, world.creditorId, (tx) =>
      tx.many<{ kind: string }>(sql`
        select kind from event where creditor_id = ${world.creditorId}::uuid and claim_id = ${claimId}::uuid order by seq`),
    );
    return events.map(({ kind }) => kind);
  };
  const balances = async () => {
    const all = await readBalances(installation.pool, [world.creditorId]);
    return Object.fromEntries(all.map(({ account, minor }) => [account, minor]));
  };
  const sound = () => expectBooksOfChains(installation, world.creditorId, NOW);
  return { ...world, pay, history, balances, sound };
}

describe("Money that is known after other money and has an earlier value day", () => {
  it("leaves less interest for the other, whose rest goes to the principal in the books as on the chain", async () => {
    const world = await afterTheNotice("45000.00");
    // 38.00, then 45 000.00 × 12 % × 20/365 = 295.89, and 666.11 of the principal.
    await world.pay("1000.00", "2026-05-20");
    expect(await world.claim("1")).toMatchObject({ principal: 4_433_389n, interest: 0n, costs: 0n });
    await world.pay("10000.00", "2026-05-10");
    // Ten days on 45 000.00 are 147.95, which leaves 35 147.95; ten days on that are 115.55, and with the 38.00 they leave
    // 846.45 of the 1 000.00 for the principal.
    expect(await world.claim("1")).toMatchObject({ principal: 3_430_150n, interest: 0n, costs: 0n });
    expect(await world.balances()).toMatchObject({
      "income:interest": -26_350n,
      "liabilities:unallocated-payments": 0n,
    });
    await world.sound();
  });

  it("closes what it met, and what the other met less of is given back", async () => {
    const world = await afterTheNotice("450.00");
    // 38.00 and the interest of 20 days, 2.96, leave 409.04 for the principal.
    await world.pay("450.00", "2026-05-20");
    expect(await world.claim("1")).toMatchObject({ principal: 4_096n, interest: 0n });
    // Ten days on 450.00 are 1.48, so 443.52 closes principal; then 38.00, ten days on 6.48, 0.02, and the 6.48 itself
    // are 44.50 of the 450.00: 405.50 goes back.
    const late = await world.pay("445.00", "2026-05-10");
    expect(late).toMatchObject({
      paid: 1,
      refundsDue: { NOK: "405.50" },
      bookedAgain: [{ amount: "450.00", on: "2026-05-20", after: "2026-05-10" }],
    });
    const { claimId } = await world.claim("1");
    expect(recordedText(late, false)).toContain(
      `  booked again: 450.00 NOK of 2026-05-20, after the money of 2026-05-10 that is known now, claim ${claimId}\n`,
    );
    expect(await world.claim("1")).toMatchObject({ principal: 0n, interest: 0n, costs: 0n, state: "closed" });
    expect(await world.balances()).toMatchObject({
      "income:interest": -150n,
      "liabilities:overpaid": -40_550n,
      "liabilities:unallocated-payments": 0n,
    });
    await world.sound();
  });

  it("opens a claim that the other had paid, and closes it again", async () => {
    const world = await afterTheNotice("450.00");
    expect(await world.pay("490.96", "2026-05-20")).toMatchObject({ paid: 1, refundsDue: {} });
    // As above, 44.50 of the 490.96 are owed after the 445.00.
    expect(await world.pay("445.00", "2026-05-10")).toMatchObject({
      paid: 0,
      refundsDue: { NOK: "446.46" },
      bookedAgain: [{ amount: "490.96" }],
    });
    expect(await world.claim("1")).toMatchObject({ principal: 0n, interest: 0n, costs: 0n, state: "closed" });
    expect(await world.balances()).toMatchObject({
      "income:interest": -150n,
      "liabilities:overpaid": -44_646n,
    });
    expect((await world.history()).slice(-7)).toEqual([
      "payment",
      "closed",
      "reopened",
      "payment-reversed",
      "payment",
      "payment",
      "closed",
    ]);
    await world.sound();
  });

  it("goes back where a rest of the claim was waived: that is a person's to bring back", async () => {
    const world = await afterTheNotice("450.00");
    // What the notice of 15 May asked for, with the interest by then.
    expect(await world.pay("490.22", "2026-05-20")).toMatchObject({ waived: 1 });
    expect(await world.pay("445.00", "2026-05-10")).toMatchObject({
      refundsDue: { NOK: "445.00" },
      bookedAgain: [],
    });
    await world.sound();
  });

  it("leaves alone what was paid on another claim, unless it goes on to it", async () => {
    const world = await afterTheNotice("450.00", [{ number: "2", amount: "900.00", dueOn: "2026-06-30" }]);
    expect(await world.pay("900.00", "2026-05-20", "2")).toMatchObject({ paid: 1 });
    expect(await world.pay("300.00", "2026-05-10")).toMatchObject({ bookedAgain: [], refundsDue: {} });
    // Nine days on 450.00 are 1.33, and the notice's 38.00 came after: of the 900.00 and the 300.00, 710.67 are over for
    // the other claim, whose own 900.00 are then for 189.33.
    expect(await world.pay("900.00", "2026-05-09")).toMatchObject({
      bookedAgain: [{ amount: "300.00" }, { amount: "900.00" }],
      refundsDue: { NOK: "710.67" },
    });
    expect(await world.claim("1")).toMatchObject({ state: "closed" });
    expect(await world.claim("2")).toMatchObject({ state: "closed" });
    await world.sound();
  });
});

describe("A file with much that is out of the ordinary", () => {
  it("tells of every claim that a person looks at, and counts what it does not list", async () => {
    const world = await aWorld(installation, { startsOn: "2026-04-06" });
    const numbers = Array.from({ length: 101 }, (_, i) => String(100 + i));
    await world.owe(numbers.map((number) => ({ number, amount: "450.00", dueOn: "2026-04-30" })));
    await world.runUntil("2026-05-16");
    const lines = await Promise.all(
      numbers.map(async (number) => ({
        kid: (await world.claim(number)).reference,
        amount: "100.00",
        on: "2026-05-12",
      })),
    );
    const done = await world.paid(anOcrGiro(world.account, lines));
    expect(done.toLookAt).toHaveLength(101);
    const again = await world.paid(
      anOcrGiro(
        world.account,
        lines.map((line) => ({ ...line, amount: "600.00", on: "2026-05-16" })),
      ),
    );
    expect(again).toMatchObject({ refundCount: 101, refunds: { length: 100 } });
    expect(recordedText(again, false)).toContain("\n    and 1 more");
    await expectBooksOfChains(installation, world.creditorId, NOW);
  });
});
