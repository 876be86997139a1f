-- Passkeys: what proves by a signature that somebody holds a device, and has shown it that they may use it. The operator's
-- own, like everything about who signs in.

create table signin_passkey (
  credential_id text primary key check (length(credential_id) between 1 and 1400),
  user_id text not null references signin_user on delete cascade,
  name text not null,
  public_key bytea not null,
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  is_synced boolean not null,
  made_at timestamptz not null,
  used_at timestamptz
);
comment on table signin_passkey is 'public keys of the passkeys that users sign in by; the private ones never leave the device';
comment on column signin_passkey.counter is 'how often it was used, as it says itself; one that goes back was copied';
comment on column signin_passkey.is_synced is 'its owner has it on several devices';
create index signin_passkey_user on signin_passkey (user_id);

alter table signin_passkey enable row level security;
alter table signin_passkey force row level security;
create policy own on signin_passkey to innfri_api
  using (nullif(current_setting('innfri.creditor_id', true), '') is null)
  with check (nullif(current_setting('innfri.creditor_id', true), '') is null);
create policy audit on signin_passkey for select to innfri_auditor using (true);
revoke all on signin_passkey from public;
grant select, insert, update, delete on signin_passkey to innfri_api;
grant select on signin_passkey to innfri_auditor;
