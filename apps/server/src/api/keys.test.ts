import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { withAdministrator } from "../store/index.ts";
import { testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);

let world: World;
let neighbour: World;
let key: string;
const keysOf = (of: World) => `/v1/creditors/${of.creditorId}/keys`;
const A_KEY = { name: "Our reports", scopes: ["claims:read", "reports:read"] };

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  neighbour = await aWorld(installation, { startsOn: "2026-05-01" });
  key = await api.key({
    creditorId: world.creditorId,
    scopes: ["keys:manage", "claims:read", "reports:read"],
  });
});

describe("A key of the API (B24)", () => {
  it("is made with a secret that works, is shown once, and is nowhere afterwards", async () => {
    const made = await api.post(keysOf(world), A_KEY, { key, headers: { "Idempotency-Key": "once" } });
    expect(made.status).toBe(201);
    const { secret } = made.body;
    expect((await api.get(`/v1/creditors/${world.creditorId}/claims`, { key: secret })).status).toBe(200);

    const again = await api.post(keysOf(world), A_KEY, { key, headers: { "Idempotency-Key": "once" } });
    expect(again.headers.get("Idempotency-Replayed")).toBe("true");
    expect(again.body).toEqual({ ...made.body, secret: null });

    const kept = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query(
        "select (select json_agg(k) from api_key k)::text || (select json_agg(i) from idempotency_key i)::text as all",
      );
      return rows[0].all as string;
    });
    expect(kept).toContain("Our reports");
    expect(kept).not.toContain(secret);
  });

  it("may never do more than who makes it", async () => {
    const more = await api.post(keysOf(world), { name: "More", scopes: ["claims:act"] }, { key });
    expect(more).toMatchObject({ status: 409, body: { kind: "refused" } });
    expect(more.body.detail).toContain("claims:act");
    const operators = await api.post(keysOf(world), { name: "More", scopes: ["operator:read"] }, { key });
    expect(operators.status).toBe(422);
  });

  it("is refused by those who may not make one, and at another company", async () => {
    const reader = await api.key({ creditorId: world.creditorId, scopes: ["claims:read"] });
    expect((await api.post(keysOf(world), A_KEY, { key: reader })).status).toBe(403);
    expect((await api.get(keysOf(world), { key: reader })).status).toBe(403);
    expect((await api.post(keysOf(neighbour), A_KEY, { key })).status).toBe(404);
  });

  it("is taken no more once it is revoked, and stays in the list", async () => {
    const { body } = await api.post(keysOf(world), A_KEY, { key });
    const path = `${keysOf(world)}/${body.key.id}/revoke`;
    expect((await api.post(path, undefined, { key })).status).toBe(200);
    const asked = await api.get(`/v1/creditors/${world.creditorId}/claims`, { key: body.secret });
    expect(asked).toMatchObject({ status: 401, body: { kind: "not-signed-in" } });
    const { body: list } = await api.get(keysOf(world), { key });
    const listed = list.items.find(({ id }: { id: string }) => id === body.key.id);
    expect(listed.revokedAt).not.toBeNull();
  });

  it("of another company cannot be revoked or seen", async () => {
    const theirs = await api.key({ creditorId: neighbour.creditorId });
    const { body } = await api.post(keysOf(neighbour), A_KEY, { key: theirs });
    const stolen = await api.post(`${keysOf(world)}/${body.key.id}/revoke`, undefined, { key });
    expect(stolen.status).toBe(404);
    const { body: list } = await api.get(keysOf(world), { key });
    expect(JSON.stringify(list)).not.toContain(body.key.id);
  });

  it("is refused when its last day is past", async () => {
    const past = await api.post(keysOf(world), { ...A_KEY, expiresOn: "2026-11-01" }, { key });
    expect(past).toMatchObject({ status: 409, body: { kind: "refused" } });
  });

  it("leaves a line of who made and who revoked it, without its name", async () => {
    const lines = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query(
        "select actor, act, subject, details from audit_line where for_creditor_id = $1 order by line_id",
        [world.creditorId],
      );
      return rows as { actor: string; act: string; subject: string; details: object }[];
    });
    const acts = new Set(lines.map(({ act }) => act));
    expect([...acts].sort()).toEqual(["key-made", "key-revoked"]);
    expect(lines.find(({ act }) => act === "key-revoked")!.actor).toMatch(/^key:/);
    expect(JSON.stringify(lines)).not.toContain("Our reports");
  });
});
