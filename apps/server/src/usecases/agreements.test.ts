import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { aBgMax, anInstallation, anOcrGiro, aWorld, type Owing, type World } from "../payments/test-world.ts";
import { storyOf } from "./test-stories.ts";

const database = await testDatabase();
const installation = await anInstallation(database);

const INVOICE: Owing = { number: "10482", amount: "4500.00", dueOn: "2026-04-30" };
const BUSINESS: Owing = { ...INVOICE, kind: "business" };

async function story(country: "NO" | "SE", invoices: readonly Owing[] = [INVOICE]) {
  const world: World = await aWorld(installation, { country, startsOn: "2026-04-06" });
  await world.owe(invoices);
  return {
    ...storyOf(installation, world),
    money: async (amount: string, on: string, number = "10482") => {
      const { reference: kid } = await world.claim(number);
      const line = [{ kid, amount, on }];
      return world.paid(country === "NO" ? anOcrGiro(world.account, line) : aBgMax(world.account, line));
    },
  };
}

const SIX = { kind: "agree", instalments: 6, wholeDebt: true } as const;

describe("A payment plan (B11; INKF § 2-4; IkostL 3 §)", () => {
  it("holds a Norwegian claim, keeps its costs light for good and starts limitation anew", async () => {
    const norway = await story("NO");
    await norway.runUntil("2026-06-08");
    expect(await norway.text()).toContain("2029-04-30 becomes too old");
    const outcome = await norway.act({ kind: "agree", instalments: 4, wholeDebt: true });
    expect(outcome).toMatchObject({ what: expect.stringContaining("runs and costs nothing") });
    await norway.sound();
    expect(await norway.text()).toContain("2029-06-08 becomes too old");
    await norway.runUntil("2026-09-01");
    expect((await norway.claim("10482")).costs).toBe(63_800n);
    expect(await norway.act({ kind: "release" })).toMatchObject({ kind: "done" });
    await norway.runUntil("2026-09-10");
    expect((await norway.claim("10482")).costs).toBe(63_800n);
    await norway.sound();
  });

  it("of more than four instalments costs what the law allows (B11), and no second runs beside it", async () => {
    const norway = await story("NO");
    await norway.runUntil("2026-06-08");
    expect(await norway.act(SIX)).toMatchObject({ what: expect.stringMatching(/costs 1125\.00/) });
    expect((await norway.claim("10482")).costs).toBe(63_800n + 112_500n);
    expect(await norway.act(SIX)).toMatchObject({ kind: "refused" });
    await norway.sound();
    await norway.money("1000.00", "2026-06-10");
    await norway.sound();
    await norway.runUntil("2026-06-22");
    expect((await norway.claim("10482")).costs).toBe(63_800n + 112_500n - 100_000n);
    // A court's fee takes the place of the plan's, and what was paid of that closes the rest (INKF § 2-4).
    await norway.act({ kind: "record", step: "application", on: date("2026-06-22") });
    await norway.sound();
    // 1000.00 less 638.00 of the other costs and 78.41 of interest.
    expect(await norway.claim("10482")).toMatchObject({ costs: 207_100n, principal: 450_000n - 28_359n });
  });

  it("costs 170 in Sweden when it is for the whole debt, and names what it leaves out", async () => {
    const sweden = await story("SE", [
      { ...INVOICE, customer: "7" },
      { ...INVOICE, number: "10483", customer: "7" },
    ]);
    await sweden.runUntil("2026-05-04");
    expect(await sweden.act(SIX)).toMatchObject({ reason: expect.stringContaining("invoice 10483") });
    const { claimId } = await sweden.claim("10483");
    expect(await sweden.act({ ...SIX, also: [claimId] })).toMatchObject({
      what: expect.stringContaining("costs 170.00"),
    });
    await sweden.sound();
    expect((await sweden.claim("10482")).costs + (await sweden.claim("10483")).costs).toBe(17_000n);
    await sweden.runUntil("2026-07-01");
    expect(await sweden.text("10483")).toContain("a payment plan runs");
    await sweden.sound();
  });
});

