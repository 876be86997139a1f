-- What those ask who keep the installation running, answered without reading a large table.

create index message_unknown on message (creditor_id) where state = 'unknown';

-- Of the whole installation.
create table backup (
  backup_id uuid not null,
  kind text not null,
  made_at timestamptz not null,
  recorded_at timestamptz not null,
  manifest_sha256 bytea not null check (length(manifest_sha256) = 32),
  row_count bigint not null,
  byte_count bigint not null,
  by_name text,
  primary key (backup_id, kind),
  constraint backup_kind_check check (kind in ('made', 'restored', 'accepted')),
  check ((kind = 'accepted') = (by_name is not null))
);
comment on table backup is 'backups that were made of this database, the one it was filled from, and who then let its runs go on. Append-only';
comment on column backup.made_at is 'the moment that the backup shows';
create index backup_made on backup (made_at) where kind = 'made';

revoke all on backup from public;
grant select, insert on backup to innfri_engine;
grant select on backup to innfri_api, innfri_auditor;

create trigger append_only before update or delete or truncate on backup
  for each statement execute function refuse_change();
