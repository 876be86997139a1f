-- Who comes by the link of a message is known for one claim, and sees what is needed to pay it.
alter table debtor_session add column for_claim_id uuid;
alter table debtor_session add check (level <> 'link' or for_claim_id is not null);
comment on column debtor_session.for_claim_id is 'the only claim that a link opens; null for a session that opens all of the debtor''s at the company';
