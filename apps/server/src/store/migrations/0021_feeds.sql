-- Where a company's invoices and money are read from, and when each was last seen (B20). Steps wait while one is older
-- than the company lets it be: a file says that it waits for that, so that a stale day costs nothing and the first fresh
-- one finds them.

create table feed (
  creditor_id uuid not null references creditor,
  feed text not null check (feed in ('source', 'bank')),
  seen_at timestamptz not null,
  primary key (creditor_id, feed)
);
comment on table feed is 'until when a company''s source of invoices and its bank have been seen';
comment on column feed.seen_at is 'the end of what was read, if it says so, else when it was read; never back';

alter table feed enable row level security;
alter table feed force row level security;
create policy tenant on feed to innfri_engine, innfri_api
  using (creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy audit on feed for select to innfri_auditor using (true);

revoke all on feed from public;
grant select, insert, update (seen_at) on feed to innfri_engine, innfri_api;
grant select on feed to innfri_auditor;

alter table file add column waits_for_feed boolean not null default false;
comment on column file.waits_for_feed is 'a step of it waits until a feed is fresh again; the run that finds it so looks at it';
create index file_waits_for_feed on file (creditor_id) where waits_for_feed;
grant update (waits_for_feed) on file to innfri_engine, innfri_api;
