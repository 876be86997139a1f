import { readdir } from "node:fs/promises";
import path from "node:path";
import { date, derivedId, type Uuid } from "@innfri/kernel";
import { lawPack } from "@innfri/law";
import { aCreditor, registerClaims, someSettings, testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { listAnswer } from "../cli/commands/law-signoff.ts";
import { clockOf } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import { runDay } from "../engine/run-day.ts";
import type { Operator } from "../installation.ts";
import { type Pool, sql, withCreditor } from "../store/index.ts";
import { type Preview, type PreviewEntry, previewDay } from "./preview-day.ts";
import { runDays } from "./run-days.ts";
import { listSignOffs, recordSignOff, type SignOffInput } from "./sign-off-law.ts";
import { verifyBooks } from "./verify-books.ts";

const SELF: Operator = {
  operatorId: derivedId(date("2026-01-01"), "operator"),
  name: "Own claims",
  kind: "self",
  licence: null,
};
const FIRST = date("2026-03-02");
const LAWYER = { byName: "Advokat Vera Vrang", text: "Ot.prp. nr. 2 (1987-88), read in full" };

const { pool: openPool } = await testDatabase();
let pool: Pool;
let directory = "";
beforeAll(async () => {
  pool = await openPool("innfri_engine");
  directory = temporaryFolder("signoff");
});

const installation = () => ({ pool, directory, operator: SELF, close: async () => undefined });
const at = (day: string) => new Date(`${day}T07:00:00.000Z`);
const confirm = (itemId: string, more: Partial<SignOffInput> = {}, now = at("2026-05-11")) =>
  recordSignOff(
    installation(),
    { itemId, on: date("2026-05-10"), isWithdrawn: false, ...LAWYER, ...more },
    now,
  );
const withdraw = (itemId: string, day: string) =>
  confirm(itemId, { on: date(day), text: "the Act was amended", isWithdrawn: true }, at(day));

const NOTICE_ITEMS = lawPack("NO")
  .signOffs.filter(({ steps }) => steps.includes("notice"))
  .map(({ id }) => id);

/** What one test confirms is open again for the next. */
afterEach(async () => {
  for (const { item, standing } of await listSignOffs(installation()))
    if (standing === "confirmed") await withdraw(item.id, "2026-06-30");
});

/** A real company with one invoice due on 30 April 2026: its notice is due on Friday 15 May. */
async function aRealCompany(email: string | null = "kunde@example.test"): Promise<Uuid> {
  const creditorId = await aCreditor(pool, {
    country: "NO",
    clockOn: FIRST,
    settings: someSettings("NO"),
    isReal: true,
  });
  await registerClaims(pool, creditorId, "NO", [
    {
      number: "7001",
      customer: "71",
      principalMinor: 450_000n,
      issuedOn: FIRST,
      dueOn: date("2026-04-30"),
      email,
    },
  ]);
  return creditorId;
}

async function run(creditorId: Uuid, day: string) {
  const [ran] = await runDays(installation(), { creditorId }, at(day));
  if (ran?.kind !== "ran") throw new Error(JSON.stringify(ran));
  return ran;
}

async function eventsOf(creditorId: Uuid) {
  return withCreditor(pool, creditorId, (tx) =>
    tx.many<{ kind: string; data: Record<string, unknown> }>(sql`
      select kind, data from event where creditor_id = ${creditorId}::uuid order by seq`),
  );
}

const history = async (creditorId: Uuid) => (await eventsOf(creditorId)).map(({ kind }) => kind);

async function files(creditorId: Uuid): Promise<string[]> {
  const found = await readdir(path.join(directory, "outbox"), { recursive: true }).catch(() => []);
  return found.filter((name) => name.includes(creditorId.slice(-12)) && /\.(pdf|eml)$/.test(name));
}

async function entriesOf(preview: Preview): Promise<PreviewEntry[]> {
  if (preview.kind !== "preview") throw new Error(preview.kind);
  const entries: PreviewEntry[] = [];
  for await (const entry of preview.entries) entries.push(entry);
  return entries;
}

describe("The register of sign-offs", () => {
  it("takes two confirmations that come at once, one behind the other", async () => {
    const id = NOTICE_ITEMS[0]!;
    const before = await listSignOffs(installation());
    const count = (views: typeof before) => views.find(({ item }) => item.id === id)!.records.length;
    const names = ["Advokat Vera Vrang", "Advokat Siri Sann", "Advokat Ola Oppdiktet"];
    const outcomes = await Promise.all(names.map((byName) => confirm(id, { byName })));
    expect(outcomes.map(({ kind }) => kind)).toEqual(["recorded", "recorded", "recorded"]);
    expect(count(await listSignOffs(installation()))).toBe(count(before) + names.length);
  });
});

describe("A real company and law that nobody has confirmed (D11)", () => {
  it("sends nothing: the claim waits, and its chain names what it waits for", async () => {
    const company = await aRealCompany();
    const ran = await run(company, "2026-05-15");
    expect(ran.sent).toMatchObject({ email: 0, post: 0 });
    expect(await history(company)).toEqual(["registered", "parked"]);
    expect((await eventsOf(company)).at(-1)?.data).toMatchObject({
      rule: "no.notice-fee.amount",
      signOffs: NOTICE_ITEMS,
    });
    expect(await files(company)).toEqual([]);
  });

  it("goes on by itself once the last item is confirmed, not before", async () => {
    const company = await aRealCompany();
    await run(company, "2026-05-15");
    const [last, ...others] = NOTICE_ITEMS as [string, ...string[]];
    for (const id of others) expect(await confirm(id)).toMatchObject({ kind: "recorded", resumed: 0 });
    await run(company, "2026-05-18");
    expect(await history(company)).toEqual(["registered", "parked"]);
    const done = await confirm(last, {}, at("2026-05-18"));
    expect(done.kind === "recorded" && done.resumed).toBeGreaterThan(0);
    expect(await history(company)).toEqual(["registered", "parked", "unparked"]);
    const creditor = (await creditorById(pool, company))!;
    const preview = await previewDay(installation(), creditor, date("2026-05-19"), at("2026-05-19"));
    expect((await entriesOf(preview)).map(({ kind }) => kind)).toEqual(["take"]);
    const ran = await run(company, "2026-05-19");
    expect(await history(company)).toEqual(["registered", "parked", "unparked", "letter"]);
    // The point about e-mail is still open: the plan has post too.
    expect(ran.sent).toMatchObject({ email: 0, post: 1, failed: [] });
    expect(await files(company)).toHaveLength(1);
    expect(await verifyBooks(pool, [company])).toMatchObject({ findings: [] });
  });

  it("goes on also where whoever recorded it was killed before its claims were taken up", async () => {
    const company = await aRealCompany();
    await run(company, "2026-05-15");
    for (const itemId of NOTICE_ITEMS)
      await recordSignOff(
        { pool: killedAfterOne(pool) },
        { itemId, on: date("2026-05-10"), isWithdrawn: false, ...LAWYER },
        at("2026-05-18"),
      ).catch(() => undefined);
    expect(await history(company)).toEqual(["registered", "parked"]);
    await run(company, "2026-05-19");
    expect((await history(company)).slice(-2)).toEqual(["unparked", "letter"]);
  });

  it("sends by e-mail once that is confirmed as well", async () => {
    const company = await aRealCompany();
    for (const id of [...NOTICE_ITEMS, "no.sign-off.e-mail"]) await confirm(id);
    expect((await run(company, "2026-05-15")).sent).toMatchObject({ email: 1, post: 0 });
  });

  it("lets nothing leave that rests on a confirmation withdrawn since it was decided", async () => {
    const company = await aRealCompany();
    for (const id of NOTICE_ITEMS) await confirm(id);
    const creditor = (await creditorById(pool, company))!;
    await runDay({ pool, operator: SELF, creditor, clock: clockOf(creditor, at("2026-05-15")) });
    expect(await history(company)).toEqual(["registered", "letter"]);
    await withdraw("no.sign-off.day-count", "2026-05-15");
    const ran = await run(company, "2026-05-15");
    expect(ran.sent).toMatchObject({
      email: 0,
      post: 0,
      failed: [{ problem: expect.stringContaining("no.sign-off.day-count") }],
    });
    expect(await files(company)).toEqual([]);
    expect(await history(company)).toEqual(["registered", "letter", "given-up", "parked"]);
    expect((await eventsOf(company)).at(-1)?.data).toMatchObject({ signOffs: ["no.sign-off.day-count"] });
    expect(await verifyBooks(pool, [company])).toMatchObject({ findings: [] });
  });

  it("decides anew how a letter goes where only its channel is in doubt", async () => {
    const company = await aRealCompany();
    for (const id of [...NOTICE_ITEMS, "no.sign-off.e-mail"]) await confirm(id);
    const creditor = (await creditorById(pool, company))!;
    await runDay({ pool, operator: SELF, creditor, clock: clockOf(creditor, at("2026-05-15")) });
    await withdraw("no.sign-off.e-mail", "2026-05-15");
    expect((await run(company, "2026-05-15")).sent).toMatchObject({ email: 0, post: 1 });
    expect(await history(company)).toEqual(["registered", "letter", "given-up", "letter"]);
  });

  it("does not concern a sandbox, which is told what would wait", async () => {
    const company = await aCreditor(pool, { country: "NO", clockOn: FIRST, settings: someSettings("NO") });
    await registerClaims(pool, company, "NO", [
      {
        number: "7002",
        customer: "72",
        principalMinor: 450_000n,
        issuedOn: FIRST,
        dueOn: date("2026-04-30"),
      },
    ]);
    const creditor = (await creditorById(pool, company))!;
    const preview = await previewDay(installation(), creditor, date("2026-05-15"), at("2026-05-15"));
    expect(await entriesOf(preview)).toMatchObject([{ kind: "take", unconfirmed: NOTICE_ITEMS }]);
    const [ran] = await runDays(
      installation(),
      { creditorId: company, on: date("2026-05-15") },
      at("2026-05-15"),
    );
    expect(ran).toMatchObject({ kind: "ran", sent: { email: 1 } });
  });
});

describe("The register", () => {
  const ITEM = "no.sign-off.day-count";
  const view = async () => (await listSignOffs(installation())).find(({ item }) => item.id === ITEM)!;

  it("tells who confirmed an item, when and on what text, and keeps what was withdrawn", async () => {
    const before = (await view()).records.length;
    expect(await confirm(ITEM)).toMatchObject({ kind: "recorded", changed: true });
    expect(await confirm(ITEM)).toMatchObject({ kind: "recorded", changed: false });
    expect(await view()).toMatchObject({ standing: "confirmed" });
    await withdraw(ITEM, "2026-05-20");
    const after = await view();
    expect(after.standing).toBe("withdrawn");
    expect(after.records.slice(before)).toMatchObject([
      { state: "confirmed", byName: LAWYER.byName, onDay: "2026-05-10", onText: LAWYER.text },
      { state: "withdrawn", onDay: "2026-05-20", onText: "the Act was amended" },
    ]);
  });

  it("does not take a confirmation of another reading for one of this", async () => {
    await confirm(ITEM);
    const { versionNo } = (await view()).records.at(-1)!;
    await withCreditor(pool, derivedId(FIRST, "any"), (tx) =>
      tx.run(sql`
        insert into law_sign_off (item_id, version_no, state, by_name, on_day, on_text, unconfirmed, reading, recorded_at)
        values (${ITEM}, ${versionNo + 1}::int, 'confirmed', 'Advokat Vera Vrang', '2026-05-12', 'letter of 12 May',
          'Whether a year has 360 days', '360', '2026-05-12T08:00:00Z'::timestamptz)`),
    );
    expect((await view()).standing).toBe("outdated");
  });

  it("says of one point that it is confirmed, and how it is read: not until then, and not that all are", async () => {
    const shown = async () =>
      listAnswer((await listSignOffs(installation())).filter(({ item }) => item.id === ITEM)).text;
    const open = await shown();
    expect(open).toMatch(/^This point is not confirmed\. A real company waits/);
    expect(open).toMatch(/^ {2}until then: /m);
    await confirm(ITEM);
    const text = await shown();
    expect(text).toMatch(/^This point is confirmed\.\n/);
    expect(text).toMatch(/^ {2}read as: /m);
    expect(text).toMatch(/^ {2}provisions: .*§/m);
    expect(text).not.toContain("waits for it");
  });

  it.each([
    ["an item that is not there", { itemId: "no.sign-off.moon" }, /there is no item no\.sign-off\.moon/],
    ["a day to come", { on: date("2026-05-12") }, /2026-05-12 has not come yet: it is 2026-05-11/],
    ["no name", { byName: " " }, /a name of 1 to 200 characters/],
    ["no text", { text: "" }, /named in 1 to 2000 characters/],
    ["a name that moves the cursor", { byName: "Vera\u001b[2J" }, /no control characters/],
    [
      "a withdrawal of what nobody confirmed",
      { itemId: "no.sign-off.plan-fee", isWithdrawn: true },
      /nothing to withdraw/,
    ],
  ])("refuses %s, and records nothing", async (_, more, reason) => {
    const before = await listSignOffs(installation());
    expect(await confirm(ITEM, more)).toEqual({ kind: "refused", reason: expect.stringMatching(reason) });
    expect(await listSignOffs(installation())).toEqual(before);
  });
});

/** A pool for one transaction: what comes after it fails, as for a process that is killed. */
function killedAfterOne(own: Pool): Pool {
  let transactions = 0;
  const connections = new Proxy(own.connections, {
    get: (target, key) => {
      if (key === "connect" && ++transactions > 1) throw new Error("killed");
      const value = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { ...own, connections };
}
