-- The day of a creditor's last run. A real company's day never goes back to before it, whatever a machine's clock says:
-- what is decided after it would be dated before what it follows.

alter table creditor add column last_run_on date;
comment on column creditor.last_run_on is 'the day of its last run; its today is never before it';

grant update (last_run_on) on creditor to innfri_engine;
