/**
 * The rows that are written in batches, as plain objects. Amounts are whole minor units, days and instants text,
 * fields that end in `Json` canonical JSON text, hashes 32 bytes. Null is what the column holds as null.
 */
import type { CalendarDate, Currency, Uuid } from "@innfri/kernel";
import type {
  ApprovalItemState,
  ApprovalKind,
  ApprovalState,
  Channel,
  ClaimStage,
  ClaimState,
  DebtorKind,
  DocumentKind,
  EventKind,
  HoldKind,
  LedgerKind,
  MessageState,
  StepKind,
} from "./kinds.ts";

/** A file's next look; `version` is the one it was locked with, and the row gets the one after it. */
export type FileLook = {
  readonly debtorId: Uuid;
  readonly version: number;
  readonly nextLookOn: CalendarDate | null;
  /** A step waits until a feed is fresh again; left as it is where nothing is said. */
  readonly waitsForFeed?: boolean;
};

export type ClaimNow = {
  readonly claimId: Uuid;
  readonly openPrincipalMinor: bigint;
  readonly openInterestMinor: bigint;
  readonly openCostsMinor: bigint;
  /** The number of the claim's last event, and its hash. */
  readonly headSeq: number;
  readonly headHash: Uint8Array;
  readonly closedOn: CalendarDate | null;
  /** How many steps and ledger entries the claim has: the next has the number after. */
  readonly stepCount: number;
  readonly entryCount: number;
  readonly state: ClaimState;
  readonly stage: ClaimStage;
  readonly caseId: Uuid | null;
  /** As the claim and its invoice have them: what a portfolio is counted by. */
  readonly dueOn: CalendarDate;
  readonly currency: Currency;
  readonly department: string | null;
};

/** The new state of a claim that was read with `headSeqBefore`. */
export type ClaimNowChange = Omit<ClaimNow, "dueOn" | "currency" | "department"> & {
  readonly headSeqBefore: number;
};

export type StepRow = {
  readonly claimId: Uuid;
  /** From 1. */
  readonly ordinal: number;
  readonly kind: StepKind;
  readonly takenOn: CalendarDate;
  readonly deadlineOn: CalendarDate | null;
  readonly documentId: Uuid | null;
  readonly caseId: Uuid | null;
  readonly becauseJson: string;
};

export type DocumentRow = {
  readonly documentId: Uuid;
  readonly debtorId: Uuid;
  readonly kind: DocumentKind;
  readonly template: string;
  readonly language: "nb" | "sv" | "en" | "da" | "fi";
  readonly datedOn: CalendarDate;
  readonly dataJson: string;
  readonly derivationsJson: string;
  readonly hash: Uint8Array;
};

export type MessageRow = {
  readonly messageId: Uuid;
  readonly documentId: Uuid;
  readonly debtorId: Uuid;
  readonly contactId: Uuid;
  readonly channel: Channel;
  readonly state: MessageState;
  readonly sendAfter: string;
  /** Null where it may leave at any time. */
  readonly sendBefore: string | null;
};

export type Posting = { readonly accountNo: number; readonly amountMinor: bigint };

/** Two to eight postings that sum to zero. */
export type LedgerTransactionRow = {
  /** The claim, the payment or the creditor whose entries are numbered from 1. */
  readonly journalId: Uuid;
  readonly entryNo: number;
  readonly bookedOn: CalendarDate;
  readonly recordedAt: string;
  readonly kind: LedgerKind;
  readonly currency: Currency;
  readonly sourceJson: string;
  readonly postings: readonly Posting[];
};

export type EventRow = {
  readonly claimId: Uuid;
  /** From 1. */
  readonly seq: number;
  readonly kind: EventKind;
  readonly happenedOn: CalendarDate;
  readonly recordedAt: string;
  readonly actor: string;
  readonly dataJson: string;
  readonly hash: Uint8Array;
};

export type HoldRow = {
  readonly holdId: Uuid;
  readonly debtorId: Uuid;
  /** Null holds the whole file. */
  readonly claimId: Uuid | null;
  readonly kind: HoldKind;
  readonly fromOn: CalendarDate;
  readonly untilOn: CalendarDate | null;
  readonly textId: Uuid | null;
};

/** Ends a hold that has not ended. */
export type HoldEnd = { readonly holdId: Uuid; readonly endedOn: CalendarDate };

export type ApprovalRow = {
  readonly approvalId: Uuid;
  readonly kind: ApprovalKind;
  readonly openedAt: string;
  readonly decideAt: string | null;
  readonly state: ApprovalState;
};

/** Closes an open approval. */
export type ApprovalDecided = { readonly approvalId: Uuid };

/** A proposal, open. */
export type ApprovalItemRow = {
  readonly approvalId: Uuid;
  readonly claimId: Uuid;
  /** Of the step that is proposed. */
  readonly ordinal: number;
  readonly proposalJson: string;
};

/** Decides an item that is in `stateBefore`. */
export type ApprovalItemDecided = {
  readonly approvalId: Uuid;
  readonly claimId: Uuid;
  readonly stateBefore: ApprovalItemState;
  readonly state: ApprovalItemState;
  readonly decidedBy: string;
  readonly decidedAt: string;
};

export type CollectionCaseRow = {
  readonly caseId: Uuid;
  readonly debtorId: Uuid;
  readonly openedOn: CalendarDate;
};

/** Closes an open case. */
export type CollectionCaseClosed = { readonly caseId: Uuid; readonly closedOn: CalendarDate };

export type DebtorRow = {
  readonly debtorId: Uuid;
  readonly customerNumber: string;
  readonly kind: DebtorKind | null;
  readonly personId: Uuid | null;
  readonly planName: string | null;
};

export type FileRow = { readonly debtorId: Uuid; readonly nextLookOn: CalendarDate | null };

export type ContactRow = {
  readonly contactId: Uuid;
  readonly debtorId: Uuid;
  readonly validFromOn: CalendarDate;
  readonly salt: Uint8Array;
  readonly dataJson: string;
};

export type InvoiceRow = {
  readonly invoiceId: Uuid;
  /** From 1. */
  readonly versionNo: number;
  readonly debtorId: Uuid;
  readonly number: string;
  readonly recordedAt: string;
  /** Without names and addresses. */
  readonly dataJson: string;
  readonly hash: Uint8Array;
};

export type ClaimRow = {
  readonly claimId: Uuid;
  readonly debtorId: Uuid;
  readonly invoiceId: Uuid;
  readonly instalmentNo: number;
  readonly currency: Currency;
  readonly principalMinor: bigint;
  readonly dueOn: CalendarDate;
  readonly reference: string;
};

export type FreeTextRow = {
  readonly textId: Uuid;
  readonly debtorId: Uuid | null;
  readonly claimId: Uuid | null;
  readonly salt: Uint8Array;
  readonly body: string;
};

export type RefusedRow = { readonly importId: Uuid; readonly rowNo: number; readonly reasonJson: string };
