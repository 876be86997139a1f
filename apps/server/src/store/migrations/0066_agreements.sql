-- What operator and creditor have agreed: what withdrawing a claim and a legal step cost the creditor. A price is posted
-- to the creditor on the claim's journal, never to the debtor.

create table agreement (
  creditor_id uuid not null references creditor,
  agreement_no int not null check (agreement_no > 0),
  valid_from_on date not null,
  recorded_at timestamptz not null,
  actor text not null,
  prices jsonb not null,
  primary key (creditor_id, agreement_no)
);
comment on table agreement is 'the operator''s prices for a creditor, dated; the newest of the day counts. Append-only';

create trigger append_only before update or delete or truncate on agreement
  for each statement execute function refuse_change();
alter table agreement enable row level security;
alter table agreement force row level security;
create policy tenant on agreement to innfri_engine, innfri_api
  using (creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy audit on agreement for select to innfri_auditor using (true);
revoke all on agreement from public;
grant select, insert on agreement to innfri_engine, innfri_api;
grant select on agreement to innfri_auditor;