describe("A letter after a payment plan that cost something", () => {
  it.each([
    ["NO", "1125.00"],
    ["SE", "170.00"],
  ] as const)("has the plan's fee in a row of its own, to both minds (%s)", async (country, fee) => {
    const world = await story(country);
    await world.runUntil(country === "NO" ? "2026-06-08" : "2026-05-12");
    expect(await world.act(SIX)).toMatchObject({ what: expect.stringContaining(`costs ${fee}`) });
    await world.act({ kind: "release" });
    await world.runUntil("2026-07-01");
    const told = await world.text();
    expect(told).toMatch(/demand for payment/);
    expect(told).toMatch(new RegExp(`fee of the payment plan of 2026-0[56]-\\d\\d ${fee}`));
    expect(told).not.toMatch(/second check|parked/);
    await world.sound();
  });
});

describe("A Norwegian plan that is agreed before the demand", () => {
  it("costs nothing, says why with the provisions, and the demand comes without a fee of it, to both minds", async () => {
    const norway = await story("NO");
    await norway.runUntil("2026-05-20");
    expect(await norway.act(SIX)).toMatchObject({
      what: expect.stringMatching(
        /costs nothing .*doubtful.*inkassoforskriften § 2-4 against inkassoloven § 17/,
      ),
    });
    expect((await norway.claim("10482")).costs).toBe(3_800n);
    await norway.act({ kind: "release" });
    await norway.runUntil("2026-07-01");
    expect(await norway.text()).toMatch(/demand for payment/);
    expect((await norway.claim("10482")).costs).toBe(63_800n);
    await norway.sound();
  });
});

describe("A payment plan with days (B11; sweden.md 5.2: broken, back to the track after notice)", () => {
  const from = (firstOn: string) => ({
    kind: "agree" as const,
    instalments: 4,
    firstOn: date(firstOn),
    wholeDebt: false,
  });

  it("is kept while its instalments come, on the day of each month, by the third banking day", async () => {
    const norway = await story("NO");
    await norway.runUntil("2026-06-08");
    // 4500.00, 38.00 and 600.00 of costs, and 57.70 of interest: 39 days at 12 %.
    expect(await norway.act(from("2026-06-20"))).toMatchObject({
      what: expect.stringContaining("each month 1298.93 from 2026-06-20"),
    });
    // Saturday the 20th counts as Monday the 22nd; Thursday the 25th is the third banking day after it.
    await norway.runUntil("2026-06-25");
    await norway.money("1298.93", "2026-06-25");
    await norway.runUntil("2026-07-23");
    expect((await norway.claim("10482")).state).toBe("open");
    await norway.sound();
    expect(await norway.text()).toContain("4 instalments of 1298.93, the first on 2026-06-20");
  });

  it("is broken after the third banking day: a person tells the debtor, and then its steps go on", async () => {
    const norway = await story("NO");
    await norway.runUntil("2026-06-08");
    await norway.act(from("2026-06-20"));
    await norway.runUntil("2026-06-22");
    await norway.money("1298.92", "2026-06-22");
    await norway.runUntil("2026-06-25");
    expect((await norway.claim("10482")).state).toBe("open");
    await norway.runUntil("2026-06-26");
    expect((await norway.claim("10482")).state).toBe("parked");
    expect(await norway.text()).toContain(
      "the instalment of 2026-06-22 was not paid: the payment plan is broken",
    );
    await norway.sound();
    await norway.runUntil("2026-09-01");
    expect((await norway.claim("10482")).costs).toBe(0n);
    expect(await norway.act({ kind: "release" })).toMatchObject({ kind: "done" });
    await norway.runUntil("2026-09-02");
    expect(await norway.text()).toContain("follow-up");
    await norway.sound();
  });

  it("that has been paid is put before a person with what is left, and closed when nothing is", async () => {
    const norway = await story("NO");
    await norway.runUntil("2026-06-08");
    await norway.act({ ...from("2026-06-20"), instalments: 2 });
    await norway.runUntil("2026-06-22");
    await norway.money("2597.85", "2026-06-22");
    await norway.runUntil("2026-07-20");
    await norway.money("2597.85", "2026-07-20");
    await norway.runUntil("2026-07-24");
    // What is left is less than the rest that is waived.
    expect((await norway.claim("10482")).state).toBe("closed");
    const big = await story("NO", [{ ...INVOICE, amount: "45000.00" }]);
    await big.runUntil("2026-06-08");
    await big.act({ ...from("2026-06-20"), instalments: 1 });
    await big.runUntil("2026-06-22");
    await big.money("46814.99", "2026-06-22");
    await big.runUntil("2026-06-26");
    expect((await big.claim("10482")).state).toBe("parked");
    expect(await big.text()).toContain("the last instalment, of 2026-06-22, is paid");
  });

  it("is not broken by an objection that is open", async () => {
    const norway = await story("NO");
    await norway.runUntil("2026-06-08");
    await norway.act(from("2026-06-20"));
    await norway.act({ kind: "object", scope: "whole", reasonable: true });
    await norway.runUntil("2026-07-01");
    expect((await norway.claim("10482")).state).toBe("open");
  });
});

