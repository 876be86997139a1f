-- The floor of an import: the very rows that it wrote, prepared in staging tables, written set-wise in one transaction
-- under the same role, policies, triggers and constraints. Fair because every row is written, and no file is read,
-- checked, compared or hashed.
insert into debtor select * from stage_debtor;
insert into contact select * from stage_contact;
with file_w as (insert into file select * from stage_file returning 1),
invoice_w as (insert into invoice select * from stage_invoice returning 1),
claim_w as (insert into claim select * from stage_claim returning 1),
now_w as (insert into claim_now select * from stage_claim_now returning 1),
growth_w as (insert into chain_growth select * from stage_chain_growth),
ledger_w as (insert into ledger_transaction select * from stage_ledger_transaction returning 1),
event_w as (insert into event select * from stage_event returning 1)
select (select count(*) from file_w) as files, (select count(*) from invoice_w) as invoices,
  (select count(*) from claim_w) as claims, (select count(*) from now_w) as states,
  (select count(*) from ledger_w) as entries, (select count(*) from event_w) as events
