/** What a look at the books is about: all of a creditor's, or some claims and what hangs on them. */
import type { Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";

/** Some claims with their customers, letters and payments. Null is everything. */
export type Scope = {
  readonly claimIds: readonly Uuid[];
  readonly debtorIds: readonly Uuid[];
  readonly documentIds: readonly Uuid[];
  readonly paymentIds: readonly Uuid[];
  /** The claims' own and the payments'. */
  readonly journalIds: readonly Uuid[];
} | null;

export async function scopeOf(tx: Tx, creditorId: Uuid, claimIds: readonly Uuid[]): Promise<Scope> {
  const [debtors, documents, payments] = await Promise.all([
    tx.many<{ id: Uuid }>(sql`
      select distinct debtor_id as id from claim
      where creditor_id = ${creditorId}::uuid and claim_id = any(${claimIds}::uuid[])`),
    tx.many<{ id: Uuid }>(sql`
      select distinct document_id as id from step
      where creditor_id = ${creditorId}::uuid and claim_id = any(${claimIds}::uuid[]) and document_id is not null`),
    tx.many<{ id: Uuid }>(sql`
      select distinct payment_id as id from allocation
      where creditor_id = ${creditorId}::uuid and claim_id = any(${claimIds}::uuid[])`),
  ]);
  const paymentIds = payments.map(({ id }) => id);
  return {
    claimIds,
    debtorIds: debtors.map(({ id }) => id),
    documentIds: documents.map(({ id }) => id),
    paymentIds,
    journalIds: [...claimIds, ...paymentIds],
  };
}
