-- What the creditor and the case handler write to each other about a claim, and the debtor and the case handler. The two
-- threads are apart: what stands in one is in the other only where somebody shared it, as a message of its own there.

create table claim_message (
  creditor_id uuid not null,
  claim_id uuid not null,
  thread text not null check (thread in ('creditor', 'debtor')),
  message_no int not null check (message_no > 0),
  written_by text not null check (written_by in ('creditor', 'operator', 'debtor')),
  actor text not null,
  sent_at timestamptz not null,
  text_id uuid not null,
  text_hash bytea not null check (length(text_hash) = 32),
  shared_no int check (shared_no > 0),
  primary key (creditor_id, claim_id, thread, message_no),
  foreign key (creditor_id, claim_id) references claim
);
comment on table claim_message is 'messages about a claim, by thread; the words lie in free_text. Append-only';
comment on column claim_message.shared_no is 'its number in the other thread, where it was shared from there';
create index claim_message_newest on claim_message (creditor_id, sent_at, claim_id);

create table claim_message_read (
  creditor_id uuid not null,
  claim_id uuid not null,
  thread text not null check (thread in ('creditor', 'debtor')),
  reader text not null check (reader in ('creditor', 'operator', 'debtor')),
  read_no int not null,
  read_at timestamptz not null,
  primary key (creditor_id, claim_id, thread, reader),
  foreign key (creditor_id, claim_id) references claim
);
comment on table claim_message_read is 'how far each side has read a thread';

create trigger append_only before update or delete or truncate on claim_message
  for each statement execute function refuse_change();

alter table claim_message enable row level security;
alter table claim_message force row level security;
create policy tenant on claim_message to innfri_engine, innfri_api
  using (creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy audit on claim_message for select to innfri_auditor using (true);
alter table claim_message_read enable row level security;
alter table claim_message_read force row level security;
create policy tenant on claim_message_read to innfri_engine, innfri_api
  using (creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy audit on claim_message_read for select to innfri_auditor using (true);

revoke all on claim_message, claim_message_read from public;
grant select, insert on claim_message to innfri_engine, innfri_api;
grant select, insert, update (read_no, read_at) on claim_message_read to innfri_engine, innfri_api;
grant select on claim_message, claim_message_read to innfri_auditor;
