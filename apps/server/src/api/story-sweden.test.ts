/** A Swedish company's claims from the import to Kronofogden, all of it by calls, on a sandbox's clock. */
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);

const HEADER =
  "invoice_number;customer_number;customer_name;customer_kind;country;email;street;postal_code;city;issued_on;due_on;currency;amount";
const row = (number: string) =>
  `${number};k${number};Kund ${number} Påhittad;person;SE;kund@example.test;Ingenmansgatan 2;11122;Ingenstans;2026-04-01;2026-04-30;SEK;4100.00`;

let world: World;
let key: string;
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;
const get = async (path: string) => (await api.get(at(path), { key })).body;
const on = async (number: string, path: string, body?: object) =>
  api.post(at(`/claims/${(await world.claim(number)).claimId}/${path}`), body, { key });
const claim = async (number: string) => get(`/claims/${(await world.claim(number)).claimId}`);
const amounts = async (number: string, item: string): Promise<string[]> =>
  (await claim(number)).amounts.lines
    .filter((one: { item: string }) => one.item === item)
    .map(({ amount }: { amount: string }) => amount);

beforeAll(async () => {
  world = await aWorld(installation, { country: "SE", startsOn: "2026-05-01" });
  key = await api.key({ creditorId: world.creditorId });
  const file = { type: "text/csv", bytes: [HEADER, ...["1", "2", "3"].map(row)].join("\n") };
  expect((await api.ask("POST", at("/imports"), { key, file })).body.taken).toBe(3);
});

/** The first day on which a claim's last step is this one. */
async function until(number: string, step: string): Promise<string> {
  for (let day = 0; day < 120; day += 1) {
    const { today } = await get("/runs?limit=1");
    const { lastStep } = await claim(number);
    if (lastStep === step) return today;
    await world.runUntil(new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10));
  }
  throw new Error(`no ${step} came`);
}

describe("Sweden, from the import to Kronofogden (S103–S105, S115, S116)", () => {
  it("the first step is a reminder after the due date, with the statutory fee of 60 (S115)", async () => {
    const day = await until("1", "reminder");
    expect(day > "2026-04-30").toBe(true);
    expect(await amounts("1", "notice-fee")).toEqual(["60.00"]);
  });

  it("then a demand (inkassokrav) with the statutory fee of 180 (S116)", async () => {
    await until("1", "demand");
    expect(await amounts("1", "notice-fee")).toEqual(["60.00"]);
    expect(await amounts("1", "recovery-costs")).toEqual(["180.00"]);
  });

  it("before Kronofogden comes the question of solvency, which a person answers (S103, S104)", async () => {
    let found: { step: string; items: { invoiceNumber: string }[] } | undefined;
    for (let days = 0; days < 60 && found === undefined; days += 1) {
      const { today } = await get("/runs?limit=1");
      await world.runUntil(new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10));
      found = (await get("/approvals")).items.find(({ step }: { step: string }) => step === "solvency");
    }
    expect(found?.items.map(({ invoiceNumber }) => invoiceNumber).sort()).toEqual(["1", "2", "3"]);
    const none = await on("1", "approve", { choice: null });
    expect([none.status, none.body.kind]).toEqual([409, "refused"]);
    expect((await on("1", "approve", { choice: "application" })).body.done).toContain("application");
    const { happened } = await claim("1");
    expect(happened.at(-1)).toMatchObject({ kind: "approved", by: expect.stringMatching(/^key:/) });
  });

  it("who cannot pay is watched, and charged with nothing more (S97, S105)", async () => {
    const before = (await amounts("2", "recovery-costs")).concat(await amounts("2", "legal-costs"));
    expect((await on("2", "approve", { choice: "monitoring" })).body.done).toContain("monitoring");
    const { today } = await get("/runs?limit=1");
    const later = new Date(Date.parse(today) + 40 * 86_400_000).toISOString().slice(0, 10);
    await world.runUntil(later);
    expect((await amounts("2", "recovery-costs")).concat(await amounts("2", "legal-costs"))).toEqual(before);
    const { items } = await get("/approvals");
    const waiting = items.flatMap((one: { items: { invoiceNumber: string }[] }) => one.items);
    expect(waiting.map(({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber)).not.toContain("2");
  });

  it("an application and what Kronofogden tells of it are recorded, in their order", async () => {
    const { today } = await get("/runs?limit=1");
    const early = await on("1", "payment-order", { state: "served", on: today });
    expect([early.status, early.body.kind]).toEqual([409, "refused"]);
    expect((await on("1", "legal-steps", { step: "application", on: today })).status).toBe(201);
    const served = await on("1", "payment-order", { state: "served", on: today, caseNumber: "01-123-26" });
    expect([served.status, served.body.done]).toEqual([201, expect.any(String)]);
    expect((await claim("1")).happened.map(({ kind }: { kind: string }) => kind)).toContain("application");
  });
});
