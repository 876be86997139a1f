/** What the tables refer to without a declared key must be there, set-wise. */
import type { Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";
import type { Report } from "./finding.ts";
import type { Scope } from "./scope.ts";
import { MOST_FOUND } from "./verify-ledger.ts";

type Found = { readonly claimId: Uuid | null; readonly place: string; readonly what: string };

export async function verifyKeys(tx: Tx, creditorId: Uuid, scope: Scope, report: Report): Promise<void> {
  for (const look of [orphans, wrongSteps, wrongLetters, wrongBankLines])
    for (const finding of await look(tx, creditorId, scope)) report(finding);
}

function orphans(tx: Tx, creditorId: Uuid, scope: Scope): Promise<Found[]> {
  const { claimIds, debtorIds, documentIds, journalIds } = scope ?? EVERYTHING;
  return tx.many<Found>(sql`
    select n.claim_id as "claimId", 'claim_now' as place, 'it has no claim' as what
    from claim_now n where n.creditor_id = ${creditorId}::uuid and (${claimIds}::uuid[] is null or n.claim_id = any(${claimIds}::uuid[])) and not exists (
      select from claim c where c.creditor_id = n.creditor_id and c.claim_id = n.claim_id)
    union all
    select s.claim_id, 'step ' || s.ordinal, 'it has no claim'
    from step s where s.creditor_id = ${creditorId}::uuid and (${claimIds}::uuid[] is null or s.claim_id = any(${claimIds}::uuid[])) and not exists (
      select from claim c where c.creditor_id = s.creditor_id and c.claim_id = s.claim_id)
    union all
    select s.claim_id, 'step ' || s.ordinal, 'its document is missing'
    from step s where s.creditor_id = ${creditorId}::uuid and (${claimIds}::uuid[] is null or s.claim_id = any(${claimIds}::uuid[])) and s.document_id is not null and not exists (
      select from document d where d.creditor_id = s.creditor_id and d.document_id = s.document_id)
    union all
    select null, 'document ' || d.document_id, 'its debtor is missing'
    from document d where d.creditor_id = ${creditorId}::uuid and (${documentIds}::uuid[] is null or d.document_id = any(${documentIds}::uuid[])) and not exists (
      select from debtor b where b.creditor_id = d.creditor_id and b.debtor_id = d.debtor_id)
    union all
    select null, 'message ' || m.message_id, 'its document or its contact is missing'
    from message m where m.creditor_id = ${creditorId}::uuid and (${documentIds}::uuid[] is null or m.document_id = any(${documentIds}::uuid[])) and not (
      exists (select from document d where d.creditor_id = m.creditor_id and d.document_id = m.document_id)
      and exists (select from contact k where k.creditor_id = m.creditor_id and k.contact_id = m.contact_id))
    union all
    select null, 'ledger entry ' || t.entry_no || ' of ' || t.journal_id, 'its claim or payment is missing'
    from ledger_transaction t where t.creditor_id = ${creditorId}::uuid and (${journalIds}::uuid[] is null or t.journal_id = any(${journalIds}::uuid[]))
      and t.journal_id <> t.creditor_id
      and not exists (select from claim c where c.creditor_id = t.creditor_id and c.claim_id = t.journal_id)
      and not exists (select from payment p where p.creditor_id = t.creditor_id and p.payment_id = t.journal_id)
    union all
    select a.claim_id, 'allocation ' || a.line_no || ' of payment ' || a.payment_id, 'it has no claim'
    from allocation a where a.creditor_id = ${creditorId}::uuid and (${claimIds}::uuid[] is null or a.claim_id = any(${claimIds}::uuid[])) and not exists (
      select from claim c where c.creditor_id = a.creditor_id and c.claim_id = a.claim_id)
    union all
    select null, 'debtor ' || b.debtor_id, 'its file is missing: nothing of it would ever be looked at'
    from debtor b where b.creditor_id = ${creditorId}::uuid and (${debtorIds}::uuid[] is null or b.debtor_id = any(${debtorIds}::uuid[])) and not exists (
      select from file f where f.creditor_id = b.creditor_id and f.debtor_id = b.debtor_id)
    limit ${MOST_FOUND}::int`);
}

const EVERYTHING = { claimIds: null, debtorIds: null, documentIds: null, journalIds: null };

/** Every step is an event of its chain, and is counted. */
function wrongSteps(tx: Tx, creditorId: Uuid, scope: Scope): Promise<Found[]> {
  const only = scope?.claimIds ?? null;
  return tx.many<Found>(sql`
    with told as (
      select claim_id, (data ->> 'ordinal')::int as ordinal, data ->> 'document' as document from event
      where creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or claim_id = any(${only}::uuid[])) and kind in ('letter', 'step')),
    taken as (
      select claim_id, ordinal::int as ordinal, document_id::text as document from step
      where creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or claim_id = any(${only}::uuid[])))
    select coalesce(s.claim_id, t.claim_id) as "claimId", 'step ' || coalesce(s.ordinal, t.ordinal) as place,
      'the step is not the one that the chain tells' as what
    from taken s full join told t on t.claim_id = s.claim_id and t.ordinal = s.ordinal
    where s.ordinal is null or t.ordinal is null or s.document is distinct from t.document
    union all
    select n.claim_id, 'claim_now', 'the number of steps is not that of the steps'
    from claim_now n left join (select claim_id, count(*) as steps from taken group by 1) s on s.claim_id = n.claim_id
    where n.creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or n.claim_id = any(${only}::uuid[])) and n.step_count <> coalesce(s.steps, 0)
    limit ${MOST_FOUND}::int`);
}

/** The chain holds the hash of every letter that was sent. */
function wrongLetters(tx: Tx, creditorId: Uuid, scope: Scope): Promise<Found[]> {
  const only = scope?.claimIds ?? null;
  return tx.many<Found>(sql`
    select e.claim_id as "claimId", 'event ' || e.seq as place,
      case when d.document_id is null then 'the letter that it tells of is missing'
        else 'the letter is not the one that it tells of' end as what
    from event e
    left join document d on d.creditor_id = e.creditor_id and d.document_id = (e.data ->> 'document')::uuid
    where e.creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or e.claim_id = any(${only}::uuid[])) and e.kind = 'letter'
      and encode(d.hash, 'hex') is distinct from e.data ->> 'documentHash'
    limit ${MOST_FOUND}::int`);
}

/** Every bank line that was matched with this creditor is its payments, all of it and once. */
function wrongBankLines(tx: Tx, creditorId: Uuid, scope: Scope): Promise<Found[]> {
  const only = scope?.bankLineIds ?? null;
  return tx.many<Found>(sql`
    with paid as (
      select bank_line_id, min(currency) as currency, sum(amount_minor) as minor from payment
      where creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or bank_line_id = any(${only}::uuid[]))
      group by 1)
    select null::uuid as "claimId", 'bank line ' || coalesce(p.bank_line_id, l.bank_line_id) as place,
      case when l.bank_line_id is null then 'it is paid out to claims and not matched with this creditor'
        when p.bank_line_id is null then 'it is matched and no payment was booked from it'
        else 'its amount is not that of its payments' end as what
    from paid p
    full join (select * from bank_line where matched_creditor_id = ${creditorId}::uuid
        and (${only}::uuid[] is null or bank_line_id = any(${only}::uuid[]))) l
      on l.bank_line_id = p.bank_line_id
    where p.minor is distinct from l.amount_minor or p.currency is distinct from l.currency
    limit ${MOST_FOUND}::int`);
}
