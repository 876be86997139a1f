-- The tables. What is known is only added to; what changes stands in the narrow tables file and claim_now, which
-- can be rebuilt from the rest. Written to PostgreSQL 15. Ids are made in the application. creditor_id leads
-- every key, so that the tables can be spread over a cluster by creditor; the operator's own tables come first
-- and have none.

-- The operator's own --------------------------------------------------------------------------------------------

create table operator (
  operator_id uuid primary key,
  name text not null,
  kind text not null check (kind in ('self', 'agency')),
  licence jsonb
);
comment on table operator is 'who runs this installation: a creditor itself, or a licensed agency';

create table person (
  person_id uuid primary key,
  number_key bytea not null unique,
  number_sealed bytea,
  blanked_at timestamptz
);
comment on table person is 'the same human across creditors; number_key is a keyed hash, number_sealed is encrypted';

create table bank_file (
  bank_file_id uuid primary key,
  sha256 bytea not null unique check (length(sha256) = 32),
  format text not null,
  received_at timestamptz not null,
  totals jsonb not null
);
comment on table bank_file is 'a bank file as received; its bytes lie in the archive by hash. Append-only';

create table bank_line (
  bank_line_id uuid primary key,
  bank_file_id uuid not null references bank_file,
  account text not null,
  bank_reference text not null,
  booked_on date not null,
  value_on date not null,
  amount_minor bigint not null,
  currency char(3) not null,
  reference text,
  payer jsonb,
  matched_creditor_id uuid,
  matched_at timestamptz,
  unique (account, bank_reference),
  check ((matched_creditor_id is null) = (matched_at is null))
);
comment on table bank_line is 'one entry of a bank file, used once however often the file is loaded; unmatched money waits here';
comment on column bank_line.payer is 'personal: set to null by retention';
create index bank_line_open on bank_line (booked_on) where matched_at is null;

create table operator_root (
  root_on date primary key,
  root bytea not null check (length(root) = 32)
);
comment on table operator_root is 'one hash a day over the daily roots of all creditors. Append-only';

create table account_name (
  account_no smallint primary key,
  name text not null unique
);
comment on table account_name is 'chart of accounts';

-- The creditor ----------------------------------------------------------------------------------------------------

create table creditor (
  creditor_id uuid primary key,
  name text not null,
  country char(2) not null check (country in ('NO', 'SE', 'DK', 'FI')),
  time_zone text not null,
  is_sandbox boolean not null default false,
  clock_on date,
  check (clock_on is null or is_sandbox)
);
comment on table creditor is 'a company that is owed: the tenant';
comment on column creditor.clock_on is 'a sandbox''s own today; null for the real one';

create table creditor_settings (
  creditor_id uuid not null references creditor,
  valid_from_on date not null,
  version_no int not null check (version_no > 0),
  recorded_at timestamptz not null,
  data jsonb not null,
  primary key (creditor_id, valid_from_on, version_no)
);
comment on table creditor_settings is 'terms, channels, minimums, automation: dated and versioned';

create table plan_version (
  creditor_id uuid not null references creditor,
  plan_name text not null,
  version_no int not null check (version_no > 0),
  valid_from_on date not null,
  recorded_at timestamptz not null,
  data jsonb not null,
  primary key (creditor_id, plan_name, version_no)
);
comment on table plan_version is 'the steps a creditor wants, with their waits';

-- The debtor ------------------------------------------------------------------------------------------------------

create table debtor (
  creditor_id uuid not null references creditor,
  debtor_id uuid not null,
  customer_number text not null,
  kind text check (kind in ('person', 'sole-trader', 'business', 'public')),
  person_id uuid,
  plan_name text,
  primary key (creditor_id, debtor_id),
  unique (creditor_id, customer_number)
);
comment on table debtor is 'who owes, as this creditor knows it; an unknown kind is null and parks the claims';

