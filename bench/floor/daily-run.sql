-- The floor of the daily run: the very rows that a run wrote, prepared in staging tables, written set-wise in one
-- transaction into the same tables, under the same role, policies, triggers and constraints. Fair because nothing a
-- run must write is left out, and nothing is read, decided, hashed or encoded here.
with file_w as (
  update file f set next_look_on = s.next_look_on, version = f.version + 1 from stage_file s
  where f.creditor_id = :creditor and f.debtor_id = s.debtor_id returning 1),
claim_w as (
  update claim_now c set open_principal_minor = s.open_principal_minor, open_interest_minor = s.open_interest_minor,
    open_costs_minor = s.open_costs_minor, head_seq = s.head_seq, head_hash = s.head_hash, closed_on = s.closed_on,
    step_count = s.step_count, entry_count = s.entry_count, state = s.state, stage = s.stage, case_id = s.case_id
  from stage_claim_now s where c.creditor_id = :creditor and c.claim_id = s.claim_id returning 1),
part_w as (insert into document_part select * from stage_document_part),
growth_w as (insert into chain_growth select * from stage_chain_growth),
batch_w as (insert into run_batch select * from stage_run_batch),
document_w as (insert into document select * from stage_document returning 1),
step_w as (insert into step select * from stage_step returning 1),
message_w as (insert into message select * from stage_message returning 1),
ledger_w as (insert into ledger_transaction select * from stage_ledger_transaction returning 1),
event_w as (insert into event select * from stage_event returning 1)
select (select count(*) from file_w) as files, (select count(*) from claim_w) as claims,
  (select count(*) from document_w) as documents, (select count(*) from step_w) as steps,
  (select count(*) from message_w) as messages, (select count(*) from ledger_w) as entries,
  (select count(*) from event_w) as events
