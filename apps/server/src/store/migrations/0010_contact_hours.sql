-- Contact hours are limits of the engine: a message by a channel that calls for attention leaves within the hours of the
-- day it was decided for, or not at all, and is then decided anew.

alter table message add column send_before timestamptz;
comment on column message.send_before is 'the instant from which it may not leave any more; null where it may leave at any time';
