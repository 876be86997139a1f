/**
 * How a customer is doing, and whether to go on with it (S65, S66): of what this company knows itself, and with reasons.
 * What it owes to others nobody is told.
 */
import type { CalendarDate, Currency, Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";

export type CreditAdvice = "keep" | "prepayment" | "stop";

export type CustomerStanding = {
  readonly debtorId: Uuid;
  readonly customerNumber: string;
  readonly name: string | null;
  readonly kind: string | null;
  readonly claims: number;
  readonly open: readonly {
    readonly currency: Currency;
    readonly claims: number;
    readonly openMinor: bigint;
  }[];
  readonly overdue: number;
  /** Of claims that were paid: all of them, and those of the last year. */
  readonly paid: { readonly claims: number; readonly onTime: number; readonly meanDaysLate: number | null };
  readonly lastYear: {
    readonly claims: number;
    readonly onTime: number;
    readonly meanDaysLate: number | null;
  };
  readonly collected: number;
  readonly lastObjection: {
    readonly objectionId: Uuid;
    readonly claimId: Uuid;
    readonly on: CalendarDate;
    readonly reason: string | null;
    readonly isOpen: boolean;
    readonly outcome: string | null;
  } | null;
  readonly holds: readonly string[];
  readonly advice: CreditAdvice;
  readonly because: readonly string[];
};

type Row = Omit<CustomerStanding, "open" | "paid" | "lastYear" | "lastObjection" | "advice" | "because"> & {
  readonly paidClaims: number;
  readonly onTime: number;
  readonly meanLate: number | null;
  readonly yearClaims: number;
  readonly yearOnTime: number;
  readonly yearLate: number | null;
};

export async function customerStanding(
  tx: Tx,
  creditorId: Uuid,
  debtorId: Uuid,
  today: CalendarDate,
): Promise<CustomerStanding | undefined> {
  const row = await tx.maybe<Row>(sql`
    select d.debtor_id as "debtorId", d.customer_number as "customerNumber", k.data ->> 'name' as name, d.kind,
      array(select distinct kind from hold where creditor_id = ${creditorId}::uuid and debtor_id = d.debtor_id
        and ended_on is null order by 1) as holds, s.*
    from debtor d
    left join lateral (select data from contact where creditor_id = ${creditorId}::uuid and debtor_id = d.debtor_id
      order by valid_from_on desc, contact_id desc limit 1) k on true
    cross join lateral (select count(*)::int as claims,
        count(*) filter (where n.state <> 'closed' and n.due_on < ${today}::date)::int as overdue,
        count(*) filter (where n.state <> 'closed' and n.stage in ('demand', 'legal', 'monitoring'))::int as collected,
        count(*) filter (where n.stage = 'paid')::int as "paidClaims",
        count(*) filter (where n.stage = 'paid' and n.closed_on <= n.due_on)::int as "onTime",
        avg(greatest(n.closed_on - n.due_on, 0)) filter (where n.stage = 'paid')::float8 as "meanLate",
        count(*) filter (where n.stage = 'paid' and n.closed_on > ${today}::date - 365)::int as "yearClaims",
        count(*) filter (where n.stage = 'paid' and n.closed_on > ${today}::date - 365
          and n.closed_on <= n.due_on)::int as "yearOnTime",
        avg(greatest(n.closed_on - n.due_on, 0))
          filter (where n.stage = 'paid' and n.closed_on > ${today}::date - 365)::float8 as "yearLate"
      from claim c join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
      where c.creditor_id = ${creditorId}::uuid and c.debtor_id = d.debtor_id) s
    where d.creditor_id = ${creditorId}::uuid and d.debtor_id = ${debtorId}::uuid`);
  if (row === undefined) return undefined;
  const [open, objection] = await Promise.all([
    tx.many<CustomerStanding["open"][number]>(sql`
      select n.currency, count(*)::int as claims,
        sum(n.open_principal_minor + n.open_interest_minor + n.open_costs_minor)::bigint as "openMinor"
      from claim c join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
      where c.creditor_id = ${creditorId}::uuid and c.debtor_id = ${debtorId}::uuid and n.state <> 'closed'
      group by 1 order by 1`),
    tx.maybe<NonNullable<CustomerStanding["lastObjection"]>>(sql`
      select o.objection_id as "objectionId", o.claim_id as "claimId", o.received_on as on, o.reason,
        o.answered_on is null as "isOpen",
        (select s.kind from objection_step s where s.creditor_id = ${creditorId}::uuid
          and s.objection_id = o.objection_id and s.kind in ('agreed', 'rejected', 'onward', 'closed')
          order by s.step_no desc limit 1) as outcome
      from objection o where o.creditor_id = ${creditorId}::uuid and o.debtor_id = ${debtorId}::uuid
      order by o.received_on desc, o.objection_id desc limit 1`),
  ]);
  const { paidClaims, onTime, meanLate, yearClaims, yearOnTime, yearLate, ...rest } = row;
  const standing = {
    ...rest,
    open,
    paid: { claims: paidClaims, onTime, meanDaysLate: meanLate },
    lastYear: { claims: yearClaims, onTime: yearOnTime, meanDaysLate: yearLate },
    lastObjection: objection ?? null,
  };
  return { ...standing, ...adviceOn(standing) };
}

/** Of so few claims nothing is told of a customer's habits. */
const LEAST_CLAIMS = 3;
const LATE_DAYS = 30;
const ENDS_CREDIT: Readonly<Record<string, string>> = {
  bankrupt: "the customer is recorded as bankrupt",
  "debt-settlement": "the customer is recorded as under debt settlement",
  deceased: "the customer is recorded as deceased",
};

/** A dispute is no reason against a customer: it may be right. */
function adviceOn({
  collected,
  overdue,
  lastYear,
  holds,
}: Pick<CustomerStanding, "collected" | "overdue" | "lastYear" | "holds">): {
  readonly advice: CreditAdvice;
  readonly because: readonly string[];
} {
  const ended = holds.flatMap((kind) => ENDS_CREDIT[kind] ?? []);
  const stop = [
    ...ended,
    ...(collected >= 2 ? [`${collected} open claims are in collection or further`] : []),
  ];
  if (stop.length > 0) return { advice: "stop", because: stop };
  const { claims, meanDaysLate } = lastYear;
  const isLate = claims >= LEAST_CLAIMS && meanDaysLate !== null && meanDaysLate > LATE_DAYS;
  const prepayment = [
    ...(collected === 1 ? ["one open claim is in collection or further"] : []),
    ...(overdue >= LEAST_CLAIMS ? [`${overdue} claims are overdue`] : []),
    ...(isLate
      ? [`the last year's ${claims} paid claims were ${meanDaysLate.toFixed(0)} days late on average`]
      : []),
  ];
  if (prepayment.length > 0) return { advice: "prepayment", because: prepayment };
  return {
    advice: "keep",
    because: [
      claims < LEAST_CLAIMS
        ? "nothing speaks against it, and too few claims were paid in the last year to tell its habits"
        : `the last year's ${claims} paid claims were ${(meanDaysLate ?? 0).toFixed(0)} days late on average`,
    ],
  };
}
