import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { aBgMax, anInstallation, aWorld, NOW, type Owing } from "../payments/test-world.ts";
import type { Act } from "./act-on-claim.ts";
import { acted } from "./test-books.ts";
import { storyOf } from "./test-stories.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const INVOICE: Owing = { number: "10482", amount: "4500.00", dueOn: "2026-04-30" };
const SECOND: Owing = { number: "10483", amount: "900.00", dueOn: "2026-04-30" };

/** Two invoices of a Swedish customer, applied for together on 15 June, a week after the demand's deadline. */
async function applied(invoices: readonly Owing[] = [INVOICE]) {
  const world = await aWorld(installation, { country: "SE", startsOn: "2026-04-06" });
  await world.owe(invoices.map((one) => ({ ...one, customer: "7" })));
  await world.runUntil("2026-06-15");
  const story = storyOf(installation, world);
  const also = await Promise.all(
    invoices.slice(1).map(async ({ number }) => (await world.claim(number)).claimId),
  );
  expect(
    await story.act({ kind: "record", step: "application", on: date("2026-06-15"), also }),
  ).toMatchObject({
    kind: "done",
  });
  return {
    ...story,
    tells: (state: (Act & { kind: "payment-order" })["state"], on: string, more: object = {}) =>
      story.act({ kind: "payment-order", state, on: date(on), ...more }),
  };
}

describe("What Kronofogden tells of an application (sweden.md 6.3)", () => {
  it("is shown with the day by which somebody has to act", async () => {
    const sweden = await applied();
    await sweden.runUntil("2026-07-20");
    expect(await sweden.tells("confirmed", "2026-06-17", { caseNumber: "01-1234-26" })).toEqual({
      kind: "done",
      what: "the payment order is recorded as confirmed on 2026-06-17",
    });
    await sweden.tells("served", "2026-06-26");
    expect(await sweden.text()).toContain(
      "answer comes by 2026-07-10 (lagen om betalningsföreläggande och handräckning 25 §)",
    );
    expect(await sweden.text()).toContain("Kronofogden: the application was received, case 01-1234-26");
    await sweden.sound();
  });

  it("that it is contested disputes every invoice of it, and leaves four weeks to ask for a court", async () => {
    const sweden = await applied([INVOICE, SECOND]);
    await sweden.runUntil("2026-08-20");
    await sweden.tells("contested", "2026-07-01");
    for (const number of ["10482", "10483"]) {
      expect(await sweden.text(number)).toContain("Disputed: nothing goes on until the objection is settled");
      expect(await sweden.text(number)).toContain(
        "Kronofogden is asked by 2026-07-29 (lagen om betalningsföreläggande och handräckning 34 §)",
      );
    }
    expect(await sweden.act({ kind: "record", step: "decision", on: date("2026-07-20") })).toEqual({
      kind: "refused",
      reason: "decision does not follow on contested, which it has been since 2026-07-01",
    });
    expect(await sweden.tells("court", "2026-07-30")).toEqual({
      kind: "refused",
      reason: expect.stringMatching(/^that had to come by 2026-07-29\. .*34 §/),
      rule: "se.payment-order.court-request",
    });
    await sweden.sound();
  });

  it("that a part is contested leaves the rest to be decided", async () => {
    const sweden = await applied();
    await sweden.runUntil("2026-07-20");
    expect(await sweden.tells("partly-contested", "2026-07-01")).toMatchObject({ kind: "refused" });
    await sweden.tells("partly-contested", "2026-07-01", { contestedMinor: 120_000n });
    expect(await sweden.text()).toContain("the debtor objected to 1200.00 of it");
    expect(await sweden.act({ kind: "record", step: "decision", on: date("2026-07-10") })).toMatchObject({
      kind: "done",
    });
    await sweden.sound();
  });

  it("that more is contested than is open, or nothing, is refused, and nothing of it is recorded", async () => {
    const sweden = await applied();
    await sweden.runUntil("2026-07-20");
    for (const contestedMinor of [450_000n, 0n])
      expect(await sweden.tells("partly-contested", "2026-07-01", { contestedMinor })).toMatchObject({
        reason: expect.stringContaining("less than what is open, 4500.00"),
      });
    expect(await sweden.text()).not.toContain("contested");
    expect(await sweden.tells("confirmed", "2026-06-30")).toMatchObject({ kind: "done" });
    await sweden.sound();
  });

  it("that it was withdrawn takes what nobody has paid of its costs (BfL 22 §)", async () => {
    const sweden = await applied();
    await sweden.runUntil("2026-07-20");
    // Reminder fee 60, demand 180, and 300 and 380 for the application.
    expect((await sweden.claim("10482")).costs).toBe(92_000n);
    const { reference: kid } = await sweden.claim("10482");
    await sweden.paid(aBgMax(sweden.account, [{ kid, amount: "400.00", on: "2026-07-01" }]));
    expect((await sweden.claim("10482")).costs).toBe(52_000n);
    const done = await sweden.tells("withdrawn", "2026-07-03");
    await sweden.sound();
    const { costs } = await sweden.claim("10482");
    expect(done).toMatchObject({ what: expect.stringContaining("of its costs falls away") });
    expect(costs).toBe(24_000n);
    expect(await sweden.act({ kind: "record", step: "decision", on: date("2026-07-10") })).toMatchObject({
      reason: expect.stringContaining("decision does not follow on withdrawn"),
    });
  });

  it("is refused in Norway, before an application and on a day to come", async () => {
    const norway = await aWorld(installation, { country: "NO", startsOn: "2026-04-06" });
    await norway.owe([INVOICE]);
    await norway.runUntil("2026-06-15");
    const told = { kind: "payment-order", state: "served", on: date("2026-06-15") } as const;
    expect(await acted(installation, norway.creditorId, "10482", told, NOW)).toMatchObject({
      kind: "refused",
    });
    const sweden = await aWorld(installation, { country: "SE", startsOn: "2026-04-06" });
    await sweden.owe([INVOICE]);
    await sweden.runUntil("2026-06-15");
    expect(await acted(installation, sweden.creditorId, "10482", told, NOW)).toMatchObject({
      reason: expect.stringContaining("no application is recorded"),
    });
    const later = { ...told, on: date("2026-06-16") };
    expect(await acted(installation, sweden.creditorId, "10482", later, NOW)).toMatchObject({
      reason: expect.stringContaining("has not come yet"),
    });
  });
});
