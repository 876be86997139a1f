import type { CalendarDate, Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { anInstallation, NOW } from "../payments/test-world.ts";
import { runDays } from "../usecases/run-days.ts";
import { testApi } from "./test-api.ts";
import { aUser, type TestUser } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);
const operators = await api.key();

const HEADER =
  "invoice_number;customer_number;customer_name;customer_kind;country;email;street;postal_code;city;issued_on;due_on;currency;amount";
const row = (number: string, amount: string, currency = "NOK") =>
  `${number};k${number};Kunde ${number} Oppdiktet;person;NO;kunde@example.test;Ingenmannsgata 2;0150;Ingensted;2026-04-01;2026-04-30;${currency};${amount}`;
const FILE = {
  type: "text/csv",
  bytes: [HEADER, row("1", "4500.00"), row("2", "900.00", "EUR"), row("3", "100.50")].join("\n"),
};

const RULES = {
  ...{ plan: "no-standard", account: "15032080119", email: "faktura@example.test", automation: "automatic" },
  ...{ dueDateAgreed: true, agreedRate: "statutory", consumerCredit: false, vatDeducted: true },
};

let creditorId: Uuid;
let person: TestUser;
const at = (path: string) => `/v1/creditors/${creditorId}${path}`;
const get = async (path: string) => (await api.get(at(path), { headers: person.headers })).body;
const post = (path: string, body: object) => api.post(at(path), body, { headers: person.headers });
const send = (path: string) => api.ask("POST", at(path), { headers: person.headers, file: FILE });
const run = (until: string) =>
  runDays(installation, { creditorId, until: until as CalendarDate }, NOW, { delivery: { waits: false } });

