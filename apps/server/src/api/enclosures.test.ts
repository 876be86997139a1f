import { apiClient } from "@innfri/contract";
import { sha256, type Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scannerOf } from "../enclosures/scan.ts";
import { EICAR, testClamd } from "../enclosures/test-clamd.ts";
import { anInstallation, aWorld, NOW, type World } from "../payments/test-world.ts";
import { sql, withAdministrator, withCreditor, withOperator } from "../store/index.ts";
import { blankEnclosures } from "../usecases/enclosures.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import { testApi } from "./test-api.ts";
import { aDebtorsToken } from "./test-debtor.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const clamd = await testClamd();
const api = await testApi(database, installation, { scanner: scannerOf(clamd.address) });
const unscanned = await testApi(database, installation);
afterAll(() => clamd.stop());

const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");
const PHOTO = Buffer.from("\xff\xd8\xff\xe0 a bicycle without brakes \xff\xd9", "latin1");

let world: World;
let key: string;
let handler: string;
let claimId: string;
let debtor: string;
const at = (rest: string, claim = claimId) =>
  `/v1/creditors/${world.creditorId}/claims/${claim}/enclosures${rest}`;
const send = (path: string, bytes: Buffer, asking: { key: string; type?: string; idempotency?: string }) =>
  api.ask("POST", path, {
    key: asking.key,
    file: { type: asking.type ?? "application/octet-stream", bytes },
    ...(asking.idempotency === undefined ? {} : { headers: { "Idempotency-Key": asking.idempotency } }),
  });

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe([
    { number: "1", customer: "A", amount: "4000.00", dueOn: "2026-04-30" },
    { number: "2", customer: "B", amount: "900.00", dueOn: "2026-04-30" },
  ]);
  key = await api.key({ creditorId: world.creditorId });
  handler = await api.key();
  claimId = (await world.claim("1")).claimId;
  debtor = await aDebtorsToken(database, claimId as Uuid);
}, 120_000);

