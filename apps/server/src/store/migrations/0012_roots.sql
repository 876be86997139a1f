-- What was recorded is sealed: a root a day over the chains that have grown since the root before. A root covers what
-- was committed when it was made and no earlier root covers, whatever day or instant it tells of; so what is committed
-- late is in the next one, and nothing is in none.

-- Written by every statement that writes events, in the same transaction: it is there exactly when they are. It says
-- which chains a seal must look at, so that a seal costs what happened and not what exists.
create table chain_growth (
  creditor_id uuid not null,
  claim_id uuid not null,
  seq int not null,
  claim_ids uuid[],
  sealed_on date,
  primary key (creditor_id, claim_id, seq),
  check ((sealed_on is null) = (claim_ids is not null))
);
comment on table chain_growth is 'events written together, named by the first of them, until a root covers them';
comment on column chain_growth.claim_ids is 'the claim of each event; null once sealed, when sealed_chain tells it';
create index chain_growth_unsealed on chain_growth (creditor_id) where sealed_on is null;

create table sealed_chain (
  creditor_id uuid not null,
  root_on date not null,
  claim_id uuid not null,
  seq int not null check (seq > 0),
  hash bytea not null check (length(hash) = 32),
  primary key (creditor_id, root_on, claim_id)
);
comment on table sealed_chain is 'how far a chain had come when a root was made: a leaf of that root''s tree. Append-only';

alter table daily_root
  add column chain_count int not null check (chain_count > 0),
  add column tree bytea not null check (length(tree) = 32),
  add column recorded_at timestamptz not null;
comment on table daily_root is 'a hash over the chains that have grown since the root before, and that root. Append-only';
comment on column daily_root.tree is 'the Merkle tree (RFC 6962) over the rows of sealed_chain of this day, in order of claim';

-- One row is one root with all its leaves, as a ledger transaction is one row with its postings.
alter table operator_root
  add column creditor_ids uuid[] not null,
  add column creditor_root_on date[] not null,
  add column creditor_roots bytea[] not null,
  add column tree bytea not null check (length(tree) = 32),
  add column recorded_at timestamptz not null,
  add check (cardinality(creditor_ids) > 0 and cardinality(creditor_ids) = cardinality(creditor_root_on)
    and cardinality(creditor_ids) = cardinality(creditor_roots));
comment on table operator_root is 'one hash a day over the newest daily root of every creditor. Append-only';

-- Which books came out clean, and how far they were sealed then: an incremental verify begins there.
create table verification (
  creditor_id uuid not null,
  verification_no int not null check (verification_no > 0),
  verified_at timestamptz not null,
  is_full boolean not null,
  root_on date,
  root bytea check (length(root) = 32),
  claim_count int not null,
  event_count int not null,
  primary key (creditor_id, verification_no),
  check ((root_on is null) = (root is null))
);
comment on table verification is 'a verify of all of a creditor''s books, or of what had changed, that found nothing. Append-only';

do $$
declare
  one text;
begin
  foreach one in array array['chain_growth', 'sealed_chain', 'verification'] loop
    execute format('revoke all on %I from public', one);
    execute format('grant select, insert on %I to innfri_engine', one);
    execute format('grant select on %I to innfri_api', one);
    execute format('grant select on %I to innfri_auditor', one);
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('create policy tenant on %I to innfri_engine, innfri_api
      using (creditor_id = nullif(current_setting(''innfri.creditor_id'', true), '''')::uuid)', one);
    execute format('create policy audit on %I for select to innfri_auditor using (true)', one);
  end loop;

  foreach one in array array['sealed_chain', 'verification'] loop
    execute format('create trigger append_only before update or delete or truncate on %I
      for each statement execute function refuse_change()', one);
  end loop;
end
$$;

-- Whoever writes events notes them; the engine alone seals.
grant insert on chain_growth to innfri_api;
grant update (claim_ids, sealed_on) on chain_growth to innfri_engine;
