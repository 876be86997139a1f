-- What is personal goes when its time is over: names, addresses, words, who paid, the number that leads to a person. The
-- books and the chains stay, and hold hashes whose salt is gone.

create table retention_rule (
  creditor_id uuid not null references creditor,
  version_no int not null check (version_no > 0),
  years int check (years between 1 and 40),
  actor text not null,
  recorded_at timestamptz not null,
  primary key (creditor_id, version_no)
);
comment on table retention_rule is 'for how many years a company keeps a settled debtor''s data; null for the law sheet''s default. Append-only';

create table anonymisation (
  creditor_id uuid not null references creditor,
  debtor_id uuid not null,
  done_on date not null,
  recorded_at timestamptz not null,
  because text not null check (because in ('period-over', 'unjustified')),
  closed_on date not null,
  counts jsonb not null,
  primary key (creditor_id, debtor_id)
);
comment on table anonymisation is 'debtors whose personal data was removed, by which rule, and how much there was. Append-only';
create index anonymisation_newest on anonymisation (creditor_id, done_on desc, debtor_id desc);

do $$
declare
  one text;
begin
  foreach one in array array['retention_rule', 'anonymisation'] loop
    execute format('revoke all on %I from public', one);
    execute format('grant select, insert on %I to innfri_engine', one);
    execute format('grant select on %I to innfri_api, innfri_auditor', one);
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('create policy tenant on %I to innfri_engine, innfri_api
      using (creditor_id = nullif(current_setting(''innfri.creditor_id'', true), '''')::uuid)', one);
    execute format('create policy audit on %I for select to innfri_auditor using (true)', one);
    execute format('create trigger append_only before update or delete or truncate on %I
      for each statement execute function refuse_change()', one);
  end loop;
end
$$;
grant insert on retention_rule to innfri_api;

-- Closed long ago: few of all claims, and none changes it again.
create index claim_now_closed on claim_now (creditor_id, closed_on, claim_id) where closed_on is not null;

-- The engine alone blanks, by column.
grant update (salt, data, blanked_at) on contact to innfri_engine;
grant update (salt, body, blanked_at) on free_text to innfri_engine;
grant update (payer) on bank_line to innfri_engine;
grant update (customer_number) on debtor to innfri_engine;
-- Requests that were answered long ago are answered no more, and what they said goes.
grant delete on idempotency_key to innfri_engine;

-- A person whom a debtor pointed to: whether any still does is asked for no creditor.
alter table person add column loosened_at timestamptz;
comment on column person.loosened_at is 'when a debtor pointed to it no more, until it was looked at whether another does';
create index person_loosened on person (person_id) where loosened_at is not null;
grant update (loosened_at) on person to innfri_engine, innfri_api;
