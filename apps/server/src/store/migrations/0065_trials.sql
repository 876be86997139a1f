-- A company that comes by the API tries an import before anything is followed up: what would come in is counted and
-- held against its own books. Until it is activated nothing of it is taken and nothing is run.

alter table creditor add column awaits_activation boolean not null default false;
comment on column creditor.awaits_activation is 'nothing is taken or run before a trial was reconciled and it was activated';
grant update (awaits_activation) on creditor to innfri_api;

create table trial_import (
  creditor_id uuid not null references creditor,
  trial_id uuid not null,
  sha256 bytea not null check (length(sha256) = 32),
  format text not null,
  made_at timestamptz not null,
  actor text not null,
  counts jsonb not null,
  control jsonb,
  primary key (creditor_id, trial_id)
);
comment on table trial_import is 'what a file of invoices would have come to, beside what the creditor''s books say. Append-only';
create index trial_import_newest on trial_import (creditor_id, made_at desc);

create table trial_refused_row (
  creditor_id uuid not null,
  trial_id uuid not null,
  row_no int not null check (row_no > 0),
  reason jsonb not null,
  primary key (creditor_id, trial_id, row_no),
  foreign key (creditor_id, trial_id) references trial_import
);
comment on table trial_refused_row is 'a row that would not have come in, and why. Append-only';

create table trial_acceptance (
  creditor_id uuid not null,
  trial_id uuid not null,
  difference text not null check (difference in ('count', 'sum')),
  accepted_at timestamptz not null,
  actor text not null,
  text_id uuid not null,
  primary key (creditor_id, trial_id, difference),
  foreign key (creditor_id, trial_id) references trial_import
);
comment on table trial_acceptance is 'a difference that somebody has accepted, with why in free_text. Append-only';

do $$
declare
  one text;
begin
  foreach one in array array['trial_import', 'trial_refused_row', 'trial_acceptance'] loop
    execute format('create trigger append_only before update or delete or truncate on %I
      for each statement execute function refuse_change()', one);
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('create policy tenant on %I to innfri_engine, innfri_api
      using (creditor_id = nullif(current_setting(''innfri.creditor_id'', true), '''')::uuid)', one);
    execute format('create policy audit on %I for select to innfri_auditor using (true)', one);
    execute format('revoke all on %I from public', one);
    execute format('grant select, insert on %I to innfri_engine, innfri_api', one);
    execute format('grant select on %I to innfri_auditor', one);
  end loop;
end $$;
