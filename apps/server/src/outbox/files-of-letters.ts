/** The files of letters that something came of, whatever it is: undone, not known to have left, known again. */
import type { Uuid } from "@innfri/kernel";
import type { Clock } from "../clock.ts";
import { emptyRows, type Rows } from "../engine/claim-draft.ts";
import { dayUnderLock } from "../engine/clock-under-lock.ts";
import type { Creditor } from "../engine/creditors.ts";
import { type LoadedFile, loadFiles } from "../engine/load-files.ts";
import { sql, type Tx } from "../store/index.ts";
import { lockFiles, writePage } from "../store/page.ts";

/** Locks them, writes what `change` makes of each, and has the run look at them again today. */
export async function changeFilesOf(
  tx: Tx,
  { creditor, clock: begunBy }: { readonly creditor: Creditor; readonly clock: Clock },
  documentIds: readonly string[],
  change: (file: LoadedFile, rows: Rows, clock: Clock) => void,
): Promise<void> {
  if (documentIds.length === 0) return;
  const { creditorId } = creditor;
  const debtors = await tx.many<{ debtorId: Uuid }>(sql`
    select distinct debtor_id as "debtorId" from document
    where creditor_id = ${creditorId}::uuid and document_id = any(${documentIds}::uuid[])`);
  const ids = debtors.map(({ debtorId }) => debtorId);
  const locked = await lockFiles(tx, creditorId, ids);
  const clock = await dayUnderLock(tx, creditor, begunBy);
  const files = await loadFiles(tx, creditorId, locked, { withClosed: true });
  const rows = emptyRows();
  for (const file of files) {
    change(file, rows, clock);
    rows.files.push({ debtorId: file.debtorId, version: file.version, nextLookOn: clock.today });
  }
  await writePage(tx, creditorId, rows);
}
