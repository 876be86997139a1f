/** Personal data goes when its time is over; chains, books and proofs stay whole. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { date, type Uuid } from "@innfri/kernel";
import { caseJson, checkCase } from "@innfri/letters";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { clockOf, clockOnDay } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import { openInstallation } from "../installation.ts";
import { opened, until } from "../operations/backup/test-backup.ts";
import {
  anInstallation,
  anOcrGiro,
  aWorld,
  NOW,
  type OpenInstallation,
  type World,
} from "../payments/test-world.ts";
import { keysOf, newKey } from "../secrets/keys.ts";
import { withAdministrator } from "../store/index.ts";
import { backUp } from "../usecases/back-up.ts";
import { exportCase } from "../usecases/export-case.ts";
import { restore } from "../usecases/restore.ts";
import { sealRoots } from "../usecases/seal-roots.ts";
import { tendRetention } from "../usecases/tend-retention.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import { testApi } from "./test-api.ts";

const NUMBER = "31129956715";
const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation, { keys: keysOf(newKey("1"), "the test") });
const own = await aWorld(installation, { startsOn: "2026-04-06" });
const other = await aWorld(installation, { startsOn: "2026-04-06" });
await own.owe([
  { number: "paid", customer: "kari", amount: "4500.00", dueOn: "2026-04-30" },
  { number: "wrong", customer: "ola", amount: "900.00", dueOn: "2026-04-30" },
  { number: "over", customer: "per", amount: "500.00", dueOn: "2026-04-30" },
  { number: "open", customer: "siri", amount: "700.00", dueOn: "2026-04-30" },
]);
await other.owe([{ number: "1", customer: "kari-b", amount: "100.00", dueOn: "2026-04-30" }]);
const key = await api.key({ creditorId: own.creditorId });
const otherKey = await api.key({ creditorId: other.creditorId });
const at = (call: string) => `/v1/creditors/${own.creditorId}${call}`;

async function claimOf(number: string, world: World = own) {
  const { claimId, reference } = await world.claim(number);
  const found = await findClaim(installation.pool, claimId, world.creditorId);
  if (found.kind !== "found") throw new Error("the claim is not there");
  return { ...found.claim, reference };
}

/** Every row of every table, as text. */
function rowsAt(url: string): Promise<string> {
  return withAdministrator(url, async (client) => {
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

async function outbox(): Promise<string[]> {
  const names = await readdir(path.join(installation.directory, "outbox"), { recursive: true });
  return names.filter((name) => /\.(eml|pdf)$/.test(name));
}

async function runAt(day: string, of: OpenInstallation = installation, creditorId: Uuid = own.creditorId) {
  const creditor = (await creditorById(of.pool, creditorId))!;
  const clock = clockOnDay(clockOf(creditor, NOW), date(day));
  return tendRetention({ ...of, creditor, clock }, 1);
}

// Kari was written to, wrote back and paid; Per paid too much; Ola was right to say no.
const kari = await claimOf("paid");
for (const [world, number, as] of [
  [own, "paid", key],
  [other, "1", otherKey],
] as const) {
  const { debtorId } = await claimOf(number, world);
  const path_ = `/v1/creditors/${world.creditorId}/debtors/${debtorId}/identity-number`;
  expect((await api.ask("PUT", path_, { key: as, body: { identityNumber: NUMBER } })).status).toBe(200);
}
await until(installation, "2026-05-20");
await api.post(at(`/claims/${kari.claimId}/messages`), { text: "Kari was in hospital" }, { key });
const ola = await claimOf("wrong");
await api.post(
  at(`/claims/${ola.claimId}/objections`),
  { disputed: "whole", note: "Ola never bought it" },
  { key },
);
const owed = (await api.get(at(`/claims/${kari.claimId}`), { key })).body.amounts.total as string;
await own.paid(
  anOcrGiro(own.account, [
    { kid: kari.reference, amount: owed, on: "2026-05-21", text: "fra Kari" },
    { kid: (await claimOf("over")).reference, amount: "900.00", on: "2026-05-21" },
  ]),
);
await until(installation, "2026-06-02");
await sealRoots(installation, [own.creditorId, other.creditorId], NOW, { withOperator: true });

const before = await backUp(opened(database.url), installation.directory, temporaryFolder("retention"));

describe("How long a settled customer's data is kept (B27)", () => {
  it("is the law sheet's default, with its provision and what is doubted of it", async () => {
    expect((await api.get(at("/retention"), { key })).body).toMatchObject({
      years: 5,
      from: "year-end",
      ownYears: null,
      because: { act: "bokføringsloven", section: "§ 13" },
      doubt: expect.stringContaining("to be verified"),
    });
  });

  it("may be longer, and not shorter than accounting documents are kept", async () => {
    const set = (years: number | null) => api.ask("PUT", at("/retention"), { key, body: { years } });
    const short = await set(4);
    expect([short.status, short.body.because.citation.section]).toEqual([409, "§ 13"]);
    expect((await set(7)).body).toMatchObject({ years: 7, ownYears: 7, defaultYears: 5 });
    expect((await api.get(at("/retention/due?on=2033-12-31"), { key })).body.items).toHaveLength(0);
    expect((await api.get(at("/retention/due?on=2034-01-01"), { key })).body.items).not.toHaveLength(0);
    expect((await set(null)).body).toMatchObject({ years: 5, ownYears: null });
  });
});

describe("Several who set it at once", () => {
  it("are each heard, one after the other", async () => {
    const set = (years: number | null) => api.ask("PUT", at("/retention"), { key, body: { years } });
    const answers = await Promise.all([6, 7, 8, 9].map(set));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await set(null)).body).toMatchObject({ years: 5, ownYears: null });
  });
});

describe("A customer whose time is over (B27)", () => {
  it("is kept through the last day of the fifth year after, and is foreseen for the day after", async () => {
    expect((await api.get(at("/retention/due?on=2031-12-31"), { key })).body.items).toEqual([]);
    const { items } = (await api.get(at("/retention/due?on=2032-01-01"), { key })).body;
    const told = items.map(({ customerNumber, heldBy }: Record<string, string>) => [customerNumber, heldBy]);
    // Per's money is owed to him still.
    expect(new Map(told)).toEqual(
      new Map([
        ["kari", null],
        ["per", "money"],
      ]),
    );
    expect(await runAt("2031-12-31")).toBe(0);
  });

  it("is named nowhere the day after: no row, no file, no number", async () => {
    expect(await rowsAt(database.url)).toContain("Kari was in hospital");
    const files = await outbox();
    expect(files.filter((name) => name.includes(kari.reference))).not.toEqual([]);
    expect(await runAt("2032-01-01")).toBe(1);
    const rows = await rowsAt(database.url);
    for (const words of ["Kunde kari Oppdiktet", "Kari was in hospital", "fra Kari"])
      expect(rows).not.toContain(words);
    expect(rows).toContain("Kunde siri Oppdiktet");
    const left = await outbox();
    expect(left.filter((name) => name.includes(kari.reference))).toEqual([]);
    expect(left.length).toBeGreaterThan(0);
    // The same person is another company's customer still.
    const theirs = await claimOf("1", other);
    const path_ = `/v1/creditors/${other.creditorId}/debtors/${theirs.debtorId}/identity-number/full`;
    expect((await api.get(path_, { key: otherKey })).body).toEqual({ identityNumber: NUMBER });
    const claim = await api.get(at(`/claims/${kari.claimId}`), { key });
    expect([claim.status, claim.body.customerName]).toEqual([200, null]);
    const data = await api.get(at(`/debtors/${kari.debtorId}/personal-data`), { key });
    expect(data.body.companies[0]).toMatchObject({ anonymisedOn: "2032-01-01", identityNumber: null });
  });

  it("is anonymised once, and the log says by which rule and how much there was", async () => {
    expect(await runAt("2032-01-02")).toBe(0);
    expect((await api.get(at("/retention/done"), { key })).body.items).toEqual([
      expect.objectContaining({
        debtorId: kari.debtorId,
        on: "2032-01-01",
        because: "period-over",
        claims: 1,
        contacts: 1,
      }),
    ]);
  });

  it("leaves chains, books and an exported case that verify, with what there was as hashes", async () => {
    const verified = await verifyBooks(installation.pool, [own.creditorId, other.creditorId], {
      operator: installation.operator,
    });
    expect(verified.findings).toEqual([]);
    const exported = await exportCase(installation, await claimOf("paid"), "nb", NOW);
    expect(exported.events.at(-1)).toMatchObject({ kind: "blanked", actor: "retention" });
    expect(caseJson(exported)).not.toContain("Kunde kari");
    const outcomes = checkCase(exported).map(({ outcome }) => outcome);
    expect(outcomes).not.toContain("broken");
  });

  it("whose claim was found unjustified goes with the next run", async () => {
    const { body } = await api.get(at(`/objections?claimId=${ola.claimId}&state=open`), { key });
    const answered = await api.post(
      at(`/objections/${body.items[0].id}/answer`),
      { answer: "agree", text: "He is right" },
      { key },
    );
    expect(answered.status, JSON.stringify(answered.body)).toBe(200);
    await until(installation, "2026-06-03");
    expect((await api.get(at("/retention/done"), { key })).body.items).toContainEqual(
      expect.objectContaining({ debtorId: ola.debtorId, because: "unjustified" }),
    );
    expect(await rowsAt(database.url)).not.toContain("Ola never bought it");
  });

  it("whose claim was unjustified in part alone, or is a Swedish company's, is kept for its whole time", async () => {
    const agreedIn = async (world: World, answer: object) => {
      await world.owe([{ number: "eva", customer: "eva", amount: "800.00", dueOn: "2026-04-30" }]);
      const asking = { key: await api.key({ creditorId: world.creditorId }) };
      const of = (call: string) => `/v1/creditors/${world.creditorId}${call}`;
      const { claimId, debtorId } = await claimOf("eva", world);
      await api.post(of(`/claims/${claimId}/objections`), { disputed: "whole" }, asking);
      const { body } = await api.get(of(`/objections?claimId=${claimId}&state=open`), asking);
      const said = await api.post(of(`/objections/${body.items[0].id}/answer`), answer, asking);
      expect(said.status, JSON.stringify(said.body)).toBe(200);
      const anonymised = async () => {
        expect((await world.claim("eva")).state).toBe("closed");
        const { items } = (await api.get(of("/retention/done"), asking)).body;
        return items.some((one: { debtorId: string }) => one.debtorId === debtorId);
      };
      return { withdrawal: of(`/claims/${claimId}/withdrawal`), anonymised };
    };
    const part = await agreedIn(own, { answer: "agree", amount: "300.00" });
    expect((await api.post(part.withdrawal, { priceSeen: "0.00" }, { key })).status).toBe(200);
    const swedish = await aWorld(installation, { country: "SE", startsOn: "2026-06-03" });
    const whole = await agreedIn(swedish, { answer: "agree" });
    await until(installation, "2026-06-05");
    expect([await part.anonymised(), await whole.anonymised()]).toEqual([false, false]);
  });

  it("loses the sealed number too, once no company has the person", async () => {
    const theirs = await claimOf("1", other);
    const path_ = `/v1/creditors/${other.creditorId}/debtors/${theirs.debtorId}/identity-number`;
    await api.ask("PUT", path_, { key: otherKey, body: { identityNumber: null } });
    await runAt("2032-01-03");
    const [person] = await withAdministrator(
      database.url,
      async (client) => (await client.query("select * from person")).rows as Record<string, unknown>[],
    );
    expect(person).toMatchObject({ number_key: null, number_sealed: null, key_id: null });
    expect(person!.blanked_at).not.toBeNull();
  });
});

describe("A backup from before", () => {
  it("brings the data back, and the next run removes it again", { timeout: 120_000 }, async () => {
    const { url } = await testDatabase({ migrated: false });
    const directory = path.join(temporaryFolder("retention"), "data");
    await restore(directory, url, before.folder, { nothingLeftSince: true });
    expect(await rowsAt(url)).toContain("Kunde kari Oppdiktet");
    const restored = await openInstallation(directory, url);
    try {
      expect(await runAt("2032-01-01", { ...restored, operator: restored.operator! })).toBe(1);
      expect(await rowsAt(url)).not.toContain("Kunde kari Oppdiktet");
      expect((await verifyBooks(restored.pool, [own.creditorId])).findings).toEqual([]);
    } finally {
      await restored.close();
    }
    expect((await readFile(path.join(before.folder, "manifest.json"), "utf8")).length).toBeGreaterThan(0);
  });
});

describe("What is over", () => {
  const rows = (text: string) =>
    withAdministrator(database.url, async (client) => (await client.query(text)).rows.map(({ of }) => of));
  const there = () =>
    rows(`
      select 'request ' || key as of from operator_request where key like 'over-%'
      union all select 'door ' || failed from door_try where failed > 900
      union all select 'debtor ' || (expires_at > now() - interval '1 hour') from debtor_session where for_debtor_id = '${own.creditorId}'
      union all select 'try ' || count from signin_try where count > 900
      union all select 'session ' || id from signin_session where id like 'over-%'
      union all select 'half ' || id from signin_verification where id like 'over-%'
      order by 1`);
  const aged = (days: number, name: string, number: number) => {
    const at = `now() - interval '${days} days'`;
    return `
      insert into operator_request (key, request_hash, created_at) values ('over-${name}', sha256('x'), ${at});
      insert into door_try (case_hash, failed, first_at) values (sha256('${name}'), ${number}, ${at});
      insert into debtor_session (token_hash, for_creditor_id, for_debtor_id, level, began_at, expires_at)
        values (sha256('${name}'), '${own.creditorId}', '${own.creditorId}', 'letter', ${at}, ${at});
      insert into signin_try (key, count, began_at) values (sha256('${name}'), ${number}, ${at});
      insert into signin_user (id, name, email, email_verified, created_at, updated_at)
        values ('over-${name}', 'Oppdiktet', '${name}@over.example.test', true, now(), now());
      insert into signin_session (id, token, user_id, expires_at, created_at, updated_at)
        values ('over-${name}', 'over-${name}', 'over-${name}', ${at}, ${at}, ${at});
      insert into signin_verification (id, identifier, value, expires_at, created_at, updated_at)
        values ('over-${name}', 'x', 'x', ${at}, ${at}, ${at});`;
  };

  it("of sessions, tries and requests that name no company goes, in small batches and by the database's clock", async () => {
    await withAdministrator(database.url, async (client) => {
      await client.query("set session_replication_role = replica");
      await client.query(aged(31, "old", 901) + aged(32, "older", 902) + aged(0, "young", 903));
    });
    expect(await there()).toHaveLength(18);
    await runAt("2026-06-02");
    expect(await there()).toEqual([
      ...["debtor true", "door 903", "half over-young"],
      ...["request over-young", "session over-young", "try 903"],
    ]);
    await runAt("2126-06-02");
    expect(await there()).toHaveLength(6);
  });

  it("is no answer to a request of today, however far ahead a sandbox's clock is", async () => {
    const path_ = `/v1/creditors/${other.creditorId}/claims/${(await other.claim("1")).claimId}/messages`;
    const headers = { "Idempotency-Key": "of-today" };
    const asked = { key: otherKey, headers, body: { text: "once" } };
    const first = await api.ask("POST", path_, asked);
    await runAt("2026-12-31", installation, other.creditorId);
    const again = await api.ask("POST", path_, asked);
    expect([again.status, again.headers.get("Idempotency-Replayed")]).toEqual([first.status, "true"]);
  });

  it("is no list that a company was sent on a day of its own clock, however far behind that is", async () => {
    const sent = () => rows("select key as of from idempotency_key where key like 'collection-list sent %'");
    await withAdministrator(database.url, (client) =>
      client.query(
        `insert into idempotency_key (creditor_id, key, request_hash, created_at)
         values ($1, 'collection-list sent test', sha256('x'), '2020-06-01')`,
        [other.creditorId],
      ),
    );
    await runAt("2020-06-30", installation, other.creditorId);
    expect(await sent()).toContain("collection-list sent test");
    await runAt("2020-07-02", installation, other.creditorId);
    expect(await sent()).not.toContain("collection-list sent test");
  });
});

describe("A customer with a legal step (B27)", () => {
  it("stays while what was unjustified lies with an authority, until its whole time is over", async () => {
    const world = await aWorld(installation, { startsOn: "2026-05-01" });
    await world.owe([{ number: "board", amount: "800.00", dueOn: "2026-04-30" }]);
    await world.runUntil("2026-06-25");
    const asking = { key: await api.key({ creditorId: world.creditorId }) };
    const of = (call: string) => `/v1/creditors/${world.creditorId}${call}`;
    const { claimId, debtorId } = await claimOf("board", world);
    const step = { step: "application", on: "2026-06-25" };
    const stepped = await api.post(of(`/claims/${claimId}/legal-steps`), step, asking);
    expect(stepped.status, JSON.stringify(stepped.body)).toBe(201);
    await api.post(of(`/claims/${claimId}/objections`), { disputed: "whole" }, asking);
    const { body } = await api.get(of(`/objections?claimId=${claimId}&state=open`), asking);
    const said = await api.post(of(`/objections/${body.items[0].id}/answer`), { answer: "agree" }, asking);
    expect(said.status, JSON.stringify(said.body)).toBe(200);
    await world.runUntil("2026-06-27");
    expect((await world.claim("board")).state).toBe("closed");
    const due = async (on: string) => {
      const { items } = (await api.get(of(`/retention/due?on=${on}`), asking)).body;
      return items.find((one: { debtorId: string }) => one.debtorId === debtorId);
    };
    expect(await due("2026-06-28")).toMatchObject({ because: "unjustified", heldBy: "legal-step" });
    expect(await runAt("2026-06-28", installation, world.creditorId)).toBe(0);
    expect(await due("2031-12-31")).toMatchObject({ because: "unjustified", heldBy: "legal-step" });
    // Its letter has not left in this test.
    expect(await due("2032-01-01")).toMatchObject({ because: "period-over", heldBy: "letter" });
  });
});
