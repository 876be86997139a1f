import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ALL_OPERATIONS } from "@innfri/contract";
import { addDays, date, type Uuid } from "@innfri/kernel";
import type { SignInMail } from "@innfri/letters";
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { clockOf } from "../clock.ts";
import { letterCode } from "../door/letter-code.ts";
import { linkToken } from "../door/links.ts";
import { creditorById } from "../engine/creditors.ts";
import { deliverQueued } from "../outbox/deliver.ts";
import { anInstallation, aWorld, NOW, type World } from "../payments/test-world.ts";
import { keysOf, newKey } from "../secrets/keys.ts";
import type { Mailer, MailTo } from "../signin/mail.ts";
import { withAdministrator } from "../store/index.ts";
import { type TestApi, testApi } from "./test-api.ts";
import { aDebtorsToken } from "./test-debtor.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const INNFRI_KEYS = newKey("2026-1");
const keys = keysOf(INNFRI_KEYS, "the test");
const mailed: { readonly to: MailTo; readonly mail: SignInMail }[] = [];
const mailer: Mailer = {
  hasServer: false,
  address: "https://svar.example",
  send: async (to, mail) => void mailed.push({ to, mail }),
};
const api: TestApi = await testApi(database, installation, { keys, mailer });

let world: World;
let caseNumber: string;

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe([
    { number: "1", customer: "A", amount: "4500.00", dueOn: "2026-04-30" },
    { number: "2", customer: "A", amount: "300.00", dueOn: "2026-05-20" },
    { number: "3", customer: "B", amount: "900.00", dueOn: "2026-04-30" },
  ]);
  await world.runUntil("2026-05-15");
  caseNumber = (await world.claim("1")).reference;
});

/** The letters of the day leave. */
async function deliver(): Promise<string> {
  const creditor = (await creditorById(installation.pool, world.creditorId))!;
  const env = { INNFRI_ADDRESS: "https://svar.example/", INNFRI_KEYS };
  const { failed, folder } = await deliverQueued(installation, creditor, clockOf(creditor, NOW), { env });
  expect(failed).toEqual([]);
  return folder;
}

/** The code in the e-mail to the case. */
async function codeOf(): Promise<string> {
  const texts = await textsBelow(await deliver());
  const text = texts.find((one) => one.includes(caseNumber))!;
  expect(text).toContain("svar.example");
  return /Din kode: ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(text)![1]!;
}

async function textsBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => name.endsWith(".eml") || name.endsWith(".txt"));
  return Promise.all(files.map((name) => readFile(path.join(folder, name), "utf8")));
}

/** The letters to a case, the oldest first. */
function lettersOf(reference: string): Promise<Uuid[]> {
  return withAdministrator(database.url, async (client) => {
    const { rows } = await client.query<{ documentId: Uuid }>(
      `select document_id as "documentId" from step join claim using (creditor_id, claim_id)
       where reference = $1 and document_id is not null order by ordinal`,
      [reference],
    );
    return rows.map(({ documentId }) => documentId);
  });
}

let code: string;
let token: string;

