import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { type TestApi, testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let world: World;
let company: string;
let handler: string;
let claim: string;
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;
const texts = (reply: { body: { items: { text: string }[] } }) => reply.body.items.map(({ text }) => text);

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe(["1", "2", "3"].map((number) => ({ number, amount: "400.00", dueOn: "2026-04-30" })));
  company = await api.key({ creditorId: world.creditorId });
  handler = await api.key();
  claim = at(`/claims/${(await world.claim("1")).claimId}`);
});

describe("Messages about a claim (S52, S56, S86)", () => {
  it("go between the company and the case handler, in their order", async () => {
    expect((await api.post(`${claim}/messages`, { text: "What now?" }, { key: company })).body).toEqual({
      no: 1,
    });
    expect((await api.post(`${claim}/messages`, { text: "We wait" }, { key: handler })).status).toBe(201);
    const reply = await api.get(`${claim}/messages`, { key: company });
    expect(texts(reply)).toEqual(["What now?", "We wait"]);
    expect(reply.body.items.map(({ writtenBy }: never) => writtenBy)).toEqual(["creditor", "operator"]);
  });

  it("say how far each side has read, never back and never beyond the last", async () => {
    const threads = () => api.get(at("/message-threads?unread=true"), { key: company });
    expect((await threads()).body.items).toMatchObject([{ thread: "creditor", count: 2, unread: 1 }]);
    const read = (upTo: number) => api.post(`${claim}/messages/read`, { upTo }, { key: company });
    expect((await read(99)).body).toEqual({ upTo: 2 });
    expect((await read(1)).body).toEqual({ upTo: 2 });
    expect((await threads()).body.items).toEqual([]);
    const { body } = await api.get(`${claim}/messages`, { key: handler });
    expect(body.readBy).toMatchObject([{ side: "creditor", upTo: 2 }]);
  });

  it("of the debtor are not the company's, unless the case handler shares one", async () => {
    const wrote = { thread: "debtor", text: "To the debtor alone" };
    expect((await api.post(`${claim}/messages`, wrote, { key: handler })).status).toBe(201);
    await api.post(`${claim}/messages`, { thread: "debtor", text: "For both" }, { key: handler });
    for (const reply of [
      await api.get(`${claim}/messages?thread=debtor`, { key: company }),
      await api.post(`${claim}/messages`, wrote, { key: company }),
      await api.post(`${claim}/messages/share`, { from: "debtor", no: 1 }, { key: company }),
    ])
      expect([reply.status, reply.body.kind]).toEqual([403, "not-allowed"]);
    expect((await api.get(at("/message-threads"), { key: company })).body.items).toHaveLength(1);
    const shared = await api.post(`${claim}/messages/share`, { from: "debtor", no: 2 }, { key: handler });
    expect(shared.body).toEqual({ no: 3 });
    const own = await api.get(`${claim}/messages`, { key: company });
    expect(texts(own)).toEqual(["What now?", "We wait", "For both"]);
    expect(own.body.items.at(-1)).toMatchObject({ isShared: true, writtenBy: "operator" });
    const nothing = await api.post(`${claim}/messages/share`, { from: "debtor", no: 9 }, { key: handler });
    expect(nothing.status).toBe(404);
  });

  it("written at the same moment come one after the other, each once", async () => {
    const other = at(`/claims/${(await world.claim("2")).claimId}/messages`);
    const sent = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => api.post(other, { text: `No ${n}` }, { key: company })),
    );
    expect(sent.map(({ body }) => body.no).sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it("and their threads come in pages, each once", async () => {
    await api.post(
      at(`/claims/${(await world.claim("3")).claimId}/messages`),
      { text: "x" },
      { key: company },
    );
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const from: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const { body } = await api.get(at(`/message-threads?limit=1${from}`), { key: handler });
      seen.push(...body.items.map((one: { claimId: string; thread: string }) => one.claimId + one.thread));
      cursor = body.nextCursor;
    }
    expect(new Set(seen).size).toBe(4);
    expect(seen).toHaveLength(4);
    const first = await api.get(`${claim}/messages?limit=2`, { key: company });
    const rest = await api.get(`${claim}/messages?limit=2&cursor=${first.body.nextCursor}`, { key: company });
    expect([...texts(first), ...texts(rest)]).toEqual(["What now?", "We wait", "For both"]);
  });
});
