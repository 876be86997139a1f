import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Json } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { afterAll, describe, expect, it, vi } from "vitest";
import {
  anInstallation,
  anOcrGiro,
  aWorld,
  CLIENT_ACCOUNT,
  NOW,
  norwegianAccount,
} from "../payments/test-world.ts";
import { type Tx, withCreditor } from "../store/index.ts";
import { addCreditor } from "../usecases/add-creditor.ts";
import { onceAcross } from "./idempotency.ts";
import { testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);
const world = await aWorld(installation, { startsOn: "2026-05-01", account: norwegianAccount(1) });
const key = await api.key({ creditorId: world.creditorId });
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;

const HEADER =
  "invoice_number;customer_number;customer_name;customer_kind;country;email;issued_on;due_on;currency;amount";
const row = (number: string, amount: string, currency = "NOK") =>
  `${number};k${number};Kunde ${number} Oppdiktet;person;NO;kunde@example.test;2026-04-01;2026-04-30;${currency};${amount}`;
const csv = (...rows: readonly string[]) => ({
  type: "text/csv",
  bytes: `${[HEADER, ...rows].join("\n")}\n`,
});
const send = (path: string, file: { type: string; bytes: string | Uint8Array }, headers = {}) =>
  api.ask("POST", at(path), { key, file, headers });

