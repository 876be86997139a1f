/** A creditor's claims, a page at a time, in one of a few orders and by filters that add up (S57, S62). */
import type { CalendarDate, Currency, Uuid } from "@innfri/kernel";
import { prepared, type Tx } from "../store/index.ts";

export type ClaimRow = {
  readonly claimId: Uuid;
  readonly debtorId: Uuid;
  readonly invoiceNumber: string;
  readonly reference: string;
  readonly customerNumber: string;
  /** Null when the contact has been blanked. */
  readonly customerName: string | null;
  readonly department: string | null;
  readonly dueOn: CalendarDate;
  readonly currency: Currency;
  readonly principalMinor: bigint;
  readonly openMinor: bigint;
  readonly state: "open" | "parked" | "closed";
  readonly lastStep: string | null;
  readonly lastStepOn: CalendarDate | null;
  readonly closedOn: CalendarDate | null;
};

export const CLAIM_SORTS = ["newest", "oldest-due", "latest-due", "largest"] as const;
export type ClaimSort = (typeof CLAIM_SORTS)[number];

/** Where a page ended: the value of its sort, and the id. */
export type ClaimMark = { readonly value: string; readonly claimId: Uuid };

export type ClaimFilter = {
  readonly state: "open" | "parked" | "closed" | null;
  readonly lastStep: string | null;
  readonly department: string | null;
  readonly customerNumber: string | null;
  readonly dueBefore: CalendarDate | null;
  readonly dueFrom: CalendarDate | null;
  readonly leastMinor: bigint | null;
  readonly mostMinor: bigint | null;
  /** An invoice's number, a payment reference or a customer's number, whole. */
  readonly search: string | null;
};

/** Up to `limit` claims after a mark. */
export async function listClaims(
  tx: Tx,
  creditorId: Uuid,
  request: {
    readonly filter: ClaimFilter;
    readonly sort: ClaimSort;
    readonly after: ClaimMark | null;
    readonly limit: number;
  },
): Promise<ClaimRow[]> {
  const { filter: f, sort, after, limit } = request;
  const values = [
    ...[creditorId, after?.claimId ?? null, after?.value ?? null, limit, f.state, f.lastStep, f.department],
    ...[f.customerNumber, f.dueBefore, f.dueFrom, f.leastMinor, f.mostMinor, f.search],
  ];
  const from = await whereToLook(tx, creditorId, f);
  return tx.many<ClaimRow>({ ...STATEMENTS[from][sort], values });
}

type Source = keyof typeof SOURCES;

/** What has a name or is seldom is looked up; the rest is met soon enough on the way along an order. */
async function whereToLook(tx: Tx, creditorId: Uuid, filter: ClaimFilter): Promise<Source> {
  const { state, search, customerNumber, department, lastStep } = filter;
  if (search !== null || customerNumber !== null) return "named";
  if (state === "parked" || state === "closed")
    if (await isSeldom(tx, "state", creditorId, state)) return "state";
  if (department !== null && (await isSeldom(tx, "department", creditorId, department))) return "department";
  if (lastStep !== null && (await isSeldom(tx, "step", creditorId, lastStep))) return "step";
  return "all";
}

/** So many are sorted for each page; of more, a page is met sooner among all others. */
const SELDOM = 20_000;

async function isSeldom(tx: Tx, of: keyof typeof COUNTS, creditorId: Uuid, value: string): Promise<boolean> {
  const { count } = await tx.one<{ count: number }>({ ...COUNTS[of], values: [creditorId, value] });
  return count <= SELDOM;
}

const COUNTS = {
  state: upToSeldom("claim_now where creditor_id = $1::uuid and state = $2 and state <> 'open'"),
  department: upToSeldom(
    "invoice where creditor_id = $1::uuid and data ->> 'department' = $2 and version_no = 1",
  ),
  step: upToSeldom("step where creditor_id = $1::uuid and kind = $2"),
} as const;

function upToSeldom(from: string) {
  return prepared(`select count(*)::int as count from (select from ${from} limit ${SELDOM + 1}) few`);
}

export function markOf({ claimId, dueOn, principalMinor }: ClaimRow, sort: ClaimSort): ClaimMark {
  if (sort === "newest") return { value: "", claimId };
  return { value: sort === "largest" ? String(principalMinor) : dueOn, claimId };
}

