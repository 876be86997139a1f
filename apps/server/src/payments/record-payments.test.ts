import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { anInstallation, anOcrGiro, aWorld } from "./test-world.ts";

const database = await testDatabase();
const installation = await anInstallation(database);

describe("A Norwegian part payment", () => {
  it("goes to costs, interest, principal, and interest goes on on what is left (NO-19)", async () => {
    const world = await aWorld(installation, { startsOn: "2026-04-06" });
    await world.owe([{ number: "19", amount: "12000.00", dueOn: "2026-04-30" }]);
    await world.runUntil("2026-06-19");
    const before = await world.claim("19");
    expect(before.costs).toBe(123_800n);
    const done = await world.paid(
      anOcrGiro(world.account, [{ kid: before.reference, amount: "3000.00", on: "2026-06-19" }]),
    );
    expect(done).toMatchObject({ matched: 1, unmatched: 0, booked: { NOK: "3000.00" } });
    expect(await world.claim("19")).toMatchObject({
      principal: 1_043_526n,
      interest: 0n,
      costs: 0n,
      state: "open",
    });
  });
});
