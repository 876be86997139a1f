/**
 * Undoes letters that never left: a deadline runs from valid dispatch, so a letter that could not go on its day is as
 * if it had not been decided. Its charges are reversed, what was paid on them closes what else is open or goes back, its
 * claims are judged anew, and the chain says why (B21).
 */
import { accountOn, type LetterData, type OperatorKind, owed, type StoredEvent } from "@innfri/claims";
import { formatMinor, minorFromDecimal, type Uuid } from "@innfri/kernel";
import type { Clock } from "../clock.ts";
import { ClaimDraft, type Rows } from "../engine/claim-draft.ts";
import { covered } from "../engine/covered.ts";
import type { Creditor } from "../engine/creditors.ts";
import { factsOf, type LoadedClaim, type LoadedFile } from "../engine/load-files.ts";
import { countedClaims } from "../engine/record-facts.ts";
import { type Sums, settleRest, sumsOf } from "../engine/settle-books.ts";
import { lapse } from "../engine/write-approvals.ts";
import type { Tx } from "../store/index.ts";
import { changeFilesOf } from "./files-of-letters.ts";

export type Undone = {
  readonly documentId: Uuid;
  readonly reason: string;
  /** The letter cannot be made at all: a person has to look before it is tried again. */
  readonly parks: boolean;
};

export type UndoContext = {
  readonly creditor: Creditor;
  readonly operator: OperatorKind;
  readonly clock: Clock;
};

export function undoLetters(tx: Tx, by: UndoContext, undone: readonly Undone[]): Promise<void> {
  const byDocument = new Map(undone.map((one) => [one.documentId as string, one]));
  return changeFilesOf(tx, by, [...byDocument.keys()], (file, rows, clock) =>
    undoIn(file, byDocument, rows, { ...by, clock }),
  );
}

/** A letter as it stands on the chain of one claim. */
type OnChain = { readonly draft: ClaimDraft; readonly letter: LetterData; readonly undone: Undone };

function undoIn(
  file: LoadedFile,
  byDocument: ReadonlyMap<string, Undone>,
  rows: Rows,
  context: UndoContext,
): void {
  const by = { clock: context.clock, actor: "outbox" };
  const drafts = new Map<string, ClaimDraft>(
    file.claims.map((claim) => [claim.claimId, new ClaimDraft(claim, rows, by)]),
  );
  const letters = file.events.flatMap(({ claim, kind, data }): OnChain[] => {
    const letter = data as unknown as LetterData;
    const undone = kind === "letter" ? byDocument.get(letter.document) : undefined;
    return undone === undefined ? [] : [{ draft: drafts.get(claim)!, letter, undone }];
  });
  const [first] = letters;
  if (first === undefined) return;
  const counted = new Set<LoadedClaim>([
    ...countedClaims(file, ({ state }) => state === "closed"),
    ...letters.map(({ draft }) => draft.before),
  ]);
  const claims = file.claims.filter((claim) => counted.has(claim));
  const before = sumsWith(file, claims, [], context);
  const after = sumsWith(file, claims, letters.map(givenUp(context)), context);
  const refundMinor = before === null || after === null ? 0n : after.refundMinor - before.refundMinor;
  const entryCount = rows.ledgerTransactions.length;
  // Where the outbox stood still for long, several letters of one claim are undone at once, and one question with them.
  for (const draft of new Set(letters.map((one) => one.draft))) withdrawProposal(rows, file, draft);
  for (const one of letters) {
    takeBack(one, one === first ? refundMinor : 0n);
  }
  // Where no table covers the day, only what the letters had charged is reversed.
  if (before !== null && after !== null) {
    const entries = rows.ledgerTransactions.slice(entryCount);
    settleRest(drafts, { before, after, entries }, first.draft, { document: first.letter.document });
  }
  for (const draft of drafts.values()) if (draft.isChanged) rows.claims.push(draft.row());
}

/** What was asked of a person after the letter was asked on the strength of it. */
function withdrawProposal(rows: Rows, file: LoadedFile, draft: ClaimDraft): void {
  const proposal = file.proposals.get(draft.before.claimId);
  if (proposal?.state !== "open") return;
  draft.event("released", { approval: null, reason: "the letter before it did not arrive" });
  lapse(rows, file, draft);
}

function takeBack({ draft, letter, undone }: OnChain, refundMinor: bigint): void {
  const { document, charges } = letter;
  const postings = charges.flatMap(({ item, amount }) => owed(item, -minorFromDecimal(amount)));
  const entry = draft.post("reversal", postings, { document });
  draft.openCostsMinor -= charges.reduce((sum, { amount }) => sum + minorFromDecimal(amount), 0n);
  const refund = refundMinor > 0n ? { refund: formatMinor(refundMinor) } : {};
  draft.event("given-up", { document, reason: undone.reason, entry, ...refund });
  if (undone.parks && draft.state === "open") {
    draft.state = "parked";
    draft.event("parked", { rule: "defect", text: `its letter could not be made: ${undone.reason}` });
  }
}

function givenUp({ clock }: UndoContext) {
  return ({ draft, letter: { document } }: OnChain): StoredEvent => ({
    claim: draft.before.claimId,
    seq: draft.headSeq + 1,
    kind: "given-up",
    on: clock.today,
    data: { document },
  });
}

/** What the claims come to today with these events besides; null where no law table covers it. */
function sumsWith(
  file: LoadedFile,
  claims: readonly LoadedClaim[],
  more: readonly StoredEvent[],
  { creditor: { country }, operator, clock: { today } }: UndoContext,
): Sums | null {
  const told = { ...file, kind: file.kind ?? "person", events: [...file.events, ...more] } as const;
  const sums = covered(() => {
    const facts = factsOf(told, { country, operator }, claims);
    return facts === null ? null : sumsOf(accountOn(facts, today), today);
  });
  return sums.kind === "covered" ? sums.value : null;
}
