/**
 * What waits for a case handler, as SQL: each source begins at an index that holds what waits and little else, so that the
 * queue costs what is in it and not what claims there are.
 */
import type { QueueKind } from "@innfri/contract";
import type { CalendarDate, Uuid } from "@innfri/kernel";

export type QueueItem = {
  readonly kind: QueueKind;
  readonly rank: number;
  readonly creditorId: Uuid | null;
  readonly subjectId: Uuid;
  readonly claimId: Uuid | null;
  readonly debtorId: Uuid | null;
  readonly since: CalendarDate | null;
  readonly due: CalendarDate | null;
  readonly detail: string | null;
};

export type QueueFilter = {
  readonly kind: QueueKind | null;
  readonly creditorId: Uuid | null;
  readonly country: "NO" | "SE" | null;
  readonly subjectId: Uuid | null;
  /** `nobody`, or who has it. */
  readonly holder: string | null;
};

/** `$1` now, `$2` a creditor, `$3` a country, `$4` a kind, `$5` one subject; null is all of them. */
export const QUEUE = `
  c as (
    select creditor_id, name, country, is_sandbox, time_zone,
      coalesce(clock_on, ($1::timestamptz at time zone time_zone)::date) as today
    from creditor
    where ($2::uuid is null or creditor_id = $2::uuid) and ($3::text is null or country = $3::text)),
  q as (
    select 'objection' as kind, 0 as rank, c.creditor_id, o.objection_id as subject_id, o.claim_id, o.debtor_id,
      o.received_on as since, coalesce(s.due_on, o.answer_by) as due, coalesce(s.stage, 'new') as detail
    from c
    cross join lateral (select * from objection
      where creditor_id = c.creditor_id and answered_on is null offset 0) o
    cross join lateral (select state from claim_now
      where creditor_id = c.creditor_id and claim_id = o.claim_id offset 0) n
    cross join lateral (select
        (array_agg(kind order by step_no desc)
          filter (where kind in ('asked', 'reminded', 'rejected', 'kept', 'onward')))[1] as stage,
        (array_agg(due_on order by step_no desc) filter (where due_on is not null))[1] as due_on,
        bool_or(kind = 'told' or (kind = 'rejected' and mailed_at is not null)) as is_told
      from objection_step where creditor_id = c.creditor_id and objection_id = o.objection_id) s
    where ($4::text is null or $4 = 'objection') and n.state <> 'closed'
      and s.stage is distinct from 'onward' and not (s.stage is not distinct from 'rejected' and s.is_told)
  union all
    select 'decide-by', 2, c.creditor_id, a.approval_id, null, null, (a.opened_at at time zone c.time_zone)::date,
      (a.decide_at at time zone c.time_zone)::date, a.kind || ' ' || i.step || ' ' || i.count
    from c
    cross join lateral (select * from approval where creditor_id = c.creditor_id and state = 'open' offset 0) a
    cross join lateral (select count(*)::text as count, min(proposal ->> 'step') as step from approval_item
      where creditor_id = c.creditor_id and approval_id = a.approval_id and state = 'open') i
    where ($4::text is null or $4 = 'decide-by') and i.count <> '0'
  union all
    select 'promise', 3, c.creditor_id, h.hold_id, h.claim_id, h.debtor_id, h.from_on, h.until_on, null
    from c
    cross join lateral (select * from hold where creditor_id = c.creditor_id and kind = 'promise'
      and ended_on is null and until_on <= c.today offset 0) h
    cross join lateral (select state from claim_now
      where creditor_id = c.creditor_id and claim_id = h.claim_id offset 0) n
    where ($4::text is null or $4 = 'promise') and n.state <> 'closed'
      -- Whatever came after it has followed it up.
      and not exists (select from step
        where creditor_id = c.creditor_id and claim_id = h.claim_id and taken_on > h.until_on)
      and not exists (select from contact_entry
        where creditor_id = c.creditor_id and claim_id = h.claim_id and happened_on > h.until_on)
  union all
    select 'call-back', 4, c.creditor_id, e.claim_id, e.claim_id, e.debtor_id, e.happened_on, e.next_on, e.way
    from c
    cross join lateral (select * from contact_entry where creditor_id = c.creditor_id and next_on is not null
      and next_looked_at is null and next_on <= c.today offset 0) e
    cross join lateral (select state from claim_now
      where creditor_id = c.creditor_id and claim_id = e.claim_id offset 0) n
    where ($4::text is null or $4 = 'call-back') and n.state <> 'closed'
  union all
    select 'returned-mail', 5, c.creditor_id, u.message_id, o.claim_id, u.debtor_id, u.marked_on, null, u.channel
    from c
    cross join lateral (select * from unreached where creditor_id = c.creditor_id offset 0) u
    cross join lateral (select data from contact
      where creditor_id = c.creditor_id and contact_id = u.contact_id offset 0) was
    cross join lateral (select data from contact where creditor_id = c.creditor_id and debtor_id = u.debtor_id
      order by valid_from_on desc, contact_id desc limit 1) k
    cross join lateral (select min(d.claim_id::text)::uuid as claim_id from claim d
      cross join lateral (select state from claim_now
        where creditor_id = c.creditor_id and claim_id = d.claim_id offset 0) n
      where d.creditor_id = c.creditor_id and d.debtor_id = u.debtor_id and n.state <> 'closed') o
    where ($4::text is null or $4 = 'returned-mail') and o.claim_id is not null
      and case u.channel when 'email' then was.data -> 'email' = k.data -> 'email'
        else was.data -> 'addressLines' = k.data -> 'addressLines' end
  union all
    select 'delivery', 6, c.creditor_id, m.message_id, null, m.debtor_id, d.dated_on, null, m.channel
    from c
    cross join lateral (select * from message where creditor_id = c.creditor_id and state = 'unknown' offset 0) m
    cross join lateral (select dated_on from document
      where creditor_id = c.creditor_id and document_id = m.document_id offset 0) d
    where ($4::text is null or $4 = 'delivery')
  union all
    select 'message', 7, c.creditor_id, m.claim_id, m.claim_id, d.debtor_id,
      (m.sent_at at time zone c.time_zone)::date, null, m.written_by
    from c
    cross join lateral (
      select w.claim_id, min(w.sent_at) as sent_at, max(w.written_by) as written_by from claim_message w
      where w.creditor_id = c.creditor_id and w.written_by <> 'operator' and w.message_no > coalesce((
        select read_no from claim_message_read r where r.creditor_id = w.creditor_id and r.claim_id = w.claim_id
          and r.thread = w.thread and r.reader = 'operator'), 0)
      group by w.claim_id) m
    cross join lateral (select debtor_id from claim
      where creditor_id = c.creditor_id and claim_id = m.claim_id offset 0) d
    where ($4::text is null or $4 = 'message')
  union all
    select 'parked', 8, c.creditor_id, n.claim_id, n.claim_id, d.debtor_id, coalesce(e.happened_on, c.today), null, e.data ->> 'text'
    from c
    cross join lateral (select claim_id from claim_now where creditor_id = c.creditor_id and state = 'parked'
      and state <> 'open' and ($5::uuid is null or claim_id = $5::uuid) offset 0) n
    cross join lateral (select debtor_id from claim
      where creditor_id = c.creditor_id and claim_id = n.claim_id offset 0) d
    left join lateral (select happened_on, data from event
      where creditor_id = c.creditor_id and claim_id = n.claim_id and kind = 'parked' order by seq desc limit 1) e on true
    where ($4::text is null or $4 = 'parked')
  union all
    select 'unmatched-money', 9, null, bank_line_id, null, null, booked_on, null, currency || ' ' || amount_minor
    from bank_line
    where ($4::text is null or $4 = 'unmatched-money') and $2::uuid is null and $3::text is null
      and matched_at is null)`;
