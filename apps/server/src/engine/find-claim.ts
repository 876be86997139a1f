/** Finds a claim by what people call it: its id, its payment reference or its invoice's number. */
import { isUuid, type Uuid } from "@innfri/kernel";
import { type Pool, sql, withCreditor } from "../store/index.ts";
import { allCreditors, type Creditor } from "./creditors.ts";

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
  const creditors = (await allCreditors(pool)).filter(
    (creditor) => creditorId === undefined || creditor.creditorId === creditorId,
  );
  const found: FoundClaim[] = [];
  for (const creditor of creditors) {
    const rows = await withCreditor(pool, creditor.creditorId, (tx) =>
      tx.many<{ claimId: Uuid; debtorId: Uuid; invoiceNumber: string }>(
        isUuid(named)
          ? sql`
            select c.claim_id as "claimId", c.debtor_id as "debtorId", i.number as "invoiceNumber"
            from claim c join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id and i.version_no = 1
            where c.creditor_id = ${creditor.creditorId}::uuid and c.claim_id = ${named}::uuid`
          : sql`
            select c.claim_id as "claimId", c.debtor_id as "debtorId", i.number as "invoiceNumber"
            from claim c join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id and i.version_no = 1
            where c.creditor_id = ${creditor.creditorId}::uuid and (c.reference = ${named} or i.number = ${named})
            order by c.due_on, c.claim_id limit 20`,
      ),
    );
    found.push(...rows.map((row) => ({ creditor, ...row })));
  }
  const [first, second] = found;
  if (first === undefined) return { kind: "unknown" };
  return second === undefined ? { kind: "found", claim: first } : { kind: "ambiguous", claims: found };
}
