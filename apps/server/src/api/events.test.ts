import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { followEvents } from "../events/read-events.ts";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { sql, withCreditor } from "../store/index.ts";
import { type TestApi, testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let world: World;
let key: string;
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;

type Told = { readonly id: string; readonly type: string; readonly claimId: string; readonly seq: number };

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01", input: { automation: "suggest" } });
  await world.owe(
    ["1", "2", "3"].map((number) => ({ number, amount: "4500.00", dueOn: "2026-04-30", customer: number })),
  );
  key = await api.key({ creditorId: world.creditorId });
});

/** Everything behind a cursor, page by page. */
async function rest(cursor: string | null, limit = 2): Promise<{ items: Told[]; cursor: string }> {
  const items: Told[] = [];
  let at_ = cursor;
  for (;;) {
    const from = at_ === null ? "" : `&cursor=${at_}`;
    const { status, body } = await api.get(at(`/events?limit=${limit}${from}`), { key });
    expect(status).toBe(200);
    items.push(...body.items);
    at_ = body.cursor as string;
    if (!body.hasMore) return { items, cursor: at_ };
  }
}

describe("Those who follow a company's events", () => {
  it("get each once, a claim's in their order, and later ones behind the same cursor", async () => {
    const first = await rest(null);
    expect(first.items.map(({ type }) => type)).toEqual(Array(3).fill("claim.registered"));
    await world.runUntil("2026-05-15");
    const later = await rest(first.cursor);
    expect(later.items.map(({ type }) => type)).toContain("list.proposed");
    const claimId = (await world.claim("1")).claimId;
    const path = at(`/claims/${claimId}/stop`);
    expect((await api.post(path, {}, { key })).status).toBe(200);
    const last = await rest(later.cursor);
    expect(last.items.map(({ type, claimId }) => [type, claimId])).toEqual([["claim.stopped", claimId]]);
    expect((await rest(last.cursor)).items).toEqual([]);
    const all = (await rest(null, 200)).items;
    expect(all).toEqual([...first.items, ...later.items, ...last.items]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const of of Map.groupBy(all, (one) => one.claimId).values())
      expect(of.map(({ seq }) => seq)).toEqual(of.map(({ seq }) => seq).toSorted((a, b) => a - b));
  });

  it("are told all that is told to anybody, and nothing that is personal", async () => {
    const told = (await rest(null, 200)).items;
    const events = await withCreditor(installation.pool, world.creditorId, (tx) =>
      tx.many<{ seq: number }>(sql`
        select seq from event where creditor_id = ${world.creditorId}::uuid
          and kind not in ('contact', 'note', 'blanked')`),
    );
    expect(told).toHaveLength(events.length);
    for (const one of told)
      expect(Object.keys(one).sort()).toEqual([
        "claimId",
        "documentId",
        "id",
        "on",
        "recordedAt",
        "seq",
        "type",
      ]);
  });

  it("may begin with what is to come", async () => {
    const { body } = await api.get(at("/events?from=now"), { key });
    expect([body.items, body.hasMore]).toEqual([[], false]);
    expect((await rest(body.cursor)).items).toEqual([]);
  });

  it("miss nothing that was written before and is committed after they looked", async () => {
    const { cursor } = await rest(null, 200);
    let committed: () => void = () => undefined;
    const mayEnd = new Promise<void>((resolve) => {
      committed = resolve;
    });
    let began: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => {
      began = resolve;
    });
    const claimId = (await world.claim("2")).claimId;
    // A page of events whose transaction stays open while others come and are read.
    const slow = withCreditor(installation.pool, world.creditorId, async (tx) => {
      await tx.run(sql`
        insert into event_page (creditor_id, claim_id, seq, claim_ids, seqs)
        values (${world.creditorId}::uuid, ${claimId}::uuid, 900, ${[claimId]}::uuid[], array[1])`);
      began();
      await mayEnd;
    });
    await hasBegun;
    const path = at(`/claims/${(await world.claim("3")).claimId}/stop`);
    expect((await api.post(path, {}, { key })).status).toBe(200);
    const seen = await rest(cursor);
    expect(seen.items.map(({ type }) => type)).toEqual(["claim.stopped"]);
    committed();
    await slow;
    expect((await rest(seen.cursor)).items.map(({ type }) => type)).toEqual(["claim.registered"]);
  });

  it("several at once number the events once", async () => {
    await world.runUntil("2026-05-20");
    const follow = () =>
      withCreditor(installation.pool, world.creditorId, (tx) => followEvents(tx, world.creditorId, 0n, 1000));
    const [one, ...others] = await Promise.all([follow(), follow(), follow(), follow()]);
    const positions = one!.events.map(({ position }) => position);
    expect(new Set(positions).size).toBe(positions.length);
    for (const other of others) expect(other).toEqual(one);
  });

  it("are refused a cursor that is none of this list", async () => {
    const { status, body } = await api.get(at("/events?cursor=abc"), { key });
    expect([status, body.kind]).toEqual([422, "invalid"]);
  });
});
