-- Where a company is told of its events, what it is told, and what came of each try. A try stands here before it is made,
-- and what came of it afterwards; a process that dies between the two leaves a message that is told again under its id.

create table webhook_endpoint (
  creditor_id uuid not null references creditor,
  endpoint_id uuid not null,
  url text not null,
  description text not null,
  types text[] not null,
  state text not null check (state in ('enabled', 'disabled', 'removed')),
  because text,
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  position bigint not null,
  failing_since timestamptz,
  noticed_at timestamptz,
  primary key (creditor_id, endpoint_id)
);
comment on table webhook_endpoint is 'an address that a company is told of its events at';
comment on column webhook_endpoint.types is 'the kinds that it is told of; none for all';
comment on column webhook_endpoint.position is 'how far the company''s events have become messages to it';
comment on column webhook_endpoint.failing_since is 'of the database''s clock: the first failure since the last success';
comment on column webhook_endpoint.noticed_at is 'when the company was written to that it is told no more';

create table webhook_secret (
  creditor_id uuid not null,
  secret_id uuid not null,
  endpoint_id uuid not null,
  key_id text not null,
  sealed bytea not null,
  made_at timestamptz not null default clock_timestamp(),
  ends_at timestamptz,
  primary key (creditor_id, secret_id),
  foreign key (creditor_id, endpoint_id) references webhook_endpoint
);
comment on table webhook_secret is 'what messages are signed with, sealed; two at a time while one takes the place of the other';
create index webhook_secret_endpoint on webhook_secret (creditor_id, endpoint_id);

create table webhook_message (
  creditor_id uuid not null,
  message_id uuid not null,
  endpoint_id uuid not null,
  position bigint,
  type text not null,
  body text not null,
  made_at timestamptz not null default clock_timestamp(),
  state text not null check (state in ('waiting', 'delivered', 'failed')),
  tries int not null default 0,
  next_try_at timestamptz not null default clock_timestamp(),
  primary key (creditor_id, message_id),
  unique (creditor_id, endpoint_id, position),
  foreign key (creditor_id, endpoint_id) references webhook_endpoint
) with (fillfactor = 90);
comment on table webhook_message is 'one event for one endpoint; its id is the same at every try';
comment on column webhook_message.tries is 'since it was made, or was last asked for again';
comment on column webhook_message.next_try_at is 'while it is tried, until when the process that tries it has it';
create index webhook_message_waiting on webhook_message (creditor_id, endpoint_id, next_try_at) where state = 'waiting';
create index webhook_message_made on webhook_message (creditor_id, endpoint_id, made_at, message_id);

create table webhook_attempt (
  creditor_id uuid not null,
  message_id uuid not null,
  attempt_no int not null check (attempt_no > 0),
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  outcome text check (outcome in ('delivered', 'refused', 'failed', 'not-allowed', 'unknown')),
  status int,
  detail text,
  primary key (creditor_id, message_id, attempt_no),
  foreign key (creditor_id, message_id) references webhook_message,
  check ((ended_at is null) = (outcome is null))
);
comment on table webhook_attempt is 'recorded before each try and completed after it';

alter table wake drop constraint wake_work_check;
alter table wake add constraint wake_work_check check (work in ('run', 'deliver', 'seal', 'tell'));

do $$
declare
  one text;
begin
  foreach one in array array['webhook_endpoint', 'webhook_secret', 'webhook_message', 'webhook_attempt'] loop
    execute format('revoke all on %I from public', one);
    execute format('grant select on %I to innfri_engine, innfri_api, innfri_auditor', one);
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('create policy tenant on %I to innfri_engine, innfri_api
      using (creditor_id = nullif(current_setting(''innfri.creditor_id'', true), '''')::uuid)', one);
    execute format('create policy audit on %I for select to innfri_auditor using (true)', one);
  end loop;
end
$$;

-- People say where, and with which secret; the engine tells.
grant insert, update (url, description, types, state, because, version, position, failing_since, noticed_at)
  on webhook_endpoint to innfri_api;
grant update (state, because, version, position, failing_since, noticed_at) on webhook_endpoint to innfri_engine;
grant insert, update (ends_at) on webhook_secret to innfri_api;
grant insert, update (state, tries, next_try_at) on webhook_message to innfri_engine, innfri_api;
grant insert, update (ended_at, outcome, status, detail) on webhook_attempt to innfri_engine;
