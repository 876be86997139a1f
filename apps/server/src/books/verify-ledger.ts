/** The books against themselves, set-wise: entries balance, are numbered without gaps, and have the form of their kind. */
import { bankAccountOf, earnedBy, ITEMS, receivableOf, UNALLOCATED } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";
import type { Report } from "./finding.ts";
import type { Scope } from "./scope.ts";

/** Of each kind so many are reported one by one. */
export const MOST_FOUND = 1000;

const RECEIVABLES = ITEMS.map(receivableOf);
const EARNED = ITEMS.map(earnedBy);
const BANKS = [bankAccountOf("self"), bankAccountOf("agency")];

type Found = { readonly claimId: Uuid | null; readonly place: string };

export async function verifyLedger(tx: Tx, creditorId: Uuid, scope: Scope, report: Report): Promise<void> {
  const find = async (what: string, found: Promise<Found[]>) => {
    for (const { claimId, place } of await found) report({ claimId, place, what });
  };
  await find("the entry does not sum to zero", unbalanced(tx, creditorId, scope));
  await find(
    "the entries of the journal are not numbered one by one: one was removed or added",
    misnumbered(tx, creditorId, scope),
  );
  await find("what came to be owed and what was earned by it differ", misshapen(tx, creditorId, scope));
  await find(
    "the open amounts or the number of entries are not those of the books",
    wrongNow(tx, creditorId, scope),
  );
  await find(
    "what the books closed is not what the payments were divided into",
    wrongAllocations(tx, creditorId, scope),
  );
  await find(
    "the payment in the books is not the payment that was recorded",
    wrongPayments(tx, creditorId, scope),
  );
}

function unbalanced(tx: Tx, creditorId: Uuid, scope: Scope): Promise<Found[]> {
  const only = scope?.journalIds ?? null;
  return tx.many<Found>(sql`
    select journal_id as "claimId", 'ledger entry ' || entry_no || ' of ' || journal_id as place
    from ledger_transaction
    where creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or journal_id = any(${only}::uuid[]))
      and (cardinality(account_no) <> cardinality(amount_minor)
      or (select sum(amount) from unnest(amount_minor) amount) is distinct from 0)
    limit ${MOST_FOUND}::int`);
}

function misnumbered(tx: Tx, creditorId: Uuid, scope: Scope): Promise<Found[]> {
  const only = scope?.journalIds ?? null;
  return tx.many<Found>(sql`
    select journal_id as "claimId", 'journal ' || journal_id as place
    from ledger_transaction where creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or journal_id = any(${only}::uuid[]))
    group by journal_id having count(*) <> max(entry_no) or min(entry_no) <> 1
    limit ${MOST_FOUND}::int`);
}

/** What comes to be owed was earned on the account of the same item, and nothing else is posted with it. */
function misshapen(tx: Tx, creditorId: Uuid, scope: Scope): Promise<Found[]> {
  const only = scope?.journalIds ?? null;
  return tx.many<Found>(sql`
    select t.journal_id as "claimId", 'ledger entry ' || t.entry_no || ' of ' || t.journal_id as place
    from ledger_transaction t
    where t.creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or t.journal_id = any(${only}::uuid[]))
      and t.kind in ('opening', 'charge', 'interest', 'credit')
      and exists (
        select from unnest(t.account_no, t.amount_minor) p (account_no, amount_minor)
        left join unnest(${ITEMS}::text[], ${RECEIVABLES}::smallint[], ${EARNED}::smallint[]) k (item, receivable, earned)
          on p.account_no in (k.receivable, k.earned)
        group by coalesce(k.item, p.account_no::text)
        having sum(p.amount_minor) <> 0)
    limit ${MOST_FOUND}::int`);
}

function wrongNow(tx: Tx, creditorId: Uuid, scope: Scope): Promise<Found[]> {
  const only = scope?.claimIds ?? null;
  return tx.many<Found>(sql`
    with booked as (
      select t.journal_id, count(distinct t.entry_no) as entries,
        coalesce(sum(p.amount_minor) filter (where k.item = 'principal'), 0) as principal,
        coalesce(sum(p.amount_minor) filter (where k.item = 'interest'), 0) as interest,
        coalesce(sum(p.amount_minor) filter (where k.item not in ('principal', 'interest')), 0) as costs
      from ledger_transaction t
      cross join lateral unnest(t.account_no, t.amount_minor) p (account_no, amount_minor)
      left join unnest(${ITEMS}::text[], ${RECEIVABLES}::smallint[]) k (item, receivable)
        on k.receivable = p.account_no
      where t.creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or t.journal_id = any(${only}::uuid[]))
      group by t.journal_id)
    select n.claim_id as "claimId", 'claim_now' as place
    from claim_now n left join booked b on b.journal_id = n.claim_id
    where n.creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or n.claim_id = any(${only}::uuid[])) and (
      n.open_principal_minor <> coalesce(b.principal, 0) or n.open_interest_minor <> coalesce(b.interest, 0)
      or n.open_costs_minor <> coalesce(b.costs, 0) or n.entry_count <> coalesce(b.entries, 0)
      or (n.state = 'closed' and n.open_principal_minor + n.open_interest_minor + n.open_costs_minor <> 0))
    limit ${MOST_FOUND}::int`);
}

