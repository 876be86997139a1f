-- What opens a user's data ends when nobody is there any more.

-- Identities of providers go with a second factor that is reset and an address that is no more; whose they were is in the
-- audit log.
grant delete on signin_account to innfri_api;

alter table debtor_session add column used_at timestamptz;
comment on column debtor_session.used_at is 'when something was asked with it last, to the minute; null before anything was';
grant update (used_at) on debtor_session to innfri_api;