-- Apart from debtor because next_look_on is indexed: its update rewrites every index of its table at every look.
create table file (
  creditor_id uuid not null,
  debtor_id uuid not null,
  next_look_on date,
  version int not null default 1,
  primary key (creditor_id, debtor_id)
) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02);
comment on table file is 'the debtor as unit of decision: when to look next; version guards the write';
create index file_due on file (creditor_id, next_look_on, debtor_id) where next_look_on is not null;

create table contact (
  creditor_id uuid not null,
  contact_id uuid not null,
  debtor_id uuid not null,
  valid_from_on date not null,
  salt bytea,
  data jsonb,
  blanked_at timestamptz,
  primary key (creditor_id, contact_id),
  check ((blanked_at is null) = (salt is not null and data is not null)),
  foreign key (creditor_id, debtor_id) references debtor
);
comment on table contact is 'names, addresses, e-mail, phone: the only place they stand, blanked by retention';
create index contact_debtor on contact (creditor_id, debtor_id);

create table free_text (
  creditor_id uuid not null,
  text_id uuid not null,
  debtor_id uuid,
  claim_id uuid,
  salt bytea,
  body text,
  blanked_at timestamptz,
  primary key (creditor_id, text_id),
  check ((blanked_at is null) = (salt is not null and body is not null))
);
comment on table free_text is 'letters from people, replies, notes: blanked by retention';
comment on column free_text.debtor_id is 'set where the debtor wrote it or may read it';

-- The claim -------------------------------------------------------------------------------------------------------

create table invoice (
  creditor_id uuid not null,
  invoice_id uuid not null,
  version_no int not null check (version_no > 0),
  debtor_id uuid not null,
  number text not null,
  recorded_at timestamptz not null,
  data jsonb not null,
  hash bytea not null check (length(hash) = 32),
  primary key (creditor_id, invoice_id, version_no),
  unique (creditor_id, number, version_no)
);
comment on table invoice is 'what the source said, one row per version, without names and addresses. Append-only';
comment on column invoice.hash is 'sha256(salt of the contact || canonical JSON): chains hold it after the salt is gone';

create table claim (
  creditor_id uuid not null,
  claim_id uuid not null,
  debtor_id uuid not null,
  invoice_id uuid not null,
  instalment_no smallint not null,
  currency char(3) not null check (currency in ('NOK', 'SEK', 'DKK', 'EUR')),
  principal_minor bigint not null,
  due_on date not null,
  reference text not null,
  primary key (creditor_id, claim_id),
  unique (creditor_id, debtor_id, claim_id),
  unique (creditor_id, invoice_id, instalment_no),
  unique (creditor_id, reference),
  foreign key (creditor_id, debtor_id) references debtor
);
comment on table claim is 'one instalment of one invoice: what never changes about it. Append-only';

-- No second index, so that every update stays within its page where there is room.
create table claim_now (
  creditor_id uuid not null,
  claim_id uuid not null,
  open_principal_minor bigint not null,
  open_interest_minor bigint not null default 0,
  open_costs_minor bigint not null default 0,
  head_seq int not null,
  closed_on date,
  step_count smallint not null default 0,
  entry_count smallint not null default 0,
  state text not null check (state in ('open', 'parked', 'closed')),
  head_hash bytea not null,
  case_id uuid,
  primary key (creditor_id, claim_id),
  check ((state = 'closed') = (closed_on is not null))
) with (fillfactor = 85);
comment on table claim_now is 'what a claim has come to: a cache of its events and entries, with the head of its chain';

create table collection_case (
  creditor_id uuid not null,
  case_id uuid not null,
  debtor_id uuid not null,
  opened_on date not null,
  closed_on date,
  primary key (creditor_id, case_id)
);
comment on table collection_case is 'claims on one debtor collected together, with one fee';

