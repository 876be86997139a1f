-- People who ask to be contacted: from outside, who want the service, and from inside a company, about whatever they see.
-- The operator's own, since nobody need be known. What they wrote is personal and can be blanked.

create table contact_request (
  request_id uuid primary key,
  at timestamptz not null,
  kind text not null check (kind in ('interest', 'contact')),
  for_creditor_id uuid,
  actor text not null,
  said jsonb,
  mailed_at timestamptz,
  answered_at timestamptz,
  answered_by text,
  check ((kind = 'interest') = (for_creditor_id is null)),
  check ((answered_at is null) = (answered_by is null))
);
comment on table contact_request is 'who asks to be contacted, and when somebody did';
comment on column contact_request.said is 'name, address and words: personal, set to null by retention';
create index contact_request_open on contact_request (at) where answered_at is null;

alter table contact_request enable row level security;
alter table contact_request force row level security;
create policy operators on contact_request to innfri_engine, innfri_api
  using (nullif(current_setting('innfri.creditor_id', true), '') is null)
  with check (nullif(current_setting('innfri.creditor_id', true), '') is null);
create policy own on contact_request for insert to innfri_api
  with check (for_creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy audit on contact_request for select to innfri_auditor using (true);
revoke all on contact_request from public;
grant select, insert, update (mailed_at, answered_at, answered_by) on contact_request to innfri_api;
grant select on contact_request to innfri_auditor;
