-- Who has confirmed an open point of the law packs, when, and on what text (project decision D11). The operator's
-- own: what the law says does not differ between its creditors. A confirmation is withdrawn by a further row.

create table law_sign_off (
  item_id text not null,
  version_no int not null check (version_no > 0),
  state text not null,
  by_name text not null check (by_name <> ''),
  on_day date not null,
  on_text text not null check (on_text <> ''),
  unconfirmed text not null,
  reading text not null,
  recorded_at timestamptz not null,
  primary key (item_id, version_no),
  constraint law_sign_off_state_check check (state in ('confirmed', 'withdrawn'))
);
comment on table law_sign_off is 'who has confirmed an open point of the law, on what text; the newest row of an item counts. Append-only';
comment on column law_sign_off.unconfirmed is 'what the law pack called unconfirmed then';
comment on column law_sign_off.reading is 'how the law pack read the point then: another reading needs another confirmation';

revoke all on law_sign_off from public;
grant select, insert on law_sign_off to innfri_engine, innfri_api;
grant select on law_sign_off to innfri_auditor;

create trigger append_only before update or delete or truncate on law_sign_off
  for each statement execute function refuse_change();
