/**
 * The words that the tables accept, as the checks of the migrations list them; a test compares the two. A new
 * word needs a migration that widens its check.
 */
export const HOLD_KINDS = [
  "stopped",
  "postponed",
  "disputed",
  "payment-plan",
  "promise",
  "bankrupt",
  "debt-settlement",
  "deceased",
  "minor",
  "unknown-address",
  "stale-data",
  "double-dunning",
  "unmatched-money",
  "excluded",
  "unconfirmed-law",
  "surveillance",
  "legal",
  "other",
] as const;
export type HoldKind = (typeof HOLD_KINDS)[number];

export const DOCUMENT_KINDS = [
  "reminder",
  "notice",
  "demand",
  "reply",
  "payment-plan",
  "statement",
  "other",
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const STEP_KINDS = [
  "free-reminder",
  "reminder",
  "notice",
  "demand",
  "follow-up",
  "heavy",
  "legal",
  "solvency",
  "surveillance",
  "compensation",
  "close",
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export const CHANNELS = ["email", "sms", "post", "digital-mailbox", "portal"] as const;
export type Channel = (typeof CHANNELS)[number];

export const MESSAGE_STATES = [
  "queued",
  "sent",
  "delivered",
  "bounced",
  "returned",
  "given-up",
  "withdrawn",
  "unknown",
] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** Who takes a letter of a channel: files of ours, a mail server, or a print house by folder or by SFTP. */
export const CARRIERS = ["capture", "smtp", "folder", "sftp"] as const;
export type CarrierName = (typeof CARRIERS)[number];

export const ATTEMPT_OUTCOMES = [
  "sent",
  "delivered",
  "refused",
  "bounced",
  "returned",
  "failed",
  "unknown",
] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

export const APPROVAL_KINDS = ["proposals", "collection-list"] as const;
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

export const APPROVAL_STATES = ["open", "decided"] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

export const APPROVAL_ITEM_STATES = ["open", "approved", "stopped", "postponed", "lapsed"] as const;
export type ApprovalItemState = (typeof APPROVAL_ITEM_STATES)[number];

export const CLAIM_STATES = ["open", "parked", "closed"] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

/** How far a claim has come by its chain. */
export const CLAIM_STAGES = [
  "waiting",
  "reminder",
  "notice",
  "list",
  "demand",
  "legal",
  "monitoring",
  "disputed",
  "paid",
  "closed",
] as const;
export type ClaimStage = (typeof CLAIM_STAGES)[number];

export const LEDGER_KINDS = [
  "opening",
  "charge",
  "interest",
  "payment",
  "allocation",
  "credit",
  "waiver",
  "write-off",
  "reversal",
  "refund",
  "settlement",
  "agreement-price",
] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** What can happen to a claim. The facts that its judgement rests on have the names they have in `FileEvent`. */
export const EVENT_KINDS = [
  "registered",
  "invoice-changed",
  "credit",
  "closed",
  "reopened",
  "parked",
  "unparked",
  "proposed",
  "approved",
  "stopped",
  "postponed",
  "held",
  "released",
  "letter",
  "step",
  "undone",
  "compensation",
  "waiver",
  "payment",
  "payment-reversed",
  "payment-plan",
  "promise",
  "objection",
  "objection-answered",
  "objection-resolved",
  "application",
  "attachment-application",
  "decision",
  "enforcement",
  "payment-order",
  "surveillance",
  "case-opened",
  "case-closed",
  "sent",
  "delivered",
  "bounced",
  "returned",
  "given-up",
  "contact",
  "note",
  "blanked",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const SIGN_OFF_STATES = ["confirmed", "withdrawn"] as const;
export type SignOffState = (typeof SIGN_OFF_STATES)[number];

export const DEBTOR_KINDS = ["person", "sole-trader", "business", "public"] as const;
export type DebtorKind = (typeof DEBTOR_KINDS)[number];

export const OBJECTION_EXTENTS = ["whole", "part", "charge"] as const;

export const LAW_ENTRY_KINDS = ["table", "regime"] as const;
export type LawEntryKind = (typeof LAW_ENTRY_KINDS)[number];

export const BACKUP_KINDS = ["made", "restored", "accepted"] as const;
