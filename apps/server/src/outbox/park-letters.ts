/** Claims that wait for a person because nobody knows whether their letter left: nothing may follow from it meanwhile. */
import type { LetterData } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import { ClaimDraft } from "../engine/claim-draft.ts";
import { lapse } from "../engine/write-approvals.ts";
import type { Tx } from "../store/index.ts";
import { changeFilesOf } from "./files-of-letters.ts";
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

function park(tx: Tx, context: UndoContext, waiting: readonly Waiting[], rule: string): Promise<void> {
  const reasons = new Map(waiting.map(({ documentId, reason }) => [documentId as string, reason]));
  return changeFilesOf(tx, context, [...reasons.keys()], (file, rows, clock) => {
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
  });
}

/** It is known now whether they left: their claims go on, unless they were taken up or parked for something else since. */
export function takeUpLetters(
  tx: Tx,
  context: UndoContext,
  documentIds: readonly Uuid[],
  actor: string,
): Promise<void> {
  return changeFilesOf(tx, context, documentIds, (file, rows, clock) => {
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
  });
}
