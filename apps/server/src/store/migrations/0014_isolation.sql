-- Each role has what its work needs and no more, and money of the bank belongs to the creditor it was matched with.
-- docs/reference/roles-and-rows.md says in words what roles-and-rows.txt, beside these files, says in letters.

-- Bank money. A transaction that has named its creditor sees what waits and its own; only one that has named none, as
-- when a file is stored and matched, sees all. A portal's connection sees what its creditor was paid. ----------------

alter table bank_line enable row level security;
alter table bank_line force row level security;
create policy own_or_waiting on bank_line for select to innfri_engine
  using (matched_creditor_id is null
    or matched_creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid
    or nullif(current_setting('innfri.creditor_id', true), '') is null);
create policy waiting_new on bank_line for insert to innfri_engine with check (matched_creditor_id is null);
create policy matched on bank_line for update to innfri_engine
  using (matched_creditor_id is null
    or matched_creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid)
  with check (matched_creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy own on bank_line for select to innfri_api
  using (matched_creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy audit on bank_line for select to innfri_auditor using (true);

-- A file holds the money of many creditors, and its sums are the sum of them.
alter table bank_file enable row level security;
alter table bank_file force row level security;
create policy operators on bank_file to innfri_engine
  using (nullif(current_setting('innfri.creditor_id', true), '') is null);
create policy audit on bank_file for select to innfri_auditor using (true);

-- The same human across creditors: nothing is written here yet, and whatever will be asks for its own door.
alter table person enable row level security;
alter table person force row level security;
create policy audit on person for select to innfri_auditor using (true);
revoke all on person from innfri_engine, innfri_api;

-- The scheduler must know whom to visit; whoever has named a creditor knows it already.
drop policy every_creditor on creditor;
create policy every_creditor on creditor for select to innfri_engine
  using (nullif(current_setting('innfri.creditor_id', true), '') is null);

-- What nobody writes, nobody may. Blanking gets its rights back with retention, which will use them. -----------------

revoke update on operator, creditor, debtor, contact, free_text, bank_line, idempotency_key, file, claim_now, hold,
  approval, approval_item, collection_case from innfri_engine, innfri_api;
revoke update (name, licence) on operator from innfri_engine, innfri_api;
revoke update (name, clock_on) on creditor from innfri_api;
revoke update (kind, person_id, plan_name) on debtor from innfri_engine, innfri_api;
revoke update (salt, data, blanked_at) on contact from innfri_engine, innfri_api;
revoke update (salt, body, blanked_at) on free_text from innfri_engine, innfri_api;
revoke update (payer, matched_creditor_id, matched_at) on bank_line from innfri_engine, innfri_api;
revoke update (response) on idempotency_key from innfri_engine;

grant update (name, clock_on) on creditor to innfri_engine;
grant update (matched_creditor_id, matched_at) on bank_line to innfri_engine;
grant update (name) on creditor to innfri_api;
grant update (response) on idempotency_key to innfri_api;
grant update (kind) on debtor to innfri_engine, innfri_api;
grant update (next_look_on, version) on file to innfri_engine, innfri_api;
grant update (open_principal_minor, open_interest_minor, open_costs_minor, head_seq, closed_on, step_count, entry_count,
  state, head_hash, case_id) on claim_now to innfri_engine, innfri_api;
grant update (ended_on) on hold to innfri_engine, innfri_api;
grant update (state) on approval to innfri_engine, innfri_api;
grant update (state, decided_by, decided_at) on approval_item to innfri_engine, innfri_api;
grant update (closed_on) on collection_case to innfri_engine, innfri_api;

-- A portal's act is a batch of one and writes what a batch writes. It runs no day, sends nothing, takes no bank file,
-- roots no chain and changes no law: these are read, or not even that.
revoke insert on operator, operator_root, law_sign_off, bank_line, run, run_batch, daily_root, delivery_attempt
  from innfri_api;
revoke update on run, message, delivery_attempt from innfri_api;

-- A debtor's no cannot come in answered, and what it writes lies with a claim of its own.
revoke insert on objection, free_text from innfri_debtor;
grant insert (creditor_id, objection_id, debtor_id, claim_id, extent, amount_minor, received_on, answer_by, text_id)
  on objection to innfri_debtor;
grant insert (creditor_id, text_id, debtor_id, claim_id, salt, body) on free_text to innfri_debtor;
alter table free_text add foreign key (creditor_id, debtor_id, claim_id)
  references claim (creditor_id, debtor_id, claim_id);

-- Functions are for those who are named. This counts for whatever a later migration makes, too. ---------------------

alter default privileges revoke execute on functions from public;
revoke execute on function refuse_change() from public;
