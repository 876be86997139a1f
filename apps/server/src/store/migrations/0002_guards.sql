-- Who may do what, whose rows anyone sees, and what nobody may change. A table that a later migration adds needs
-- its own grants, policies and trigger; the catalogue test finds one that has none.

-- Privileges. Nobody but the owner may delete, and the owner meets the triggers below. -----------------------------

revoke all on all tables in schema public from public;

grant select, insert on
  operator, person, bank_file, bank_line, operator_root,
  creditor, creditor_settings, plan_version, debtor, file, contact, free_text, invoice, claim, claim_now,
  collection_case, hold, document, step, message, delivery_attempt, approval, approval_item, ledger_transaction,
  payment, allocation, objection, event, daily_root, run, run_batch, idempotency_key, import_file, refused_row
to innfri_engine;

grant select, insert on
  operator, person, bank_line, operator_root,
  creditor, creditor_settings, plan_version, debtor, file, contact, free_text, invoice, claim, claim_now,
  collection_case, hold, document, step, message, delivery_attempt, approval, approval_item, ledger_transaction,
  payment, allocation, objection, event, daily_root, run, run_batch, idempotency_key, import_file, refused_row
to innfri_api;

grant select on account_name, posting, migration to innfri_engine, innfri_api;

grant update on file, claim_now, hold, message, delivery_attempt, approval, approval_item, collection_case, run
to innfri_engine, innfri_api;

-- By column: what may be blanked by retention, and the few facts that become known later.
grant update (salt, data, blanked_at) on contact to innfri_engine, innfri_api;
grant update (salt, body, blanked_at) on free_text to innfri_engine, innfri_api;
grant update (payer, matched_creditor_id, matched_at) on bank_line to innfri_engine, innfri_api;
grant update (number_sealed, blanked_at) on person to innfri_engine, innfri_api;
grant update (kind, person_id, plan_name) on debtor to innfri_engine, innfri_api;
grant update (answered_on) on objection to innfri_engine, innfri_api;
grant update (name, clock_on) on creditor to innfri_engine, innfri_api;
grant update (name, licence) on operator to innfri_engine, innfri_api;
grant update (response) on idempotency_key to innfri_engine, innfri_api;
grant update (counts) on import_file to innfri_engine, innfri_api;

grant select on all tables in schema public to innfri_auditor;

grant select on operator, creditor, debtor, contact, invoice, claim, collection_case, document, message, payment,
  objection, free_text
to innfri_debtor;
grant insert on objection, free_text to innfri_debtor;

-- Row-level security. The expressions are written out: Citus refuses a subselect in a policy, and it is no faster.
-- A transaction that has not named its creditor sees no rows. ------------------------------------------------------

do $$
declare
  one text;
begin
  for one in
    select c.table_name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'creditor_id' and t.table_type = 'BASE TABLE'
    order by 1
  loop
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('create policy tenant on %I to innfri_engine, innfri_api
      using (creditor_id = nullif(current_setting(''innfri.creditor_id'', true), '''')::uuid)', one);
    execute format('create policy audit on %I for select to innfri_auditor using (true)', one);
  end loop;

  foreach one in array array['debtor', 'contact', 'invoice', 'claim', 'collection_case', 'document', 'message',
    'payment', 'objection', 'free_text']
  loop
    execute format('create policy own on %I for select to innfri_debtor
      using (creditor_id = nullif(current_setting(''innfri.creditor_id'', true), '''')::uuid
        and debtor_id = nullif(current_setting(''innfri.debtor_id'', true), '''')::uuid)', one);
  end loop;

  foreach one in array array['objection', 'free_text'] loop
    execute format('create policy own_new on %I for insert to innfri_debtor
      with check (creditor_id = nullif(current_setting(''innfri.creditor_id'', true), '''')::uuid
        and debtor_id = nullif(current_setting(''innfri.debtor_id'', true), '''')::uuid)', one);
  end loop;

  -- The views for the debtor read these with the owner's eyes, who is under the same rules as everybody.
  foreach one in array array['claim', 'claim_now', 'step', 'event'] loop
    execute format('create policy view_of_one_creditor on %I for select to innfri_owner
      using (creditor_id = nullif(current_setting(''innfri.creditor_id'', true), '''')::uuid)', one);
  end loop;
end
$$;

create policy tenant_of_debtor on creditor for select to innfri_debtor
  using (creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);

-- The one wider door: the scheduler must know whom to visit.
create policy every_creditor on creditor for select to innfri_engine using (true);

-- What a debtor may see of the tables that do not name the debtor.
create view debtor_claim_now with (security_barrier = true) as
  select n.* from claim c join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
  where c.creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid
    and c.debtor_id = nullif(current_setting('innfri.debtor_id', true), '')::uuid;
create view debtor_step with (security_barrier = true) as
  select s.* from claim c join step s on s.creditor_id = c.creditor_id and s.claim_id = c.claim_id
  where c.creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid
    and c.debtor_id = nullif(current_setting('innfri.debtor_id', true), '')::uuid;
create view debtor_event with (security_barrier = true) as
  select e.creditor_id, e.claim_id, e.seq, e.kind, e.happened_on, e.recorded_at, e.data
  from claim c join event e on e.creditor_id = c.creditor_id and e.claim_id = c.claim_id
  where c.creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid
    and c.debtor_id = nullif(current_setting('innfri.debtor_id', true), '')::uuid;
comment on view debtor_claim_now is 'claim_now as the debtor may see it';
comment on view debtor_step is 'step as the debtor may see it';
comment on view debtor_event is 'event as the debtor may see it, without the actor';
grant select on debtor_claim_now, debtor_step, debtor_event to innfri_debtor;

-- Append-only. Nobody was granted update or delete; this is for the owner's slips. ----------------------------------

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are only ever added: % is refused', tg_table_name, lower(tg_op)
    using errcode = 'restrict_violation';
end
$$;

do $$
declare
  one text;
begin
  foreach one in array array['event', 'ledger_transaction', 'document', 'step', 'invoice', 'claim', 'payment',
    'allocation', 'bank_file', 'daily_root', 'operator_root']
  loop
    execute format('create trigger append_only before update or delete or truncate on %I
      for each statement execute function refuse_change()', one);
  end loop;
end
$$;
