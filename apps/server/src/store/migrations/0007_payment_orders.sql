-- What Kronofogden tells of an application for a payment order, besides its decision (sweden.md 6.3).

alter table event drop constraint event_kind_check;
alter table event add constraint event_kind_check check (kind in (
  'registered', 'invoice-changed', 'credit', 'closed', 'reopened', 'parked', 'unparked',
  'proposed', 'approved', 'stopped', 'postponed', 'held', 'released',
  'letter', 'step', 'undone', 'compensation', 'waiver', 'payment', 'payment-reversed', 'payment-plan', 'promise',
  'objection', 'objection-answered', 'objection-resolved',
  'application', 'attachment-application', 'decision', 'enforcement', 'payment-order', 'surveillance',
  'case-opened', 'case-closed', 'sent', 'delivered', 'bounced', 'returned', 'given-up',
  'contact', 'note', 'blanked'));
