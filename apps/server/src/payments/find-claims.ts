/** Looks up many references at one creditor at once. */
import type { Uuid } from "@innfri/kernel";
import { binaryArray, sql, type Tx } from "../store/index.ts";
import type { FoundClaim } from "./match-line.ts";

type Row = FoundClaim & { readonly key: string };

/**
 * The claims that keys lead to: by their own reference; for keys that are none by the number of the invoice; for what
 * is left by what the source had as the reference, where claims have one of their own (several invoices to a customer
 * can bear the same).
 */
export async function findClaims(
  tx: Tx,
  creditorId: Uuid,
  keys: readonly string[],
): Promise<Map<string, FoundClaim[]>> {
  const found = new Map<string, FoundClaim[]>();
  for (const look of [byReference, byNumber, bySourceReference]) {
    const unknown = keys.filter((key) => !found.has(key));
    if (unknown.length === 0) break;
    const texts = binaryArray("text", unknown, (key) => key);
    for (const { key, ...claim } of await look(tx, creditorId, texts)) {
      const own = found.get(key) ?? [];
      found.set(key, own);
      own.push(claim);
    }
  }
  return found;
}

function byReference(tx: Tx, creditorId: Uuid, keys: Buffer): Promise<Row[]> {
  return tx.many<Row>(sql`
    select reference as key, claim_id as "claimId", debtor_id as "debtorId", currency from claim
    where creditor_id = ${creditorId}::uuid and reference = any(${keys}::text[])`);
}

function byNumber(tx: Tx, creditorId: Uuid, keys: Buffer): Promise<Row[]> {
  return tx.many<Row>(sql`
    select i.number as key, c.claim_id as "claimId", c.debtor_id as "debtorId", c.currency
    from invoice i join claim c on c.creditor_id = i.creditor_id and c.invoice_id = i.invoice_id
    where i.creditor_id = ${creditorId}::uuid and i.version_no = 1 and i.number = any(${keys}::text[])
    order by c.due_on, c.claim_id`);
}

// Reads all invoices of the creditor: no index holds what stands in their data.
function bySourceReference(tx: Tx, creditorId: Uuid, keys: Buffer): Promise<Row[]> {
  return tx.many<Row>(sql`
    select i.data -> 'reference' ->> 'value' as key, c.claim_id as "claimId", c.debtor_id as "debtorId", c.currency
    from invoice i join claim c on c.creditor_id = i.creditor_id and c.invoice_id = i.invoice_id
    where i.creditor_id = ${creditorId}::uuid and i.version_no = 1
      and i.data -> 'reference' ->> 'value' = any(${keys}::text[])
    order by c.due_on, c.claim_id`);
}
