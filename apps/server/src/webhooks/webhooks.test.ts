/** Webhooks to a real server of this machine, with a worker that may die between a try and its note. */
import { readdir, readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { testDatabase } from "@innfri/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cursorOf } from "../api/cursor.ts";
import { testApi } from "../api/test-api.ts";
import { outboxOf } from "../outbox/capture.ts";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { tellCreditor } from "../processes/tell.ts";
import type { WorkContext } from "../processes/work.ts";
import { openKeys } from "../secrets/keys.ts";
import { dueWork, withAdministrator } from "../store/index.ts";
import { readyCreditor } from "../usecases/ready-creditor.ts";
import { networksOf } from "./addresses.ts";
import { noticeDisabled } from "./notice.ts";
import { type TellContext, tellEndpoints } from "./tell.ts";

const LOOPBACK = "127.0.0.0/8";
process.env.INNFRI_WEBHOOK_NETWORKS = LOOPBACK;
afterAll(() => {
  delete process.env.INNFRI_WEBHOOK_NETWORKS;
});

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);
const keys = await openKeys(installation.directory, {});

type Got = { readonly headers: IncomingMessage["headers"]; readonly body: string; readonly path: string };

let got: Got[] = [];
let status = 204;
let headers: Readonly<Record<string, string>> = {};
let server: Server;
let address: string;
let world: World;
let key: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      got.push({ headers: request.headers, body: Buffer.concat(parts).toString(), path: request.url ?? "" });
      response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(() => new Promise((closed) => server.close(closed)));

beforeEach(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01", input: { automation: "suggest" } });
  await world.owe(
    ["1", "2", "3"].map((number) => ({ number, amount: "4500.00", dueOn: "2026-04-30", customer: number })),
  );
  key = await api.key({ creditorId: world.creditorId });
  [got, status, headers] = [[], 204, {}];
});

const at = (path = "") => `/v1/creditors/${world.creditorId}/webhooks${path}`;

async function aWebhook(given: object = {}): Promise<{ readonly id: string; readonly secret: string }> {
  const reply = await api.post(at(), { url: address, ...given }, { key });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return { id: reply.body.webhook.id, secret: reply.body.secret };
}

function tell(given: Partial<TellContext> = {}): Promise<boolean> {
  return tellEndpoints(
    {
      ...{ pool: installation.pool, keys, networks: networksOf(process.env), now: () => new Date() },
      ...{ signal: new AbortController().signal, withinMs: 2000, ...given },
    },
    world.creditorId,
  );
}

/** As if so many seconds had passed for what waits. */
async function later(seconds: number): Promise<void> {
  await withAdministrator(database.url, (client) =>
    client.query(
      `update webhook_message set next_try_at = next_try_at - make_interval(secs => $2) where creditor_id = $1`,
      [world.creditorId, seconds],
    ),
  );
}

const messagesOf = async (id: string, query = "") =>
  (await api.get(at(`/${id}/messages${query}`), { key })).body.items;

// As a receiver does: the example of the guide.
const guide = await readFile(new URL("../../../../docs/guides/receive-webhooks.md", import.meta.url), "utf8");
const example = /```js\n([\s\S]+?)```/.exec(guide)![1]!;
const receiver = (await import(`data:text/javascript,${encodeURIComponent(example)}`)) as {
  isGenuine(secret: string, headers: object, body: string, now?: number): boolean;
};

function isGenuine({ headers, body }: Got, secret: string): boolean {
  const isLate = receiver.isGenuine(secret, headers, body, Date.now() + 600_000);
  return receiver.isGenuine(secret, headers, body) && !isLate;
}

