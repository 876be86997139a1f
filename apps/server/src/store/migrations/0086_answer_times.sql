-- How long people waited for an answer is asked of the last days alone.
create index objection_answered on objection (creditor_id, answered_on) where answered_on is not null;