describe("Late-payment compensation (FRL § 3 a; IkostL 4 a §)", () => {
  it("is 450 in Sweden, and the fees before and after it are set off", async () => {
    const sweden = await story("SE", [BUSINESS]);
    await sweden.runUntil("2026-05-11");
    expect((await sweden.claim("10482")).costs).toBe(6_000n);
    expect(await sweden.act({ kind: "compensate" })).toEqual({
      kind: "done",
      what: "late-payment compensation of 450.00 is claimed; it adds 390.00 to the costs",
    });
    await sweden.sound();
    await sweden.runUntil("2026-06-01");
    expect((await sweden.claim("10482")).costs).toBe(45_000n);
    await sweden.sound();
    expect(await sweden.act({ kind: "compensate" })).toMatchObject({ kind: "refused" });
    await sweden.money("9000.00", "2026-06-01");
    await sweden.sound();
    expect((await sweden.claim("10482")).state).toBe("closed");
  });

  it("in Norway what was paid of it counts against the costs that come later", async () => {
    const norway = await story("NO", [
      { ...BUSINESS, customer: "7" },
      { ...BUSINESS, number: "10483", customer: "7", amount: "700.00" },
    ]);
    await norway.runUntil("2026-05-18");
    await norway.act({ kind: "compensate" });
    await norway.act({ kind: "compensate" }, "10483");
    await norway.sound();
    await norway.money("300.00", "2026-05-19");
    await norway.sound();
    await norway.runUntil("2026-06-08");
    await norway.sound();
    await norway.money("6000.00", "2026-06-08");
    await norway.sound();
    await norway.runUntil("2026-07-20");
    await norway.sound();
  });

  it("claimed of two claims on one day stands on the same one in the books as in the chains, whichever came first", async () => {
    const norway = await story("NO", [
      { ...BUSINESS, customer: "7" },
      { ...BUSINESS, number: "10483", customer: "7", amount: "700.00" },
    ]);
    const idOf = async (number: string) => (await norway.claim(number)).claimId;
    const [first, second] =
      (await idOf("10482")) < (await idOf("10483")) ? ["10483", "10482"] : ["10482", "10483"];
    await norway.runUntil("2026-05-18");
    await norway.act({ kind: "compensate" }, first);
    await norway.act({ kind: "compensate" }, second);
    await norway.sound();
  });

  it("is set off against the costs of a claim that is closed already, in the books as in the chain", async () => {
    const sweden = await story("SE", [
      { ...BUSINESS, customer: "7", dueOn: "2026-04-29" },
      { ...BUSINESS, number: "10483", customer: "7", amount: "700.00" },
    ]);
    await sweden.runUntil("2026-05-27");
    // The reminder's 60.00 and the demand's 180.00 stand on the one that is paid.
    await sweden.money("4800.00", "2026-05-27");
    expect((await sweden.claim("10482")).state).toBe("closed");
    const { costs } = await sweden.claim("10483");
    expect(await sweden.act({ kind: "compensate" }, "10483")).toEqual({
      kind: "done",
      what: "late-payment compensation of 450.00 is claimed; it adds 210.00 to the costs",
    });
    expect((await sweden.claim("10483")).costs).toBe(costs + 21_000n);
    await sweden.sound();
  });

  it("is refused against a consumer, with the provision", async () => {
    const norway = await story("NO");
    await norway.runUntil("2026-05-18");
    expect(await norway.act({ kind: "compensate" })).toEqual({
      kind: "refused",
      reason: expect.stringMatching(
        /^no compensation: the debtor is a consumer\. .*forsinkelsesrenteloven § 3 a/,
      ),
      rule: "no.compensation",
    });
  });
});

