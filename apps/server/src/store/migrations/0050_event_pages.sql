-- What has happened, in the order in which it was seen to be committed: for those who follow a company's events from
-- outside. Claims' chains have no order among each other, and an instant says nothing of when its transaction ended.

-- Written by every statement that writes events, in the same transaction, as chain_growth is; numbered afterwards, when
-- it can be seen. So what is numbered later was committed later or seen later, and nothing comes in before it.
create table event_page (
  creditor_id uuid not null,
  claim_id uuid not null,
  seq int not null,
  claim_ids uuid[] not null,
  seqs int[] not null,
  written_at timestamptz not null default clock_timestamp(),
  position bigint check (position >= 0),
  primary key (creditor_id, claim_id, seq),
  check (cardinality(claim_ids) = cardinality(seqs) and cardinality(seqs) > 0)
);
comment on table event_page is 'events written together, named by the first of them, and how many a follower has seen before';
comment on column event_page.position is 'null until somebody who follows the events has come so far';
create unique index event_page_position on event_page (creditor_id, position) where position is not null;
create index event_page_new on event_page (creditor_id, written_at) where position is null;

alter table event_page enable row level security;
alter table event_page force row level security;
create policy tenant on event_page to innfri_engine, innfri_api
  using (creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy audit on event_page for select to innfri_auditor using (true);

revoke all on event_page from public;
grant select, insert, update (position) on event_page to innfri_engine, innfri_api;
grant select on event_page to innfri_auditor;
