/** Claims that wait for a person because nobody knows whether their letter left: nothing may follow from it meanwhile. */
import type { LetterData } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import { ClaimDraft, emptyRows } from "../engine/claim-draft.ts";
import { loadFiles } from "../engine/load-files.ts";
import { sql, type Tx } from "../store/index.ts";
import { lockFiles, writePage } from "../store/page.ts";
import type { UndoContext } from "./undo-letters.ts";

/** By this rule a claim is parked whose letter's outcome is unknown. */
export const UNKNOWN_RULE = "outbox.unknown";

export type Waiting = { readonly documentId: Uuid; readonly reason: string };

/** Parks the open claims of these letters. */
export async function parkLetters(
  tx: Tx,
  { creditor: { creditorId }, clock }: UndoContext,
  waiting: readonly Waiting[],
): Promise<void> {
  if (waiting.length === 0) return;
  const reasons = new Map(waiting.map(({ documentId, reason }) => [documentId as string, reason]));
  const debtors = await tx.many<{ debtorId: Uuid }>(sql`
    select distinct debtor_id as "debtorId" from document
    where creditor_id = ${creditorId}::uuid and document_id = any(${[...reasons.keys()]}::uuid[])`);
  const locked = await lockFiles(
    tx,
    creditorId,
    debtors.map(({ debtorId }) => debtorId),
  );
  const files = await loadFiles(tx, creditorId, locked, { withClosed: true });
  const rows = emptyRows();
  for (const file of files) {
    for (const claim of file.claims) {
      if (claim.state !== "open") continue;
      const letter = file.events.findLast(
        ({ claim: of, kind, data }) =>
          of === claim.claimId && kind === "letter" && reasons.has((data as unknown as LetterData).document),
      );
      if (letter === undefined) continue;
      const { document } = letter.data as unknown as LetterData;
      const draft = new ClaimDraft(claim, rows, { clock, actor: "outbox" });
      draft.state = "parked";
      draft.event("parked", { rule: UNKNOWN_RULE, text: reasons.get(document)!, document });
      rows.claims.push(draft.row());
    }
    rows.files.push({ debtorId: file.debtorId, version: file.version, nextLookOn: clock.today });
  }
  await writePage(tx, creditorId, rows);
}