describe("A company begins, over HTTP (S1, S2, S4, S5, S6, S17)", () => {
  it("is added by the operator, once, and waits", async () => {
    const company = { name: "Nybegynt Snekkeri AS", organisationNumber: "310000051", country: "NO" };
    const asked = { ...company, isSandbox: true, clockOn: "2026-05-14" };
    const added = await api.post("/v1/operator/creditors", asked, { key: operators });
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    expect(added.body.missing.map(({ field }: { field: string }) => field)).toContain("plan");
    creditorId = added.body.creditorId;
    person = await aUser(database, api, { role: "creditor-admin", creditorId });
    const again = await api.post("/v1/operator/creditors", asked, { key: operators });
    expect(again.body).toMatchObject({ creditorId, isNew: false });
    const wrong = await api.post(
      "/v1/operator/creditors",
      { ...company, organisationNumber: "123" },
      { key: operators },
    );
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, "organisationNumber"]);
    expect((await api.get("/v1/self", { headers: person.headers })).body.creditors[0]).toMatchObject({
      ...{ id: creditorId, isActive: false },
    });
  });

  it("states its rules before anything is tried or taken (S4)", async () => {
    expect((await get("/onboarding")).next).toBe("rules");
    for (const path of ["/trial-imports", "/imports"]) {
      const { status, body } = await send(path);
      expect([status, body.kind]).toEqual([409, "refused"]);
      expect(body.errors.map(({ path: field }: { path: string }) => field)).toContain("automation");
    }
    const changed = await api.ask("PATCH", at("/settings"), { headers: person.headers, body: RULES });
    expect([changed.status, changed.body.missing]).toEqual([200, []]);
    expect((await get("/onboarding")).next).toBe("trial");
  });

  it("takes and runs nothing before it is activated", async () => {
    const { status, body } = await send("/imports");
    expect([status, body.detail]).toEqual([409, expect.stringContaining("not activated yet")]);
    const [refused] = await run("2026-05-15");
    expect(refused).toMatchObject({ kind: "refused", reason: expect.stringContaining("not activated yet") });
  });

  let trialId: string;
  it("tries a file, which writes no claim and differs from its books by one invoice (S5)", async () => {
    const tried = await send("/trial-imports?controlCount=3&controlSum=5500.50");
    expect(tried.status, JSON.stringify(tried.body)).toBe(201);
    expect(tried.body).toMatchObject({
      ...{ rows: 3, refusedCount: 1, isReconciled: false },
      comesIn: { count: 2, sum: "4600.50" },
      refused: [{ line: 3, number: "2", code: "currency", reason: expect.stringContaining("EUR") }],
      difference: { count: -1, sum: "-900.00" },
    });
    trialId = tried.body.id;
    expect((await get("/claims")).items).toEqual([]);
    expect((await get(`/trial-imports/${trialId}`)).comesIn).toEqual({ count: 2, sum: "4600.50" });
    expect((await get(`/trial-imports/${trialId}/refused`)).items).toHaveLength(1);
    const csv = await api.get(at(`/trial-imports/${trialId}/refused.csv`), { headers: person.headers });
    expect(csv.headers.get("Content-Type")).toContain("text/csv");
    expect(String(csv.body)).toMatch(/line;number;code;reason\r\n3;2;currency;"?it is in EUR: [^"]+"?\r\n$/);
    expect((await get("/onboarding")).next).toBe("reconcile");
  });

  it("is not activated while a difference is nobody's, which a person accepts with words and a key does not", async () => {
    const early = await post("/activation", { trialId });
    expect([early.status, early.body.detail]).toEqual([409, expect.stringContaining("-900.00")]);
    const key = await api.key({ creditorId });
    const words = "Faktura 2 er i euro og følges opp for hånd.";
    const path = `/trial-imports/${trialId}/accept`;
    const byKey = await api.post(at(path), { difference: "sum", words }, { key });
    expect([byKey.status, byKey.body.kind]).toEqual([409, "refused"]);
    // Whoever is not the first of several at once is told so.
    const atOnce = await Promise.all([1, 2, 3, 4].map(() => post(path, { difference: "sum", words })));
    expect(atOnce.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(atOnce.find(({ status }) => status === 200)!.body.isReconciled).toBe(false);
    for (const { body } of atOnce.filter(({ status }) => status === 409))
      expect(body).toMatchObject({ kind: "refused", detail: expect.stringContaining("accepted already") });
    const second = await post(path, { difference: "count", words });
    expect(second.body).toMatchObject({ isReconciled: true });
    expect(second.body.accepted).toEqual([
      { difference: "count", at: NOW.toISOString(), by: `user:${person.userId}`, words },
      { difference: "sum", at: NOW.toISOString(), by: `user:${person.userId}`, words },
    ]);
    expect((await post(path, { difference: "sum", words })).status).toBe(409);
    expect((await get("/onboarding")).next).toBe("activate");
  });

  it("is activated at no cost, and then follows up by itself (S1, S6, S17)", async () => {
    const { status, body } = await post("/activation", { trialId });
    expect([status, body]).toEqual([200, { isActive: true, today: "2026-05-14" }]);
    expect((await post("/activation", { trialId })).body.detail).toContain("active already");
    expect((await get("/onboarding")).next).toBe("done");
    expect((await get("/balances")).items).toEqual([]);
    const taken = await send("/imports");
    expect([taken.status, taken.body.taken]).toEqual([201, 2]);
    const [ran] = await run("2026-05-15");
    expect(ran).toMatchObject({ kind: "ran" });
    const { items } = await get("/claims?lastStep=notice");
    expect(items.map(({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber).sort()).toEqual([
      "1",
      "3",
    ]);
    // What the books hold is what customers owe; nothing is owed by the company.
    const accounts = (await get("/balances")).items.map(({ account }: { account: string }) => account);
    expect(accounts).not.toContain("assets:receivable:creditor");
    expect(accounts).not.toContain("income:agreement-price");
  });

  it("of another company tells nothing", async () => {
    const other = await api.post(
      "/v1/operator/creditors",
      { name: "En annen AS", organisationNumber: "310000051", country: "NO", isSandbox: true },
      { key: operators },
    );
    const path = `/v1/creditors/${other.body.creditorId}/trial-imports`;
    const key = await api.key({ creditorId: other.body.creditorId });
    const { items } = (await api.get(at("/claims"), { headers: person.headers })).body;
    expect(items).toHaveLength(2);
    const trial = (await get("/onboarding")).trial.id;
    expect((await api.get(`${path}/${trial}`, { key })).status).toBe(404);
  });
});
