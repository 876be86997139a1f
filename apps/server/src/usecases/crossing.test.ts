import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { aBgMax, anInstallation, anOcrGiro, aWorld, NOW } from "../payments/test-world.ts";
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

  it("in Sweden booked the day before, and known after, tells a person that the fee is not owed", async () => {
    const sweden = await story("SE");
    await sweden.runUntil("2026-05-26");
    const paid = await sweden.pay("4600.00", "2026-05-25");
    expect(paid.toLookAt).toMatchObject([{ why: expect.stringContaining("charged on 2026-05-26") }]);
    expect(await sweden.claim("1")).toMatchObject({ principal: 0n, state: "open" });
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
