-- What the operator has loaded beside the packaged law: rows of a table, or the first day of an Act. One of the
-- operator's own tables: the law is the same for all creditors of an installation.

create table law_entry (
  subject text not null,
  entry_no int not null check (entry_no > 0),
  kind text not null check (kind in ('table', 'regime')),
  data jsonb not null,
  source text not null,
  entered_by text not null,
  confirmed_by text not null,
  recorded_at timestamptz not null,
  primary key (subject, entry_no),
  check (lower(btrim(entered_by)) <> lower(btrim(confirmed_by)))
);
comment on table law_entry is 'what somebody has entered and somebody else confirmed of the law: rows after the last checked day of a table, or from when an Act counts. Append-only';
comment on column law_entry.subject is 'the id of a table or regime, as innfri law rates prints it';

revoke all on law_entry from public;
grant select, insert on law_entry to innfri_engine;
grant select on law_entry to innfri_api, innfri_auditor;

create trigger append_only before update or delete or truncate on law_entry
  for each statement execute function refuse_change();
