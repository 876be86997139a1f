/**
 * Looks for changes that were made behind the program's back: in chains, books, documents and what ties them together. And
 * for books that have come to say something else than the chains.
 */
import type { Uuid } from "@innfri/kernel";
import type { Finding } from "../books/finding.ts";
import { verifyAccounts } from "../books/verify-accounts.ts";
import { verifyChains } from "../books/verify-chains.ts";
import { verifyDocuments, verifyInvoices } from "../books/verify-contents.ts";
import { verifyKeys } from "../books/verify-keys.ts";
import { verifyLedger } from "../books/verify-ledger.ts";
import { type Pool, sql, withCreditor } from "../store/index.ts";

export type Verified = {
  readonly creditors: number;
  readonly claims: number;
  readonly events: number;
  readonly documents: number;
  readonly findingCount: number;
  /** The first of them. */
  readonly findings: readonly Finding[];
};

const MOST_LISTED = 10_000;

/** Each creditor is read in one transaction that sees one moment, also while a run is writing. */
export async function verifyBooks(pool: Pool, creditorIds: readonly Uuid[]): Promise<Verified> {
  const findings: Finding[] = [];
  const counts = { claims: 0, events: 0, documents: 0, findingCount: 0 };
  for (const creditorId of creditorIds) {
    const found = new Set<string | null>();
    const report = (finding: Omit<Finding, "creditorId">) => {
      counts.findingCount++;
      found.add(finding.claimId);
      if (findings.length < MOST_LISTED) findings.push({ creditorId, ...finding });
    };
    await withCreditor(pool, creditorId, async (tx) => {
      await tx.run(sql`set transaction isolation level repeatable read, read only`);
      const walked = await verifyChains(tx, creditorId, report);
      counts.claims += walked.claims;
      counts.events += walked.events;
      counts.documents += await verifyDocuments(tx, creditorId, report);
      await verifyInvoices(tx, creditorId, report);
      await verifyLedger(tx, creditorId, report);
      await verifyKeys(tx, creditorId, report);
      await verifyAccounts(tx, creditorId, (claimId) => found.has(claimId), report);
    });
  }
  return { creditors: creditorIds.length, ...counts, findings };
}
