-- What is over goes in the worker's runs: sessions and half-done sign-ins past their time, tries of days ago, and answers to
-- requests that name no company as old as those of a company. The engine sees of these tables what is over and nothing else,
-- by the database's own clock, and of that no more than finds it.
do $$
declare
  one record;
begin
  for one in
    select * from (values
      ('operator_request', 'key', 'created_at', '30 days'),
      ('debtor_session', 'token_hash', 'expires_at', '1 day'),
      ('door_try', 'case_hash', 'first_at', '1 day'),
      ('signin_try', 'key', 'began_at', '1 day'),
      ('signin_session', 'id', 'expires_at', '1 day'),
      ('signin_verification', 'id', 'expires_at', '1 day')
    ) as t (name, id, at, kept)
  loop
    execute format('grant select (%I, %I), delete on %I to innfri_engine', one.id, one.at, one.name);
    execute format('create policy over on %I to innfri_engine
      using (nullif(current_setting(''innfri.creditor_id'', true), '''') is null and %I < now() - interval %L)',
      one.name, one.at, one.kept);
    execute format('create index %I on %I (%I)', one.name || '_' || one.at, one.name, one.at);
  end loop;
end
$$;
