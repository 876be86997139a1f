-- Who let whom do what: keys made and revoked, people invited, roles changed. The operator's own table, because users and
-- keys may be the operator's; a line about one company's names it, and that company's administrators read it.

create table audit_line (
  line_id uuid primary key,
  at timestamptz not null,
  actor text not null,
  act text not null,
  subject text not null,
  for_creditor_id uuid,
  details jsonb not null
);
comment on table audit_line is 'who let whom do what, and when. Append-only; names and addresses stand in rows of their own';
comment on column audit_line.subject is 'whom or what it was done to: user:…, key:…, invitation:…';
create index audit_line_newest on audit_line (for_creditor_id, line_id desc);

alter table audit_line enable row level security;
alter table audit_line force row level security;
create policy own on audit_line to innfri_engine, innfri_api
  using (for_creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid
    or nullif(current_setting('innfri.creditor_id', true), '') is null)
  with check (for_creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid
    or nullif(current_setting('innfri.creditor_id', true), '') is null);
create policy audit on audit_line for select to innfri_auditor using (true);

revoke all on audit_line from public;
grant select, insert on audit_line to innfri_engine, innfri_api;
grant select on audit_line to innfri_auditor;
create trigger append_only before update or delete or truncate on audit_line
  for each statement execute function refuse_change();

-- Requests that change something of the operator's own and name no company: what idempotency_key is to a company.
create table operator_request (
  key text primary key,
  request_hash bytea not null check (length(request_hash) = 32),
  response jsonb,
  created_at timestamptz not null
);
comment on table operator_request is 'what was answered to a request that names no company, so that it happens once';

alter table operator_request enable row level security;
alter table operator_request force row level security;
create policy own on operator_request to innfri_api
  using (nullif(current_setting('innfri.creditor_id', true), '') is null)
  with check (nullif(current_setting('innfri.creditor_id', true), '') is null);
create policy audit on operator_request for select to innfri_auditor using (true);
revoke all on operator_request from public;
grant select, insert, update (response) on operator_request to innfri_api;
grant select on operator_request to innfri_auditor;
