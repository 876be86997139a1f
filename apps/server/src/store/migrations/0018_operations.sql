-- What those ask who keep the installation running, answered without reading a large table.

create index message_unknown on message (creditor_id) where state = 'unknown';

-- When a backup was made, and when this database was filled from one. Of the whole installation.
create table backup (
  backup_id uuid not null,
  kind text not null,
  made_at timestamptz not null,
  recorded_at timestamptz not null,
  manifest_sha256 bytea not null check (length(manifest_sha256) = 32),
  row_count bigint not null,
  byte_count bigint not null,
  accepted_at timestamptz,
  accepted_by text,
  primary key (backup_id, kind),
  constraint backup_kind_check check (kind in ('made', 'restored')),
  check ((accepted_at is null) = (accepted_by is null))
);
comment on table backup is 'backups that were made of this database, and the one that it was filled from';
comment on column backup.made_at is 'the moment that the backup shows';
comment on column backup.accepted_at is 'of a restored one: when somebody had looked at what left after made_at, and let the runs go on';
create index backup_made on backup (made_at) where kind = 'made';

revoke all on backup from public;
grant select, insert on backup to innfri_engine;
grant update (accepted_at, accepted_by) on backup to innfri_engine;
grant select on backup to innfri_api, innfri_auditor;
