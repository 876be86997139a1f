-- Keys of the API: a random secret that is shown once and kept as its hash, with what it may do. A key of a creditor
-- reaches that creditor alone; one without belongs to the operator. The table is the operator's: a key is looked up
-- before anybody knows whose it is.

create table api_key (
  key_id uuid primary key,
  for_creditor_id uuid,
  name text not null,
  secret_hash bytea not null unique check (length(secret_hash) = 32),
  scopes text[] not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_on date,
  revoked_at timestamptz
);
comment on table api_key is 'who may call the API without signing in; the secret itself is nowhere';
comment on column api_key.scopes is 'permissions of packages/contract';

alter table api_key enable row level security;
alter table api_key force row level security;
-- Before anybody is known no creditor is named, and then the hash of the secret must be looked up.
create policy own on api_key to innfri_engine, innfri_api
  using (for_creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid
    or nullif(current_setting('innfri.creditor_id', true), '') is null)
  with check (for_creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid
    or nullif(current_setting('innfri.creditor_id', true), '') is null);
create policy audit on api_key for select to innfri_auditor using (true);

revoke all on api_key from public;
grant select, insert, update (revoked_at) on api_key to innfri_engine, innfri_api;
grant select on api_key to innfri_auditor;

-- Claims by their due day and by their size, for those who look for them.
create index claim_due on claim (creditor_id, due_on, claim_id);
create index claim_size on claim (creditor_id, principal_minor, claim_id);
