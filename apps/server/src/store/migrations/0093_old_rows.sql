-- What is dropped or blanked for its age is found without walking past what is young: rows lie in the order of their time.
create index idempotency_key_created on idempotency_key using brin (created_at) with (autosummarize = on);
create index access_line_at on access_line using brin (at) with (autosummarize = on);

-- What somebody said who asked to be contacted goes a year after that was seen to.
grant select, update (said) on contact_request to innfri_engine;
