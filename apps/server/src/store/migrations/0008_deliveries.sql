-- Several processes deliver one creditor's letters at once, and any of them may be killed between a letter and the
-- word of whoever took it. A letter is taken by its attempt: the row is there before its carrier is called, leased to
-- whoever made it until a moment of the database's own clock, and says what came of it afterwards.

alter table message drop constraint message_state_check;
alter table message add constraint message_state_check check (state in ('queued', 'sent', 'delivered', 'bounced',
  'returned', 'given-up', 'withdrawn', 'unknown'));

alter table delivery_attempt
  add column carrier text not null default 'capture'
    constraint delivery_attempt_carrier_check check (carrier in ('capture', 'smtp', 'folder', 'sftp')),
  add column batch_id uuid,
  add column lease_by uuid,
  add column lease_until timestamptz,
  add column called_at timestamptz,
  add constraint delivery_attempt_lease_check check (ended_at is null or lease_until is null);
alter table delivery_attempt alter column carrier drop default;
comment on table delivery_attempt is 'recorded before each try and completed after it; while it is open it is leased to one process';
comment on column delivery_attempt.carrier is 'who took the letter: a mail server, a print house''s folder, or only a file of ours';
comment on column delivery_attempt.batch_id is 'letters that were handed over together, and are handed over as the same batch again';
comment on column delivery_attempt.lease_until is 'of the database''s clock: afterwards another process may go on with it';
comment on column delivery_attempt.called_at is 'set before a carrier is called that must not be called twice; without an outcome nobody knows it';
