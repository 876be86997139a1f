-- New figures of the law take two people: one who enters them, and another who has read the source and confirms them.
-- The operator's own table: the law is the same for all creditors.

create table law_proposal (
  proposal_id uuid primary key,
  body text not null,
  proposed_by text not null,
  proposed_name text not null,
  proposed_at timestamptz not null,
  decision text check (decision in ('loaded', 'withdrawn')),
  decided_by text,
  decided_name text,
  decided_at timestamptz,
  check ((decision is null) = (decided_at is null) and (decision is null) = (decided_by is null)),
  check (decision is distinct from 'loaded' or decided_by <> proposed_by)
);
comment on table law_proposal is 'a law file that somebody entered, until somebody else confirms it or it is withdrawn';

alter table law_proposal enable row level security;
alter table law_proposal force row level security;
create policy own on law_proposal to innfri_api
  using (nullif(current_setting('innfri.creditor_id', true), '') is null)
  with check (nullif(current_setting('innfri.creditor_id', true), '') is null);
create policy audit on law_proposal for select to innfri_auditor using (true);
revoke all on law_proposal from public;
grant select, insert, update (decision, decided_by, decided_name, decided_at) on law_proposal to innfri_api;
grant select on law_proposal to innfri_auditor;
