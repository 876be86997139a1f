/** Do we get paid sooner? (S67, S68, S69, S119) */
import { prepared } from "../store/index.ts";
import { oneDecimal, percent, type Report } from "./report.ts";

type Days = {
  readonly key: string;
  readonly claims: number;
  readonly mean: number | null;
  readonly middle: number | null;
};

const DSO = prepared(`
  with began as (select coalesce(min(run_on), 'infinity') as on from run where creditor_id = $1::uuid),
  paid as (
    select n.closed_on - (i.data ->> 'issuedOn')::date as days, c.principal_minor as minor,
      (i.data ->> 'issuedOn')::date < began.on as is_before
    from claim_now n
    join claim c on c.creditor_id = n.creditor_id and c.claim_id = n.claim_id
    join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id and i.version_no = 1
    cross join began
    where n.creditor_id = $1::uuid and n.stage = 'paid' and n.state = 'closed' and n.closed_on between $2::date and $3::date)
  select k.key, count(p.days)::int as claims, (sum(p.days * p.minor) / nullif(sum(p.minor), 0))::float8 as mean,
    percentile_cont(0.5) within group (order by p.days) as middle
  from (values ('before', true), ('after', false)) k(key, is_before) left join paid p using (is_before)
  group by k.key order by k.key desc`);

export const creditTime: Report = {
  question: "Do we get paid sooner since we started?",
  definition:
    "Days from an invoice's issue to the day its claim was paid in full, of claims paid in the period: the mean by amount, and the middle one. Before and after is by the day of issue, against the company's first daily run.",
  ask: async (tx, { creditorId, from, to }) => {
    const rows = await tx.many<Days>({ ...DSO, values: [creditorId, from, to] });
    return {
      n: rows.reduce((sum, { claims }) => sum + claims, 0),
      columns: [
        { name: "issued", kind: "text" },
        { name: "claims", kind: "count" },
        { name: "meanDays", kind: "days" },
        { name: "middleDays", kind: "days" },
      ],
      rows: rows.map(({ key, claims, mean, middle }) => [
        key,
        String(claims),
        oneDecimal(mean),
        oneDecimal(middle),
      ]),
    };
  },
};

const FIRST = prepared(`
  with first as (
    select claim_id, kind, deadline_on from step
    where creditor_id = $1::uuid and ordinal = 1 and kind in ('free-reminder', 'reminder', 'notice')
      and taken_on between $2::date and $3::date)
  select f.kind as key, count(*)::int as claims,
    count(*) filter (where n.state = 'closed' and n.stage = 'paid' and n.step_count = 1)::int as paid,
    count(*) filter (where n.step_count = 1 and n.state <> 'closed')::int as waiting
  from first f join claim_now n on n.creditor_id = $1::uuid and n.claim_id = f.claim_id and n.stage <> 'closed'
  group by 1 order by 1`);

export const afterFirstReminder: Report = {
  question: "How many pay after the first reminder?",
  definition:
    "Of claims whose first letter went out in the period: those paid in full with no other step after it. Those that are still open with one letter have not had their time yet; the share is of the others. Claims that were credited, withdrawn or never owed are left out.",
  ask: async (tx, { creditorId, from, to }) => {
    const rows = await tx.many<{ key: string; claims: number; paid: number; waiting: number }>({
      ...FIRST,
      values: [creditorId, from, to],
    });
    return {
      n: rows.reduce((sum, { claims, waiting }) => sum + claims - waiting, 0),
      columns: [
        { name: "firstLetter", kind: "text" },
        { name: "claims", kind: "count" },
        { name: "stillWaiting", kind: "count" },
        { name: "paid", kind: "count" },
        { name: "paidShare", kind: "percent" },
      ],
      rows: rows.map(({ key, claims, paid, waiting }) => [
        ...[key, String(claims), String(waiting), String(paid)],
        percent(paid, claims - waiting),
      ]),
    };
  },
};

