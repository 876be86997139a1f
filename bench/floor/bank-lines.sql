-- The floor of booking a bank file: the very rows that were written for it, prepared in staging tables, written set-wise
-- under the same role, policies, triggers and constraints. Fair because every row is written, and no line is read,
-- matched, divided or hashed. Its lines are stored as waiting ones and not marked as matched afterwards, so it does a
-- little less than it might.
insert into bank_file select * from stage_bank_file;
insert into bank_line select bank_line_id, bank_file_id, account, bank_reference, booked_on, value_on, amount_minor, currency,
  reference, payer, null, null from stage_bank_line;
-- as creditor
with file_w as (
  update file f set next_look_on = s.next_look_on, version = f.version + 1 from stage_file s
  where f.creditor_id = :creditor and f.debtor_id = s.debtor_id returning 1),
claim_w as (
  update claim_now c set open_principal_minor = s.open_principal_minor, open_interest_minor = s.open_interest_minor,
    open_costs_minor = s.open_costs_minor, head_seq = s.head_seq, head_hash = s.head_hash, closed_on = s.closed_on,
    step_count = s.step_count, entry_count = s.entry_count, state = s.state, stage = s.stage, case_id = s.case_id
  from stage_claim_now s where c.creditor_id = :creditor and c.claim_id = s.claim_id returning 1),
growth_w as (insert into chain_growth select * from stage_chain_growth),
payment_w as (insert into payment select * from stage_payment returning 1),
allocation_w as (insert into allocation select * from stage_allocation),
ledger_w as (insert into ledger_transaction select * from stage_ledger_transaction),
event_w as (insert into event select * from stage_event)
select (select count(*) from file_w) as files, (select count(*) from claim_w) as claims,
  (select count(*) from payment_w) as payments
