-- The door by which debtors come in: the case number and the code of their newest letter. What leads to a letter is the
-- keyed hash of both, so that whoever reads this table learns no code. The operator's own: nobody is known yet.

create table letter_door (
  door_hash bytea primary key check (length(door_hash) = 32),
  for_creditor_id uuid not null,
  for_debtor_id uuid not null,
  for_document_id uuid not null,
  made_at timestamptz not null
);
comment on table letter_door is 'which letter a case number and code belong to, by their keyed hash';

create table debtor_session (
  token_hash bytea primary key check (length(token_hash) = 32),
  for_creditor_id uuid not null,
  for_debtor_id uuid not null,
  level text not null check (level in ('letter', 'link', 'identity')),
  began_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
comment on table debtor_session is 'who of the debtors is in, and how surely that is known';

create table door_try (
  case_hash bytea primary key check (length(case_hash) = 32),
  failed int not null,
  first_at timestamptz not null
);
comment on table door_try is 'wrong codes of a case, by the keyed hash of its number, since the first of them';

alter table letter_door enable row level security;
alter table letter_door force row level security;
alter table debtor_session enable row level security;
alter table debtor_session force row level security;
alter table door_try enable row level security;
alter table door_try force row level security;

-- A delivery writes for the creditor that it has named; the door itself has named nobody.
create policy made on letter_door for insert to innfri_engine
  with check (for_creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy there on letter_door for select to innfri_engine
  using (for_creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy at_the_door on letter_door for select to innfri_api
  using (nullif(current_setting('innfri.creditor_id', true), '') is null);
create policy audit on letter_door for select to innfri_auditor using (true);
create policy at_the_door on debtor_session to innfri_api
  using (nullif(current_setting('innfri.creditor_id', true), '') is null)
  with check (nullif(current_setting('innfri.creditor_id', true), '') is null);
create policy audit on debtor_session for select to innfri_auditor using (true);
create policy at_the_door on door_try to innfri_api
  using (nullif(current_setting('innfri.creditor_id', true), '') is null)
  with check (nullif(current_setting('innfri.creditor_id', true), '') is null);
create policy audit on door_try for select to innfri_auditor using (true);

revoke all on letter_door, debtor_session, door_try from public;
grant select, insert on letter_door to innfri_engine;
grant select on letter_door to innfri_api;
grant select, insert, update (expires_at, ended_at) on debtor_session to innfri_api;
grant select, insert, update (failed, first_at) on door_try to innfri_api;
grant select on letter_door, debtor_session, door_try to innfri_auditor;