create table hold (
  creditor_id uuid not null,
  hold_id uuid not null,
  debtor_id uuid not null,
  claim_id uuid,
  kind text not null check (kind in ('stopped', 'postponed', 'disputed', 'payment-plan', 'promise', 'bankrupt',
    'debt-settlement', 'deceased', 'minor', 'unknown-address', 'stale-data', 'double-dunning', 'unmatched-money',
    'excluded', 'unconfirmed-law', 'surveillance', 'legal', 'other')),
  from_on date not null,
  until_on date,
  ended_on date,
  text_id uuid,
  primary key (creditor_id, hold_id),
  check (until_on >= from_on)
);
comment on table hold is 'why nothing may happen now; without a claim it holds the whole file';
create index hold_open on hold (creditor_id, debtor_id) where ended_on is null;

-- What the engine writes. No foreign keys on step, document, message, ledger_transaction and event: they cost
-- two fifths of the run; innfri verify looks for orphans instead. ---------------------------------------------------

create table document (
  creditor_id uuid not null,
  document_id uuid not null,
  debtor_id uuid not null,
  kind text not null check (kind in ('reminder', 'notice', 'demand', 'reply', 'payment-plan', 'statement', 'other')),
  template text not null,
  language char(2) not null check (language in ('nb', 'sv', 'en', 'da', 'fi')),
  dated_on date not null,
  data jsonb not null,
  derivations jsonb not null,
  hash bytea not null check (length(hash) = 32),
  primary key (creditor_id, document_id)
);
comment on table document is 'what was said, frozen; its pages are rendered from it. Append-only';

create table step (
  creditor_id uuid not null,
  claim_id uuid not null,
  ordinal smallint not null check (ordinal > 0),
  kind text not null check (kind in ('free-reminder', 'reminder', 'notice', 'demand', 'follow-up', 'heavy',
    'legal', 'solvency', 'surveillance', 'compensation', 'close')),
  taken_on date not null,
  deadline_on date,
  document_id uuid,
  case_id uuid,
  because jsonb not null,
  primary key (creditor_id, claim_id, ordinal)
);
comment on table step is 'one thing done to a claim, once. Append-only';

create table message (
  creditor_id uuid not null,
  message_id uuid not null,
  document_id uuid not null,
  debtor_id uuid not null,
  contact_id uuid not null,
  channel text not null check (channel in ('email', 'sms', 'post', 'digital-mailbox', 'portal')),
  state text not null check (state in ('queued', 'sent', 'delivered', 'bounced', 'returned', 'given-up', 'withdrawn')),
  send_after timestamptz not null,
  primary key (creditor_id, message_id)
) with (fillfactor = 90);
comment on table message is 'one delivery of a document by one channel; message_id is the provider''s idempotency key';
create index message_queued on message (creditor_id, send_after) where state = 'queued';

create table delivery_attempt (
  creditor_id uuid not null,
  message_id uuid not null,
  attempt_no smallint not null check (attempt_no > 0),
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('sent', 'delivered', 'refused', 'bounced', 'returned', 'failed', 'unknown')),
  detail jsonb,
  primary key (creditor_id, message_id, attempt_no),
  check ((ended_at is null) = (outcome is null))
);
comment on table delivery_attempt is 'recorded before each try and completed after it';

create table approval (
  creditor_id uuid not null,
  approval_id uuid not null,
  kind text not null check (kind in ('proposals', 'collection-list')),
  opened_at timestamptz not null,
  decide_at timestamptz,
  state text not null check (state in ('open', 'decided')),
  primary key (creditor_id, approval_id)
);
comment on table approval is 'proposals or a collection list waiting for a person; decides itself at decide_at';

create table approval_item (
  creditor_id uuid not null,
  approval_id uuid not null,
  claim_id uuid not null,
  ordinal smallint not null,
  proposal jsonb not null,
  state text not null check (state in ('open', 'approved', 'stopped', 'postponed', 'lapsed')),
  decided_by text,
  decided_at timestamptz,
  primary key (creditor_id, approval_id, claim_id),
  foreign key (creditor_id, approval_id) references approval,
  check ((state = 'open') = (decided_at is null))
);
comment on table approval_item is 'one claim of an approval, stopped or postponed on its own';
create index approval_item_open on approval_item (creditor_id, claim_id) where state = 'open';

