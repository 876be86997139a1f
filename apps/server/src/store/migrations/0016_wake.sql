-- When there is next something to do for a creditor, so that the scheduler asks one small table whom to visit and not
-- every creditor whether it has anything. A creditor without a row has never been looked at: it is visited at once.
create table wake (
  creditor_id uuid not null references creditor,
  work text not null check (work in ('run', 'deliver', 'seal')),
  wake_at timestamptz not null,
  primary key (creditor_id, work)
);
comment on table wake is 'when the daily run, the outbox and the seal of a creditor next have something to do';

grant select, insert, update (wake_at) on wake to innfri_engine, innfri_api;
grant select on wake to innfri_auditor;

alter table wake enable row level security;
alter table wake force row level security;
create policy tenant on wake to innfri_engine, innfri_api
  using (creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy audit on wake for select to innfri_auditor using (true);
-- The second wide door of the scheduler, beside the one to `creditor`, and open like that one only to a transaction that
-- has named nobody: it shows instants and nothing else.
create policy every_wake on wake for select to innfri_engine
  using (nullif(current_setting('innfri.creditor_id', true), '') is null);