describe("A debtor with a letter (S85, B25)", () => {
  it("comes in with its case number and code, however they are typed", async () => {
    code = await codeOf();
    for (const typed of [code, code.toLowerCase().replace("-", " ")]) {
      const reply = await api.post("/v1/debtor/session", { caseNumber: ` ${caseNumber} `, code: typed });
      expect(reply.status).toBe(201);
      token = reply.body.token;
    }
  });

  it("sees everything it owes this company, why by law, and what comes next (S96)", async () => {
    const { status, body } = await api.get("/v1/debtor/claims", { key: token });
    expect(status).toBe(200);
    expect(body.items.map(({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber)).toEqual([
      "1",
      "2",
    ]);
    expect(body.answeredBy.name).toBe("Rolig Inkasso AS");
    const [first] = body.items;
    const detail = await api.get(`/v1/debtor/claims/${first.id}`, { key: token });
    expect(detail.status).toBe(200);
    const items = detail.body.lines.map(({ item }: { item: string }) => item);
    expect(items).toEqual(["principal", "notice-fee", "interest"]);
    expect(detail.body.lines[1].explanation.provision.text).toContain("inkassoforskriften");
    expect(detail.body.pay.reference).toBe(caseNumber);
    // What comes next is told with its day (S81): the collection list after the notice's deadline.
    expect(detail.body.next).toEqual({ on: "2026-06-02", step: "collection-list" });
    expect(detail.body.letters).toEqual([{ on: "2026-05-15", kind: "notice", payBy: "2026-05-29" }]);
  });

  it("is out again after twenty minutes in which it asked for nothing", async () => {
    const came = await api.post("/v1/debtor/session", { caseNumber, code });
    const key = came.body.token as string;
    const idle = (minutes: number) =>
      withAdministrator(database.url, (client) =>
        client.query(
          "update debtor_session set used_at = $2::timestamptz - make_interval(mins => $3), began_at = $2::timestamptz - interval '50 minutes' where token_hash = sha256($1)",
          [key, NOW, minutes],
        ),
      );
    for (const minutes of [15, 15]) {
      await idle(minutes);
      expect((await api.get("/v1/debtor/claims", { key })).status).toBe(200);
    }
    expect((await api.get("/v1/debtor/claims", { key })).status).toBe(200);
    await idle(20);
    expect((await api.get("/v1/debtor/claims", { key })).status).toBe(401);
  });

  it("sees every letter as it was sent, and saves it as PDF (S87)", async () => {
    const claim = `/v1/debtor/claims/${(await world.claim("1")).claimId}`;
    const { body } = await api.get(`${claim}/letters`, { key: token });
    expect(body.items).toEqual([
      {
        ...{ id: expect.any(String), kind: "notice", datedOn: "2026-05-15", payBy: "2026-05-29" },
        ...{ channel: "email", state: "sent" },
      },
    ]);
    const letter = await api.get(`${claim}/letters/${body.items[0].id}`, { key: token });
    expect([letter.status, letter.headers.get("Content-Type")]).toEqual([200, "application/pdf"]);
    expect(Buffer.from(letter.body).subarray(0, 5).toString()).toBe("%PDF-");
    const other = (await world.claim("3")).reference;
    const [theirs] = await lettersOf(other);
    expect((await api.get(`${claim}/letters/${theirs}`, { key: token })).status).toBe(404);
  });

  it("writes with the case handler, whom the company does not overhear (S86)", async () => {
    const { claimId } = await world.claim("1");
    const own = `/v1/debtor/claims/${claimId}/messages`;
    expect((await api.post(own, { text: "Which window was it?" }, { key: token })).body).toEqual({
      ...{ no: 1, answeredBy: "operator" },
    });
    const [staff, company] = [await api.key(), await api.key({ creditorId: world.creditorId })];
    const path = `/v1/creditors/${world.creditorId}/claims/${claimId}/messages`;
    await api.post(path, { thread: "debtor", text: "The third one." }, { key: staff });
    expect((await api.get(`${path}?thread=creditor`, { key: company })).body.items).toEqual([]);
    const { body } = await api.get(own, { key: token });
    expect(body.items).toEqual([
      { no: 1, writtenBy: "debtor", sentAt: expect.any(String), text: "Which window was it?" },
      { no: 2, writtenBy: "operator", sentAt: expect.any(String), text: "The third one." },
    ]);
    const read = await api.post(`${own}/read`, { upTo: 9 }, { key: token });
    expect(read.body).toEqual({ upTo: 2 });
    const seen = (await api.get(`${path}?thread=debtor`, { key: staff })).body.readBy;
    expect(seen).toMatchObject([{ side: "debtor", upTo: 2 }]);
    expect((await api.get(`${own}?limit=1`, { key: token })).body.nextCursor).not.toBeNull();
  });

  it("says no, and the claim is held at once (S95)", async () => {
    const { body } = await api.get("/v1/debtor/claims", { key: token });
    const claim = `/v1/debtor/claims/${body.items[0].id}`;
    const asking = { key: token, headers: { "Idempotency-Key": "no-1" } };
    const said = { disputed: "1500.00", reason: "The third window was never washed." };
    const first = await api.post(`${claim}/objections`, said, asking);
    expect(first.status).toBe(201);
    expect((await api.post(`${claim}/objections`, said, asking)).body).toEqual(first.body);
    expect((await api.get(claim, { key: token })).body.disputed).toBe("1500.00");
    // The rest stays due and can be paid by itself (S94); interest of what is disputed is left out with it.
    const pay = (await api.get(`${claim}/ways-to-pay`, { key: token })).body;
    expect([pay.total, pay.amount]).toEqual(["4560.19", expect.stringMatching(/^30\d\d\.\d\d$/)]);
  });

  it("chooses its own idempotency keys, whatever other debtors have chosen", async () => {
    const { claimId, reference } = await world.claim("3");
    const [letter] = await lettersOf(reference);
    const typed = { caseNumber: reference, code: letterCode(keys, letter!) };
    const { body } = await api.post("/v1/debtor/session", typed);
    const asking = { key: body.token, headers: { "Idempotency-Key": "no-1" } };
    const said = { disputed: "1.00", reason: "Too dear." };
    const reply = await api.post(`/v1/debtor/claims/${claimId}/objections`, said, asking);
    expect(reply.status).toBe(201);
    const settled = { outcome: "withdrawn" };
    const company = await api.key({ creditorId: world.creditorId });
    await api.post(`/v1/creditors/${world.creditorId}/claims/${claimId}/objections/settle`, settled, {
      key: company,
    });
  });

  it("sees nothing of another debtor, nor does what a company does", async () => {
    const other = (await world.claim("3")).claimId;
    expect((await api.get(`/v1/debtor/claims/${other}`, { key: token })).status).toBe(404);
    const no = { disputed: "whole", reason: "mine" };
    expect((await api.post(`/v1/debtor/claims/${other}/objections`, no, { key: token })).status).toBe(404);
    expect((await api.get(`/v1/creditors/${world.creditorId}/claims`, { key: token })).status).toBe(404);
    const self = await api.get("/v1/self", { key: token });
    expect(self.status).toBe(403);
    expect(self.body.detail).toBe(
      "This is for users and keys; a debtor's own calls are below /v1/debtor. Nothing was done.",
    );
  });

  it("goes out, and the token is good for nothing", async () => {
    expect((await api.ask("DELETE", "/v1/debtor/session", { key: token })).status).toBe(204);
    expect((await api.get("/v1/debtor/claims", { key: token })).status).toBe(401);
  });
});

describe("The door", () => {
  const knock = (typed: string, number = caseNumber) =>
    api.post("/v1/debtor/session", { caseNumber: number, code: typed });

  it("looks at five wrong codes of a case and no more, however many come at once", async () => {
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, no) => knock(`AAAA-BB${String(no + 10)}`, "55443322")),
    );
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  it("says the same to a wrong code and to a case that there is not", async () => {
    const [wrong, none] = [await knock("0000-0000"), await knock("0000-0000", "123456789")];
    expect([wrong.status, none.status]).toEqual([401, 401]);
    expect({ ...wrong.body, requestId: "" }).toEqual({ ...none.body, requestId: "" });
  });

  it("is closed to a case after five wrong codes, also for the right one, and to no other case", async () => {
    for (let tries = 0; tries < 4; tries += 1) expect((await knock("1111-1111")).status).toBe(401);
    const closed = await knock(code);
    expect([closed.status, closed.body.kind]).toEqual([429, "too-many"]);
    expect(Number(closed.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect((await knock("1111-1111", "99")).status).toBe(401);
  });

  it("is opened by no code of an older letter", async () => {
    caseNumber = (await world.claim("3")).reference;
    const old = await codeOf();
    const inside = (await knock(old)).body.token as string;
    expect((await api.get("/v1/debtor/claims", { key: inside })).status).toBe(200);
    // What was said no to above is asked for no more by a corrected letter of the same day.
    for (let day = date("2026-05-15"); day < "2026-06-06"; day = addDays(day, 1)) {
      await world.runUntil(day);
      await deliver();
    }
    const letters = await lettersOf(caseNumber);
    expect(letters).toHaveLength(2);
    expect((await knock(old)).status).toBe(401);
    expect((await api.get("/v1/debtor/claims", { key: inside })).status).toBe(401);
    // The demand goes by post, and its code is on paper.
    expect((await knock(letterCode(keys, letters[1]!))).status).toBe(201);
  });

  it("is left by whoever is in when the customer turns out to be somebody or somewhere else", async () => {
    const { creditorId } = world;
    const staff = await api.key({ creditorId });
    const at = (rest: string) => `/v1/creditors/${creditorId}${rest}`;
    const { debtorId } = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query<{ debtorId: Uuid }>(
        `select debtor_id as "debtorId" from claim where reference = $1`,
        [caseNumber],
      );
      return rows[0]!;
    });
    const newest = letterCode(keys, (await lettersOf(caseNumber)).at(-1)!);
    const still = async (changing: () => Promise<unknown>) => {
      const inside = (await knock(newest)).body.token as string;
      await changing();
      return (await api.get("/v1/debtor/claims", { key: inside })).status;
    };
    const number = (identityNumber: string | null) => () =>
      api.ask("PUT", at(`/debtors/${debtorId}/identity-number`), { key: staff, body: { identityNumber } });
    expect(await still(number("31129956715"))).toBe(200);
    expect(await still(number(null))).toBe(401);
    const moved = { address: { street: "Nygata 1", postalCode: "0001", city: "Oslo" }, reason: "moved" };
    const by = (key: string, path_: string, body: object) => () => api.ask("PATCH", path_, { key, body });
    expect(await still(by(staff, at(`/debtors/${debtorId}/contact`), moved))).toBe(401);
    const own = (await knock(newest)).body.token as string;
    expect(await still(by(own, "/v1/debtor/contact", { phone: "90000000" }))).toBe(200);
  });

  it("leaves no code in the database", async () => {
    const rows = await withAdministrator(database.url, async (client) => {
      const found = await client.query<{ text: string }>(
        "select letter_door::text as text from letter_door union all select document::text from document",
      );
      return found.rows.map(({ text }) => text).join("\n");
    });
    expect(rows).not.toContain(code);
    expect(rows).not.toContain(code.replace("-", ""));
  });
});

describe("How surely a debtor is known (B25, S76, S90)", () => {
  let links: readonly string[];
  let token: string;
  let claimId: string;

  const come = (link: string) => api.post("/v1/debtor/link-session", { link });

  it("comes by the link in its e-mail to one claim, and sees what is needed to pay it", async () => {
    await world.owe([{ number: "4", customer: "D", amount: "700.00", dueOn: "2026-05-25" }]);
    const texts: string[] = [];
    for (let day = date("2026-06-06"); day < "2026-06-10"; day = addDays(day, 1)) {
      await world.runUntil(day);
      texts.push(...(await textsBelow(await deliver())));
    }
    links = texts.flatMap(
      (text) => /svar\.example\/l\/([\w-]+)/.exec(text.replaceAll("=\r\n", ""))?.[1] ?? [],
    );
    expect(links.length).toBeGreaterThan(0);
    const replies = await Promise.all(links.map(come));
    const own = (await world.claim("4")).claimId;
    const reply = replies.find(({ body }) => body.claimId === own)!;
    expect(reply.status).toBe(201);
    ({ token, claimId } = reply.body);
    const pay = await api.get(`/v1/debtor/claims/${claimId}/ways-to-pay`, { key: token });
    expect([pay.status, pay.body.invoiceNumber]).toEqual([200, "4"]);
    const other = (await world.claim("1")).claimId;
    expect((await api.get(`/v1/debtor/claims/${other}/ways-to-pay`, { key: token })).status).toBe(404);
  });

  it("has no link on the paper of the same letter, and none of it in the database", async () => {
    const rows = await withAdministrator(database.url, async (client) => {
      const { rows: found } = await client.query<{ text: string }>(
        "select document::text as text from document union all select message::text from message",
      );
      return found.map(({ text }) => text).join("\n");
    });
    for (const link of links) expect(rows).not.toContain(link);
  });

  it("is refused a link with a sign changed, one of other keys, and one that has had its days", async () => {
    const { reference } = await world.claim("4");
    const to = { creditorId: world.creditorId, caseNumber: reference };
    const at = "2026-06-09T06:00:00.000Z";
    const good = linkToken(keys, to, at);
    expect((await come(good)).status).toBe(201);
    const stranger = keysOf(newKey("2026-1"), "a stranger");
    const nobodys = linkToken(keys, { ...to, caseNumber: "999999999" }, at);
    for (const sign of [0, 20, 40, good.length - 2]) {
      const wrong = `${good.slice(0, sign)}${good[sign] === "A" ? "B" : "A"}${good.slice(sign + 1)}`;
      expect([sign, (await come(wrong)).status]).toEqual([sign, 401]);
    }
    for (const wrong of [linkToken(stranger, to, at), nobodys, good.slice(0, 45)])
      expect((await come(wrong)).status).toBe(401);
    const old = await come(linkToken(keys, to, "2026-06-01T06:00:00.000Z"));
    expect([old.status, old.body.detail]).toEqual([401, expect.stringContaining("has had its days")]);
  });

  it("has a new link sent to the address that is known, once an hour, and is not told which", async () => {
    const { reference } = await world.claim("4");
    const to = { creditorId: world.creditorId, caseNumber: reference };
    const old = linkToken(keys, to, "2026-01-01T06:00:00.000Z");
    const stranger = linkToken(keysOf(newKey("2026-1"), "a stranger"), to, "2026-01-01T06:00:00.000Z");
    const ask = async (link: string) => (await api.post("/v1/debtor/links", { link })).body;
    const answers = [await ask(old), await ask(old), await ask(stranger)];
    expect(new Set(answers.map(({ done }) => done)).size).toBe(1);
    expect(mailed).toHaveLength(1);
    const [{ to: sentTo, mail }] = mailed as [(typeof mailed)[number]];
    expect(answers[0].done).not.toContain(sentTo.email);
    const url = "url" in mail ? mail.url : "";
    expect(url).toMatch(/^https:\/\/svar\.example\/l\//);
    expect((await come(url.split("/l/")[1]!)).body.claimId).toBe((await world.claim("4")).claimId);
  });

  it.each([
    ["link", (level: string) => level === "link"],
    ["letter", () => true],
    ["identity", () => true],
  ] as const)("by a %s sees what the table of levels says, call by call", async (level, isOpen) => {
    const key = await aDebtorsToken(database, claimId as Uuid, level);
    const own = ALL_OPERATIONS.filter(({ needs, isKeyed }) => needs === "debtor" && !isKeyed);
    const opened: Record<string, boolean> = {};
    for (const { id, method, path: at } of own.filter(({ id }) => id !== "debtorSignOut")) {
      const named = at.replace("{claimId}", claimId).replaceAll(/\{\w+\}/g, "no-such-id");
      opened[id] = (await api.ask(method.toUpperCase(), named, { key })).status !== 403;
    }
    const expected = own.flatMap(({ id, debtorLevel }) =>
      id === "debtorSignOut" ? [] : [[id, isOpen(debtorLevel)] as const],
    );
    expect(opened).toEqual(Object.fromEntries(expected));
    expect(opened.listWaysToPay).toBe(true);
    expect([opened.listDebtorClaims, opened.getDebtorClaim]).toEqual(
      level === "link" ? [false, false] : [true, true],
    );
  });
});

describe("The audit log of the door (B25)", () => {
  it("has who came in by what and who went, and each case that was closed, and no single wrong code", async () => {
    const key = await api.key();
    const lines = async (query: string) =>
      (await api.get(`/v1/operator/audit?limit=200&${query}`, { key })).body.items;
    const all = await lines("act=debtor-signed-in");
    const byOf = ({ details }: { readonly details: { readonly by: string } }) => details.by;
    expect(new Set(all.map(byOf))).toEqual(new Set(["letter", "link"]));
    const came = all.find((line: { readonly details: { readonly by: string } }) => byOf(line) === "letter");
    expect(came).toMatchObject({ actor: "debtor", creditorId: world.creditorId, details: { by: "letter" } });
    expect(came.subject).toMatch(/^debtor:/);
    const closed = (await lines("act=door-closed")).length;
    const failed = (await lines("act=sign-in-failed")).length;
    for (let i = 0; i < 7; i += 1)
      await api.post("/v1/debtor/session", { caseNumber: "99887766", code: "AAAA-BBBB" });
    expect((await lines("act=door-closed")).length).toBe(closed + 1);
    expect((await lines("act=sign-in-failed")).length).toBe(failed);
  });
});