describe("Files over HTTP", () => {
  afterAll(async () => {
    expect(await readdir(path.join(installation.directory, "received"))).toEqual([]);
  });

  it("of one company take two places at a time, and leave the others to others", async () => {
    const other = await aWorld(installation, { startsOn: "2026-05-01", account: norwegianAccount(7) });
    const theirs = await api.key({ creditorId: other.creditorId });
    const ends: (() => void)[] = [];
    const slow = (creditorId: string, as: string, no: number) =>
      api.app.request(`http://localhost/v1/creditors/${creditorId}/imports`, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${as}`,
          "Content-Type": "text/csv",
          "Idempotency-Key": `slow-${no}`,
        },
        body: new ReadableStream({ start: (stream) => void ends.push(() => stream.close()) }),
        duplex: "half",
      } as RequestInit);
    const waiting = [1, 2].map((no) => slow(world.creditorId, key, no));
    await vi.waitFor(async () =>
      expect(await readdir(path.join(installation.directory, "received"))).toHaveLength(2),
    );
    const third = await slow(world.creditorId, key, 3);
    expect([third.status, third.headers.get("Retry-After")]).toEqual([429, "5"]);
    const file = csv(row("t1", "4500.00"));
    const path_ = `/v1/creditors/${other.creditorId}/imports`;
    expect((await api.ask("POST", path_, { key: theirs, file })).status).toBe(201);
    for (const end of ends) end();
    expect((await Promise.all(waiting)).map(({ status }) => status)).not.toContain(429);
    expect((await send("/imports", { type: "text/csv", bytes: "x" })).status).not.toBe(429);
  });

  it("of invoices become claims, once, and what is not supported is refused by line (S2, S117)", async () => {
    const file = csv(row("1", "4500.00"), row("2", "900.00", "EUR"), row("3", "100.50"));
    const first = await send("/imports", file, { "Idempotency-Key": "march" });
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    expect(first.body).toMatchObject({
      rows: 3,
      taken: 2,
      open: "4600.50",
      currency: "NOK",
      refusedCount: 1,
    });
    expect(first.body.refused).toEqual([
      { line: 3, number: "2", code: "currency", reason: expect.stringContaining("EUR") },
    ]);
    const replay = await send("/imports", file, { "Idempotency-Key": "march" });
    expect(replay.headers.get("Idempotency-Replayed")).toBe("true");
    expect(replay.body).toEqual(first.body);
    // Under another key the file is read again, and comes to the same.
    expect((await send("/imports", file)).body).toEqual(first.body);
    const other = await send("/imports", csv(row("9", "1.00")), { "Idempotency-Key": "march" });
    expect([other.status, other.body.kind]).toEqual([422, "key-reused"]);
    // Whose doing it was stands in the audit log, for each time that it was taken.
    const lines = (await api.get(at("/audit?act=invoices-imported"), { key })).body.items;
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({
      actor: expect.stringMatching(/^key:/),
      subject: `import:${first.body.importId}`,
      creditorId: world.creditorId,
    });
    const { body } = await api.get(at("/claims"), { key });
    expect(body.items.map(({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber).sort()).toEqual([
      "1",
      "3",
    ]);
  });

  it("that are none say so, and nothing of them is taken", async () => {
    const refused = [
      await send("/imports", { type: "image/png", bytes: "x" }),
      await send("/imports", { type: "text/csv", bytes: "" }),
      await send("/imports", { type: "text/csv", bytes: "a letter\n" }),
      await send("/imports", {
        type: "text/csv",
        bytes: "invoice_number;customer_name;amount\n1;Kunde;2.00\n",
      }),
      await send("/imports", { type: "text/plain", bytes: "a letter\n" }),
      await send("/imports", csv(row("8", "1.00")), { "Content-Length": String(10 ** 12) }),
      await send("/imports?map=Belop=nothing", csv(row("8", "1.00"))),
      await send("/imports", { type: "text/csv", bytes: anOcrGiro(world.account, []) }),
    ];
    expect(refused.map(({ status, body }) => [status, body.kind])).toEqual([
      [415, "unsupported-type"],
      [400, "bad-request"],
      [422, "invalid"],
      [422, "invalid"],
      [415, "unsupported-type"],
      [413, "too-large"],
      [422, "invalid"],
      [422, "invalid"],
    ]);
    for (const { body } of refused) expect(body.detail).not.toMatch(/innfri |--[a-z]/);
    const noDay = csv(row("8", "1.00").replace("2026-04-30", ""));
    const { body: tried } = await send("/trial-imports", noDay);
    expect(tried.refused).toMatchObject([{ code: "due-day-missing" }]);
    expect(tried.refused[0].reason).not.toMatch(/innfri |--[a-z]/);
    expect((await api.get(at("/imports"), { key })).body.items).toHaveLength(1);
  });

  it("of invoices are refused until the rules are complete, with what is missing (S4)", async () => {
    const added = await addCreditor(
      installation,
      {
        country: "NO",
        isSandbox: true,
        clockOn: null,
        input: { name: "Halvferdig AS", organisationNumber: "310000051", email: "post@example.test" },
      },
      NOW,
    );
    if (added.kind !== "added") throw new Error("not added");
    const own = await api.key({ creditorId: added.creditorId });
    const path = `/v1/creditors/${added.creditorId}/imports`;
    const { status, body } = await api.ask("POST", path, { key: own, file: csv(row("1", "4500.00")) });
    expect([status, body.kind]).toEqual([409, "refused"]);
    expect(body.errors.map(({ path: field }: { path: string }) => field)).toEqual([
      ...["plan", "account", "automation", "dueDateAgreed", "agreedRate", "consumerCredit", "vatDeducted"],
    ]);
  });

  it("that were broken off are taken again under their key, and then answered alike", async () => {
    const pool = await database.pool("innfri_api", 1);
    const { creditorId } = world;
    const inTx = <T>(work: (tx: Tx) => Promise<T>) => withCreditor(pool, creditorId, work);
    const request = { key: "broken", method: "post", path: "/", body: { sha256: "x" } };
    const caller = { kind: "key", id: "somebody" } as const;
    let begun = 0;
    const take = (body: Json = request.body) =>
      onceAcross(inTx, creditorId, caller, { ...request, body }, NOW, async () => {
        begun += 1;
        if (begun === 1) throw new Error("the process was killed");
        return { status: 201, body: { begun }, version: null };
      });
    await expect(take()).rejects.toThrow("killed");
    // Another file under the key of one that is not answered yet.
    await expect(take({ sha256: "y" })).rejects.toMatchObject({ refusal: { problem: "key-reused" } });
    expect(await take()).toMatchObject({ isReplay: false, kept: { body: { begun: 2 } } });
    expect(await take()).toMatchObject({ isReplay: true, kept: { body: { begun: 2 } } });
    expect(begun).toBe(2);
  });

  it("of the bank are booked, once for each line", async () => {
    const { reference } = await world.claim("1");
    const bytes = anOcrGiro(world.account, [{ kid: reference, amount: "500.00", on: "2026-05-01" }]);
    const first = await send("/payment-files", { type: "text/plain", bytes });
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    expect(first.body).toMatchObject({
      ...{ lines: 1, matched: 1, unmatched: 0, isSeen: false },
      booked: [{ currency: "NOK", amount: "500.00" }],
    });
    const again = await send("/payment-files", { type: "text/plain", bytes });
    expect(again.body).toMatchObject({ isSeen: true, matched: 0, booked: [] });
    const { claimId } = await world.claim("1");
    expect((await api.get(at(`/claims/${claimId}/payments`), { key })).body.items).toHaveLength(1);
  });

  it("of the bank about another's account are the operator's to send", async () => {
    const other = await aWorld(installation, { startsOn: "2026-05-01", account: norwegianAccount(2) });
    await other.owe([{ number: "o1", amount: "700.00", dueOn: "2026-04-30" }]);
    const { reference } = await other.claim("o1");
    const lines = [{ kid: reference, amount: "700.00", on: "2026-05-01" }];
    for (const account of [other.account, CLIENT_ACCOUNT]) {
      const bytes = anOcrGiro(account, lines);
      const refused = await send("/payment-files", { type: "text/plain", bytes });
      expect([refused.status, refused.body.kind]).toEqual([409, "refused"]);
      expect(refused.body.detail).toContain("not this company's own");
    }
    const bytes = anOcrGiro(CLIENT_ACCOUNT, lines);
    const file = { type: "text/plain", bytes };
    expect((await api.ask("POST", "/v1/operator/payment-files", { key, file })).status).toBe(403);
    const { body } = await api.ask("POST", "/v1/operator/payment-files", { key: await api.key(), file });
    expect(body).toMatchObject({ matched: 1, booked: [{ currency: "NOK", amount: "700.00" }] });
  });
});