describe("A webhook", () => {
  it("is told what happens from then on, each event once, signed, with ids and nothing personal", async () => {
    const { id, secret } = await aWebhook();
    await world.runUntil("2026-05-15");
    await Promise.all([tell(), tell()]);
    await tell();
    const { body } = await api.get(`/v1/creditors/${world.creditorId}/events?limit=200`, { key });
    const since = body.items.filter(({ type }: { type: string }) => type !== "claim.registered");
    const told = got.map((one) => JSON.parse(one.body));
    expect(told.map(({ data }) => data.id).sort()).toEqual(since.map(({ id }: { id: string }) => id).sort());
    for (const one of got) expect(isGenuine(one, secret)).toBe(true);
    expect(isGenuine({ ...got[0]!, body: `${got[0]!.body} ` }, secret)).toBe(false);
    expect(Object.keys(told[0].data)).toEqual(["id", "creditorId", "claimId", "seq", "on", "documentId"]);
    expect((await messagesOf(id)).every(({ state }: { state: string }) => state === "delivered")).toBe(true);
  });

  it("lists its messages page by page, and takes no instant that is none for where a page ended", async () => {
    const { id } = await aWebhook();
    for (let i = 0; i < 3; i += 1) await api.post(at(`/${id}/ping`), undefined, { key });
    const all = (await messagesOf(id)).map((one: { id: string }) => one.id);
    expect(all).toHaveLength(3);
    const first = (await api.get(at(`/${id}/messages?limit=2`), { key })).body;
    const rest = (await api.get(at(`/${id}/messages?limit=2&cursor=${first.nextCursor}`), { key })).body;
    expect([...first.items, ...rest.items].map((one) => one.id)).toEqual(all);
    expect(rest.nextCursor).toBeNull();
    const mark = { value: "1", id: all[0].replace("msg_", "") };
    const cursor = cursorOf("webhook-messages", mark);
    expect((await api.get(at(`/${id}/messages?cursor=${cursor}`), { key })).status).toBe(422);
  });

  it("is told of the kinds that it asked for", async () => {
    await aWebhook({ types: ["claim.stopped"] });
    await world.runUntil("2026-05-15");
    const { claimId } = await world.claim("1");
    await api.post(`/v1/creditors/${world.creditorId}/claims/${claimId}/stop`, {}, { key });
    await tell();
    expect(got.map(({ body }) => JSON.parse(body).type)).toEqual(["claim.stopped"]);
  });

  it("is told again under the same id when a process dies between a try and its note", async () => {
    const { id } = await aWebhook();
    await api.post(at(`/${id}/ping`), undefined, { key });
    const dies = tell({
      afterPost: () => {
        throw new Error("killed");
      },
    });
    await expect(dies).rejects.toThrow("killed");
    await tell();
    expect(got, "nobody else has it meanwhile").toHaveLength(1);
    await later(10);
    await tell();
    expect(got.map(({ headers }) => headers["webhook-id"])).toEqual([
      got[0]!.headers["webhook-id"],
      got[0]!.headers["webhook-id"],
    ]);
    expect(got[1]!.body).toBe(got[0]!.body);
    const [message] = await messagesOf(id);
    expect(message.state).toBe("delivered");
    expect(message.attempts.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      "unknown",
      "delivered",
    ]);
  });

  it("that fails is tried later and later, and with one message at a time", async () => {
    const { id } = await aWebhook();
    for (let i = 0; i < 6; i += 1) await api.post(at(`/${id}/ping`), undefined, { key });
    status = 500;
    await tell();
    const first = got.length;
    expect(first).toBeLessThanOrEqual(4);
    await later(60);
    await tell();
    expect(got).toHaveLength(first + 1);
    status = 204;
    await later(60);
    await tell();
    await later(60);
    await tell();
    const messages = await messagesOf(id);
    expect(messages.map(({ state }: { state: string }) => state)).toEqual(Array(6).fill("delivered"));
    expect((await api.get(at(`/${id}`), { key })).body).toMatchObject({ failingSince: null, waiting: 0 });
  });

  it("whose messages were all refused is turned off after five days, and says why; a replay tells them again", async () => {
    const { id } = await aWebhook();
    await api.post(at(`/${id}/ping`), undefined, { key });
    status = 503;
    for (let tries = 0; tries < 11; tries += 1) {
      await tell();
      await later(40 * 60 * 60);
    }
    expect(got).toHaveLength(11);
    const [failed] = await messagesOf(id, "?state=failed");
    expect(failed.attempts).toHaveLength(11);
    await withAdministrator(database.url, (client) =>
      client.query(
        "update webhook_endpoint set failing_since = now() - interval '6 days' where creditor_id = $1",
        [world.creditorId],
      ),
    );
    await api.post(at(`/${id}/ping`), undefined, { key });
    await tell();
    const { body, headers: read } = await api.get(at(`/${id}`), { key });
    expect([body.state, body.because]).toEqual([
      "disabled",
      "it has taken nothing for 5 days; the last try: status 503",
    ]);
    const replay = { madeFrom: "2020-01-01T00:00:00Z", madeUntil: "2100-01-01T00:00:00Z" };
    expect((await api.post(at(`/${id}/replay`), replay, { key })).status).toBe(409);
    const on = { key, body: { state: "enabled" }, headers: { "If-Match": read.get("ETag")! } };
    expect((await api.ask("PATCH", at(`/${id}`), on)).body.state).toBe("enabled");
    expect((await api.ask("PATCH", at(`/${id}`), on)).status).toBe(412);
    [got, status] = [[], 204];
    expect((await api.post(at(`/${id}/replay`), replay, { key })).body).toEqual({ messages: 1 });
    await later(60);
    await tell();
    expect(got.map((one) => one.headers["webhook-id"])).toContain(failed.id);
    const one = { messageIds: [failed.id] };
    expect((await api.post(at(`/${id}/replay`), one, { key })).body).toEqual({ messages: 1 });
  });

  it("that is gone is turned off at once, and a redirect is followed nowhere", async () => {
    const { id } = await aWebhook();
    await api.post(at(`/${id}/ping`), undefined, { key });
    [status, headers] = [307, { Location: `${address}/elsewhere` }];
    await tell();
    expect(got.map(({ path }) => path)).toEqual(["/hook"]);
    status = 410;
    await later(60);
    await tell();
    expect((await api.get(at(`/${id}`), { key })).body.state).toBe("disabled");
    // Its company is written to, once.
    const ready = (await readyCreditor(installation.pool, world.creditorId, new Date()))!;
    for (let looks = 0; looks < 2; looks += 1)
      expect(await noticeDisabled(installation, installation.operator, ready)).toBe(true);
    const folder = path.join(outboxOf(installation.directory, ready.creditor), "notices");
    const [mail, ...others] = await readdir(folder);
    expect(others).toEqual([]);
    const told = await readFile(path.join(folder, mail!), "utf8");
    expect(told).toContain("Webhook");
    // Why, in its own language alone.
    expect(told).toContain("(410)");
    expect(told).not.toContain("it answered");
  });

  it("is signed with both secrets while one takes the place of the other", async () => {
    const { id, secret } = await aWebhook();
    const rotated = await api.post(at(`/${id}/rotate`), { oldOneHours: 24 }, { key });
    const ping = async () => {
      await api.post(at(`/${id}/ping`), undefined, { key });
      await tell();
      return got.at(-1)!;
    };
    const both = await ping();
    expect([isGenuine(both, secret), isGenuine(both, rotated.body.secret)]).toEqual([true, true]);
    const last = await api.post(at(`/${id}/rotate`), { oldOneHours: 0 }, { key });
    const one = await ping();
    expect([secret, rotated.body.secret, last.body.secret].map((each) => isGenuine(one, each))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("has its secret sealed where it lies, and shown once", async () => {
    const asking = { key, headers: { "Idempotency-Key": "one" } };
    const first = await api.post(at(), { url: address }, asking);
    const again = await api.post(at(), { url: address }, asking);
    expect(first.body.secret).toMatch(/^whsec_/);
    expect([again.status, again.body.secret]).toEqual([201, null]);
    const rows = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query("select to_jsonb(s)::text as row from webhook_secret s");
      return JSON.stringify(rows);
    });
    expect(rows).not.toContain(Buffer.from(first.body.secret).toString("hex"));
    expect(rows).not.toContain(first.body.secret);
  });

  it("is told by a worker as soon as there is something, also of a sandbox, and then looked at every few seconds", async () => {
    const isDue = async () =>
      (await dueWork(installation.pool)).some(
        (one) => one.creditorId === world.creditorId && one.work === "tell",
      );
    expect(await isDue(), "nobody is to be told").toBe(false);
    const { id } = await aWebhook();
    await api.post(at(`/${id}/ping`), undefined, { key });
    expect(await isDue()).toBe(true);
    const context = { installation, now: () => new Date() } as unknown as WorkContext;
    await tellCreditor(context, { creditorId: world.creditorId }, new AbortController().signal);
    expect(got).toHaveLength(1);
    expect(await isDue()).toBe(false);
  });

  it("that is removed is told nothing more and is not found", async () => {
    const { id } = await aWebhook();
    await api.post(at(`/${id}/ping`), undefined, { key });
    expect((await api.ask("DELETE", at(`/${id}`), { key })).status).toBe(204);
    expect(await tell()).toBe(false);
    expect(got).toEqual([]);
    expect((await api.get(at(`/${id}`), { key })).status).toBe(404);
  });

  it("inside the operator's network is refused, unless the operator has said so", async () => {
    process.env.INNFRI_WEBHOOK_NETWORKS = "";
    try {
      for (const url of [address, "https://127.0.0.1/", "https://10.0.0.1/x", "http://example.com/"]) {
        const reply = await api.post(at(), { url }, { key });
        expect([url, reply.status]).toEqual([url, 409]);
      }
    } finally {
      process.env.INNFRI_WEBHOOK_NETWORKS = LOOPBACK;
    }
    const { id } = await aWebhook();
    await api.post(at(`/${id}/ping`), undefined, { key });
    // Taken while it was allowed, and looked at again at every try.
    await tell({ networks: networksOf({}) });
    expect(got).toEqual([]);
    const [message] = await messagesOf(id);
    expect(message.attempts[0].outcome).toBe("not-allowed");
  });
});
