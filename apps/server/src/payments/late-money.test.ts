import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { recordedText } from "../cli/commands/pay.ts";
import { readBalances } from "../usecases/read-balances.ts";
import { expectBooksOfChains } from "../usecases/test-books.ts";
import { anInstallation, anOcrGiro, aWorld, NOW } from "./test-world.ts";

const database = await testDatabase();
const installation = await anInstallation(database);

async function afterTheNotice(amount: string) {
  const world = await aWorld(installation, { startsOn: "2026-04-06" });
  await world.owe([{ number: "1", amount, dueOn: "2026-04-30" }]);
  await world.runUntil("2026-05-26");
  const { reference: kid } = await world.claim("1");
  const pay = (paid: string, on: string, orderedOn?: string) =>
    world.paid(
      anOcrGiro(world.account, [
        { kid, amount: paid, on, ...(orderedOn === undefined ? {} : { orderedOn }) },
      ]),
    );
  const balances = async () => {
    const all = await readBalances(installation.pool, [world.creditorId]);
    return Object.fromEntries(all.map(({ account, minor }) => [account, minor]));
  };
  const sound = () => expectBooksOfChains(installation, world.creditorId, NOW);
  return { ...world, pay, balances, sound };
}

describe("Money that is known after other money and has an earlier value day", () => {
  it("leaves less interest for the other, and the books give the rest to the principal as the chain does", async () => {
    const world = await afterTheNotice("45000.00");
    // 38.00, then 45 000.00 × 12 % × 20/365 = 295.89, and 666.11 of the principal.
    await world.pay("1000.00", "2026-05-20");
    expect(await world.claim("1")).toMatchObject({ principal: 4_433_389n, interest: 0n, costs: 0n });
    await world.pay("10000.00", "2026-05-10");
    // Ten days on 45 000.00 and ten on 35 000.00 are 263.02: the other 32.87 of what was paid is principal.
    expect(await world.claim("1")).toMatchObject({ principal: 3_430_102n, interest: 0n, costs: 0n });
    expect(await world.balances()).toMatchObject({
      "income:interest": -26_302n,
      "liabilities:unallocated-payments": 0n,
    });
    await world.sound();
  });

  it("closes what is left, and gives back what nothing is left for", async () => {
    const world = await afterTheNotice("450.00");
    // 38.00 and the interest of 20 days, 2.96, leave 409.04 for the principal.
    await world.pay("450.00", "2026-05-20");
    expect(await world.claim("1")).toMatchObject({ principal: 4_096n, interest: 0n });
    expect(await world.pay("445.00", "2026-05-10")).toMatchObject({ paid: 1 });
    expect(await world.claim("1")).toMatchObject({ principal: 0n, interest: 0n, costs: 0n, state: "closed" });
    const { "liabilities:overpaid": overpaid, "income:interest": interest } = await world.balances();
    expect(overpaid! + interest!).toBe(-(45_000n + 44_500n - 45_000n - 3_800n));
    expect(await world.balances()).toMatchObject({ "liabilities:unallocated-payments": 0n });
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
