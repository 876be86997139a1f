-- A backup is read by the auditor's role and holds every table: without those who may sign in, a restored installation
-- would let nobody in. Passwords are hashes there, second factors and sessions are sealed or signed by a key that the
-- database does not have.

do $$
declare one text;
begin
  foreach one in array array['signin_user', 'signin_account', 'signin_session', 'signin_verification',
    'signin_second_factor', 'signin_try'] loop
    execute format('create policy audit on %I for select to innfri_auditor using (true)', one);
    execute format('grant select on %I to innfri_auditor', one);
  end loop;
end $$;