/** The books, the allocations and the events each tell what money closed: all three must say the same. */
function wrongAllocations(tx: Tx, creditorId: Uuid, scope: Scope): Promise<Found[]> {
  const only = scope?.claimIds ?? null;
  return tx.many<Found>(sql`
    with divided as (
      select claim_id, entry_no, payment_id, item, sum(amount_minor) as minor from allocation
      where creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or claim_id = any(${only}::uuid[]))
      group by 1, 2, 3, 4),
    booked as (
      select t.journal_id, t.entry_no, (t.source ->> 'payment')::uuid as payment_id,
        coalesce(k.item, 'account ' || p.account_no) as item,
        -sum(p.amount_minor) as minor
      from ledger_transaction t
      cross join lateral unnest(t.account_no, t.amount_minor) p (account_no, amount_minor)
      left join unnest(${ITEMS}::text[], ${RECEIVABLES}::smallint[]) k (item, receivable)
        on k.receivable = p.account_no
      where t.creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or t.journal_id = any(${only}::uuid[]))
        and (t.kind = 'allocation' or t.kind = 'reversal' and t.source ? 'payment') and p.account_no <> ${UNALLOCATED}::smallint
      group by 1, 2, 3, 4),
    told as (
      select e.claim_id, (e.data ->> 'entry')::int as entry_no, (e.data ->> 'payment')::uuid as payment_id,
        l ->> 'item' as item, sum((l ->> 'amount')::numeric * 100)::bigint as minor
      from event e cross join lateral jsonb_array_elements(e.data -> 'lines') l
      where e.creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or e.claim_id = any(${only}::uuid[]))
        and e.kind in ('payment', 'payment-reversed') group by 1, 2, 3, 4)
    select coalesce(d.claim_id, b.journal_id, o.claim_id) as "claimId",
      'ledger entry ' || coalesce(d.entry_no, b.entry_no, o.entry_no) || ' of '
        || coalesce(d.claim_id, b.journal_id, o.claim_id) as place
    from divided d
    full join booked b on b.journal_id = d.claim_id and b.entry_no = d.entry_no and b.payment_id = d.payment_id
      and b.item = d.item
    full join told o on o.claim_id = coalesce(d.claim_id, b.journal_id)
      and o.entry_no = coalesce(d.entry_no, b.entry_no) and o.payment_id = coalesce(d.payment_id, b.payment_id)
      and o.item = coalesce(d.item, b.item)
    where d.minor is distinct from b.minor or d.minor is distinct from o.minor
    limit ${MOST_FOUND}::int`);
}

function wrongPayments(tx: Tx, creditorId: Uuid, scope: Scope): Promise<Found[]> {
  const only = scope?.paymentIds ?? null;
  return tx.many<Found>(sql`
    with divided as (
      select payment_id, sum(amount_minor) as minor from allocation
      where creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or payment_id = any(${only}::uuid[])) group by 1),
    booked as (
      select t.journal_id, t.currency,
        coalesce(sum(p.amount_minor) filter (where p.account_no = any(${BANKS}::smallint[])), 0) as received,
        -coalesce(sum(p.amount_minor) filter (where p.account_no = ${UNALLOCATED}::smallint), 0) as unallocated
      from ledger_transaction t
      cross join lateral unnest(t.account_no, t.amount_minor) p (account_no, amount_minor)
      where t.creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or t.journal_id = any(${only}::uuid[]))
        and t.kind = 'payment' group by 1, 2)
    select null::uuid as "claimId", 'payment ' || coalesce(y.payment_id, b.journal_id) as place
    from (select * from payment where creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or payment_id = any(${only}::uuid[]))) y
    full join booked b on b.journal_id = y.payment_id and b.currency = y.currency
    left join divided d on d.payment_id = y.payment_id
    where y.amount_minor is distinct from b.received or coalesce(d.minor, 0) is distinct from b.unallocated
    limit ${MOST_FOUND}::int`);
}
