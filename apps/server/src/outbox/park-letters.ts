/** Claims that wait for a person because nobody knows whether their letter left: nothing may follow from it meanwhile. */
import type { LetterData } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import { ClaimDraft, emptyRows } from "../engine/claim-draft.ts";
import { dayUnderLock } from "../engine/clock-under-lock.ts";
import { loadFiles } from "../engine/load-files.ts";
import { lapse } from "../engine/write-approvals.ts";
import { sql, type Tx } from "../store/index.ts";
import { lockFiles, writePage } from "../store/page.ts";
import type { UndoContext } from "./undo-letters.ts";

/** By these rules claims wait: nobody knows whether their letter left, or it came back when they had gone on from it. */
const UNKNOWN_RULE = "outbox.unknown";
const CAME_BACK_RULE = "outbox.came-back";

export type Waiting = { readonly documentId: Uuid; readonly reason: string };

/** Parks the open claims of letters of which nobody knows whether they left. */
export function parkLetters(tx: Tx, context: UndoContext, waiting: readonly Waiting[]): Promise<void> {
  return park(tx, context, waiting, UNKNOWN_RULE);
}

/** Parks those of letters that did not arrive and have been followed by others. */
export function parkFollowed(tx: Tx, context: UndoContext, waiting: readonly Waiting[]): Promise<void> {
  return park(tx, context, waiting, CAME_BACK_RULE);
}

async function park(
  tx: Tx,
  { creditor, clock: begunBy }: UndoContext,
  waiting: readonly Waiting[],
  rule: string,
): Promise<void> {
  if (waiting.length === 0) return;
  const { creditorId } = creditor;
  const reasons = new Map(waiting.map(({ documentId, reason }) => [documentId as string, reason]));
  const debtors = await debtorsOf(tx, creditorId, [...reasons.keys()] as Uuid[]);
  const locked = await lockFiles(tx, creditorId, debtors);
  const clock = await dayUnderLock(tx, creditor, begunBy);
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
      lapse(rows, file, draft);
      draft.state = "parked";
      draft.event("parked", { rule, text: reasons.get(document)!, document });
      rows.claims.push(draft.row());
    }
    rows.files.push({ debtorId: file.debtorId, version: file.version, nextLookOn: clock.today });
  }
  await writePage(tx, creditorId, rows);
}

/** It is known now whether they left: their claims go on, unless they were taken up or parked for something else since. */
export async function takeUpLetters(
  tx: Tx,
  { creditor, clock: begunBy }: UndoContext,
  documentIds: readonly Uuid[],
  actor: string,
): Promise<void> {
  if (documentIds.length === 0) return;
  const { creditorId } = creditor;
  const debtors = await debtorsOf(tx, creditorId, documentIds);
  const locked = await lockFiles(tx, creditorId, debtors);
  const clock = await dayUnderLock(tx, creditor, begunBy);
  const files = await loadFiles(tx, creditorId, locked, { withClosed: true });
  const rows = emptyRows();
  for (const file of files) {
    for (const claim of file.claims) {
      if (claim.state !== "parked") continue;
      const last = file.events.findLast(({ claim: of, kind }) => of === claim.claimId && kind === "parked");
      const { rule, document } = (last?.data ?? {}) as { readonly rule?: string; readonly document?: string };
      if (rule !== UNKNOWN_RULE || !documentIds.some((id) => id === document)) continue;
      const draft = new ClaimDraft(claim, rows, { clock, actor });
      draft.state = "open";
      draft.event("unparked", { document: document! });
      rows.claims.push(draft.row());
    }
    rows.files.push({ debtorId: file.debtorId, version: file.version, nextLookOn: clock.today });
  }
  await writePage(tx, creditorId, rows);
}

async function debtorsOf(tx: Tx, creditorId: Uuid, documentIds: readonly Uuid[]): Promise<Uuid[]> {
  const debtors = await tx.many<{ debtorId: Uuid }>(sql`
    select distinct debtor_id as "debtorId" from document
    where creditor_id = ${creditorId}::uuid and document_id = any(${documentIds}::uuid[])`);
  return debtors.map(({ debtorId }) => debtorId);
}
