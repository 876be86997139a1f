/** A person's right to its data: all of it exported, and what is wrong corrected. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { anInstallation, aWorld, NOW, type World } from "../payments/test-world.ts";
import { keysOf, newKey } from "../secrets/keys.ts";
import { withAdministrator } from "../store/index.ts";
import { runDays } from "../usecases/run-days.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import { testApi } from "./test-api.ts";
import { aDebtorsToken } from "./test-debtor.ts";

const NUMBER = "31129956715";
const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation, { keys: keysOf(newKey("1"), "the test") });
const own = await aWorld(installation, { startsOn: "2026-05-01" });
const other = await aWorld(installation, { startsOn: "2026-05-01" });
await own.owe([
  { number: "1", customer: "kari", amount: "4500.00", dueOn: "2026-04-30" },
  { number: "2", customer: "ola", amount: "900.00", dueOn: "2026-04-30" },
]);
await other.owe([{ number: "1", customer: "kari-b", amount: "100.00", dueOn: "2026-04-30" }]);
const key = await api.key({ creditorId: own.creditorId });
const otherKey = await api.key({ creditorId: other.creditorId });

async function theDebtor(world: World, number: string, as: string) {
  const { claimId, reference } = await world.claim(number);
  const { body } = await api.get(`/v1/creditors/${world.creditorId}/claims/${claimId}`, { key: as });
  return { claimId, reference, at: `/v1/creditors/${world.creditorId}/debtors/${body.debtorId}` };
}
const kari = await theDebtor(own, "1", key);
const kariB = await theDebtor(other, "1", otherKey);

describe("A customer's name and addresses (B27)", () => {
  it("are corrected with a reason, and what was known before is kept", async () => {
    const correction = {
      name: "Kari Rettet Oppdiktet",
      address: { street: "Nygata 5", postalCode: "0150", city: "Ingensted" },
      email: "kari.rettet@example.test",
      reason: "She rang: the name was misspelt",
    };
    const corrected = await api.ask("PATCH", `${kari.at}/contact`, { key, body: correction });
    expect(corrected.body).toMatchObject({ since: "2026-05-01", changed: ["name", "address", "email"] });
    const again = await api.ask("PATCH", `${kari.at}/contact`, { key, body: correction });
    expect([again.status, again.body.detail]).toEqual([
      409,
      "That is what is known already. Nothing was done.",
    ]);
    const { items } = (await api.get(`${kari.at}/contact`, { key })).body;
    expect(items).toMatchObject([
      {
        name: "Kari Rettet Oppdiktet",
        addressLines: ["Nygata 5", "0150 Ingensted"],
        reason: "She rang: the name was misspelt",
      },
      { name: "Kunde kari Oppdiktet", reason: null },
    ]);
  });

  it("stand on the next letter", async () => {
    await runDays(installation, { creditorId: own.creditorId, until: date("2026-05-15") }, NOW);
    const folder = path.join(installation.directory, "outbox");
    const names = (await readdir(folder, { recursive: true })).filter((name) =>
      name.includes(kari.reference),
    );
    const mails = await Promise.all(names.map((name) => readFile(path.join(folder, name), "utf8")));
    expect(mails.length).toBeGreaterThan(0);
    for (const mail of mails) expect(mail).toContain("kari.rettet@example.test");
  });

  it("are on the chain as a salted hash alone, and all of it verifies", async () => {
    const events = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query<{ data: object }>(
        "select data from event where kind = 'contact' and creditor_id = $1",
        [own.creditorId],
      );
      return rows.map(({ data }) => JSON.stringify(data));
    });
    expect(events).toHaveLength(1);
    expect(events[0]).toContain('"hash"');
    expect(events[0]).not.toMatch(/Rettet|rang|Nygata/);
    expect((await verifyBooks(installation.pool, [own.creditorId])).findings).toEqual([]);
  });

  it("are another company's to know and to correct", async () => {
    const body = { name: "Kari", reason: "curious" };
    const path_ = kari.at.replace(own.creditorId, other.creditorId);
    for (const reply of [
      await api.ask("PATCH", `${kari.at}/contact`, { key: otherKey, body }),
      await api.ask("PATCH", `${path_}/contact`, { key: otherKey, body }),
      await api.get(`${path_}/contact`, { key: otherKey }),
      await api.get(`${path_}/personal-data`, { key: otherKey }),
    ])
      expect(reply.status).toBe(404);
  });
});

describe("Everything that is held about a person (B27)", () => {
  it("is exported to who may read personal data, with what each company knows of it alone", async () => {
    for (const [debtor, as] of [
      [kari, key],
      [kariB, otherKey],
    ] as const)
      await api.ask("PUT", `${debtor.at}/identity-number`, { key: as, body: { identityNumber: NUMBER } });
    await api.post(
      `/v1/creditors/${own.creditorId}/claims/${kari.claimId}/messages`,
      { text: "Between the company and its case handler" },
      { key },
    );
    await api.post(
      `/v1/creditors/${own.creditorId}/claims/${kari.claimId}/objections`,
      { disputed: "whole", note: "Kari does not know the invoice" },
      { key },
    );
    const { status, body } = await api.get(`${kari.at}/personal-data`, { key });
    expect(status).toBe(200);
    expect(body.companies).toMatchObject([
      {
        customerNumber: "kari",
        kind: "person",
        identityNumber: NUMBER,
        anonymisedOn: null,
        kept: "5 years from the end of the year in which the last claim was closed: bokføringsloven § 13",
        claims: [{ invoices: [{ number: "1" }], letters: [{ kind: "notice" }] }],
        objections: [{ extent: "whole" }],
      },
    ]);
    const told = JSON.stringify(body);
    for (const words of ["Kari Rettet", "Kunde kari Oppdiktet", "Kari does not know", "Between the company"])
      expect(told).toContain(words);
    for (const words of ["kari-b", "Kunde ola", other.creditorId, '"salt"'])
      expect(told).not.toContain(words);
    const reader = await api.key({ creditorId: own.creditorId, scopes: ["claims:read"] });
    expect((await api.get(`${kari.at}/personal-data`, { key: reader })).status).toBe(403);
  });

  it("does not tell a creditor what the debtor and the case handler write to each other", async () => {
    const debtor = await aDebtorsToken(database, kari.claimId);
    const text = "I have lost my job, and nobody but you is to know";
    const wrote = await api.post(
      `/v1/debtor/claims/${kari.claimId}/messages`,
      { about: "other", text },
      { key: debtor },
    );
    expect(wrote.status, JSON.stringify(wrote.body)).toBeLessThan(300);
    const told = async (as: string) =>
      JSON.stringify((await api.get(`${kari.at}/personal-data`, { key: as })).body);
    expect(await told(key)).not.toContain(text);
    expect(await told(key)).toContain("Kari does not know");
    expect(await told(await api.key())).toContain(text);
    const own = await api.get("/v1/debtor/export", { key: debtor });
    expect(JSON.stringify(own.body)).toContain(text);
  });

  it("is exported to the debtor at one company, without the others' thread and with the number masked", async () => {
    const token = await aDebtorsToken(database, kari.claimId);
    const { body } = await api.get("/v1/debtor/export", { key: token });
    expect(body.companies).toHaveLength(1);
    expect(body.companies[0].identityNumber).toBe("******56715");
    const told = JSON.stringify(body);
    expect(told).not.toContain("Between the company");
    expect(told).not.toContain("kari-b");
    expect(body.companies[0].readings.map(({ call }: { call: string }) => call)).toContain(
      "exportPersonalData",
    );
  });

  it("is exported across companies to whoever has signed in with an identity", async () => {
    const token = await aDebtorsToken(database, kari.claimId, "identity");
    const { body } = await api.get("/v1/debtor/export", { key: token });
    const numbers = body.companies.map(
      ({ customerNumber, identityNumber }: Record<string, string>) => `${customerNumber} ${identityNumber}`,
    );
    expect(numbers.sort()).toEqual([`kari ${NUMBER}`, `kari-b ${NUMBER}`]);
  });

  it("is told to the debtor in words: what, why, since when, how long, and what it may ask for (B27)", async () => {
    const token = await aDebtorsToken(database, kari.claimId);
    const tell = async (language: string) => {
      const reply = await api.get(`/v1/debtor/export/text?language=${language}`, { key: token });
      expect([reply.status, reply.headers.get("Content-Type")]).toEqual([200, "text/plain; charset=utf-8"]);
      return Buffer.from(reply.body).toString("utf8");
    };
    const told = await tell("nb");
    for (const line of [
      "Krever inn for selskapet: Rolig Inkasso AS",
      "Fødselsnummer: ******56715",
      "5 år fra utgangen av året da det siste kravet ble avsluttet (bokføringsloven § 13)",
      "klage til Datatilsynet",
      "1. mai 2026: Kari Rettet Oppdiktet, Nygata 5, 0150 Ingensted",
      "Faktura 1: 4 500,00 NOK, forfall 30. april 2026",
      "    15. mai 2026: Brev: inkassovarsel, 4 560,19 å betale innen 29. mai 2026, med gebyr 38,00",
      "15. mai 2026: hele kravet",
      "I have lost my job",
    ])
      expect(told).toContain(line);
    for (const hidden of ["Between the company", "kari-b", own.creditorId, "undefined", "null", "[object"])
      expect(told).not.toContain(hidden);
    expect(await tell("en")).toContain("May 2026: Letter: collection notice, 4,560.19 to pay by 29 May 2026");
    expect(await tell("sv")).toContain("Brev: varning");
    const sure = await aDebtorsToken(database, kari.claimId, "identity");
    const both = Buffer.from((await api.get("/v1/debtor/export/text", { key: sure })).body).toString("utf8");
    expect(both).toContain("Kundenummer: kari-b");
    expect(both).toContain(`Fødselsnummer: ${NUMBER}`);
  });
});