const SOURCES = {
  // Each order goes along an index of `claim`, and the end of the page ends the walk.
  all: "claim",
  named: ofClaims(`
      select claim_id from claim where creditor_id = $1::uuid and reference = $13
      union all select b.claim_id from invoice a join claim b using (creditor_id, invoice_id)
        where creditor_id = $1::uuid and a.number = $13
      union all select b.claim_id from debtor a join claim b using (creditor_id, debtor_id)
        where creditor_id = $1::uuid and a.customer_number in ($13, $8)`),
  state: ofClaims(
    "select claim_id from claim_now where creditor_id = $1::uuid and state = $5 and state <> 'open'",
  ),
  department: ofClaims(`
      select b.claim_id from invoice a join claim b using (creditor_id, invoice_id)
      where creditor_id = $1::uuid and a.data ->> 'department' = $7 and a.version_no = 1`),
  step: ofClaims("select claim_id from step where creditor_id = $1::uuid and kind = $6"),
} as const;

function ofClaims(ids: string): string {
  return `(select * from claim where creditor_id = $1::uuid and claim_id in (${ids}) offset 0) claim`;
}

const STATEMENTS = {
  all: statementsFrom("all"),
  named: statementsFrom("named"),
  state: statementsFrom("state"),
  department: statementsFrom("department"),
  step: statementsFrom("step"),
} as const satisfies Readonly<Record<Source, unknown>>;

function statementsFrom(source: Source) {
  return {
    newest: statement(source, "$3::text is not null and claim_id < $2::uuid", "claim_id desc"),
    "oldest-due": statement(source, "(due_on, claim_id) > ($3::date, $2::uuid)", "due_on, claim_id"),
    "latest-due": statement(
      source,
      "(due_on, claim_id) < ($3::date, $2::uuid)",
      "due_on desc, claim_id desc",
    ),
    largest: statement(
      source,
      "(principal_minor, claim_id) < ($3::bigint, $2::uuid)",
      "principal_minor desc, claim_id desc",
    ),
  } as const satisfies Readonly<Record<ClaimSort, unknown>>;
}

function statement(source: Source, isAfter: string, order: string) {
  return prepared(`
    select c.claim_id as "claimId", c.debtor_id as "debtorId", i.number as "invoiceNumber", c.reference,
      d.customer_number as "customerNumber", k.data ->> 'name' as "customerName",
      i.data ->> 'department' as department, c.due_on as "dueOn", c.currency, c.principal_minor as "principalMinor",
      n.open_principal_minor + n.open_interest_minor + n.open_costs_minor as "openMinor", n.state,
      s.kind as "lastStep", s.taken_on as "lastStepOn", n.closed_on as "closedOn"
    from (select * from ${SOURCES[source]} where creditor_id = $1::uuid and ($2::uuid is null or (${isAfter}))
      and ($9::date is null or due_on < $9::date) and ($10::date is null or due_on >= $10::date)
      and ($11::bigint is null or principal_minor >= $11::bigint)
      and ($12::bigint is null or principal_minor <= $12::bigint)
      order by ${order} offset 0) c
    cross join lateral (select * from claim_now
      where creditor_id = $1::uuid and claim_id = c.claim_id offset 0) n
    cross join lateral (select number, data from invoice
      where creditor_id = $1::uuid and invoice_id = c.invoice_id and version_no = 1 offset 0) i
    cross join lateral (select customer_number from debtor
      where creditor_id = $1::uuid and debtor_id = c.debtor_id offset 0) d
    left join lateral (select data from contact where creditor_id = $1::uuid and debtor_id = c.debtor_id
      order by valid_from_on desc, contact_id desc limit 1) k on true
    left join lateral (select kind, taken_on from step
      where creditor_id = $1::uuid and claim_id = c.claim_id order by ordinal desc limit 1) s on true
    where ($5::text is null or n.state = $5) and ($6::text is null or s.kind = $6)
      and ($7::text is null or i.data ->> 'department' = $7) and ($8::text is null or d.customer_number = $8)
      and ($13::text is null or i.number = $13 or c.reference = $13 or d.customer_number = $13)
    limit $4::int`);
}
