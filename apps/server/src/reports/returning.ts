/** How much comes back, and what is at risk? (S70, S74) */
import { prepared } from "../store/index.ts";
import { amount, percent, type Report } from "./report.ts";

const BY_AGE = prepared(`
  with handed as (
    select claim_id, min(taken_on) as on from step
    where creditor_id = $1::uuid and kind = 'demand' group by 1 having min(taken_on) between $2::date and $3::date)
  select b.key, n.currency, count(*)::int as claims,
    count(*) filter (where n.state = 'closed' and n.stage = 'paid')::int as paid,
    sum(c.principal_minor)::bigint as "principalMinor", coalesce(sum(a.minor), 0)::bigint as "backMinor"
  from handed h
  join claim_now n on n.creditor_id = $1::uuid and n.claim_id = h.claim_id
  join claim c on c.creditor_id = $1::uuid and c.claim_id = h.claim_id
  left join lateral (select sum(amount_minor) as minor from allocation
    where creditor_id = $1::uuid and claim_id = h.claim_id and item = 'principal') a on true
  join (values (1, '0 to 30', -100000, 30), (2, '31 to 60', 31, 60), (3, '61 to 90', 61, 90), (4, '91 to 180', 91, 180),
    (5, 'over 180', 181, 1000000)) b(no, key, least, most) on h.on - n.due_on between b.least and b.most
  group by b.no, b.key, n.currency order by b.no, n.currency`);

type Aged = {
  readonly key: string;
  readonly currency: string;
  readonly claims: number;
  readonly paid: number;
  readonly principalMinor: bigint;
  readonly backMinor: bigint;
};

export const recoveryByAge: Report = {
  question: "How old are claims when they go to collection, and how much of them comes back?",
  definition:
    "Claims whose first demand for payment went out in the period, by days from the due day to that demand: how many are paid in full by now, and how much of the principal has been paid, credit notes and waivers not counted.",
  ask: async (tx, { creditorId, from, to }) => {
    const rows = await tx.many<Aged>({ ...BY_AGE, values: [creditorId, from, to] });
    return {
      n: rows.reduce((sum, { claims }) => sum + claims, 0),
      columns: [
        { name: "daysOverdue", kind: "text" },
        { name: "currency", kind: "text" },
        { name: "claims", kind: "count" },
        { name: "paid", kind: "count" },
        { name: "paidShare", kind: "percent" },
        { name: "principal", kind: "amount" },
        { name: "recovered", kind: "amount" },
        { name: "recoveredShare", kind: "percent" },
      ],
      rows: rows.map(({ key, currency, claims, paid, principalMinor, backMinor }) => [
        ...[key, currency, String(claims), String(paid), percent(paid, claims), amount(principalMinor)],
        amount(backMinor),
        claims < 20 || principalMinor === 0n
          ? null
          : (Number((backMinor * 1000n) / principalMinor) / 10).toFixed(1),
      ]),
    };
  },
};

const AT_RISK = prepared(`
  select b.key, n.currency, count(*)::int as claims,
    sum(n.open_principal_minor)::bigint as "principalMinor",
    sum(n.open_principal_minor + n.open_interest_minor + n.open_costs_minor)::bigint as "openMinor"
  from claim_now n
  join (values (1, 'not due', -1000000, 0), (2, '1 to 30', 1, 30), (3, '31 to 60', 31, 60), (4, '61 to 90', 61, 90),
    (5, '91 to 180', 91, 180), (6, '181 to 365', 181, 365), (7, 'over 365', 366, 1000000)) b(no, key, least, most)
    on $3::date - n.due_on between b.least and b.most
  where n.creditor_id = $1::uuid and n.state <> 'closed' and ($2::date is null or true)
  group by b.no, b.key, n.currency order by b.no, n.currency`);

export const moneyAtRisk: Report = {
  question: "How much money is at risk?",
  definition:
    "What is open today, by days since the due day, counted to the period's last day. What is more than 90 days overdue is money at risk: little of what is so old comes back by itself.",
  ask: async (tx, { creditorId, from, to }) => {
    const rows = await tx.many<Omit<Aged, "paid" | "backMinor"> & { readonly openMinor: bigint }>({
      ...AT_RISK,
      values: [creditorId, from, to],
    });
    return {
      n: rows.reduce((sum, { claims }) => sum + claims, 0),
      columns: [
        { name: "daysOverdue", kind: "text" },
        { name: "currency", kind: "text" },
        { name: "claims", kind: "count" },
        { name: "openPrincipal", kind: "amount" },
        { name: "open", kind: "amount" },
      ],
      rows: rows.map(({ key, currency, claims, principalMinor, openMinor }) => [
        ...[key, currency, String(claims), amount(principalMinor), amount(openMinor)],
      ]),
    };
  },
};
