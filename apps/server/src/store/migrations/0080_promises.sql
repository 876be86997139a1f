-- Promises to pay are listed by the day on which they ran out, however many other holds there are.
create index hold_promise on hold (creditor_id, until_on desc, hold_id desc) where kind = 'promise' and ended_on is null;
