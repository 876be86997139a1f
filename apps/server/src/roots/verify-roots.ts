/** Roots are what they were made of, follow one another, and the chains still say what was sealed. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import type { Report } from "../books/finding.ts";
import { MOST_FOUND } from "../books/verify-ledger.ts";
import { sql, type Tx } from "../store/index.ts";
import { type DailyRoot, dailyRootHash } from "./root-hash.ts";
import { treeOf } from "./seal-day.ts";

/** A root that an earlier verify has come to: those after it are looked at. */
export type From = { readonly rootOn: CalendarDate; readonly root: Buffer } | null;

export type ReadRoot = DailyRoot & { readonly root: Buffer };

/** Each root after `from`, and that `from` is there. Returns them, the oldest first. */
export async function verifyRoots(
  tx: Tx,
  creditorId: Uuid,
  from: From,
  report: Report,
): Promise<readonly ReadRoot[]> {
  const find = (rootOn: CalendarDate, what: string) =>
    report({ claimId: null, place: `root of ${rootOn}`, what });
  const roots = await rootsFrom(tx, creditorId, from);
  const [first] = roots;
  if (from !== null && (first?.rootOn !== from.rootOn || !first.root.equals(from.root)))
    find(from.rootOn, "it is not the one that the last verify came to, or is missing");
  const after = roots.filter(({ rootOn }) => from === null || rootOn > from.rootOn);
  let previous = from?.root ?? null;
  for (const root of after) {
    const { chains, tree } = await treeOf(tx, creditorId, root.rootOn);
    if (chains !== root.chainCount || !tree.equals(root.tree))
      find(root.rootOn, "the chains it covers are not those that it was made of");
    if (!dailyRootHash(root, previous).equals(root.root))
      find(
        root.rootOn,
        "it is not the hash of what it says and of the root before: one was changed or removed",
      );
    previous = root.root;
  }
  for (const { claimId, place, what } of await brokenPromises(tx, creditorId, from))
    report({ claimId, place, what });
  return after;
}

function rootsFrom(tx: Tx, creditorId: Uuid, from: From): Promise<ReadRoot[]> {
  return tx.many<ReadRoot>(sql`
    select creditor_id as "creditorId", root_on as "rootOn", chain_count as "chainCount", event_count as "eventCount",
      tree, root
    from daily_root where creditor_id = ${creditorId}::uuid and root_on >= ${from?.rootOn ?? "-infinity"}::date
    order by root_on`);
}

type Found = { readonly claimId: Uuid; readonly place: string; readonly what: string };

/** A chain that was sealed has that event, with that hash, for ever. */
function brokenPromises(tx: Tx, creditorId: Uuid, from: From): Promise<Found[]> {
  return tx.many<Found>(sql`
    select s.claim_id as "claimId", 'event ' || s.seq as place,
      case when e.seq is null then 'the event was sealed on ' || s.root_on || ' and is missing'
        else 'the event is not the one that was sealed on ' || s.root_on end as what
    from sealed_chain s
    left join event e on e.creditor_id = s.creditor_id and e.claim_id = s.claim_id and e.seq = s.seq
    where s.creditor_id = ${creditorId}::uuid and s.root_on > ${from?.rootOn ?? "-infinity"}::date
      and e.hash is distinct from s.hash
    limit ${MOST_FOUND}::int`);
}

/** Every event is sealed, or noted as waiting for the next root: one that is neither came another way. */
export async function verifyUnsealed(tx: Tx, creditorId: Uuid, report: Report): Promise<void> {
  const found = await tx.many<Found>(sql`
    with written as (select claim_id, max(seq) as seq from event where creditor_id = ${creditorId}::uuid group by 1),
    sealed as (select claim_id, max(seq) as seq from sealed_chain where creditor_id = ${creditorId}::uuid group by 1),
    waiting as (
      select claim_id, count(*)::int as events
      from (select unnest(claim_ids) as claim_id from chain_growth
        where creditor_id = ${creditorId}::uuid and sealed_on is null) g
      group by 1)
    select coalesce(w.claim_id, a.claim_id) as "claimId", 'event ' || coalesce(w.seq, 1) as place,
      case when coalesce(w.seq, 0) > coalesce(s.seq, 0) + coalesce(a.events, 0)
        then 'events up to it are neither sealed nor noted when they were written: they were added another way'
        else 'more events were written than the chain has: some were removed' end as what
    from written w
    full join waiting a on a.claim_id = w.claim_id
    left join sealed s on s.claim_id = coalesce(w.claim_id, a.claim_id)
    where coalesce(w.seq, 0) <> coalesce(s.seq, 0) + coalesce(a.events, 0)
      and exists (select from daily_root where creditor_id = ${creditorId}::uuid)
    limit ${MOST_FOUND}::int`);
  for (const { claimId, place, what } of found) report({ claimId, place, what });
}

/** The claims whose chains have grown since, as a cursor named `grown`. */
export async function declareGrown(tx: Tx, creditorId: Uuid, from: From): Promise<void> {
  await tx.run(sql`
    declare grown no scroll cursor for
    select claim_id as "claimId" from sealed_chain
    where creditor_id = ${creditorId}::uuid and root_on > ${from?.rootOn ?? "-infinity"}::date
    union
    select unnest(claim_ids) from chain_growth where creditor_id = ${creditorId}::uuid and sealed_on is null`);
}
