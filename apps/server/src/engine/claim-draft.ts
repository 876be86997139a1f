/** The rows of a batch while they are collected, and a claim that grows with them. */
import type { Posting, StoredEvent } from "@innfri/claims";
import { type CalendarDate, canonicalJson, type Json, type Uuid } from "@innfri/kernel";
import type { Clock } from "../clock.ts";
import type { DocumentPart } from "../store/document-parts.ts";
import type { ApprovalItemState, EventKind, LedgerKind } from "../store/kinds.ts";
import type * as Row from "../store/rows.ts";
import { link } from "./chain.ts";
import type { LoadedClaim } from "./load-files.ts";
import { stageOf } from "./stage.ts";

/** Rows being collected for one batch. */
export type Rows = {
  readonly files: Row.FileLook[];
  readonly claims: Row.ClaimNowChange[];
  readonly steps: Row.StepRow[];
  readonly documents: Row.DocumentRow[];
  readonly documentParts: DocumentPart[];
  readonly messages: Row.MessageRow[];
  readonly ledgerTransactions: Row.LedgerTransactionRow[];
  readonly events: Row.EventRow[];
  readonly approvalItems: Row.ApprovalItemRow[];
  readonly approvalItemsDecided: Row.ApprovalItemDecided[];
  readonly cases: Row.CollectionCaseRow[];
};

export function emptyRows(): Rows {
  return {
    files: [],
    claims: [],
    steps: [],
    documents: [],
    documentParts: [],
    messages: [],
    ledgerTransactions: [],
    events: [],
    approvalItems: [],
    approvalItemsDecided: [],
    cases: [],
  };
}

/** A claim while its rows are being made: its chain and its cached amounts grow with each. */
export class ClaimDraft {
  readonly before: LoadedClaim;
  headSeq: number;
  headHash: Uint8Array;
  stepCount: number;
  entryCount: number;
  openPrincipalMinor: bigint;
  openInterestMinor: bigint;
  openCostsMinor: bigint;
  state: LoadedClaim["state"];
  closedOn: CalendarDate | null;
  caseId: Uuid | null;
  readonly #told: StoredEvent[] = [];
  readonly #rows: Pick<Rows, "events" | "ledgerTransactions">;
  readonly #by: { readonly clock: Clock; readonly actor: string };

  constructor(
    claim: LoadedClaim,
    rows: Pick<Rows, "events" | "ledgerTransactions">,
    by: { readonly clock: Clock; readonly actor: string },
  ) {
    this.before = claim;
    this.headSeq = claim.headSeq;
    this.headHash = claim.headHash;
    this.stepCount = claim.stepCount;
    this.entryCount = claim.entryCount;
    this.openPrincipalMinor = claim.openPrincipalMinor;
    this.openInterestMinor = claim.openInterestMinor;
    this.openCostsMinor = claim.openCostsMinor;
    this.state = claim.state;
    this.closedOn = claim.closedOn;
    this.caseId = claim.caseId;
    this.#rows = rows;
    this.#by = by;
  }

  /** Appends an event; `on` is the day it happened, the clock's when left out. */
  event(kind: EventKind, data: Json, on: CalendarDate = this.#by.clock.today): void {
    const head = { claimId: this.before.claimId, headSeq: this.headSeq, headHash: this.headHash };
    const row = link(head, {
      kind,
      happenedOn: on,
      recordedAt: this.#by.clock.nowAt,
      actor: this.#by.actor,
      data,
    });
    this.#rows.events.push(row);
    this.#told.push({ claim: row.claimId, seq: row.seq, kind, on, data: data as StoredEvent["data"] });
    this.headSeq = row.seq;
    this.headHash = row.hash;
  }

  /** Appends an entry to the claim's journal and returns its number; nothing when there is nothing to post. */
  post(
    kind: LedgerKind,
    postings: readonly Posting[],
    source: Json,
    on: CalendarDate = this.#by.clock.today,
  ): number | null {
    if (postings.length === 0) return null;
    this.entryCount += 1;
    this.#rows.ledgerTransactions.push({
      journalId: this.before.claimId,
      entryNo: this.entryCount,
      bookedOn: on,
      recordedAt: this.#by.clock.nowAt,
      kind,
      currency: this.before.currency,
      sourceJson: canonicalJson(source),
      postings: postings.map(({ account, minor }) => ({ accountNo: account, amountMinor: minor })),
    });
    return this.entryCount;
  }

  /** What decides a proposal that is open on the claim. */
  itemDecided(
    approvalId: string,
    state: ApprovalItemState,
    decidedBy: string = this.#by.actor,
  ): Row.ApprovalItemDecided {
    return {
      approvalId: approvalId as Uuid,
      claimId: this.before.claimId,
      stateBefore: "open",
      state,
      decidedBy,
      decidedAt: this.#by.clock.nowAt,
    };
  }

  row(): Row.ClaimNowChange {
    return {
      claimId: this.before.claimId,
      headSeqBefore: this.before.headSeq,
      openPrincipalMinor: this.openPrincipalMinor,
      openInterestMinor: this.openInterestMinor,
      openCostsMinor: this.openCostsMinor,
      headSeq: this.headSeq,
      headHash: this.headHash,
      closedOn: this.closedOn,
      stepCount: this.stepCount,
      entryCount: this.entryCount,
      state: this.state,
      stage:
        this.#told.length === 0
          ? this.before.stage
          : stageOf([...(this.before.history ?? []), ...this.#told]),
      caseId: this.caseId,
    };
  }

  get isChanged(): boolean {
    return this.headSeq !== this.before.headSeq || this.entryCount !== this.before.entryCount;
  }
}
