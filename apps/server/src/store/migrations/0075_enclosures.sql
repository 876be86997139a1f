-- Papers to a claim: what shows that it is owed, or that it is not. The content lies by its hash, once for a company, and
-- can be blanked; the row keeps the hash.

create table enclosure_content (
  creditor_id uuid not null references creditor,
  hash bytea not null check (length(hash) = 32),
  bytes bytea,
  primary key (creditor_id, hash)
);
comment on table enclosure_content is 'what was attached, by its hash; blanked by retention, and there again when it is attached anew';
-- Pictures and PDF are compressed already.
alter table enclosure_content alter column bytes set storage external;

create table enclosure (
  creditor_id uuid not null,
  enclosure_id uuid not null,
  claim_id uuid not null,
  enclosure_no int not null check (enclosure_no > 0),
  debtor_id uuid not null,
  objection_id uuid,
  kind text not null check (kind in ('invoice', 'order-confirmation', 'photo', 'other')),
  file_name text,
  media_type text not null,
  size_bytes int not null check (size_bytes > 0),
  hash bytea not null check (length(hash) = 32),
  written_by text not null check (written_by in ('creditor', 'operator', 'debtor')),
  actor text not null,
  added_at timestamptz not null,
  scan text not null check (scan in ('clean', 'unscanned')),
  is_shared boolean not null,
  blanked_at timestamptz,
  primary key (creditor_id, enclosure_id),
  unique (creditor_id, claim_id, enclosure_no),
  foreign key (creditor_id, claim_id) references claim,
  foreign key (creditor_id, objection_id) references objection,
  foreign key (creditor_id, hash) references enclosure_content
);
comment on table enclosure is 'papers to a claim or to an objection to it';
comment on column enclosure.media_type is 'by what is in the file, whatever it was called';
comment on column enclosure.is_shared is 'the debtor sees it; its own it always sees';
create index enclosure_hash on enclosure (creditor_id, hash);

do $$
declare
  one text;
begin
  foreach one in array array['enclosure_content', 'enclosure'] loop
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

grant update (bytes) on enclosure_content to innfri_engine, innfri_api;
grant update (file_name, blanked_at) on enclosure to innfri_engine;
grant update (file_name, blanked_at, is_shared) on enclosure to innfri_api;
