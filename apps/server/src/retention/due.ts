/** Whose time is over, and what still keeps it. Set-wise, from what was closed long enough ago. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";

export type DueDebtor = {
  readonly debtorId: Uuid;
  readonly customerNumber: string;
  /** When its last claim was closed. */
  readonly closedOn: CalendarDate;
  readonly because: "period-over" | "unjustified";
  /** What is still open about it; null where nothing is. */
  readonly heldBy: "objection" | "legal-step" | "letter" | "money" | null;
};

export type DueAsked = {
  readonly closedBefore: CalendarDate;
  readonly endsUnjustified: boolean;
  /** Only of these; of all where it is null. */
  readonly debtorIds: readonly Uuid[] | null;
  readonly isFree: boolean;
  readonly after: Uuid | null;
  readonly limit: number;
};

/**
 * Debtors whose claims are all closed, the last one before the day, and those whose every claim was found unjustified, all
 * of it: with them it is over at once where the law sheet says so. In the order of their ids.
 */
export function dueDebtors(tx: Tx, creditorId: Uuid, asked: DueAsked): Promise<DueDebtor[]> {
  const { closedBefore, endsUnjustified, debtorIds, isFree, after, limit } = asked;
  return tx.many<DueDebtor>(sql`
    with found as (
      select c.debtor_id from claim_now n
      join claim c on c.creditor_id = n.creditor_id and c.claim_id = n.claim_id
      where n.creditor_id = ${creditorId}::uuid and n.closed_on < ${closedBefore}::date
      union
      select o.debtor_id from objection o
      where o.creditor_id = ${creditorId}::uuid and o.extent = 'whole' and o.answered_on is not null),
    asked as (
      select f.debtor_id from found f
      where (${debtorIds}::uuid[] is null or f.debtor_id = any(${debtorIds}::uuid[]))
        and (${after}::uuid is null or f.debtor_id > ${after}::uuid)
        and not exists (select from anonymisation a
          where a.creditor_id = ${creditorId}::uuid and a.debtor_id = f.debtor_id)),
    settled as (
      select a.debtor_id, max(n.closed_on) as closed_on, bool_and(exists (
          select from event e where e.creditor_id = ${creditorId}::uuid and e.claim_id = c.claim_id
            and e.kind = 'objection-resolved' and e.data ->> 'outcome' = 'accepted'
            -- The objection that was accepted is the last one before, and was to the whole claim.
            and (select o.data ->> 'extent' from event o where o.creditor_id = ${creditorId}::uuid
              and o.claim_id = c.claim_id and o.kind = 'objection' and o.data ->> 'of' is null and o.seq < e.seq
              order by o.seq desc limit 1) = 'whole')
        and not exists (select from allocation p
          where p.creditor_id = ${creditorId}::uuid and p.claim_id = c.claim_id)) as is_unjustified
      from asked a
      join claim c on c.creditor_id = ${creditorId}::uuid and c.debtor_id = a.debtor_id
      join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
      group by a.debtor_id having bool_and(n.state = 'closed')),
    due as (
      select s.debtor_id as "debtorId", d.customer_number as "customerNumber", s.closed_on as "closedOn",
        case when s.closed_on < ${closedBefore}::date then 'period-over' else 'unjustified' end as because,
        case
          when exists (select from objection o where o.creditor_id = ${creditorId}::uuid
            and o.debtor_id = s.debtor_id and o.answered_on is null) then 'objection'
          -- The last that was recorded of an authority is not its decision, nor the end of an application. Once the whole
          -- period is over nothing is before one any more, and nobody could say so of a claim that is closed.
          when s.closed_on >= ${closedBefore}::date and exists (
            select from claim c
            cross join lateral (select kind, data ->> 'state' as state from event
              where creditor_id = c.creditor_id and claim_id = c.claim_id and kind in
                ('application', 'attachment-application', 'payment-order', 'decision', 'enforcement')
              order by seq desc limit 1) l
            where c.creditor_id = ${creditorId}::uuid and c.debtor_id = s.debtor_id and l.kind <> 'decision'
              and (l.state is null or l.state not in ('withdrawn', 'dismissed'))) then 'legal-step'
          when exists (select from message m where m.creditor_id = ${creditorId}::uuid
              and m.debtor_id = s.debtor_id and m.state in ('queued', 'unknown'))
            or exists (select from objection o join objection_step t
                on t.creditor_id = o.creditor_id and t.objection_id = o.objection_id
              where o.creditor_id = ${creditorId}::uuid and o.debtor_id = s.debtor_id
                and t.mail_to is not null and t.mailed_at is null) then 'letter'
          -- Money that was not used for a claim is the debtor's, until it has it back.
          when (select coalesce(sum(x.amount), 0) from (
              select claim_id as journal_id from claim
                where creditor_id = ${creditorId}::uuid and debtor_id = s.debtor_id
              union all select payment_id from payment
                where creditor_id = ${creditorId}::uuid and debtor_id = s.debtor_id) j
            join ledger_transaction l on l.creditor_id = ${creditorId}::uuid and l.journal_id = j.journal_id
            cross join lateral unnest(l.account_no, l.amount_minor) x(account, amount)
            where x.account = 2110) <> 0 then 'money'
        end as "heldBy"
      from settled s
      join debtor d on d.creditor_id = ${creditorId}::uuid and d.debtor_id = s.debtor_id
      where s.closed_on < ${closedBefore}::date or (s.is_unjustified and ${endsUnjustified}::boolean))
    select * from due where not ${isFree}::boolean or "heldBy" is null order by "debtorId" limit ${limit}::int`);
}
