/** Finds a claim by what people call it: its id, its payment reference or its invoice's number. */
import { isUuid, type Uuid } from "@innfri/kernel";
import { type Pool, type Query, sql, withCreditor } from "../store/index.ts";
import { allCreditors, type Creditor, creditorById } from "./creditors.ts";

export type FoundClaim = {
  readonly creditor: Creditor;
  readonly claimId: Uuid;
  readonly debtorId: Uuid;
  readonly invoiceNumber: string;
};

export type Finding =
  | { readonly kind: "found"; readonly claim: FoundClaim }
  | { readonly kind: "unknown" }
  | { readonly kind: "ambiguous"; readonly claims: readonly FoundClaim[] };

/** Looks in every creditor, or in one. More than one hit is told, never chosen among. */
export async function findClaim(pool: Pool, named: string, creditorId?: Uuid): Promise<Finding> {
  const only = creditorId === undefined ? undefined : await creditorById(pool, creditorId);
  const creditors = creditorId === undefined ? await allCreditors(pool) : only === undefined ? [] : [only];
  const found: FoundClaim[] = [];
  for (const creditor of creditors) {
    const rows = await withCreditor(pool, creditor.creditorId, (tx) =>
      tx.many<Omit<FoundClaim, "creditor">>(claimsNamed(creditor.creditorId, named)),
    );
    found.push(...rows.map((row) => ({ creditor, ...row })));
  }
  const [first, second] = found;
  if (first === undefined) return { kind: "unknown" };
  return second === undefined ? { kind: "found", claim: first } : { kind: "ambiguous", claims: found };
}

/** By keys alone, one after the other: left to choose, the database reads every claim of the creditor. */
function claimsNamed(creditorId: Uuid, named: string): Query {
  return sql`
    select c.claim_id as "claimId", c.debtor_id as "debtorId", i.number as "invoiceNumber"
    from (
      select ${isUuid(named) ? named : null}::uuid as claim_id
      union
      select claim_id from claim where creditor_id = ${creditorId}::uuid and reference = ${named}
      union
      select k.claim_id
      from (select invoice_id from invoice
        where creditor_id = ${creditorId}::uuid and number = ${named} and version_no = 1 offset 0) j
      cross join lateral (select claim_id from claim
        where creditor_id = ${creditorId}::uuid and invoice_id = j.invoice_id offset 0) k
    ) hit
    cross join lateral (select * from claim
      where creditor_id = ${creditorId}::uuid and claim_id = hit.claim_id offset 0) c
    cross join lateral (select number from invoice
      where creditor_id = ${creditorId}::uuid and invoice_id = c.invoice_id and version_no = 1 offset 0) i
    order by c.due_on, c.claim_id limit 20`;
}
