-- The case handler's desk: who has a piece of work in hand, each contact with a debtor, and what is known of a debtor
-- that keeps others from being asked for money as if nothing were the matter.

create table contact_entry (
  creditor_id uuid not null,
  claim_id uuid not null,
  entry_no int not null check (entry_no > 0),
  debtor_id uuid not null,
  way text not null check (way in ('call', 'email', 'sms', 'letter')),
  direction text not null check (direction in ('to-debtor', 'from-debtor')),
  outcome text not null check (outcome in ('reached', 'not-reached', 'message-left', 'wrong-contact')),
  happened_on date not null,
  recorded_at timestamptz not null,
  actor text not null,
  text_id uuid,
  next_on date,
  next_looked_at timestamptz,
  is_mail boolean not null default false,
  mailed_at timestamptz,
  primary key (creditor_id, claim_id, entry_no),
  foreign key (creditor_id, debtor_id, claim_id) references claim (creditor_id, debtor_id, claim_id)
);
comment on table contact_entry is 'a contact with a debtor about a claim; the words lie in free_text. Only what comes after it is noted afterwards';
comment on column contact_entry.next_on is 'when somebody calls back or looks again';
comment on column contact_entry.next_looked_at is 'when the next contact was recorded, and nobody needs to look any more';
comment on column contact_entry.is_mail is 'an e-mail that is to leave from here; it has left at mailed_at';
create index contact_entry_next on contact_entry (creditor_id, next_on, claim_id)
  where next_on is not null and next_looked_at is null;
create index contact_entry_unsent on contact_entry (creditor_id, recorded_at) where is_mail and mailed_at is null;
create index contact_entry_debtor on contact_entry (creditor_id, debtor_id, happened_on);

create table debtor_state (
  creditor_id uuid not null,
  state_id uuid not null,
  debtor_id uuid not null,
  kind text not null check (kind in ('bankrupt', 'debt-settlement', 'deceased', 'minor', 'unknown-address')),
  since_on date not null,
  source text not null check (source in ('register', 'authority', 'debtor', 'creditor', 'returned-mail', 'other')),
  hold_id uuid not null,
  recorded_on date not null,
  recorded_at timestamptz not null,
  actor text not null,
  text_id uuid,
  ended_on date,
  ended_by text,
  primary key (creditor_id, state_id),
  check ((ended_on is null) = (ended_by is null)),
  foreign key (creditor_id, debtor_id) references debtor
);
comment on table debtor_state is 'what is the matter with a debtor, with the hold it puts on all its claims; ended when it is lifted';
comment on column debtor_state.since_on is 'the day of the fact, as its source has it';
create unique index debtor_state_open on debtor_state (creditor_id, debtor_id, kind) where ended_on is null;

-- The operator's own: a piece of work may be money of no creditor yet, and people see the queues of all creditors at once.
create table queue_taken (
  item_kind text not null check (item_kind in ('objection', 'limitation', 'decide-by', 'promise', 'call-back',
    'returned-mail', 'delivery', 'message', 'plan-request', 'parked', 'unmatched-money')),
  subject_id uuid not null,
  for_creditor_id uuid,
  holder text,
  taken_at timestamptz not null,
  version int not null default 1,
  primary key (item_kind, subject_id)
);
comment on table queue_taken is 'who has a piece of work of the queue in hand; without a holder it was given back';

create index approval_open on approval (creditor_id) where state = 'open';
create index claim_message_to_operator on claim_message (creditor_id, thread, claim_id, message_no)
  where written_by <> 'operator';

do $$
declare
  one text;
begin
  foreach one in array array['contact_entry', 'debtor_state'] loop
    execute format('revoke all on %I from public', one);
    execute format('grant select, insert on %I to innfri_engine, innfri_api', one);
    execute format('grant select on %I to innfri_auditor', one);
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('create policy tenant on %I to innfri_engine, innfri_api
      using (creditor_id = nullif(current_setting(''innfri.creditor_id'', true), '''')::uuid)', one);
    execute format('create policy audit on %I for select to innfri_auditor using (true)', one);
  end loop;
end
$$;
grant update (next_looked_at) on contact_entry to innfri_api;
grant update (mailed_at) on contact_entry to innfri_engine;
grant update (ended_on, ended_by) on debtor_state to innfri_engine, innfri_api;

alter table queue_taken enable row level security;
alter table queue_taken force row level security;
create policy own on queue_taken to innfri_api
  using (nullif(current_setting('innfri.creditor_id', true), '') is null)
  with check (nullif(current_setting('innfri.creditor_id', true), '') is null);
create policy audit on queue_taken for select to innfri_auditor using (true);
revoke all on queue_taken from public;
grant select, insert, update (holder, taken_at, version) on queue_taken to innfri_api;
grant select on queue_taken to innfri_auditor;