describe("Papers to a claim (S51, S100)", () => {
  it("are attached by the company, and the case handler has them in the case before it goes on", async () => {
    const confirmed = await send(at("?name=ordre.pdf&kind=order-confirmation"), PDF, { key });
    expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(201);
    expect(confirmed.body).toMatchObject({
      ...{ kind: "order-confirmation", name: "ordre.pdf", type: "application/pdf", bytes: PDF.length },
      ...{ sha256: sha256(PDF).toString("hex"), addedBy: "creditor", scan: "clean", isShared: false },
    });
    const photo = await send(at("?name=C:\\bilder\\IMG_1&kind=photo"), PHOTO, { key, type: "image/jpeg" });
    expect(photo.body).toMatchObject({ name: "IMG_1.jpg", type: "image/jpeg" });
    const { body } = await api.get(at(""), { key: handler });
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(["ordre.pdf", "IMG_1.jpg"]);
    const got = await api.get(at(`/${body.items[0].id}`), { key: handler });
    expect(got.body.equals(PDF)).toBe(true);
    const lines = (await api.get(`/v1/creditors/${world.creditorId}/access-log`, { key })).body.items;
    expect(lines.map(({ call }: { call: string }) => call)).toContain("getEnclosure");
  });

  it("are served to be saved: nothing in them runs as a page of ours", async () => {
    const made = await send(
      at(`?name=${encodeURIComponent("bestilling \u201Cæ\u201D.txt")}`),
      Buffer.from("alert(1)"),
      {
        key,
        type: "text/plain",
      },
    );
    const { headers } = await api.get(at(`/${made.body.id}`), { key });
    expect(headers.get("Content-Type")).toBe("text/plain");
    expect(headers.get("Content-Disposition")).toBe(
      "attachment; filename=\"bestilling ___.txt\"; filename*=UTF-8''bestilling%20%E2%80%9C%C3%A6%E2%80%9D.txt",
    );
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Content-Security-Policy")).toContain("sandbox");
  });

  it("go and come by the typed client too", async () => {
    const fetch_ = ((url: string, init: RequestInit) => api.app.request(url, init)) as typeof fetch;
    const client = apiClient({
      ...{ address: "http://localhost", key, fetch: fetch_ },
      newKey: () => "by-the-client",
    });
    const params = { creditorId: world.creditorId, claimId };
    const file = new Blob([PHOTO], { type: "image/jpeg" });
    const made = await client.addEnclosure({ params, query: { name: "æ.jpg", kind: "photo" }, file });
    if (made.kind !== "done") throw new Error(JSON.stringify(made));
    const got = await client.getEnclosure({ params: { ...params, enclosureId: made.body.id } });
    expect(got).toMatchObject({ kind: "done", body: { type: "image/jpeg", name: "æ.jpg" } });
    expect(got.kind === "done" && Buffer.from(got.body.bytes).equals(PHOTO)).toBe(true);
  });

  it("are taken once, however often they are sent under one key; another file under it is refused", async () => {
    const first = await send(at("?name=a.pdf"), PDF, { key, idempotency: "once" });
    const again = await send(at("?name=a.pdf"), PDF, { key, idempotency: "once" });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("Idempotency-Replayed")).toBe("true");
    const twice = await send(at("?name=a.pdf"), PDF, { key, idempotency: "another" });
    expect(twice.body).toEqual(first.body);
    for (const [path, bytes] of [
      [at("?name=a.pdf"), PHOTO],
      [at("?name=b.pdf"), PDF],
    ] as const) {
      const other = await send(path, bytes, { key, idempotency: "once" });
      expect([other.status, other.body.kind]).toEqual([422, "key-reused"]);
    }
  });

  it("are known by what is in them: a page called a picture is refused", async () => {
    const page = await send(at("?name=bilde.png"), Buffer.from("<svg onload='x()'/>"), {
      key,
      type: "image/png",
    });
    expect([page.status, page.body.kind]).toEqual([415, "unsupported-type"]);
    const html = await send(at("?name=a.html"), PDF, { key, type: "text/html" });
    expect([html.status, html.body.kind]).toEqual([415, "unsupported-type"]);
    const empty = await send(at("?name=a.pdf"), Buffer.alloc(0), { key });
    expect([empty.status, empty.body.kind]).toEqual([400, "bad-request"]);
  });

  it("have at most ten mebibytes, also where their length is not said; larger ones than one mebibyte are whole", async () => {
    const large = Buffer.concat([
      Buffer.from("%PDF-1.7\n"),
      Buffer.alloc(3_000_000, "x"),
      Buffer.from("%%EOF"),
    ]);
    const made = await send(at("?name=large.pdf"), large, { key });
    expect(made.status).toBe(201);
    expect((await api.get(at(`/${made.body.id}`), { key })).body.equals(large)).toBe(true);
    const tooLarge = await send(at("?name=larger.pdf"), Buffer.alloc(10 * 1024 * 1024 + 1, "x"), { key });
    expect([tooLarge.status, tooLarge.body.kind]).toEqual([413, "too-large"]);
  });

  it("of another company, of nobody and of an objection to another claim are not there", async () => {
    const other = await aWorld(installation, { startsOn: "2026-05-01" });
    const stranger = await api.key({ creditorId: other.creditorId });
    const { id } = (await api.get(at(""), { key })).body.items[0];
    expect((await api.get(at(`/${id}`), { key: stranger })).status).toBe(404);
    const second = (await world.claim("2")).claimId;
    expect((await api.get(at(`/${id}`, second), { key })).status).toBe(404);
    expect((await send(at("?name=a.pdf&objectionId=no-such-id"), PDF, { key })).status).toBe(404);
    const reader = await api.key({ creditorId: world.creditorId, scopes: ["documents:read"] });
    expect((await send(at("?name=a.pdf"), PDF, { key: reader })).status).toBe(403);
  });
});

describe("The debtor's own view of them (S87)", () => {
  const own = (rest = "", claim = claimId) => `/v1/debtor/claims/${claim}/enclosures${rest}`;
  const names = async () =>
    (await api.get(own(), { key: debtor })).body.items.map(({ name }: { name: string }) => name);

  it("has a copy of the invoice, what is shared and what it sent itself, and nothing else", async () => {
    expect(await names()).toEqual([]);
    await send(at("?name=faktura.pdf&kind=invoice"), PDF, { key });
    const sent = await send(own("?name=mangler.jpg&kind=photo"), PHOTO, { key: debtor });
    expect(sent.body).toMatchObject({ addedBy: "debtor", isShared: false });
    expect(await names()).toEqual(["faktura.pdf", "mangler.jpg"]);
    const { id } = (await api.get(at(""), { key })).body.items[0];
    expect((await api.get(own(`/${id}`), { key: debtor })).status).toBe(404);
    const shared = await api.post(at(`/${id}/share`), undefined, { key });
    expect(shared.body.isShared).toBe(true);
    const path = `/v1/creditors/${world.creditorId}/audit?act=enclosure-shared`;
    expect((await api.get(path, { key })).body.items).toMatchObject([
      { actor: expect.stringMatching(/^key:/), subject: `claim:${claimId}` },
    ]);
    expect((await api.get(own(`/${id}`), { key: debtor })).body.equals(PDF)).toBe(true);
    const seen = (await api.get(at(""), { key })).body.items;
    expect(seen.at(-1)).toMatchObject({ name: "mangler.jpg", addedBy: "debtor" });
  });

  it("and of another debtor's claim has nothing", async () => {
    const second = (await world.claim("2")).claimId;
    expect((await api.get(own("", second), { key: debtor })).status).toBe(404);
    expect((await send(own("?name=a.pdf", second), PDF, { key: debtor })).status).toBe(404);
  });
});

