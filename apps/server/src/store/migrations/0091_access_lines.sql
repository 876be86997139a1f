-- Who has read whose data, by which call and when: a line for a person, or for a page of them. Written before the answer
-- is given. It names no person but by the debtor's id, and is kept for two years.

create table access_line (
  creditor_id uuid not null,
  line_id uuid not null,
  at timestamptz not null,
  actor text not null,
  side text not null check (side in ('creditor', 'operator')),
  call text not null,
  request_id uuid not null,
  debtor_id uuid,
  person_count int not null check (person_count > 0),
  primary key (creditor_id, line_id),
  check (debtor_id is null or person_count = 1)
);
comment on table access_line is 'who has read whose data. Only added to, and what is old enough is dropped';
comment on column access_line.side is 'whether who read it works for the company or for the operator';
comment on column access_line.debtor_id is 'null for a page, which shows as many as person_count says';
create index access_line_debtor on access_line (creditor_id, debtor_id, line_id desc) where debtor_id is not null;

alter table access_line enable row level security;
alter table access_line force row level security;
create policy tenant on access_line for select to innfri_engine, innfri_api
  using (creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy tenant_new on access_line for insert to innfri_engine, innfri_api
  with check (creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
-- Whatever a statement says: nothing of the last year goes.
create policy tenant_old on access_line for delete to innfri_engine
  using (creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid and at < now() - interval '1 year');
create policy audit on access_line for select to innfri_auditor using (true);

revoke all on access_line from public;
grant select, insert, delete on access_line to innfri_engine;
grant select, insert on access_line to innfri_api;
grant select on access_line to innfri_auditor;
create trigger append_only before update or truncate on access_line
  for each statement execute function refuse_change();
