-- By which channel a debtor is written to, as it was agreed: with the day, and who said so. The newest holds.
create table contact_preference (
  creditor_id uuid not null,
  debtor_id uuid not null,
  preference_no int not null check (preference_no > 0),
  invoices text check (invoices in ('email', 'post')),
  reminders text check (reminders in ('email', 'post')),
  said_by text not null check (said_by in ('debtor', 'creditor', 'operator')),
  actor text not null,
  agreed_on date not null,
  recorded_at timestamptz not null,
  primary key (creditor_id, debtor_id, preference_no),
  foreign key (creditor_id, debtor_id) references debtor
);
comment on table contact_preference is 'post or e-mail, for invoices and for reminders, as agreed with a debtor; null for no wish. Append-only';
create trigger append_only before update or delete or truncate on contact_preference
  for each statement execute function refuse_change();

alter table contact_preference enable row level security;
alter table contact_preference force row level security;
create policy tenant on contact_preference to innfri_engine, innfri_api
  using (creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy audit on contact_preference for select to innfri_auditor using (true);
revoke all on contact_preference from public;
grant select, insert on contact_preference to innfri_engine, innfri_api;
grant select on contact_preference to innfri_auditor;
