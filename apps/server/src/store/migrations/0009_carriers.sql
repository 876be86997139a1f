-- What carriers and their answers leave: addresses that do not reach, carriers that are out, batches at a print house.

create table unreached (
  creditor_id uuid not null,
  debtor_id uuid not null,
  contact_id uuid not null,
  channel text not null check (channel in ('email', 'sms', 'post', 'digital-mailbox', 'portal')),
  message_id uuid not null,
  marked_on date not null,
  recorded_at timestamptz not null,
  reason text not null,
  primary key (creditor_id, debtor_id, channel, message_id)
);
comment on table unreached is 'by this channel a contact was not reached: no letter goes that way until the debtor has another address. Append-only';

create table carrier_outage (
  creditor_id uuid not null,
  carrier text not null check (carrier in ('capture', 'smtp', 'folder', 'sftp')),
  failures int not null check (failures >= 0),
  since timestamptz,
  next_try_at timestamptz,
  problem text,
  primary key (creditor_id, carrier),
  check ((failures = 0) = (since is null)),
  check ((failures = 0) = (next_try_at is null))
);
comment on table carrier_outage is 'a carrier that takes no letter of anybody now, and when it is asked again, on the database''s clock';

create table print_batch (
  creditor_id uuid not null,
  batch_id uuid not null,
  carrier text not null check (carrier in ('capture', 'smtp', 'folder', 'sftp')),
  letters int not null,
  pages int not null,
  handed_over_at timestamptz not null,
  acknowledged_at timestamptz,
  primary key (creditor_id, batch_id)
);
comment on table print_batch is 'letters that a print house was handed together, and when it said that it has them';
create index print_batch_open on print_batch (creditor_id, handed_over_at) where acknowledged_at is null;

alter table message add column posted_on date;
comment on column message.posted_on is 'the day a print house posted it: from then on its deadline counts';

do $$
declare
  one text;
begin
  foreach one in array array['unreached', 'carrier_outage', 'print_batch'] loop
    execute format('revoke all on %I from public', one);
    execute format('grant select, insert on %I to innfri_engine', one);
    execute format('grant select on %I to innfri_api, innfri_auditor', one);
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('create policy tenant on %I to innfri_engine, innfri_api
      using (creditor_id = nullif(current_setting(''innfri.creditor_id'', true), '''')::uuid)', one);
    execute format('create policy audit on %I for select to innfri_auditor using (true)', one);
  end loop;
end
$$;
grant update (failures, since, next_try_at, problem) on carrier_outage to innfri_engine;
grant update (acknowledged_at) on print_batch to innfri_engine;

create trigger append_only before update or delete or truncate on unreached
  for each statement execute function refuse_change();
