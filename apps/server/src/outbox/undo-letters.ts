/**
 * Undoes letters that never left: a deadline runs from valid dispatch, so a letter that could not go on its day is as
 * if it had not been decided. Its charges are reversed, its claims are judged anew, and the chain says why (B21).
 */
import { owed, type Posting } from "@innfri/claims";
import { minorFromDecimal, type Uuid } from "@innfri/kernel";
import type { Clock } from "../clock.ts";
import { ClaimDraft, emptyRows, type Rows } from "../engine/claim-draft.ts";
import { type LoadedClaim, type LoadedFile, loadFiles } from "../engine/load-files.ts";
import { sql, type Tx } from "../store/index.ts";
import { lockFiles, writePage } from "../store/page.ts";

export type Undone = {
  readonly documentId: Uuid;
  readonly reason: string;
  /** The letter cannot be made at all: a person has to look before it is tried again. */
  readonly parks: boolean;
};

type Stored = {
  readonly document: string;
  readonly charges: readonly {
    readonly item: "notice-fee" | "recovery-costs" | "legal-costs";
    readonly amount: string;
  }[];
};

export async function undoLetters(
  tx: Tx,
  creditorId: Uuid,
  undone: readonly Undone[],
  clock: Clock,
): Promise<void> {
  if (undone.length === 0) return;
  const byDocument = new Map(undone.map((one) => [one.documentId as string, one]));
  const debtors = await tx.many<{ debtorId: Uuid }>(sql`
    select distinct debtor_id as "debtorId" from document
    where creditor_id = ${creditorId}::uuid and document_id = any(${[...byDocument.keys()]}::uuid[])`);
  const locked = await lockFiles(
    tx,
    creditorId,
    debtors.map(({ debtorId }) => debtorId),
  );
  const files = await loadFiles(tx, creditorId, locked, { withClosed: true });
  const rows = emptyRows();
  for (const file of files) {
    for (const claim of file.claims) undoOn(claim, file, byDocument, rows, clock);
    rows.files.push({ debtorId: file.debtorId, version: file.version, nextLookOn: clock.today });
  }
  await writePage(tx, creditorId, rows);
}

function undoOn(
  claim: LoadedClaim,
  file: LoadedFile,
  byDocument: ReadonlyMap<string, Undone>,
  rows: Rows,
  clock: Clock,
): void {
  const draft = new ClaimDraft(claim, rows, { clock, actor: "outbox" });
  for (const event of file.events) {
    if (event.claim !== claim.claimId || event.kind !== "letter") continue;
    const letter = event.data as unknown as Stored;
    const undone = byDocument.get(letter.document);
    if (undone === undefined) continue;
    const postings: Posting[] = letter.charges.flatMap(({ item, amount }) =>
      owed(item, -minorFromDecimal(amount)),
    );
    const entry = draft.post("reversal", postings, { document: letter.document });
    draft.openCostsMinor -= letter.charges.reduce((sum, { amount }) => sum + minorFromDecimal(amount), 0n);
    draft.event("given-up", { document: letter.document, reason: undone.reason, entry });
    if (undone.parks && draft.state === "open") {
      draft.state = "parked";
      draft.event("parked", { rule: "defect", text: `its letter could not be made: ${undone.reason}` });
    }
  }
  if (draft.isChanged) rows.claims.push(draft.row());
}
