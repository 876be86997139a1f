import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, anOcrGiro, aWorld, type World } from "../payments/test-world.ts";
import { type TestApi, testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let world: World;
let key: string;
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;
const get = async (path: string) => (await api.get(at(path), { key })).body;

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe([
    ...["1", "2", "3"].map((number) => ({ number, amount: `4${number}00.00`, dueOn: "2026-04-30" })),
    { number: "old", amount: "900.00", dueOn: "2023-06-30" },
  ]);
  await world.runUntil("2026-05-15");
  const { reference } = await world.claim("2");
  await world.paid(anOcrGiro(world.account, [{ kid: reference, amount: "1000.00", on: "2026-05-16" }]));
  key = await api.key({ creditorId: world.creditorId });
});

describe("Where a company's claims stand, over HTTP", () => {
  it("a run is previewed for every claim, in pages that end (B5)", async () => {
    const seen: string[] = [];
    let cursor = "";
    for (let pages = 0; pages < 10; pages += 1) {
      const page = await get(`/preview?on=2026-06-02&limit=2${cursor}`);
      for (const { invoiceNumbers, because } of page.items) {
        seen.push(...invoiceNumbers);
        expect(because).not.toBe("");
      }
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen.toSorted()).toEqual(["1", "2", "3", "old"]);
    const { status, body } = await api.get(at("/preview?on=2026-04-01"), { key });
    expect([status, body.kind]).toEqual([409, "refused"]);
  });

  it("the runs say what they did", async () => {
    const { today, items } = await get("/runs?limit=3");
    expect([today, items[0].on, items.length]).toEqual(["2026-05-15", "2026-05-15", 3]);
    expect(items[0].steps).toBeGreaterThan(0);
  });

  it("what becomes too old is listed with its day (B23)", async () => {
    const { count, items } = await get("/limitations");
    expect(count).toBe(1);
    expect(items[0]).toMatchObject({ invoiceNumber: "old", on: "2026-06-30", openPrincipal: "900.00" });
  });

  it("the feeds say until when they were seen (B20)", async () => {
    const { items, stale } = await get("/feeds");
    expect(items.find(({ feed }: { feed: string }) => feed === "source").seenAt).toMatch(/^2026-05-01T/);
    expect(stale).toEqual([]);
  });

  it("the books balance, and hold what was paid (S75, B16)", async () => {
    const { items } = await get("/balances");
    const sum = items.reduce(
      (all: bigint, { balance }: { balance: string }) => all + BigInt(balance.replace(".", "")),
      0n,
    );
    expect(sum).toBe(0n);
    expect(items.length).toBeGreaterThan(1);
  });

  it("a claim's payments say what they closed, and by which rule (B14)", async () => {
    const { claimId } = await world.claim("2");
    const { items } = await get(`/claims/${claimId}/payments`);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ bookedOn: "2026-05-16", amount: "1000.00", currency: "NOK" });
    const closed = items[0].closed.map(({ amount }: { amount: string }) => BigInt(amount.replace(".", "")));
    expect(closed.reduce((all: bigint, minor: bigint) => all + minor, 0n)).toBe(100_000n);
    expect(items[0].closed[0].rule).toMatch(/^no\./);
    expect(await get(`/claims/${(await world.claim("1")).claimId}/payments`)).toEqual({ items: [] });
  });

  it("each file of invoices says what was taken of it", async () => {
    const { items } = await get("/imports");
    expect(items).toEqual([
      expect.objectContaining({ state: "done", taken: 4, refused: 0, open: "13500.00" }),
    ]);
    expect(await get(`/imports/${items[0].id}/refused`)).toEqual({ items: [] });
    expect((await api.get(at("/imports/1/refused"), { key })).status).toBe(404);
  });
});
