-- How far each claim has come stands with what it has come to, beside what its portfolio is counted by, so that one table
-- answers where everything stands. It is a cache of the chain and of the claim, as the rest of claim_now is.
alter table claim_now
  add column stage text not null default 'waiting' check (stage in ('waiting', 'reminder', 'notice', 'list', 'demand',
    'legal', 'monitoring', 'disputed', 'paid', 'closed')),
  add column due_on date,
  add column currency char(3),
  add column department text;
comment on column claim_now.stage is 'how far it has come by its chain; what holds it is asked on the day';

-- The owner is under the same rules as everybody, and fills these once.
alter table claim_now no force row level security;
alter table claim no force row level security;
alter table invoice no force row level security;
alter table event no force row level security;
alter table objection no force row level security;

update claim_now n set due_on = c.due_on, currency = c.currency, department = i.data ->> 'department'
from claim c
join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id and i.version_no = 1
where c.creditor_id = n.creditor_id and c.claim_id = n.claim_id;

with taken_back as (
  select creditor_id, claim_id, (data ->> 'seq')::int as seq, data ->> 'document' as document from event
  where kind in ('undone', 'given-up')),
told as (
  select creditor_id, claim_id, seq, case
      when kind in ('application', 'attachment-application', 'decision', 'enforcement') then 'legal'
      when kind = 'payment-order' then case when data ->> 'state' in ('withdrawn', 'dismissed') then 'demand' else 'legal' end
      when kind = 'surveillance' or data ->> 'choice' = 'monitoring' then 'monitoring'
      when data ->> 'choice' = 'application' then 'legal'
      when kind = 'proposed' then case when data ->> 'step' = 'collection-list' then 'list' end
      else case coalesce(data ->> 'letter', data ->> 'step')
        when 'reminder' then 'reminder' when 'free-reminder' then 'reminder' when 'notice' then 'notice'
        when 'demand' then 'demand' when 'follow-up' then 'demand' when 'heavy' then 'demand' when 'legal' then 'legal'
        when 'surveillance' then 'monitoring' end
      end as stage
  from event e
  where kind in ('letter', 'step', 'proposed', 'application', 'attachment-application', 'decision', 'enforcement',
      'payment-order', 'surveillance')
    and not exists (select from taken_back b where b.creditor_id = e.creditor_id and b.claim_id = e.claim_id
      and (b.seq = e.seq or (kind = 'letter' and b.document = e.data ->> 'document')))),
-- A list that was stopped, postponed or taken back is one that the claim does not stand on.
reached as (
  select distinct on (creditor_id, claim_id) creditor_id, claim_id, stage from told t
  where stage is not null and not (stage = 'list' and exists (select from event e
    where e.creditor_id = t.creditor_id and e.claim_id = t.claim_id and e.seq > t.seq
      and e.kind in ('stopped', 'postponed', 'released')))
  order by creditor_id, claim_id, seq desc)
update claim_now n set stage = r.stage from reached r where r.creditor_id = n.creditor_id and r.claim_id = n.claim_id;

update claim_now n set stage = 'disputed' from objection o
where o.creditor_id = n.creditor_id and o.claim_id = n.claim_id and o.answered_on is null and o.extent = 'whole';

update claim_now n set stage = case when e.data ->> 'reason' in ('paid', 'waived') and exists (select from event p
    where p.creditor_id = n.creditor_id and p.claim_id = n.claim_id and p.kind = 'payment') then 'paid' else 'closed' end
from event e
where n.state = 'closed' and e.creditor_id = n.creditor_id and e.claim_id = n.claim_id and e.kind = 'closed';

alter table claim_now force row level security;
alter table claim force row level security;
alter table invoice force row level security;
alter table event force row level security;
alter table objection force row level security;

alter table claim_now alter column due_on set not null, alter column currency set not null;
create index claim_now_stage on claim_now (creditor_id, stage, due_on, claim_id);
grant update (stage) on claim_now to innfri_engine, innfri_api;
