-- The same human across creditors: a national identity number, sealed with a key that is in no database, once, and found
-- by its keyed hash. A creditor's debtors point to it. A transaction that names a creditor reaches the persons that it
-- has named too, by id or hash, and so nobody can go through them: who asks has the debtor or the number already.

alter table person
  add column key_id text,
  add column made_at timestamptz not null default now(),
  alter column number_key drop not null,
  add check ((blanked_at is null) = (number_key is not null and number_sealed is not null and key_id is not null))
    not valid; -- Rows of before have no key's id; nothing that was released has written any.
comment on table person is 'the same human across creditors; blanked once no debtor points to it';
comment on column person.number_key is 'keyed hash of the national identity number, by which it is found';
comment on column person.number_sealed is 'the number, sealed for this row alone';
comment on column person.key_id is 'which key it is sealed and hashed with';
create index person_by_key on person (key_id, person_id) where blanked_at is null;

create policy named on person to innfri_engine, innfri_api
  using (encode(number_key, 'hex') = any(string_to_array(nullif(current_setting('innfri.persons', true), ''), ','))
    or person_id::text = any(string_to_array(nullif(current_setting('innfri.persons', true), ''), ',')));
-- Sealing anew and blanking go through all of them, for no creditor.
create policy operators on person to innfri_engine
  using (nullif(current_setting('innfri.creditor_id', true), '') is null);
grant select, insert on person to innfri_engine, innfri_api;
grant update (number_key, number_sealed, key_id, blanked_at) on person to innfri_engine;

-- Who signs in as a person finds what every creditor has on it, and what is left without a debtor is found to be so: both
-- have named the person and no creditor.
create policy same_person on debtor for select to innfri_engine, innfri_api
  using (nullif(current_setting('innfri.creditor_id', true), '') is null
    and person_id::text = any(string_to_array(nullif(current_setting('innfri.persons', true), ''), ',')));
create index debtor_person on debtor (creditor_id, person_id) where person_id is not null;
create index debtor_of_person on debtor (person_id) where person_id is not null;
grant update (person_id) on debtor to innfri_engine, innfri_api;

-- Secrets of webhooks are sealed anew with the newest key.
grant update (key_id, sealed) on webhook_secret to innfri_engine;
grant select, update (secret, backup_codes) on signin_second_factor to innfri_api;
