/** National identity numbers: sealed where they lie, masked where they are shown, secret between companies. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { opened } from "../operations/backup/test-backup.ts";
import { anInstallation, aWorld, NOW, type World } from "../payments/test-world.ts";
import { debtorsOfPerson, personOfNumber } from "../persons/persons.ts";
import { keysOf, newKey, openKeys } from "../secrets/keys.ts";
import { withAdministrator, withCreditor, withOperator } from "../store/index.ts";
import { backUp } from "../usecases/back-up.ts";
import { importInvoices } from "../usecases/import-invoices.ts";
import { sealAnew } from "../usecases/seal-anew.ts";
import { testApi } from "./test-api.ts";
import { aUser, cookieOf, headersOf, nextCodeOf, signIn } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
// Those of the data directory, which an import seals with too.
const keys = await openKeys(installation.directory, {});
const old = (await readFile(path.join(installation.directory, "innfri-keys"), "utf8")).trim();
const api = await testApi(database, installation, { keys });
const own = await aWorld(installation, { startsOn: "2026-05-01" });
const other = await aWorld(installation, { startsOn: "2026-05-01" });
// Published examples: one of a person, one of the test population.
const NUMBER = "31129956715";
const SYNTHETIC = "01819012365";

await own.owe([
  { number: "1", customer: "kari", amount: "100.00", dueOn: "2026-04-30" },
  { number: "2", customer: "firma", amount: "100.00", dueOn: "2026-04-30", kind: "business" },
]);
await other.owe([{ number: "1", customer: "kari-b", amount: "100.00", dueOn: "2026-04-30" }]);

function debtorId(world: World, customer: string): Promise<string> {
  return withAdministrator(database.url, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      "select debtor_id as id from debtor where creditor_id = $1 and customer_number = $2",
      [world.creditorId, customer],
    );
    return rows[0]!.id;
  });
}

/** Every row of every table, as text. */
function everything(): Promise<string> {
  return withAdministrator(database.url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
    );
    const texts: string[] = [];
    for (const { name } of rows) {
      const found = await client.query<{ text: string }>(`select t::text as text from ${name} t`);
      texts.push(...found.rows.map(({ text }) => text));
    }
    return texts.join("\n");
  });
}

