-- A debtor is out again when a later letter replaces the code that let it in, and when the customer turns out to be somebody or
-- somewhere else: written where that is, for the creditor that is named there.
create policy tenant_known on debtor_session for select to innfri_engine, innfri_api
  using (for_creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy tenant_out on debtor_session for update to innfri_engine, innfri_api
  using (for_creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
grant select (for_creditor_id, for_debtor_id, level, ended_at), update (ended_at) on debtor_session to innfri_engine;
create index debtor_session_debtor on debtor_session (for_creditor_id, for_debtor_id);
