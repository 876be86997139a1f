import { minorFromDecimal } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { answerOf } from "../cli/commands/show.ts";
import { findClaim } from "../engine/find-claim.ts";
import { anInstallation, anOcrGiro, aWorld, NOW, type World } from "../payments/test-world.ts";
import { changeCreditor } from "./change-creditor.ts";
import { showClaim } from "./show-claim.ts";
import { expectBooksOfChains } from "./test-books.ts";

const installation = await anInstallation(await testDatabase());

async function interestOf(world: World, number: string): Promise<string | undefined> {
  const found = await findClaim(installation.pool, number, world.creditorId);
  if (found.kind !== "found") throw new Error(found.kind);
  const outcome = await showClaim(installation, found.claim, null, NOW);
  if (outcome.kind !== "shown") throw new Error(outcome.kind);
  const { lines } = (answerOf(outcome.view).json as unknown as Shown).amounts;
  return lines.find(({ item }) => item === "interest")?.amount;
}

type Shown = { readonly amounts: { readonly lines: readonly { item: string; amount: string }[] } };

describe("What a company reads of the law where the law leaves it open", () => {
  it("counts for the invoices that come in from then on, and for no other", async () => {
    const world = await aWorld(installation, { startsOn: "2026-04-06" });
    await world.owe([{ number: "1", customer: "1", amount: "10000.00", dueOn: "2026-06-30" }]);
    await changeCreditor(installation, world.creditorId, { firstInterestDay: "due-day" }, NOW);
    await world.owe([{ number: "2", customer: "2", amount: "10000.00", dueOn: "2026-06-30" }]);
    await world.runUntil("2026-07-01");
    // NO-06: one day at the rate of 1 July, or of 30 June.
    expect(await interestOf(world, "1")).toBe("3.36");
    expect(await interestOf(world, "2")).toBe("3.29");
  });

  it("counts 365 days in a leap year where it says so (NO-03)", async () => {
    const given = { number: "1", amount: "20000.00", dueOn: "2024-01-31" };
    for (const [dayCount, interest] of [
      ["ACT/ACT", "409.84"],
      ["ACT/365F", "410.96"],
    ] as const) {
      const input = { dayCount, automation: "suggest" };
      const world = await aWorld(installation, { startsOn: "2024-01-15", input });
      await world.owe([given]);
      await world.runUntil("2024-03-31");
      expect(await interestOf(world, "1")).toBe(interest);
    }
  });

  it("closes the principal first where it says so, and the books follow (NO-20)", async () => {
    const input = { allocation: "principal-first" } as const;
    const world = await aWorld(installation, { startsOn: "2026-04-06", input });
    await world.owe([{ number: "1", amount: "12000.00", dueOn: "2026-04-30" }]);
    await world.runUntil("2026-06-19");
    const { reference: kid } = await world.claim("1");
    await world.paid(anOcrGiro(world.account, [{ kid, amount: "3000.00", on: "2026-06-19" }]));
    const claim = await world.claim("1");
    expect(claim).toMatchObject({
      principal: minorFromDecimal("9000.00"),
      costs: minorFromDecimal("1238.00"),
    });
    expect(claim.interest).toBe(minorFromDecimal("197.26"));
    await expectBooksOfChains(installation, world.creditorId, NOW);
  });
});
