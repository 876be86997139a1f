/** Who may sign in to the demo, as it is printed: staff and the companies' users by password, a debtor by its letter. */
import type { Uuid } from "@innfri/kernel";
import { letterCode } from "../door/letter-code.ts";
import { allCreditors } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import type { OpenedInstallation } from "../installation.ts";
import { openKeys } from "../secrets/keys.ts";
import { sql, withCreditor } from "../store/index.ts";
import { makeDemoUsers } from "../usecases/demo-users.ts";

/** Its debtor has a demand, and no answer yet. */
const DEBTORS_INVOICE = "10481";

/** `role: address · e-mail / password` for each role, and for a debtor `debtor: address · case X code Y`. */
export async function signInsOf(installation: OpenedInstallation, address: string): Promise<string[]> {
  const creditors = await allCreditors(installation.pool);
  const made = await makeDemoUsers(
    await installation.poolFor("innfri_api"),
    creditors.map(({ creditorId }) => creditorId),
    new Date(),
  );
  if (made.kind === "refused") throw new Error(`the demo has no users: ${made.reason}`);
  const users = made.users.map(({ role, email, password }) => `${role}: ${address} · ${email} / ${password}`);
  const { reference, code } = await newestLetter(installation, DEBTORS_INVOICE);
  return [...users, `debtor: ${address} · case ${reference} code ${code}`];
}

/** What the newest letter about an invoice prints for its reader. */
async function newestLetter(
  { pool, directory }: OpenedInstallation,
  invoice: string,
): Promise<{ readonly reference: string; readonly code: string }> {
  const found = await findClaim(pool, invoice);
  if (found.kind !== "found") throw new Error(`the demo has no one claim for invoice ${invoice}`);
  const { creditor, claimId } = found.claim;
  const { reference, documentId } = await withCreditor(pool, creditor.creditorId, (tx) =>
    tx.one<{ reference: string; documentId: Uuid }>(sql`
      select c.reference, s.document_id as "documentId"
      from claim c join step s on s.creditor_id = c.creditor_id and s.claim_id = c.claim_id
      where c.creditor_id = ${creditor.creditorId}::uuid and c.claim_id = ${claimId}::uuid and s.document_id is not null
      order by s.ordinal desc limit 1`),
  );
  return { reference, code: letterCode(await openKeys(directory, process.env), documentId) };
}
