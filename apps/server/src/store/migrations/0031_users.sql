-- People who sign in: users, how they prove who they are, their sessions, and what they may do where. All of it is the
-- operator's own, for a person is known before any company is: a transaction that has named a company reaches none of it
-- but that company's memberships and invitations. The signin_ tables are what better-auth keeps, with our names.

create table signin_user (
  id text primary key,
  name text not null,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null,
  image text,
  two_factor_enabled boolean not null default false,
  is_demo boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on table signin_user is 'people who sign in: staff of the operator, and users of its creditors; never debtors';
comment on column signin_user.is_demo is 'of a demonstration, with a password that everybody knows: it may do nothing once there is a company that is no sandbox';

create table signin_account (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references signin_user on delete cascade,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  issuer text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
comment on table signin_account is 'how a user signs in: by password (its slow hash), or at a provider of OpenID Connect';
create index signin_account_user on signin_account (user_id);

create table signin_session (
  id text primary key,
  token text not null unique,
  user_id text not null references signin_user on delete cascade,
  is_strong boolean not null default false,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on column signin_session.is_strong is 'it began with a second factor; staff may do nothing without';
comment on column signin_session.token is 'of no use without its signature, whose key is not in the database';
create index signin_session_user on signin_session (user_id);

create table signin_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on table signin_verification is 'sign-ins that are half done, for some minutes';
create index signin_verification_identifier on signin_verification (identifier);

create table signin_second_factor (
  id text primary key,
  user_id text not null references signin_user on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean,
  failed_verification_count int,
  locked_until timestamptz
);
comment on table signin_second_factor is 'secrets of one-time codes and recovery codes, sealed with a key that is not in the database';
create index signin_second_factor_user on signin_second_factor (user_id);

create table signin_try (
  key bytea primary key check (length(key) = 32),
  count int not null,
  began_at timestamptz not null
);
comment on table signin_try is 'how often somebody tried of late, by keyed hash of the address it came from or was for';

create table membership (
  membership_id uuid primary key,
  user_id text not null references signin_user on delete cascade,
  for_creditor_id uuid,
  role text not null check (role in ('operator-admin', 'case-handler', 'finance', 'auditor', 'creditor-admin', 'creditor-user')),
  department text,
  made_at timestamptz not null,
  ended_at timestamptz,
  check (for_creditor_id is not null or role not in ('creditor-admin', 'creditor-user')),
  check (for_creditor_id is null or role not in ('operator-admin', 'finance')),
  check (department is null or role = 'creditor-user')
);
comment on table membership is 'what a user may do at which company; without a company, at all of them';
comment on column membership.department is 'only claims of this department';
create unique index membership_one on membership (user_id, for_creditor_id) nulls not distinct where ended_at is null;

create table invitation (
  invitation_id uuid primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  email text not null check (email = lower(email)),
  for_creditor_id uuid,
  role text not null check (role in ('operator-admin', 'case-handler', 'finance', 'auditor', 'creditor-admin', 'creditor-user')),
  department text,
  invited_by text not null,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  withdrawn_at timestamptz,
  check (for_creditor_id is not null or role not in ('creditor-admin', 'creditor-user')),
  check (for_creditor_id is null or role not in ('operator-admin', 'finance')),
  check (department is null or role = 'creditor-user')
);
comment on table invitation is 'who was asked to become a user; the token itself stands in the mail alone';

do $$
declare
  one text;
begin
  foreach one in array array['signin_user', 'signin_account', 'signin_session', 'signin_verification',
    'signin_second_factor', 'signin_try', 'membership', 'invitation']
  loop
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('revoke all on %I from public', one);
  end loop;
  foreach one in array array['signin_user', 'signin_account', 'signin_session', 'signin_verification',
    'signin_second_factor', 'signin_try']
  loop
    execute format('create policy own on %I to innfri_api
      using (nullif(current_setting(''innfri.creditor_id'', true), '''') is null)
      with check (nullif(current_setting(''innfri.creditor_id'', true), '''') is null)', one);
    execute format('grant select, insert, update on %I to innfri_api', one);
  end loop;
  foreach one in array array['membership', 'invitation']
  loop
    execute format('create policy own on %I to innfri_api
      using (for_creditor_id = nullif(current_setting(''innfri.creditor_id'', true), '''')::uuid
        or nullif(current_setting(''innfri.creditor_id'', true), '''') is null)
      with check (for_creditor_id = nullif(current_setting(''innfri.creditor_id'', true), '''')::uuid
        or nullif(current_setting(''innfri.creditor_id'', true), '''') is null)', one);
    execute format('create policy audit on %I for select to innfri_auditor using (true)', one);
    execute format('grant select on %I to innfri_auditor', one);
  end loop;
end $$;
-- What is over is nothing to keep: a session that was ended, a sign-in that was finished, tries that were right.
grant delete on signin_session, signin_verification, signin_second_factor, signin_try to innfri_api;
grant select, insert, update (role, department, ended_at) on membership to innfri_api;
grant select, insert, update (used_at, withdrawn_at) on invitation to innfri_api;

-- Who works for the operator chooses among its companies: their rows are listed to the API before one is named.
create policy listed on creditor for select to innfri_api
  using (nullif(current_setting('innfri.creditor_id', true), '') is null);
