/** What a look at the books is about: all of a creditor's, or some claims and what hangs on them. */
import type { Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";

/** Some claims with their customers, letters and payments. Null is everything. */
export type Scope = {
  readonly claimIds: readonly Uuid[];
  readonly debtorIds: readonly Uuid[];
  readonly invoiceIds: readonly Uuid[];
  readonly documentIds: readonly Uuid[];
  readonly paymentIds: readonly Uuid[];
  readonly bankLineIds: readonly Uuid[];
  /** The claims' own and the payments'. */
  readonly journalIds: readonly Uuid[];
} | null;

export async function scopeOf(tx: Tx, creditorId: Uuid, claimIds: readonly Uuid[]): Promise<Scope> {
  const [claims, documents, payments] = await Promise.all([
    tx.many<{ debtorId: Uuid; invoiceId: Uuid }>(sql`
      select debtor_id as "debtorId", invoice_id as "invoiceId" from claim
      where creditor_id = ${creditorId}::uuid and claim_id = any(${claimIds}::uuid[])`),
    tx.many<{ id: Uuid }>(sql`
      select distinct document_id as id from step
      where creditor_id = ${creditorId}::uuid and claim_id = any(${claimIds}::uuid[]) and document_id is not null`),
    tx.many<{ id: Uuid }>(sql`
      select distinct payment_id as id from allocation
      where creditor_id = ${creditorId}::uuid and claim_id = any(${claimIds}::uuid[])`),
  ]);
  const paymentIds = payments.map(({ id }) => id);
  const lines = await tx.many<{ id: Uuid }>(sql`
    select distinct bank_line_id as id from payment
    where creditor_id = ${creditorId}::uuid and payment_id = any(${paymentIds}::uuid[])`);
  return {
    claimIds,
    debtorIds: [...new Set(claims.map(({ debtorId }) => debtorId))],
    invoiceIds: [...new Set(claims.map(({ invoiceId }) => invoiceId))],
    documentIds: documents.map(({ id }) => id),
    paymentIds,
    bankLineIds: lines.map(({ id }) => id),
    journalIds: [...claimIds, ...paymentIds],
  };
}
