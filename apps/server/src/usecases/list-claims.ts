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
export function listClaims(
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
  return tx.many<ClaimRow>({ ...STATEMENTS[sort], values });
}

export function markOf({ claimId, dueOn, principalMinor }: ClaimRow, sort: ClaimSort): ClaimMark {
  if (sort === "newest") return { value: "", claimId };
  return { value: sort === "largest" ? String(principalMinor) : dueOn, claimId };
}

// Each order goes along an index of `claim`, and the end of the page ends the walk.
const STATEMENTS = {
  newest: statement("$3::text is not null and claim_id < $2::uuid", "claim_id desc"),
  "oldest-due": statement("(due_on, claim_id) > ($3::date, $2::uuid)", "due_on, claim_id"),
  "latest-due": statement("(due_on, claim_id) < ($3::date, $2::uuid)", "due_on desc, claim_id desc"),
  largest: statement(
    "(principal_minor, claim_id) < ($3::bigint, $2::uuid)",
    "principal_minor desc, claim_id desc",
  ),
} as const satisfies Readonly<Record<ClaimSort, unknown>>;

function statement(isAfter: string, order: string) {
  return prepared(`
    select c.claim_id as "claimId", c.debtor_id as "debtorId", i.number as "invoiceNumber", c.reference,
      d.customer_number as "customerNumber", k.data ->> 'name' as "customerName",
      i.data ->> 'department' as department, c.due_on as "dueOn", c.currency, c.principal_minor as "principalMinor",
      n.open_principal_minor + n.open_interest_minor + n.open_costs_minor as "openMinor", n.state,
      s.kind as "lastStep", s.taken_on as "lastStepOn", n.closed_on as "closedOn"
    from (select * from claim where creditor_id = $1::uuid and ($2::uuid is null or (${isAfter}))
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
