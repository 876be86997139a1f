/** The operator's root of a day: one hash over the newest root of every creditor, to be published. */
import { type CalendarDate, MerkleTree } from "@innfri/kernel";
import { dayIn } from "../clock.ts";
import { allCreditors } from "../engine/creditors.ts";
import type { Installation, Operator } from "../installation.ts";
import { OPERATOR_TIME_ZONE } from "../law/law-entries.ts";
import { LOCKS, type Pool, sql, type Tx, withCreditor, withOperator } from "../store/index.ts";
import { type CoveredRoot, creditorLeaf, operatorRootHash } from "./root-hash.ts";

export type MadeOperatorRoot = {
  readonly rootOn: CalendarDate;
  readonly root: Buffer;
  readonly creditors: number;
};

export type OperatorSealed =
  | { readonly kind: "sealed" | "was-sealed"; readonly root: MadeOperatorRoot }
  | { readonly kind: "nothing-new"; readonly root: MadeOperatorRoot | null };

/** Makes today's root, once, after the creditors' own of the day. */
export async function sealOperator(
  { pool, operator }: Pick<Installation, "pool"> & { readonly operator: Operator },
  now: Date,
): Promise<OperatorSealed> {
  const today = dayIn(OPERATOR_TIME_ZONE, now);
  const covered = await newestRoots(pool);
  return withOperator(pool, async (tx): Promise<OperatorSealed> => {
    await tx.run(sql`select pg_advisory_xact_lock(${LOCKS.operatorRoot}::bigint)`);
    const newest = (await readNewest(tx)) ?? null;
    if (newest !== null && newest.rootOn >= today) return { kind: "was-sealed", root: newest };
    const { root: tree } = operatorTree(covered);
    if (covered.length === 0 || newest?.tree.equals(tree)) return { kind: "nothing-new", root: newest };
    const made = { operatorId: operator.operatorId, rootOn: today, creditorCount: covered.length, tree };
    const root = operatorRootHash(made, newest?.root ?? null);
    await tx.run(sql`
      insert into operator_root (root_on, root, tree, recorded_at, creditor_ids, creditor_root_on, creditor_roots)
      values (${today}::date, ${root}, ${tree}, ${now.toISOString()}::timestamptz,
        ${covered.map(({ creditorId }) => creditorId)}::uuid[], ${covered.map(({ rootOn }) => rootOn)}::date[],
        ${covered.map((one) => one.root)}::bytea[])`);
    return { kind: "sealed", root: { rootOn: today, root, creditors: covered.length } };
  });
}

/** Of each creditor that has one, in the order of their ids. */
async function newestRoots(pool: Pool): Promise<readonly CoveredRoot[]> {
  const found: CoveredRoot[] = [];
  for (const { creditorId } of await allCreditors(pool)) {
    const newest = await withCreditor(pool, creditorId, (tx) =>
      tx.maybe<CoveredRoot>(sql`
        select creditor_id as "creditorId", root_on as "rootOn", root from daily_root
        where creditor_id = ${creditorId}::uuid order by root_on desc limit 1`),
    );
    if (newest !== undefined) found.push(newest);
  }
  return found.sort((a, b) => (a.creditorId < b.creditorId ? -1 : 1));
}

function readNewest(tx: Tx): Promise<(MadeOperatorRoot & { readonly tree: Buffer }) | undefined> {
  return tx.maybe(sql`
    select root_on as "rootOn", root, tree, cardinality(creditor_ids) as creditors from operator_root
    order by root_on desc limit 1`);
}

/** The tree over the creditors' roots. `wanted` is the creditor whose path is asked for. */
export function operatorTree(
  covered: readonly CoveredRoot[],
  wanted: string | null = null,
): ReturnType<MerkleTree["end"]> {
  const tree = new MerkleTree();
  for (const one of covered) tree.add(creditorLeaf(one), one.creditorId === wanted);
  return tree.end();
}
