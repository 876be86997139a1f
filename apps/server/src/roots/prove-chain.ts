/** That a claim's chain is in a root, without the chains of others: for an export of its case. */
import type { CalendarDate, MerkleStep, Uuid } from "@innfri/kernel";
import type { CaseProof, CaseRoot, PathStep } from "@innfri/letters";
import { sql, type Tx } from "../store/index.ts";
import { type CoveredRoot, hexOf } from "./root-hash.ts";
import { treeOf } from "./seal-day.ts";
import { operatorTree } from "./seal-operator.ts";

type Row = {
  readonly rootOn: CalendarDate;
  readonly chains: number;
  readonly events: number;
  readonly tree: Buffer;
  readonly root: Buffer;
  readonly previous: Buffer | null;
};

/** By the newest root that covers the chain, and the operator's oldest that covers that; null where none does yet. */
export async function proveChain(tx: Tx, creditorId: Uuid, claimId: Uuid): Promise<CaseProof | null> {
  const chain = await tx.maybe<{ rootOn: CalendarDate; seq: number; hash: Buffer }>(sql`
    select s.root_on as "rootOn", s.seq, s.hash from daily_root r
    join sealed_chain s on s.creditor_id = r.creditor_id and s.root_on = r.root_on and s.claim_id = ${claimId}::uuid
    where r.creditor_id = ${creditorId}::uuid order by r.root_on desc limit 1`);
  if (chain === undefined) return null;
  const covering = await operatorRootOver(tx, creditorId, chain.rootOn);
  const until = covering?.creditorRootOn ?? chain.rootOn;
  const [day, ...later] = await rootsBetween(tx, creditorId, chain.rootOn, until);
  const { path } = await treeOf(tx, creditorId, chain.rootOn, claimId);
  return {
    chain: { seq: chain.seq, hash: hexOf(chain.hash) },
    day: { ...day!, path: path.map(stepOf) },
    later,
    operator: covering === undefined ? null : covering.proof,
  };
}

async function rootsBetween(
  tx: Tx,
  creditorId: Uuid,
  from: CalendarDate,
  until: CalendarDate,
): Promise<readonly CaseRoot[]> {
  const rows = await tx.many<Row>(sql`
    select root_on as "rootOn", chain_count as chains, event_count as events, tree, root,
      (select p.root from daily_root p where p.creditor_id = r.creditor_id and p.root_on < r.root_on
        order by p.root_on desc limit 1) as previous
    from daily_root r
    where creditor_id = ${creditorId}::uuid and root_on between ${from}::date and ${until}::date order by root_on`);
  return rows.map(({ rootOn, chains, events, tree, root, previous }) => ({
    on: rootOn,
    previous: previous === null ? null : hexOf(previous),
    chains,
    events,
    tree: hexOf(tree),
    root: hexOf(root),
  }));
}

type OperatorRow = {
  readonly rootOn: CalendarDate;
  readonly root: Buffer;
  readonly tree: Buffer;
  readonly previous: Buffer | null;
  readonly creditorIds: readonly Uuid[];
  readonly creditorRootOn: readonly CalendarDate[];
  readonly creditorRoots: readonly Buffer[];
};

async function operatorRootOver(
  tx: Tx,
  creditorId: Uuid,
  rootOn: CalendarDate,
): Promise<
  { readonly creditorRootOn: CalendarDate; readonly proof: NonNullable<CaseProof["operator"]> } | undefined
> {
  const row = await tx.maybe<OperatorRow>(sql`
    select o.root_on as "rootOn", o.root, o.tree, o.creditor_ids as "creditorIds",
      o.creditor_root_on as "creditorRootOn", o.creditor_roots as "creditorRoots",
      (select p.root from operator_root p where p.root_on < o.root_on order by p.root_on desc limit 1) as previous
    from operator_root o
    where o.creditor_root_on[array_position(o.creditor_ids, ${creditorId}::uuid)] >= ${rootOn}::date
    order by o.root_on limit 1`);
  if (row === undefined) return undefined;
  const covered = row.creditorIds.map(
    (id, i): CoveredRoot => ({
      creditorId: id,
      rootOn: row.creditorRootOn[i]!,
      root: row.creditorRoots[i]!,
    }),
  );
  const { path } = operatorTree(covered, creditorId);
  return {
    creditorRootOn: covered.find((one) => one.creditorId === creditorId)!.rootOn,
    proof: {
      on: row.rootOn,
      previous: row.previous === null ? null : hexOf(row.previous),
      creditors: covered.length,
      tree: hexOf(row.tree),
      root: hexOf(row.root),
      path: path.map(stepOf),
    },
  };
}

function stepOf(step: MerkleStep): PathStep {
  return "left" in step ? { left: hexOf(step.left) } : { right: hexOf(step.right) };
}
