import { addDays, type CalendarDate, date, merkleRootOf, type Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { clockOf } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { type Pool, sql, withAdministrator, withCreditor } from "../store/index.ts";
import { sealRoots } from "../usecases/seal-roots.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import { chainLeaf, type SealedChain } from "./root-hash.ts";
import { type Sealed, sealDay, treeOf } from "./seal-day.ts";
import { sealOperator } from "./seal-operator.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const { pool } = installation;

async function aWorldOf(numbers: readonly string[]): Promise<World> {
  const world = await aWorld(installation, { startsOn: "2026-04-06" });
  await world.owe(numbers.map((number) => ({ number, amount: "900.00", dueOn: "2026-04-30" })));
  return world;
}

async function clock({ creditorId }: World) {
  return clockOf((await creditorById(pool, creditorId))!, new Date());
}

async function sealed(world: World): Promise<Sealed> {
  return sealDay(installation, world, await clock(world));
}

type Row = SealedChain & { readonly on: CalendarDate };

function leaves(creditorId: Uuid, from: Pool = pool): Promise<Row[]> {
  return withCreditor(from, creditorId, (tx) =>
    tx.many<Row>(sql`
      select root_on as on, claim_id as "claimId", seq, hash from sealed_chain
      where creditor_id = ${creditorId}::uuid order by root_on, claim_id`),
  );
}

/** Of every chain, how far it has come. */
function heads(creditorId: Uuid): Promise<SealedChain[]> {
  return withCreditor(pool, creditorId, (tx) =>
    tx.many<SealedChain>(sql`
      select claim_id as "claimId", head_seq as seq, head_hash as hash from claim_now
      where creditor_id = ${creditorId}::uuid order by claim_id`),
  );
}

async function clean(world: World): Promise<void> {
  expect((await verifyBooks(pool, [world.creditorId])).findings).toEqual([]);
}

describe("A root covers what happened since the root before (B10)", () => {
  it("the first one covers every chain, the next one those that have grown", async () => {
    const world = await aWorldOf(["1", "2", "3"]);
    expect(await sealed(world)).toMatchObject({ kind: "sealed", root: { chains: 3, rootOn: "2026-04-06" } });
    expect(await leaves(world.creditorId)).toMatchObject(await heads(world.creditorId));
    await world.owe([{ number: "4", amount: "100.00", dueOn: "2026-04-30" }]);
    await world.runUntil("2026-04-07");
    const second = await sealed(world);
    expect(second).toMatchObject({ kind: "sealed", root: { chains: 1, rootOn: "2026-04-07" } });
    expect((await leaves(world.creditorId)).filter(({ on }) => on === "2026-04-07")).toHaveLength(1);
    await clean(world);
  });

  it("a day has one, and what comes after it is in the next day's", async () => {
    const world = await aWorldOf(["1"]);
    const first = await sealed(world);
    expect(await sealed(world)).toMatchObject({ kind: "was-sealed", hasMore: false, root: first.root });
    await world.owe([{ number: "2", amount: "100.00", dueOn: "2026-04-30" }]);
    expect(await sealed(world)).toMatchObject({ kind: "was-sealed", hasMore: true, root: first.root });
    await clean(world);
    await world.runUntil("2026-04-07");
    expect(await sealed(world)).toMatchObject({ kind: "sealed", root: { chains: 1 } });
    await clean(world);
  });

  it("a day on which nothing happened has none", async () => {
    const world = await aWorldOf([]);
    expect(await sealed(world)).toEqual({ kind: "nothing-new", root: null });
    await world.owe([{ number: "1", amount: "100.00", dueOn: "2026-04-30" }]);
    const { root } = await sealed(world);
    await world.runUntil("2026-04-08");
    expect(await sealed(world)).toMatchObject({ kind: "nothing-new", root });
  });

  it("what is committed after the root was made is in the next one, however early it began", async () => {
    const world = await aWorldOf(["1"]);
    await sealed(world);
    await world.runUntil("2026-04-08");
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const late = withCreditor(pool, world.creditorId, async (tx) => {
      const { claimId } = await world.claim("1");
      await tx.run(sql`
        insert into chain_growth (creditor_id, claim_id, seq, claim_ids)
        values (${world.creditorId}::uuid, ${claimId}::uuid, 99, array[${claimId}::uuid])`);
      begun.resolve();
      await goOn.promise;
    });
    await begun.promise;
    expect(await sealed(world)).toMatchObject({ kind: "nothing-new" });
    goOn.resolve();
    await late;
    await world.runUntil("2026-04-09");
    expect(await sealed(world)).toMatchObject({ kind: "sealed", root: { chains: 1 } });
  });

  it("every event is in exactly one root, whatever was done between them", async () => {
    const world = await aWorldOf(["1", "2"]);
    for (let day = date("2026-04-10"); day < date("2026-08-01"); day = addDays(day, 9)) {
      await world.runUntil(day);
      await sealed(world);
    }
    const { events } = await verifyBooks(pool, [world.creditorId]);
    const { sum } = await withCreditor(pool, world.creditorId, (tx) =>
      tx.one<{ sum: number }>(sql`
        select sum(event_count)::int as sum from daily_root where creditor_id = ${world.creditorId}::uuid`),
    );
    expect(events).toBeGreaterThan(12);
    expect(sum).toBe(events);
    await clean(world);
  });
});

describe("A root is made once", () => {
  it("when four make it at once", async () => {
    const world = await aWorldOf(["1", "2"]);
    const four = await Promise.all(Array.from({ length: 4 }, () => sealed(world)));
    expect(four.map(({ kind }) => kind).sort()).toEqual(["sealed", "was-sealed", "was-sealed", "was-sealed"]);
    expect(new Set(four.map(({ root }) => root!.root.toString("hex")))).toHaveLength(1);
    expect(await leaves(world.creditorId)).toHaveLength(2);
  });

  it("when who made it was killed before the end: then nothing of it is there", async () => {
    const world = await aWorldOf(["1", "2"]);
    const own = await database.pool("innfri_engine");
    await withAdministrator(database.url, async (holder) => {
      // The last statement of a seal waits for this, and its connection is ended while it does.
      await holder.query("begin; lock table daily_root in share row exclusive mode");
      const seal = sealDay({ pool: own }, world, await clock(world)).catch((error: unknown) => error);
      await withAdministrator(database.url, (client) =>
        expect
          .poll(
            async () => {
              const { rowCount } = await client.query(
                `select pg_terminate_backend(pid) from pg_stat_activity
                 where wait_event_type = 'Lock' and query like '%insert into daily_root%'`,
              );
              return rowCount;
            },
            { timeout: 10_000 },
          )
          .toBe(1),
      );
      expect(await seal).toBeInstanceOf(Error);
      await holder.query("rollback");
    });
    expect(await leaves(world.creditorId)).toEqual([]);
    expect(await sealed(world)).toMatchObject({ kind: "sealed", root: { chains: 2 } });
    await clean(world);
  });
});

describe("One case is proved by its root without the others", () => {
  it.each([1, 2, 3, 7, 12])("of %s", async (count) => {
    const world = await aWorldOf(Array.from({ length: count }, (_, i) => `n${i}`));
    await sealed(world);
    for (const chain of await leaves(world.creditorId)) {
      const { tree, path } = await withCreditor(pool, world.creditorId, (tx) =>
        treeOf(tx, world.creditorId, chain.on, chain.claimId),
      );
      expect(merkleRootOf(chainLeaf(chain), path)).toEqual(tree);
      expect(merkleRootOf(chainLeaf({ ...chain, seq: chain.seq + 1 }), path)).not.toEqual(tree);
    }
  });
});

describe("The operator's root covers the newest root of every creditor", () => {
  it("once a day, and only when one has come", async () => {
    const [one, two] = [await aWorldOf(["1"]), await aWorldOf(["2"])];
    const at = (day: string) => new Date(`${day}T00:10:00.000Z`);
    const first = await sealRoots(installation, [one.creditorId, two.creditorId], at("2026-11-01"), {
      withOperator: true,
    });
    expect(first.operator).toMatchObject({ kind: "sealed", root: { rootOn: "2026-11-01" } });
    expect(await sealOperator(installation, at("2026-11-01"))).toMatchObject({ kind: "was-sealed" });
    expect(await sealOperator(installation, at("2026-11-02"))).toMatchObject({ kind: "nothing-new" });
    await two.owe([{ number: "3", amount: "10.00", dueOn: "2026-04-30" }]);
    await two.runUntil("2026-04-07");
    await sealed(two);
    const four = await Promise.all(
      Array.from({ length: 4 }, () => sealOperator(installation, at("2026-11-03"))),
    );
    expect(four.map(({ kind }) => kind).sort()).toEqual(["sealed", "was-sealed", "was-sealed", "was-sealed"]);
    const { findings, roots } = await verifyBooks(pool, [one.creditorId, two.creditorId], {
      operator: installation.operator,
    });
    // Those of the creditors of the tests above are not read here.
    expect(findings.filter(({ what }) => !what.includes("which is missing"))).toEqual([]);
    expect(roots).toBe(5);
  });
});
