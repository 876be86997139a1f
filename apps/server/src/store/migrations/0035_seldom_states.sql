-- Whoever looks for what few claims are does not walk past all others: those that wait for a person or are closed (what is
-- open, as most that is written is, is in no index of its own), those of a department, and those that came to a step.
create index claim_now_seldom on claim_now (creditor_id, state, claim_id) where state <> 'open';
create index invoice_department on invoice (creditor_id, (data ->> 'department'), invoice_id)
  where version_no = 1 and data ->> 'department' is not null;
create index step_kind on step (creditor_id, kind, claim_id);
