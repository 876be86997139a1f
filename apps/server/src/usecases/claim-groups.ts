/** Claims in groups with their sums, of all claims or of those that meet a filter (S62). */
import type { CalendarDate, Currency, Uuid } from "@innfri/kernel";
import { heldClaimsSql, stageSql } from "../engine/stage-sql.ts";
import { prepared, type Tx } from "../store/index.ts";
import type { ClaimFilter } from "./list-claims.ts";

export const GROUPS = ["stage", "department", "customer", "plan"] as const;
export type GroupedBy = (typeof GROUPS)[number];

export type ClaimGroup = {
  /** A stage, a department, a customer's number or a plan's name; null for claims that have none. */
  readonly key: string | null;
  /** A customer's name; null for everything else and once it has been blanked. */
  readonly name: string | null;
  readonly currency: Currency;
  readonly claims: number;
  readonly openMinor: bigint;
};

export type ClaimGroups = {
  /** The largest first. */
  readonly groups: readonly ClaimGroup[];
  /** All together, those that are not told included. */
  readonly all: readonly (Omit<ClaimGroup, "key" | "name"> & { readonly groups: number })[];
};

/** Reads everything that meets the filter, once: the database is told how long that may take. */
export async function claimGroups(
  tx: Tx,
  creditorId: Uuid,
  asked: {
    readonly by: GroupedBy;
    readonly filter: ClaimFilter;
    readonly limit: number;
    readonly today: CalendarDate;
    /** The plan of customers who have none of their own. */
    readonly plan: string | null;
  },
): Promise<ClaimGroups> {
  const { by, filter: f, limit, today, plan } = asked;
  const values = [
    ...[creditorId, today, f.state, f.lastStep, f.department, f.customerNumber, f.dueBefore, f.dueFrom],
    ...[f.leastMinor, f.mostMinor, f.search, f.stage, plan],
  ];
  const rows = await tx.many<ClaimGroup & { readonly groups: number | null }>({
    ...STATEMENTS[by],
    values: [...values, limit],
  });
  const told = rows.filter(({ groups }) => groups === null);
  const names =
    by === "customer"
      ? await namesOf(
          tx,
          creditorId,
          told.map(({ key }) => key!),
        )
      : new Map<string, string>();
  return {
    groups: told.map(({ key, currency, claims, openMinor }) => {
      return { key, name: names.get(key ?? "") ?? null, currency, claims, openMinor };
    }),
    all: rows.flatMap(({ currency, claims, openMinor, groups }) =>
      groups === null ? [] : [{ currency, claims, openMinor, groups }],
    ),
  };
}

async function namesOf(
  tx: Tx,
  creditorId: Uuid,
  customers: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.many<{ number: string; name: string | null }>({
    ...NAMES,
    values: [creditorId, customers],
  });
  return new Map(rows.flatMap(({ number, name }) => (name === null ? [] : [[number, name]])));
}

const NAMES = prepared(`
  select d.customer_number as number, k.data ->> 'name' as name
  from unnest($2::text[]) asked(number)
  cross join lateral (select debtor_id, customer_number from debtor
    where creditor_id = $1::uuid and customer_number = asked.number offset 0) d
  cross join lateral (select data from contact where creditor_id = $1::uuid and debtor_id = d.debtor_id
    order by valid_from_on desc, contact_id desc limit 1) k`);

const KEYS = {
  stage: stageSql("$2::date"),
  department: "n.department",
  customer: "d.customer_number",
  plan: "coalesce(d.plan_name, $13::text)",
} as const satisfies Record<GroupedBy, string>;

const STATEMENTS = {
  stage: statement("stage"),
  department: statement("department"),
  customer: statement("customer"),
  plan: statement("plan"),
} as const;

function statement(by: GroupedBy) {
  return prepared(`
    with held as materialized (${heldClaimsSql("$1::uuid", "$2::date")}),
    sums as materialized (select ${KEYS[by]} as key, n.currency, count(*)::int as claims,
      sum(n.open_principal_minor + n.open_interest_minor + n.open_costs_minor)::bigint as "openMinor"
    from claim_now n
    join claim c on c.creditor_id = $1::uuid and c.claim_id = n.claim_id
    join debtor d on d.creditor_id = $1::uuid and d.debtor_id = c.debtor_id
    left join held h on h.claim_id = n.claim_id and n.state = 'open'
    where n.creditor_id = $1::uuid
      and case when $3::text is null and $12::text is null then n.state <> 'closed' else $3::text is null or n.state = $3 end
      and ($4::text is null or $4 = (select kind from step
        where creditor_id = $1::uuid and claim_id = n.claim_id order by ordinal desc limit 1))
      and ($5::text is null or n.department = $5) and ($6::text is null or d.customer_number = $6)
      and ($7::date is null or n.due_on < $7::date) and ($8::date is null or n.due_on >= $8::date)
      and ($9::bigint is null or c.principal_minor >= $9::bigint)
      and ($10::bigint is null or c.principal_minor <= $10::bigint)
      and ($11::text is null or c.reference = $11 or d.customer_number = $11 or exists (select from invoice i
        where i.creditor_id = $1::uuid and i.invoice_id = c.invoice_id and i.version_no = 1 and i.number = $11))
      and ($12::text is null or ${stageSql("$2::date")} = $12)
      and ($13::text is null or true)
    group by 1, 2)
    (select key, currency, claims, "openMinor", null::int as groups from sums order by "openMinor" desc, key limit $14::int)
    union all
    (select null, currency, sum(claims)::int, sum("openMinor")::bigint, count(*)::int from sums group by currency order by currency)`);
}