-- One row is one transaction and its postings are two arrays in it, so the sum is a plain check, a transaction
-- cannot be half written, and nothing can be added to it later.
create table ledger_transaction (
  creditor_id uuid not null,
  journal_id uuid not null,
  entry_no int not null check (entry_no > 0),
  booked_on date not null,
  recorded_at timestamptz not null,
  kind text not null check (kind in ('opening', 'charge', 'interest', 'payment', 'allocation', 'credit', 'waiver',
    'write-off', 'reversal', 'refund', 'settlement', 'agreement-price')),
  currency char(3) not null check (currency in ('NOK', 'SEK', 'DKK', 'EUR')),
  source jsonb not null,
  account_no smallint[] not null,
  amount_minor bigint[] not null,
  primary key (creditor_id, journal_id, entry_no),
  constraint ledger_transaction_balances check (
    cardinality(account_no) = cardinality(amount_minor)
    and cardinality(amount_minor) between 2 and 8
    and array_position(amount_minor, null) is null
    and array_position(account_no, null) is null
    and array_lower(amount_minor, 1) = 1
    and array_ndims(amount_minor) = 1
    and amount_minor[1] + amount_minor[2]
      + coalesce(amount_minor[3], 0) + coalesce(amount_minor[4], 0) + coalesce(amount_minor[5], 0)
      + coalesce(amount_minor[6], 0) + coalesce(amount_minor[7], 0) + coalesce(amount_minor[8], 0) = 0
  )
);
comment on table ledger_transaction is 'double entry; the journal is a claim, a payment, or the creditor itself. Append-only';

create table payment (
  creditor_id uuid not null,
  payment_id uuid not null,
  bank_line_id uuid not null,
  part_no smallint not null default 1,
  debtor_id uuid,
  booked_on date not null,
  value_on date not null,
  amount_minor bigint not null,
  currency char(3) not null check (currency in ('NOK', 'SEK', 'DKK', 'EUR')),
  primary key (creditor_id, payment_id),
  unique (creditor_id, bank_line_id, part_no)
);
comment on table payment is 'money from one bank line. Append-only';

create table allocation (
  creditor_id uuid not null,
  payment_id uuid not null,
  line_no smallint not null,
  claim_id uuid not null,
  item text not null check (item in ('principal', 'interest', 'notice-fee', 'recovery-costs', 'legal-costs',
    'compensation')),
  amount_minor bigint not null,
  entry_no int not null,
  rule text not null,
  designated boolean not null,
  primary key (creditor_id, payment_id, line_no),
  foreign key (creditor_id, payment_id) references payment
);
comment on table allocation is 'what a payment closed, and by which rule. Append-only';
create index allocation_claim on allocation (creditor_id, claim_id);

create table objection (
  creditor_id uuid not null,
  objection_id uuid not null,
  debtor_id uuid not null,
  claim_id uuid not null,
  extent text not null check (extent in ('whole', 'part', 'charge')),
  amount_minor bigint,
  received_on date not null,
  answer_by date not null,
  answered_on date,
  text_id uuid,
  primary key (creditor_id, objection_id),
  check (extent = 'whole' or amount_minor is not null),
  foreign key (creditor_id, debtor_id, claim_id) references claim (creditor_id, debtor_id, claim_id)
);
comment on table objection is 'the debtor''s no; the key to claim keeps a debtor from objecting to another''s';
create index objection_claim on objection (creditor_id, claim_id);

