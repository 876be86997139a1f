/** Claims in groups with their sums, of all claims or of those that meet a filter (S62). */
import type { CalendarDate, Currency, Uuid } from "@innfri/kernel";
import { heldClaimsSql, stageSql } from "../engine/stage-sql.ts";
import { prepared, type Tx } from "../store/index.ts";
import type { ClaimFilter } from "./list-claims.ts";

export type GroupedBy = "stage" | "department" | "customer" | "plan";

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
  const rows = await tx.many<Row>({
    ...STATEMENTS[by],
    values: [...values, limit],
  });
  const told = rows.filter(({ groups }) => groups === null);
  if (by !== "customer")
    return { groups: told.map(({ groups: _, ...group }) => ({ ...group, name: null })), all: allOf(rows) };
  const customers = await customersOf(
    tx,
    creditorId,
    told.map(({ key }) => key!),
  );
  return {
    groups: told.map(({ key, currency, claims, openMinor }) => {
      const { number, name } = customers.get(key!)!;
      return { key: number, name, currency, claims, openMinor };
    }),
    all: allOf(rows),
  };
}

type Row = Omit<ClaimGroup, "name"> & { readonly groups: number | null };

function allOf(rows: readonly Row[]): ClaimGroups["all"] {
  return rows.flatMap(({ currency, claims, openMinor, groups }) =>
    groups === null ? [] : [{ currency, claims, openMinor, groups }],
  );
}

type Named = { readonly debtorId: string; readonly number: string; readonly name: string | null };

async function customersOf(
  tx: Tx,
  creditorId: Uuid,
  debtorIds: readonly string[],
): Promise<ReadonlyMap<string, Named>> {
  const rows = await tx.many<Named>({ ...CUSTOMERS, values: [creditorId, debtorIds] });
  return new Map(rows.map((row) => [row.debtorId, row]));
}

const CUSTOMERS = prepared(`
  select d.debtor_id as "debtorId", d.customer_number as number, k.data ->> 'name' as name
  from unnest($2::uuid[]) asked(debtor_id)
  cross join lateral (select debtor_id, customer_number from debtor
    where creditor_id = $1::uuid and debtor_id = asked.debtor_id offset 0) d
  left join lateral (select data from contact where creditor_id = $1::uuid and debtor_id = d.debtor_id
    order by valid_from_on desc, contact_id desc limit 1) k on true`);

const CLAIM = "join claim c on c.creditor_id = $1::uuid and c.claim_id = n.claim_id";
const OWN_PLAN = `left join (select debtor_id, plan_name from debtor
      where creditor_id = $1::uuid and plan_name is not null) d on d.debtor_id = c.debtor_id`;

const STATEMENTS = {
  stage: statement(stageSql("$2::date"), ""),
  department: statement("n.department", ""),
  customer: statement("c.debtor_id::text", CLAIM),
  plan: statement("coalesce(d.plan_name, $13::text)", `${CLAIM} ${OWN_PLAN}`),
} as const satisfies Record<GroupedBy, unknown>;

// What is null is not looked up.
function statement(key: string, joins: string) {
  const debtor = (number: string) =>
    `(select debtor_id from debtor where creditor_id = $1::uuid and customer_number = ${number})`;
  const own = (what: string) =>
    `exists (select from claim o where o.creditor_id = $1::uuid and o.claim_id = n.claim_id and ${what})`;
  return prepared(`
    with held as materialized (${heldClaimsSql("$1::uuid", "$2::date")}),
    sums as materialized (select ${key} as key, n.currency, count(*)::int as claims,
      sum(n.open_principal_minor + n.open_interest_minor + n.open_costs_minor)::bigint as "openMinor"
    from claim_now n ${joins}
    left join held h on h.claim_id = n.claim_id and n.state = 'open'
    where n.creditor_id = $1::uuid
      and case when $3::text is null and $12::text is null then n.state <> 'closed' else $3::text is null or n.state = $3 end
      and ($4::text is null or $4 = (select kind from step
        where creditor_id = $1::uuid and claim_id = n.claim_id order by ordinal desc limit 1))
      and ($5::text is null or n.department = $5)
      and ($6::text is null or ${own(`o.debtor_id = ${debtor("$6")}`)})
      and ($7::date is null or n.due_on < $7::date) and ($8::date is null or n.due_on >= $8::date)
      and ($9::bigint is null or ${own("o.principal_minor >= $9::bigint")})
      and ($10::bigint is null or ${own("o.principal_minor <= $10::bigint")})
      and ($11::text is null or ${own(`(o.reference = $11 or o.debtor_id = ${debtor("$11")} or o.invoice_id in (
        select invoice_id from invoice where creditor_id = $1::uuid and number = $11 and version_no = 1))`)})
      and ($12::text is null or ${stageSql("$2::date")} = $12) and ($13::text is null or true)
    group by 1, 2)
    (select key, currency, claims, "openMinor", null::int as groups from sums order by "openMinor" desc, key limit $14::int)
    union all
    (select null, currency, sum(claims)::int, sum("openMinor")::bigint, count(*)::int from sums group by currency order by currency)`);
}
