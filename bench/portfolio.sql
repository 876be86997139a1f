-- A portfolio as imports leave it, :claims invoices of as many debtors, made by the database itself. What is due on the
-- same day was imported together (layout 'imported') or lies evenly over everything (layout 'spread'). The chains, hashes
-- and reference numbers are those that an import would have written.
create unlogged table seed as
with numbered as (
  select i, case when :'layout' = 'spread' then (i::bigint * 7919) % :claims else i end as place
  from generate_series(0, :claims - 1) i),
dated as (
  select i, coalesce((:days::date[])[place / :due + 1], '2026-08-03') as look_on,
    case when place / :due < cardinality(:days::date[]) then (:days::date[])[place / :due + 1] - 20 else date '2026-07-20' end
      as due_on,
    (100000 + i)::text as number, 50000 + (i::bigint * 7919) % 900000 as principal,
    -- A thousand are imported at a time, and within that their ids have no order.
    lpad(to_hex(1767225600000 + (i / 1000) * 1000), 12, '0') as at,
    md5('debtor ' || i) as debtor, md5('claim ' || i) as claim
  from numbered),
named as (
  select *, due_on - 14 as issued_on,
    (at || '7' || substr(debtor, 1, 3) || '8' || substr(debtor, 4, 15))::uuid as debtor_id,
    (at || '7' || substr(claim, 1, 3) || '8' || substr(claim, 4, 15))::uuid as claim_id,
    (at || '7' || substr(claim, 16, 3) || '8' || substr(debtor, 17, 15))::uuid as invoice_id,
    (at || '7' || substr(debtor, 3, 3) || '8' || substr(claim, 17, 15))::uuid as contact_id,
    lpad(number, 13, '0') || (select (10 - sum(case when p % 2 = 0 then 2 * d - 9 * (d > 4)::int else d end) % 10) % 10
      from (select p, (number::bigint / (10 ^ p)::bigint % 10)::int as d from generate_series(0, 6) p) digit) as reference
  from dated),
said as (
  select *, format('{"amount":"%s.%s","department":null,"description":"Service på sykkel","dueOn":"%s","issuedOn":"%s","number":"%s","terms":{"agreedRateBasisPoints":null,"consumerCredit":false,"dueDateAgreed":true,"reminderFeeAgreed":true,"vatDeducted":true}}',
      principal / 100, lpad((principal % 100)::text, 2, '0'), due_on, issued_on, number) as invoice
  from named),
hashed as (select *, sha256(convert_to(invoice, 'UTF8')) as invoice_hash from said)
select *, sha256(sha256(convert_to(format('{"claim":"%s","currency":"NOK","dueOn":"%s","invoice":"%s","principal":"%s","reference":"%s"}',
      claim_id, due_on, encode(invoice_hash, 'hex'), principal, reference), 'UTF8'))
    || convert_to(format(E'["%s",1,"registered","%s","2026-01-05T09:00:00.000Z","import"]\n{"entry":1,"invoice":"%s"}',
      claim_id, issued_on, encode(invoice_hash, 'hex')), 'UTF8')) as head_hash
from hashed;
-- split
insert into debtor (creditor_id, debtor_id, customer_number, kind) select :creditor, debtor_id, (i + 1)::text, 'person' from seed;
insert into file (creditor_id, debtor_id, next_look_on) select :creditor, debtor_id, look_on from seed;
insert into contact (creditor_id, contact_id, debtor_id, valid_from_on, salt, data)
select :creditor, contact_id, debtor_id, '2026-01-01', sha256(contact_id::text::bytea),
  jsonb_build_object('name', 'Kunde ' || i + 1, 'addressLines', jsonb_build_array('Ospelia 14', '2409 ELVERUM'), 'country', 'NO',
    'email', 'kunde' || i + 1 || '@post.example', 'phone', null, 'organisationNumber', null)
from seed;
insert into event (creditor_id, claim_id, seq, kind, happened_on, recorded_at, actor, data, hash)
select :creditor, claim_id, 1, 'registered', issued_on, '2026-01-05T09:00:00Z', 'import',
  jsonb_build_object('invoice', encode(invoice_hash, 'hex'), 'entry', 1), head_hash
from seed;
-- split
insert into invoice (creditor_id, invoice_id, version_no, debtor_id, number, recorded_at, data, hash)
select :creditor, invoice_id, 1, debtor_id, number, '2026-01-05T09:00:00Z', invoice::jsonb, invoice_hash from seed;
insert into claim (creditor_id, claim_id, debtor_id, invoice_id, instalment_no, currency, principal_minor, due_on, reference)
select :creditor, claim_id, debtor_id, invoice_id, 1, 'NOK', principal, due_on, reference from seed;
insert into claim_now (creditor_id, claim_id, open_principal_minor, head_seq, entry_count, state, head_hash, due_on,
  currency)
select :creditor, claim_id, principal, 1, 1, 'open', head_hash, due_on, 'NOK' from seed;
insert into ledger_transaction (creditor_id, journal_id, entry_no, booked_on, recorded_at, kind, currency, source, account_no,
  amount_minor)
select :creditor, claim_id, 1, issued_on, '2026-01-05T09:00:00Z', 'opening', 'NOK', '{}', array[1100, 3100]::smallint[],
  array[principal, -principal] from seed;