/** Everything that lies in a folder, unpacked. */
async function unpacked(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = entries.map(async (entry) => {
    if (!entry.isFile()) return "";
    const bytes = await readFile(path.join(entry.parentPath, entry.name));
    return (entry.name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("latin1");
  });
  return (await Promise.all(texts)).join("\n");
}

const kari = await debtorId(own, "kari");
const kariB = await debtorId(other, "kari-b");
const key = await api.key({ creditorId: own.creditorId });
const otherKey = await api.key({ creditorId: other.creditorId });
const at = (world: World, debtor: string) =>
  `/v1/creditors/${world.creditorId}/debtors/${debtor}/identity-number`;
const put = (world: World, debtor: string, identityNumber: string | null, as: string) =>
  api.ask("PUT", at(world, debtor), { key: as, body: { identityNumber } });

describe("A national identity number (S101, B27)", () => {
  it("is stated with its control digits, and is shown by its last figures", async () => {
    expect((await put(own, kari, "311299 56716", key)).body).toMatchObject({ kind: "invalid" });
    expect((await put(own, kari, "311299 56715", key)).body).toEqual({ identityNumber: "******56715" });
    expect((await api.get(at(own, kari), { key })).body).toEqual({ identityNumber: "******56715" });
  });

  it("is a person's, and no company has one", async () => {
    const refused = await put(own, await debtorId(own, "firma"), NUMBER, key);
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      "A national identity number is a person's, and this customer is none. Nothing was done.",
    ]);
  });

  it("is shown in full to whoever may read personal data, and to nobody else", async () => {
    const reader = await api.key({ creditorId: own.creditorId, scopes: ["claims:read"] });
    expect((await api.get(`${at(own, kari)}/full`, { key: reader })).status).toBe(403);
    expect((await api.get(`${at(own, kari)}/full`, { key })).body).toEqual({ identityNumber: NUMBER });
  });

  it("lies sealed: no row holds it, and without the key nobody finds it by trying", async () => {
    expect(await everything()).not.toContain(NUMBER);
    const stranger = keysOf(newKey("1"), "a stranger");
    const found = await withCreditor(installation.pool, own.creditorId, (tx) =>
      personOfNumber(tx, stranger, NUMBER),
    );
    expect(found).toBeUndefined();
  });

  it("is one person for two companies, and neither learns of the other", async () => {
    expect((await put(other, kariB, NUMBER, otherKey)).status).toBe(200);
    const find = (world: World, as: string) =>
      api.post(
        `/v1/creditors/${world.creditorId}/debtors/by-identity-number`,
        { identityNumber: NUMBER },
        { key: as },
      );
    expect((await find(own, key)).body).toEqual({ items: [{ debtorId: kari, customerNumber: "kari" }] });
    expect((await find(other, otherKey)).body).toEqual({
      items: [{ debtorId: kariB, customerNumber: "kari-b" }],
    });
    expect((await api.get(at(own, kariB), { key })).status).toBe(404);
    expect((await api.get(`${at(other, kariB)}/full`, { key })).status).toBe(404);
    const pool = await database.pool("innfri_api", 1);
    const person = (await withOperator(pool, (tx) => personOfNumber(tx, keys, NUMBER)))!;
    // Whoever has signed in as the person has it all, and a transaction that has named a company has that one's alone.
    expect(await withOperator(pool, (tx) => debtorsOfPerson(tx, person))).toHaveLength(2);
    expect(await withCreditor(pool, own.creditorId, (tx) => debtorsOfPerson(tx, person))).toEqual([
      { creditorId: own.creditorId, debtorId: kari },
    ]);
  });

  it("comes in by a file of invoices, where the customer has none yet", async () => {
    const rows = [
      "invoice_number;customer_number;customer_name;customer_kind;issued_on;due_on;currency;amount;identity_number",
      `11;kari;Kunde kari Oppdiktet;person;2026-04-01;2026-04-30;NOK;50.00;${SYNTHETIC}`,
      `12;ola;Ola Oppdiktet;person;2026-04-01;2026-04-30;NOK;50.00;${SYNTHETIC}`,
    ];
    const bytes = Buffer.from(`${rows.join("\n")}\n`);
    const outcome = await importInvoices(
      installation,
      own.creditorId,
      { name: "file", open: () => [bytes] },
      {},
      NOW,
    );
    expect(outcome).toMatchObject({ kind: "imported", taken: 2 });
    expect(await everything()).not.toContain(SYNTHETIC);
    expect((await api.get(at(own, kari), { key })).body).toEqual({ identityNumber: "******56715" });
  });

  it("is sealed anew with a newer key, a batch at a time, and then needs the older one no more", async () => {
    await put(own, await debtorId(own, "ola"), SYNTHETIC, key);
    const fresh = newKey("2026-2");
    const both = keysOf(`${fresh},${old}`, "the test");
    const pools = { engine: installation.pool, api: await database.pool("innfri_api", 1) };
    const user = await aUser(database, api, { role: "case-handler", creditorId: null });
    const { identityNumbers, secondFactors } = await sealAnew(pools, both, 1);
    expect(identityNumbers).toBeGreaterThanOrEqual(2);
    expect(secondFactors).toBe(1);
    expect(await sealAnew(pools, both)).toEqual({ identityNumbers: 0, webhookSecrets: 0, secondFactors: 0 });
    const ids = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query<{ keyId: string }>(`select distinct key_id as "keyId" from person`);
      return rows.map(({ keyId }) => keyId);
    });
    expect(ids).toEqual(["2026-2"]);
    const anew = await testApi(database, installation, { keys: keysOf(fresh, "the test") });
    const again = await anew.get(`${at(own, kari)}/full`, { key });
    expect(again.body).toEqual({ identityNumber: NUMBER });
    const half = headersOf(cookieOf(await signIn(anew, user.email)));
    const code = { code: nextCodeOf(user.secret!) };
    expect((await anew.post("/v1/auth/two-factor/verify-totp", code, { headers: half })).status).toBe(200);
  });

  it("is in no backup in clear, nor is the key that opens it", async () => {
    const { folder } = await backUp(opened(database.url), installation.directory, temporaryFolder("numbers"));
    const all = await unpacked(folder);
    expect(all).toContain("signin_second_factor");
    for (const secret of [NUMBER, SYNTHETIC, old.split(":")[1]!, "innfri-keys"])
      expect(all).not.toContain(secret);
  });

  it("is taken away again", async () => {
    const taken = await put(other, kariB, null, otherKey);
    expect(taken.body).toEqual({ identityNumber: null });
    expect((await api.get(at(other, kariB), { key: otherKey })).body).toEqual({ identityNumber: null });
  });
});
