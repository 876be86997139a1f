-- Nothing ever left from the desk by e-mail, and no plan is asked for that a person must grant: what was kept ready for both.
drop index contact_entry_unsent;
alter table contact_entry drop column is_mail, drop column mailed_at;
alter table queue_taken drop constraint queue_taken_item_kind_check;
alter table queue_taken add constraint queue_taken_item_kind_check check (item_kind in ('objection', 'limitation', 'decide-by',
  'promise', 'call-back', 'returned-mail', 'delivery', 'message', 'parked', 'unmatched-money'));