const PLANS = prepared(`
  with version as (
    select valid_from_on, version_no, data ->> 'plan' as plan, coalesce(data -> 'ownPlan', 'null') as own,
      lead(valid_from_on, 1, 'infinity') over (order by valid_from_on, version_no) as until
    from creditor_settings where creditor_id = $1::uuid),
  changed as (
    select *, count(*) filter (where is_new) over (order by valid_from_on, version_no) as no
    from (select *, (plan, own) is distinct from (lag(plan) over w, lag(own) over w) as is_new
      from version window w as (order by valid_from_on, version_no)) v),
  plan as (select no, min(plan) as name, min(valid_from_on) as from_on, max(until) as until from changed
    where plan is not null group by no),
  first as (
    select claim_id, taken_on from step
    where creditor_id = $1::uuid and ordinal = 1 and taken_on between $2::date and $3::date)
  select p.name || ' from ' || p.from_on as key, count(*)::int as claims,
    count(*) filter (where n.state = 'closed' and n.stage = 'paid')::int as paid,
    percentile_cont(0.5) within group (order by n.closed_on - n.due_on)
      filter (where n.state = 'closed' and n.stage = 'paid') as middle
  from first f
  join plan p on f.taken_on >= p.from_on and f.taken_on < p.until
  join claim_now n on n.creditor_id = $1::uuid and n.claim_id = f.claim_id and n.stage <> 'closed'
  group by p.no, p.name, p.from_on order by p.from_on`);

export const planVersions: Report = {
  question: "Which version of our plan works best?",
  definition:
    "Of claims whose first step was taken in the period, by the plan that was in force on that day: how many are paid in full by now, and the middle number of days from the due day until they were. Claims that were credited, withdrawn or never owed are left out. A new version begins when the plan, or a plan of one's own, was changed.",
  ask: async (tx, { creditorId, from, to }) => {
    const rows = await tx.many<{ key: string; claims: number; paid: number; middle: number | null }>({
      ...PLANS,
      values: [creditorId, from, to],
    });
    return {
      n: rows.reduce((sum, { claims }) => sum + claims, 0),
      columns: [
        { name: "plan", kind: "text" },
        { name: "claims", kind: "count" },
        { name: "paid", kind: "count" },
        { name: "paidShare", kind: "percent" },
        { name: "middleDaysToPaid", kind: "days" },
      ],
      rows: rows.map(({ key, claims, paid, middle }) => [
        ...[key, String(claims), String(paid)],
        percent(paid, claims),
        oneDecimal(middle),
      ]),
    };
  },
};

const LATE = prepared(`
  with paid as (
    select c.debtor_id, n.closed_on - n.due_on as late,
      row_number() over (partition by c.debtor_id order by n.due_on, n.claim_id) as place, n.closed_on
    from claim_now n join claim c on c.creditor_id = n.creditor_id and c.claim_id = n.claim_id
    where n.creditor_id = $1::uuid and n.stage = 'paid' and n.state = 'closed' and n.step_count > 0),
  repeated as (select debtor_id from paid group by 1 having count(*) > 1)
  select case when place >= 4 then '4 and later' else place::text end as key, count(*)::int as claims,
    avg(late)::float8 as mean, percentile_cont(0.5) within group (order by late) as middle
  from paid join repeated using (debtor_id)
  where closed_on between $2::date and $3::date
  group by 1 order by 1`);

export const repeatLateness: Report = {
  question: "Do customers who have been reminded pay sooner the next time?",
  definition:
    "Of customers with more than one paid claim that had to be followed up: days from the due day to payment of their first such claim, their second and so on, where it was paid in the period.",
  ask: async (tx, { creditorId, from, to }) => {
    const rows = await tx.many<Days>({ ...LATE, values: [creditorId, from, to] });
    return {
      n: rows.reduce((sum, { claims }) => sum + claims, 0),
      columns: [
        { name: "claimOfCustomer", kind: "text" },
        { name: "claims", kind: "count" },
        { name: "meanDaysLate", kind: "days" },
        { name: "middleDaysLate", kind: "days" },
      ],
      rows: rows.map(({ key, claims, mean, middle }) => [
        key,
        String(claims),
        oneDecimal(mean),
        oneDecimal(middle),
      ]),
    };
  },
};
