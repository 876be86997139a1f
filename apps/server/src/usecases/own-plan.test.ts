import { noGentle, noStandard, type Plan, seStandard } from "@innfri/claims";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { changeCreditor } from "./change-creditor.ts";
import { showCreditor } from "./read-creditors.ts";
import { aCreditor, NOW, testInstallation } from "./test-installation.ts";
import { aSandbox } from "./test-sandbox.ts";

const installation = await testInstallation();
const freshCreditor = (name: string) => aCreditor(installation, name, {}, "NO");

/** As the standard plan, with a notice on day 20 that gives three weeks. */
const PATIENT: Plan = {
  ...noStandard,
  name: "patient",
  steps: noStandard.steps.map((step) =>
    step.step === "notice" ? { ...step, wait: { after: "due", days: 20 }, termDays: 21 } : step,
  ),
};

const HASTY: Plan = {
  ...PATIENT,
  name: "hasty",
  steps: PATIENT.steps.map((step) => (step.step === "demand" ? { ...step, termDays: 10 } : step)),
};

describe("A creditor's own plan (B9, S10)", () => {
  it("is stored when it keeps the law, and its steps are the ones that are taken", async () => {
    const id = await freshCreditor("Havn Plan AS");
    expect(await changeCreditor(installation, id, { ownPlan: PATIENT }, NOW)).toMatchObject({
      kind: "changed",
    });
    const settings = (await showCreditor(installation, id, NOW))?.settings;
    expect(settings).toMatchObject({ plan: "patient", ownPlan: PATIENT });

    const pool = await (await testDatabase()).pool("innfri_engine");
    const sandbox = await aSandbox(pool, {
      clockOn: "2026-05-01",
      settings: { plan: "patient", ownPlan: PATIENT },
      claims: [{ number: "96001", dueOn: "2026-04-30" }],
    });
    await sandbox.runThrough("2026-05-19");
    expect(await sandbox.history("96001")).toEqual(["registered"]);
    await sandbox.runThrough("2026-05-20");
    expect(await sandbox.history("96001")).toEqual(["registered", "letter notice"]);
  });

  it("that could break the law cannot be stored, and the counter-example says why", async () => {
    const id = await freshCreditor("Havn Hast AS");
    const outcome = await changeCreditor(installation, id, { ownPlan: HASTY }, NOW);
    if (outcome.kind !== "wrong") throw new Error(outcome.kind);
    expect(outcome.problems).toHaveLength(1);
    expect(outcome.problems[0]).toMatchObject({ option: "--plan", citation: "inkassoloven § 10" });
    expect(outcome.problems[0]?.message).toMatch(
      /^Invoice due Thu 30 April 2026, consumer, .* asks for 14\.$/,
    );
    expect((await showCreditor(installation, id, NOW))?.settings).toMatchObject({ plan: "no-standard" });
  });

  it("keeps the law with the creditor's and each customer's changes too", async () => {
    const id = await freshCreditor("Havn Kunde AS");
    await changeCreditor(installation, id, { ownPlan: PATIENT }, NOW);
    // The demand of this customer would come when the legal steps' day is long past.
    const customer = { number: "501", changes: { waits: { legal: 300 } } };
    const outcome = await changeCreditor(installation, id, { customer }, NOW);
    if (outcome.kind !== "wrong") throw new Error(outcome.kind);
    expect(outcome.problems.map(({ citation }) => citation)).toEqual(["inkassoloven § 11"]);
  });

  it("has a name of its own and is of the creditor's country", async () => {
    const id = await freshCreditor("Havn Navn AS");
    const taken = await changeCreditor(
      installation,
      id,
      { ownPlan: { ...noGentle, name: "no-standard" } },
      NOW,
    );
    expect(taken).toMatchObject({
      kind: "wrong",
      problems: [{ message: expect.stringContaining("another") }],
    });
    const abroad = await changeCreditor(installation, id, { ownPlan: { ...seStandard, name: "own" } }, NOW);
    expect(abroad).toMatchObject({
      kind: "wrong",
      problems: [{ message: expect.stringContaining("for SE") }],
    });
  });

  it("goes when another plan takes its place", async () => {
    const id = await freshCreditor("Havn Bytte AS");
    await changeCreditor(installation, id, { ownPlan: PATIENT }, NOW);
    await changeCreditor(installation, id, { plan: "no-gentle" }, NOW);
    const settings = (await showCreditor(installation, id, NOW))?.settings;
    expect(settings?.plan).toBe("no-gentle");
    expect(settings).not.toHaveProperty("ownPlan");
  });
});