create table event (
  creditor_id uuid not null,
  claim_id uuid not null,
  seq int not null check (seq > 0),
  kind text not null check (kind in (
    'registered', 'invoice-changed', 'credit', 'closed', 'reopened', 'parked', 'unparked',
    'proposed', 'approved', 'stopped', 'postponed', 'held', 'released',
    'letter', 'step', 'compensation', 'waiver', 'payment', 'payment-reversed', 'payment-plan', 'promise',
    'objection', 'objection-answered', 'objection-resolved',
    'application', 'attachment-application', 'decision', 'enforcement', 'surveillance',
    'case-opened', 'case-closed', 'sent', 'delivered', 'bounced', 'returned', 'given-up',
    'contact', 'note', 'blanked')),
  happened_on date not null,
  recorded_at timestamptz not null,
  actor text not null,
  data jsonb not null,
  hash bytea not null check (length(hash) = 32),
  primary key (creditor_id, claim_id, seq)
);
comment on table event is 'what happened to a claim, chained by hash; the claim''s state is a fold over it. Append-only';
create index event_recorded on event using brin (recorded_at) with (autosummarize = on);

create table daily_root (
  creditor_id uuid not null,
  root_on date not null,
  event_count int not null,
  root bytea not null check (length(root) = 32),
  primary key (creditor_id, root_on)
);
comment on table daily_root is 'a hash over the day''s events and the root before. Append-only';

-- The engine's own books ------------------------------------------------------------------------------------------

create table run (
  creditor_id uuid not null,
  run_on date not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (creditor_id, run_on)
);
comment on table run is 'a day''s run for one creditor';

create table run_batch (
  creditor_id uuid not null,
  run_on date not null,
  batch_id uuid not null,
  files int not null,
  steps int not null,
  parked int not null,
  committed_at timestamptz not null,
  primary key (creditor_id, run_on, batch_id)
);
comment on table run_batch is 'what one page of a run did';

create table idempotency_key (
  creditor_id uuid not null,
  key text not null,
  request_hash bytea not null,
  response jsonb,
  created_at timestamptz not null,
  primary key (creditor_id, key)
);
comment on table idempotency_key is 'request and answer, in the same transaction as the effect';

create table import_file (
  creditor_id uuid not null references creditor,
  import_id uuid not null,
  sha256 bytea not null check (length(sha256) = 32),
  format text not null,
  received_at timestamptz not null,
  counts jsonb not null,
  primary key (creditor_id, import_id),
  unique (creditor_id, sha256)
);
comment on table import_file is 'a file of invoices as received, taken once';

create table refused_row (
  creditor_id uuid not null,
  import_id uuid not null,
  row_no int not null check (row_no > 0),
  reason jsonb not null,
  primary key (creditor_id, import_id, row_no),
  foreign key (creditor_id, import_id) references import_file
);
comment on table refused_row is 'a row of an import that was refused, and why';

-- The accounts ----------------------------------------------------------------------------------------------------

insert into account_name (account_no, name) values
  (1000, 'assets:bank'),
  (1010, 'assets:client-bank'),
  (1100, 'assets:receivable:principal'),
  (1110, 'assets:receivable:interest'),
  (1120, 'assets:receivable:notice-fee'),
  (1130, 'assets:receivable:recovery-costs'),
  (1140, 'assets:receivable:legal-costs'),
  (1150, 'assets:receivable:compensation'),
  (1200, 'assets:receivable:creditor'),
  (2100, 'liabilities:unallocated-payments'),
  (2110, 'liabilities:overpaid'),
  (2200, 'liabilities:client-funds'),
  (3100, 'income:invoiced'),
  (3110, 'income:interest'),
  (3120, 'income:notice-fee'),
  (3130, 'income:recovery-costs'),
  (3140, 'income:legal-costs'),
  (3150, 'income:compensation'),
  (3200, 'income:agreement-price'),
  (4100, 'expenses:credited'),
  (4110, 'expenses:waived'),
  (4120, 'expenses:written-off');

create view posting with (security_invoker = true) as
  select t.creditor_id, t.journal_id, t.entry_no, p.line_no::int as line_no, t.booked_on, a.name as account, t.currency,
    p.amount_minor
  from ledger_transaction t
  cross join lateral unnest(t.account_no, t.amount_minor) with ordinality p (account_no, amount_minor, line_no)
  join account_name a on a.account_no = p.account_no;
comment on view posting is 'one row per posting';
