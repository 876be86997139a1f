/** Who has read whose data, noted before it is answered. */
import { ALL_OPERATIONS } from "@innfri/contract";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { anInstallation, aWorld, NOW } from "../payments/test-world.ts";
import { withAdministrator, withCreditor } from "../store/index.ts";
import { dropOldAccessLines } from "../usecases/access-lines.ts";
import { readsOf } from "./access.ts";
import { testApi } from "./test-api.ts";
import { aUser } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);
const world = await aWorld(installation, { startsOn: "2026-05-01" });
const other = await aWorld(installation, { startsOn: "2026-05-01" });
await world.owe([
  { number: "1", customer: "kari", amount: "100.00", dueOn: "2026-04-30" },
  { number: "2", customer: "ola", amount: "200.00", dueOn: "2026-04-30" },
]);
const at = `/v1/creditors/${world.creditorId}`;
const key = await api.key({ creditorId: world.creditorId });
const { claimId } = await world.claim("1");

/** What was read at one instant has no order of its own: by the name of the call. */
async function log(query = "") {
  const { items, nextCursor } = (await api.get(`${at}/access-log${query}`, { key })).body;
  const byCall = (a: { call: string }, b: { call: string }) => (a.call < b.call ? 1 : -1);
  return { items: items.toSorted(byCall), nextCursor };
}

describe("Who reads a person's data (B27)", () => {
  it("leaves a line that says who, whose, by which call and when, and one for a page", async () => {
    const { headers, userId } = await aUser(database, api, { role: "case-handler", creditorId: null });
    const read = await api.get(`${at}/claims/${claimId}`, { headers });
    expect(read.status).toBe(200);
    await api.get(`${at}/claims`, { key });
    await api.get(`${at}/claims?search=nobody-of-that-name`, { key });
    const { items } = await log();
    expect(items).toMatchObject([
      { side: "creditor", call: "listClaims", debtorId: null, count: 2 },
      {
        actor: `user:${userId}`,
        side: "operator",
        call: "getClaim",
        count: 1,
        at: NOW.toISOString(),
        requestId: read.headers.get("Request-Id"),
      },
    ]);
    expect((await log(`?debtorId=${items[1].debtorId}`)).items).toEqual([items[1]]);
    expect((await log("?limit=1")).nextCursor).not.toBeNull();
  });

  it("is told to the debtor, without whom by name", async () => {
    const { items } = await log();
    const headers = await anOpenDoor(items[1].debtorId);
    expect((await api.get("/v1/debtor/access-log", { headers })).body).toEqual({
      items: [{ at: NOW.toISOString(), side: "operator", what: expect.any(String) }],
      nextCursor: null,
    });
  });

  it("is told to nobody of another company, and not to who may only read claims", async () => {
    const others = await api.key({ creditorId: other.creditorId });
    expect((await api.get(`${at}/access-log`, { key: others })).status).toBe(404);
    expect(
      (await api.get(`/v1/creditors/${other.creditorId}/access-log`, { key: others })).body.items,
    ).toEqual([]);
    const reader = await api.key({ creditorId: world.creditorId, scopes: ["claims:read"] });
    expect((await api.get(`${at}/access-log`, { key: reader })).status).toBe(403);
    const auditor = await aUser(database, api, { role: "auditor", creditorId: null });
    expect((await api.get(`${at}/access-log`, { headers: auditor.headers })).status).toBe(200);
  });

  it("is kept for two years; nothing younger goes, whatever asks for it", async () => {
    const aged = (days: number) =>
      withAdministrator(database.url, async (client) => {
        await client.query("alter table access_line disable trigger append_only");
        await client.query(
          `update access_line set at = now() - interval '${days} days' where call = 'listClaims'`,
        );
        await client.query("alter table access_line enable trigger append_only");
      });
    const drop = () =>
      withCreditor(installation.pool, world.creditorId, (tx) =>
        dropOldAccessLines(tx, world.creditorId, 100),
      );
    await aged(700);
    expect(await drop()).toBe(0);
    await aged(731);
    expect(await drop()).toBe(1);
    expect((await log()).items.map(({ call }: { call: string }) => call)).toEqual(["getClaim"]);
  });
});

describe("Every call that shows customers", () => {
  it("is one that leaves a line", () => {
    const shown = ALL_OPERATIONS.filter(({ method, path, answer }) => {
      if (method !== "get" || !path.startsWith("/v1/creditors/{creditorId}/") || !answer.schema) return false;
      const text = JSON.stringify(z.toJSONSchema(answer.schema, { io: "input", unrepresentable: "any" }));
      return /"(customerName|customerNumber|debtorName|email|phone|addressLines)":/.test(text);
    });
    expect(shown.length).toBeGreaterThan(4);
    const silent = shown.filter((operation) => readsOf(operation) === null).map(({ id }) => id);
    // The company's own addresses, and its users.
    expect(silent.toSorted()).toEqual(["getSettings", "listUsers", "previewSender"]);
  });
});

async function anOpenDoor(debtorId: string): Promise<Record<string, string>> {
  const token = `innfrid_${"a".repeat(43)}`;
  await withAdministrator(database.url, (client) =>
    client.query(
      `insert into debtor_session (token_hash, for_creditor_id, for_debtor_id, level, began_at, expires_at)
       values (sha256($1), $2, $3, 'letter', $4, $4::timestamptz + interval '1 hour')`,
      [token, world.creditorId, debtorId, NOW],
    ),
  );
  return { Authorization: `Bearer ${token}` };
}
