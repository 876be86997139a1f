import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { type TestApi, testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let world: World;
let key: string;
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;
const change = (body: object, headers: Record<string, string> = {}) =>
  api.ask("PATCH", at("/settings"), { key, body, headers });
const get = async (path: string) => (await api.get(at(path), { key })).body;

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01", input: { automation: "suggest" } });
  await world.owe(
    ["1", "2", "3"].map((number) => ({ number, amount: `4${number}00.00`, dueOn: "2026-04-30" })),
  );
  key = await api.key({ creditorId: world.creditorId });
});

describe("A company's rules over HTTP (S10, S11, S12, S13, S15, S79, S114)", () => {
  it("are read, changed from the version that was read, and not from an older one", async () => {
    const read = await api.get(at("/settings"), { key });
    expect(read.body.settings).toMatchObject({ plan: "no-standard", automation: "suggest", minimum: "0.00" });
    const version = { "If-Match": read.headers.get("ETag")! };
    const changed = await change({ minimum: "100.00", lookBackDays: 400, automation: "approve" }, version);
    expect([changed.status, changed.body.changed]).toEqual([200, true]);
    const late = await change({ minimum: "5.00" }, version);
    expect([late.status, late.body.kind]).toEqual([412, "changed-meanwhile"]);
    const now = await get("/settings");
    expect(now.settings).toMatchObject({ minimum: "100.00", lookBackDays: 400, automation: "approve" });
  });

  it("differ for one customer, and leave others alone", async () => {
    await change({ excludeCustomers: ["k2"], customer: { number: "k1", automation: "automatic" } });
    const { settings } = await get("/settings");
    expect([settings.excludedCustomers, settings.customers]).toEqual([
      ["k2"],
      { k1: { automation: "automatic" } },
    ]);
    const preview = await get("/preview?on=2026-05-15");
    const about = (number: string) =>
      preview.items.find(({ invoiceNumbers }: { invoiceNumbers: string[] }) =>
        invoiceNumbers.includes(number),
      );
    expect(about("1")).toMatchObject({ kind: "take", step: "notice", adds: "38.00" });
    expect(about("2").kind).not.toBe("take");
    expect(about("3").kind).toBe("ask");
  });

  it.each([
    ["a deadline", { changes: { terms: { demand: 13 } } }, "inkassoloven"],
    ["contact hours", { contactHours: "07:00-22:00" }, ""],
  ])("do not undercut the law: %s", async (_, body, act) => {
    const { status, body: problem } = await change(body);
    expect([status, problem.kind]).toEqual([409, "refused"]);
    expect(problem.because.citation.act).toContain(act);
    expect(problem.detail).not.toMatch(/--[a-z]|innfri /);
  });

  it("say by when an objection is answered, which is agreed upon and no law's", async () => {
    expect((await get("/settings")).settings.objectionDays).toEqual({ answer: 14, reminder: 7 });
    expect((await change({ objectionDays: { answer: 10 } })).status).toBe(200);
    expect((await get("/settings")).settings.objectionDays).toEqual({ answer: 10, reminder: 7 });
    const { claimId } = await world.claim("3");
    await api.post(at(`/claims/${claimId}/objections`), { disputed: "whole" }, { key });
    const [{ receivedOn, dueOn }] = (await get("/objections")).items;
    expect([receivedOn, dueOn]).toEqual(["2026-05-01", "2026-05-11"]);
    expect((await change({ objectionDays: { answer: 2 } })).status).toBe(422);
    await api.post(at(`/claims/${claimId}/objections/settle`), { outcome: "withdrawn" }, { key });
  });

  it("that are no values are named by their field", async () => {
    const { status, body } = await change({ organisationNumber: "123456789", email: "nobody" });
    expect([status, body.kind]).toEqual([422, "invalid"]);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(["organisationNumber", "email"]);
  });

  it("have a history: who changed what, and when", async () => {
    const { items } = await get("/settings/versions");
    const minimum = items.find(({ changed }: { changed: string[] }) => changed.includes("minimum"));
    expect(minimum).toMatchObject({
      changed: ["automation", "lookBackDays", "minimum"],
      validFrom: "2026-05-01",
    });
    expect(minimum.by).toMatch(/^key:/);
  });
});

describe("A company's plan over HTTP (B8, B9)", () => {
  const standard = async () =>
    (await get("/plans")).items.find(({ plan }: { plan: { name: string } }) => plan.name === "no-standard")
      .plan;

  it("that breaks the law is shown the day on which it would, and not taken", async () => {
    const plan = await standard();
    const draft = {
      ...plan,
      name: "hasty",
      steps: plan.steps.map((one: { step: string }) =>
        one.step === "notice" ? { ...one, termDays: 7 } : one,
      ),
    };
    const { body } = await api.post(at("/plans/check"), { plan: draft }, { key });
    expect(body.isLawful).toBe(false);
    expect(body.counterExamples[0]).toMatchObject({
      step: expect.any(String),
      on: expect.stringMatching(/^\d{4}-/),
      because: { citation: { act: "inkassoloven" } },
    });
    const taken = await api.post(at("/plans"), { plan: draft }, { key });
    expect([taken.status, taken.body.because.citation.act]).toEqual([409, "inkassoloven"]);
  });

  it("is tried on one's own invoices, then taken into use", async () => {
    const plan = await standard();
    const draft = {
      ...plan,
      name: "patient",
      steps: plan.steps.map((one: { step: string }) =>
        one.step === "notice" ? { ...one, wait: { after: "due", days: 20 } } : one,
      ),
    };
    const { body } = await api.post(at("/plans/preview"), { plan: draft }, { key });
    expect(body.steps[0]).toMatchObject({ on: "2026-05-20", step: "notice", adds: "38.00" });
    const first = body.steps.filter(({ on }: { on: string }) => on === "2026-05-20");
    expect(first.flatMap(({ claimIds }: { claimIds: string[] }) => claimIds)).toContain(
      (await world.claim("1")).claimId,
    );
    const taken = await api.post(at("/plans"), { plan: draft }, { key });
    expect([taken.status, taken.body.changed]).toEqual([200, true]);
    const { inUse, items } = await get("/plans");
    expect([inUse.name, items[0].isOwn, items[0].plan.name]).toEqual(["patient", true, "patient"]);
  });

  it("that is none says where", async () => {
    const plan = await standard();
    const { status, body } = await api.post(
      at("/plans/check"),
      { plan: { ...plan, steps: [...plan.steps, plan.steps[0]] } },
      { key },
    );
    expect([status, body.kind]).toEqual([422, "invalid"]);
    expect(body.errors[0]).toMatchObject({
      path: expect.stringContaining("steps"),
      message: expect.any(String),
    });
  });
});
