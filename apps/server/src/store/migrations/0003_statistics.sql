-- A creditor that has just come is unknown to the planner, which takes "all rows of this creditor" for one row and
-- reads all of them again and again, until statistics are next collected. Whoever adds many rows may have them
-- collected. Only an owner may analyze before PostgreSQL 17, so the function does it as the owner.

create function refresh_statistics() returns void language plpgsql security definer
  set search_path = public, pg_temp set default_statistics_target = 30 as $$
begin
  -- Of a third of the usual sample, and only what was said above: autovacuum does the rest in its own time.
  analyze debtor (creditor_id), file (creditor_id), contact (creditor_id), invoice (creditor_id),
    claim (creditor_id), claim_now (creditor_id);
end
$$;
comment on function refresh_statistics() is 'for imports: lets the planner know the rows that have come';

revoke all on function refresh_statistics() from public;
grant execute on function refresh_statistics() to innfri_engine, innfri_api;
