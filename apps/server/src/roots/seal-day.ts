/**
 * A creditor's root of a day: over the chains that have grown since the root before, whenever that was. It covers what
 * was committed when it was made; what is committed later is in the next one.
 */

import { type CalendarDate, MerkleTree, type Uuid } from "@innfri/kernel";
import { fetched } from "../books/cursor.ts";
import type { Clock } from "../clock.ts";
import type { Creditor } from "../engine/creditors.ts";
import { at } from "../faults/points.ts";
import type { Installation } from "../installation.ts";
import { LOCKS, sql, type Tx, withCreditor, withCreditorLock } from "../store/index.ts";
import { chainLeaf, dailyRootHash, type SealedChain } from "./root-hash.ts";

export type MadeRoot = {
  readonly rootOn: CalendarDate;
  readonly root: Buffer;
  readonly chains: number;
  readonly events: number;
};

export type Sealed =
  | { readonly kind: "sealed"; readonly root: MadeRoot }
  /** The day has its root. What has come since is in tomorrow's. */
  | { readonly kind: "was-sealed"; readonly root: MadeRoot; readonly hasMore: boolean }
  /** Nothing has happened since the newest root; null where there is none. */
  | { readonly kind: "nothing-new"; readonly root: MadeRoot | null };

/**
 * Makes the root of the creditor's today, once, however often and by however many it is called: after midnight, when the
 * day before is complete. Killed anywhere it has made the whole root or nothing.
 */
export async function sealDay(
  { pool }: Pick<Installation, "pool">,
  { creditorId }: Pick<Creditor, "creditorId">,
  clock: Clock,
): Promise<Sealed> {
  // The lock comes before the transaction, whose snapshot must be younger than the root that another one just made.
  return withCreditorLock(pool, LOCKS.roots, creditorId, () =>
    withCreditor(pool, creditorId, async (tx) => {
      await tx.run(sql`set transaction isolation level repeatable read`);
      const sealed = await seal(tx, creditorId, clock);
      await at("root-made");
      return sealed;
    }),
  );
}

async function seal(tx: Tx, creditorId: Uuid, { today, nowAt }: Clock): Promise<Sealed> {
  const newest = (await newestRoot(tx, creditorId)) ?? null;
  if (newest !== null && newest.rootOn >= today)
    return { kind: "was-sealed", root: newest, hasMore: await hasGrown(tx, creditorId) };
  const events =
    newest === null ? await sealAll(tx, creditorId, today) : await sealGrown(tx, creditorId, today);
  if (events === 0) return { kind: "nothing-new", root: newest };
  await tx.run(sql`
    update chain_growth set sealed_on = ${today}::date, claim_ids = null
    where creditor_id = ${creditorId}::uuid and sealed_on is null`);
  const { chains, tree } = await treeOf(tx, creditorId, today);
  const made = { creditorId, rootOn: today, chainCount: chains, eventCount: events, tree };
  const root = dailyRootHash(made, newest?.root ?? null);
  await tx.run(sql`
    insert into daily_root (creditor_id, root_on, event_count, root, chain_count, tree, recorded_at)
    values (${creditorId}::uuid, ${today}::date, ${events}::int, ${root}, ${chains}::int, ${tree}, ${nowAt}::timestamptz)`);
  return { kind: "sealed", root: { rootOn: today, root, chains, events } };
}

function newestRoot(tx: Tx, creditorId: Uuid): Promise<MadeRoot | undefined> {
  return tx.maybe<MadeRoot>(sql`
    select root_on as "rootOn", root, chain_count as chains, event_count as events from daily_root
    where creditor_id = ${creditorId}::uuid order by root_on desc limit 1`);
}

async function hasGrown(tx: Tx, creditorId: Uuid): Promise<boolean> {
  const { grown } = await tx.one<{ grown: boolean }>(sql`
    select exists (select from chain_growth where creditor_id = ${creditorId}::uuid and sealed_on is null) as grown`);
  return grown;
}

/** The first root covers every chain, also those that are older than the notes of their growth. */
async function sealAll(tx: Tx, creditorId: Uuid, today: CalendarDate): Promise<number> {
  await tx.run(sql`
    insert into sealed_chain (creditor_id, root_on, claim_id, seq, hash)
    select distinct on (e.claim_id) e.creditor_id, ${today}::date, e.claim_id, e.seq, e.hash
    from event e where e.creditor_id = ${creditorId}::uuid order by e.claim_id, e.seq desc`);
  const { events } = await tx.one<{ events: number }>(sql`
    select count(*)::int as events from event where creditor_id = ${creditorId}::uuid`);
  return events;
}

async function sealGrown(tx: Tx, creditorId: Uuid, today: CalendarDate): Promise<number> {
  await tx.run(sql`
    insert into sealed_chain (creditor_id, root_on, claim_id, seq, hash)
    select k.creditor_id, ${today}::date, g.claim_id, e.seq, e.hash
    from creditor k
    cross join (select distinct unnest(claim_ids) as claim_id from chain_growth
      where creditor_id = ${creditorId}::uuid and sealed_on is null) g
    cross join lateral (select seq, hash from event
      where creditor_id = ${creditorId}::uuid and claim_id = g.claim_id order by seq desc limit 1) e
    where k.creditor_id = ${creditorId}::uuid`);
  const { events } = await tx.one<{ events: number }>(sql`
    select coalesce(sum(cardinality(claim_ids)), 0)::int as events from chain_growth
    where creditor_id = ${creditorId}::uuid and sealed_on is null`);
  return events;
}

/** The tree over a day's chains. `wanted` is the claim whose path is asked for. */
export async function treeOf(
  tx: Tx,
  creditorId: Uuid,
  rootOn: CalendarDate,
  wanted: Uuid | null = null,
): Promise<{
  readonly chains: number;
  readonly tree: Buffer;
  readonly path: ReturnType<MerkleTree["end"]>["path"];
}> {
  await tx.run(sql`
    declare sealed no scroll cursor for
    select claim_id as "claimId", seq, hash from sealed_chain
    where creditor_id = ${creditorId}::uuid and root_on = ${rootOn}::date order by claim_id`);
  const tree = new MerkleTree();
  let chains = 0;
  for await (const chain of fetched<SealedChain>(tx, "sealed")) {
    tree.add(chainLeaf(chain), chain.claimId === wanted);
    chains++;
  }
  const { root, path } = tree.end();
  return { chains, tree: root, path };
}
