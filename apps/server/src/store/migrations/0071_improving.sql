-- What people make of reports: boards of them, changes of routine that a finding led to, and what debtors thought of it all
-- once a claim had ended. A change is a row more; the newest version counts.

create table dashboard (
  creditor_id uuid not null,
  dashboard_id uuid not null,
  version_no int not null check (version_no > 0),
  owner_actor text,
  name text not null,
  cards jsonb not null,
  is_removed boolean not null,
  actor text not null,
  recorded_at timestamptz not null,
  primary key (creditor_id, dashboard_id, version_no)
);
comment on table dashboard is 'reports put together, by a user for itself or by a company for all. Append-only';
comment on column dashboard.owner_actor is 'whose it is; null for the whole company''s';

create table improvement (
  creditor_id uuid not null,
  improvement_id uuid not null,
  version_no int not null check (version_no > 0),
  title text not null,
  measure jsonb not null,
  before_value text,
  began_on date not null,
  due_on date not null,
  owner_user_id text not null,
  done_on date,
  actor text not null,
  recorded_at timestamptz not null,
  primary key (creditor_id, improvement_id, version_no)
);
comment on table improvement is 'a change of routine: whose it is, by when, and the figure that it is to change. Append-only';

create table satisfaction (
  creditor_id uuid not null,
  claim_id uuid not null,
  debtor_id uuid not null,
  score smallint not null check (score between 1 and 5),
  given_on date not null,
  recorded_at timestamptz not null,
  primary key (creditor_id, claim_id),
  foreign key (creditor_id, debtor_id, claim_id) references claim (creditor_id, debtor_id, claim_id)
);
comment on table satisfaction is 'how a debtor felt treated, once its claim had ended. Append-only';

do $$
declare
  one text;
begin
  foreach one in array array['dashboard', 'improvement', 'satisfaction'] loop
    execute format('create trigger append_only before update or delete or truncate on %I
      for each statement execute function refuse_change()', one);
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('create policy tenant on %I to innfri_engine, innfri_api
      using (creditor_id = nullif(current_setting(''innfri.creditor_id'', true), '''')::uuid)', one);
    execute format('create policy audit on %I for select to innfri_auditor using (true)', one);
    execute format('revoke all on %I from public', one);
    execute format('grant select, insert on %I to innfri_engine, innfri_api', one);
    execute format('grant select on %I to innfri_auditor', one);
  end loop;
end
$$;
