-- Payments that a debtor begins on a page, with a provider that says what came of it. What is paid is booked as money of
-- the bank is, from a line that the provider's own reference makes once.

create table online_payment (
  creditor_id uuid not null,
  online_payment_id uuid not null,
  debtor_id uuid not null,
  claim_id uuid not null,
  provider text not null check (provider in ('sandbox')),
  way text not null check (way in ('card', 'mobile')),
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null check (currency in ('NOK', 'SEK', 'DKK', 'EUR')),
  designation text check (designation in ('principal')),
  reference text not null,
  state text not null check (state in ('started', 'unknown', 'paid', 'refused')),
  begun_at timestamptz not null,
  settled_at timestamptz,
  bank_line_id uuid,
  primary key (creditor_id, online_payment_id),
  unique (creditor_id, provider, reference),
  check ((settled_at is null) = (state in ('started', 'unknown'))),
  foreign key (creditor_id, debtor_id, claim_id) references claim (creditor_id, debtor_id, claim_id)
);
comment on table online_payment is 'what a debtor began to pay by a provider; unknown until the provider has said what came of it';
create index online_payment_claim on online_payment (creditor_id, claim_id, begun_at);

-- The provider of sandboxes keeps its own word, as another company would.
create table sandbox_payment (
  creditor_id uuid not null,
  reference text not null,
  outcome text not null check (outcome in ('paid', 'refused')),
  amount_minor bigint not null,
  currency char(3) not null,
  decided_on date not null,
  primary key (creditor_id, reference)
);
comment on table sandbox_payment is 'what the invented payment provider of a sandbox was told by its payer. Append-only';
create trigger append_only before update or delete or truncate on sandbox_payment
  for each statement execute function refuse_change();

alter table online_payment enable row level security;
alter table online_payment force row level security;
create policy tenant on online_payment to innfri_engine, innfri_api
  using (creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy audit on online_payment for select to innfri_auditor using (true);
alter table sandbox_payment enable row level security;
alter table sandbox_payment force row level security;
create policy tenant on sandbox_payment to innfri_engine, innfri_api
  using (creditor_id = nullif(current_setting('innfri.creditor_id', true), '')::uuid);
create policy audit on sandbox_payment for select to innfri_auditor using (true);

revoke all on online_payment, sandbox_payment from public;
grant select, insert, update (state, settled_at, bank_line_id) on online_payment to innfri_engine, innfri_api;
grant select, insert on sandbox_payment to innfri_engine, innfri_api;
grant select on online_payment, sandbox_payment to innfri_auditor;