describe("Legal steps, recorded (inkassoloven § 11; inkassolagen 6 §)", () => {
  const step = (kind: "application" | "attachment" | "decision" | "enforcement", on: string) =>
    ({ kind: "record", step: kind, on: date(on) }) as const;

  it("in Norway wait for the demand's deadline, cost the court's fee, and end what a plan does", async () => {
    const norway = await story("NO");
    await norway.runUntil("2026-06-19");
    expect(await norway.act(step("application", "2026-06-19"))).toEqual({
      kind: "refused",
      reason: expect.stringMatching(/^application is not before 2026-06-20\. .*inkassoloven § 11/),
      ...{ rule: "no.court.after-demand", notBefore: "2026-06-20" },
    });
    expect(await norway.act(step("decision", "2026-06-19"))).toMatchObject({ kind: "refused" });
    await norway.runUntil("2026-06-25");
    expect(await norway.act(step("application", "2026-06-22"))).toMatchObject({
      what: "the application of 2026-06-22 is recorded and costs 2071.00",
    });
    await norway.sound();
    await norway.runUntil("2026-09-01");
    expect((await norway.claim("10482")).costs).toBe(63_800n + 207_100n);
    expect(await norway.text()).toContain("A legal step was taken on 2026-06-22");
    await norway.sound();
  });

  it("end the fee of a plan also on the claim that an objection left it with (INKF § 2-4)", async () => {
    const norway = await story("NO", [
      { ...INVOICE, customer: "7" },
      { ...INVOICE, number: "10483", customer: "7" },
    ]);
    await norway.runUntil("2026-06-08");
    const [first, second] = [await norway.claim("10482"), await norway.claim("10483")];
    // 2026-06-08: both are under one plan of six instalments, whose fee is 1125.00.
    await norway.act({ ...SIX, also: [second.claimId] });
    const bearer = (await norway.claim("10482")).costs > first.costs ? "10482" : "10483";
    const other = bearer === "10482" ? "10483" : "10482";
    expect((await norway.claim(bearer)).costs).toBeGreaterThan(112_500n);
    // 2026-06-10: the customer objects to the invoice that bears it, and the fee goes over to the other.
    await norway.runUntil("2026-06-10");
    await norway.act({ kind: "object", scope: "whole", reasonable: true }, bearer);
    await norway.sound();
    expect((await norway.claim(bearer)).costs).toBe(0n);
    expect((await norway.claim(other)).costs).toBeGreaterThan(112_500n);
    // 2026-06-22: the other goes to the conciliation board, for 2071.00 and without the plan's fee.
    await norway.runUntil("2026-06-22");
    const before = (await norway.claim(other)).costs;
    await norway.act(step("application", "2026-06-22"), other);
    await norway.sound();
    expect((await norway.claim(other)).costs).toBe(before - 112_500n + 207_100n);
  });

  it("in Sweden go from application to decision to enforcement, and an objection stands against them", async () => {
    const sweden = await story("SE");
    await sweden.runUntil("2026-06-15");
    await sweden.act({ kind: "stop", because: "disputed" });
    expect(await sweden.act(step("application", "2026-06-15"))).toMatchObject({
      reason: expect.stringContaining("no application: an objection is open. "),
    });
    await sweden.act({ kind: "resolve", outcome: "withdrawn" });
    expect(await sweden.act(step("application", "2026-06-15"))).toMatchObject({
      reason: expect.stringContaining("application is not before 2026-06-30. "),
    });
    await sweden.runUntil("2026-06-30");
    const costs = [24_000n, 24_000n + 68_000n, 24_000n + 68_000n, 24_000n + 68_000n + 60_000n];
    const steps = [
      step("application", "2026-06-30"),
      step("decision", "2026-06-30"),
      step("enforcement", "2026-06-30"),
    ];
    for (const [i, one] of steps.entries()) {
      expect((await sweden.claim("10482")).costs).toBe(costs[i]);
      expect((await sweden.act(one)).kind).toBe("done");
      await sweden.sound();
    }
    expect((await sweden.claim("10482")).costs).toBe(costs[3]);
    expect(await sweden.text()).toContain("2029-06-30 becomes too old");
  });
});