describe("Malware", () => {
  it("is refused, kept nowhere and noted", async () => {
    const reply = await send(at("?name=kontrakt.txt"), EICAR, { key });
    expect([reply.status, reply.body.kind]).toEqual([409, "refused"]);
    expect(reply.body.detail).toContain("malware");
    const kept = await withCreditor(installation.pool, world.creditorId, (tx) =>
      tx.many(sql`select from enclosure_content where hash = ${sha256(EICAR)}::bytea`),
    );
    expect(kept).toEqual([]);
    const lines = await withOperator(installation.pool, (tx) =>
      tx.many(sql`select actor, details from audit_line where act = 'enclosure-refused'`),
    );
    expect(lines).toMatchObject([{ details: { malware: "Eicar-Signature" } }]);
  });

  it("is not looked for where there is no scanner, and the file is marked so", async () => {
    const file = { type: "application/pdf", bytes: PDF };
    const reply = await unscanned.ask("POST", at("?name=b.pdf"), { key, file });
    expect(reply.body.scan).toBe("unscanned");
  });

  it("might be in a file that the scanner could not look at: it is not taken", async () => {
    const away = await testApi(database, installation, { scanner: scannerOf("clamd://127.0.0.1:1") });
    const file = { type: "application/pdf", bytes: PDF };
    const reply = await away.ask("POST", at("?name=c.pdf"), { key, file });
    expect([reply.status, reply.body.kind]).toEqual([503, "unavailable"]);
  });
});

describe("A content that was changed behind the program's back", () => {
  it("is found by verify, and so is one that is gone", async () => {
    const findings = async () => (await verifyBooks(installation.pool, [world.creditorId])).findings;
    const as = (statement: string) =>
      withAdministrator(database.url, (client) => client.query(statement, [sha256(PHOTO)]));
    expect(await findings()).toEqual([]);
    await as("update enclosure_content set bytes = 'something else' where hash = $1");
    expect(await findings()).toContainEqual(
      expect.objectContaining({ claimId, what: "its content is not what was added" }),
    );
    await as("update enclosure_content set bytes = null where hash = $1");
    expect((await findings())[0]!.what).toContain("is gone");
    await withAdministrator(database.url, (client) =>
      client.query("update enclosure_content set bytes = $2 where hash = $1", [sha256(PHOTO), PHOTO]),
    );
  });
});

describe("Blanking", () => {
  it("takes away names and contents that no other claim has, and leaves the hashes", async () => {
    const second = (await world.claim("2")).claimId;
    const kept = await send(at("?name=ordre.pdf", second), PDF, { key });
    const creditorId = world.creditorId;
    const blanked = await withCreditor(installation.pool, creditorId, (tx) =>
      blankEnclosures(tx, creditorId, [claimId as never], NOW),
    );
    expect(blanked).toBeGreaterThan(5);
    const { body } = await api.get(at(""), { key });
    expect(new Set(body.items.map(({ name }: { name: null }) => name))).toEqual(new Set([null]));
    const photo = body.items.find(({ kind }: { kind: string }) => kind === "photo");
    expect(photo.sha256).toBe(sha256(PHOTO).toString("hex"));
    expect((await api.get(at(`/${photo.id}`), { key })).status).toBe(404);
    expect((await api.get(at(`/${kept.body.id}`, second), { key })).body.equals(PDF)).toBe(true);
    const [content] = await withCreditor(installation.pool, creditorId, (tx) =>
      tx.many<{ bytes: null }>(sql`select bytes from enclosure_content where hash = ${sha256(PHOTO)}::bytea`),
    );
    expect(content!.bytes).toBeNull();
  });
});
