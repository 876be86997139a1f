/** What is posted for the money of a file, and how what was posted is taken back: payments, and steps they undo. */
import {
  type Account,
  type AllocationLine,
  bankAccountOf,
  type InTime,
  type OperatorKind,
  owed,
  type PaymentData,
  type Posting,
  REFUND_DUE,
  receivableOf,
  type StoredEvent,
  UNALLOCATED,
} from "@innfri/claims";
import {
  type CalendarDate,
  type Currency,
  canonicalJson,
  derivedId,
  type Json,
  minorFromDecimal,
  type Uuid,
} from "@innfri/kernel";
import type { Clock } from "../clock.ts";
import { storedAmounts } from "../engine/act-outcome.ts";
import { textOf } from "../engine/act-text.ts";
import type { ClaimDraft } from "../engine/claim-draft.ts";
import { type BankLine, isByHand } from "./bank-line.ts";
import type { BookingRows } from "./booking-rows.ts";
import type { FileAccount } from "./file-account.ts";

/** A file while money is booked on it. */
export type FileBooks = {
  readonly clock: Clock;
  readonly rows: BookingRows;
  readonly drafts: ReadonlyMap<string, ClaimDraft>;
  readonly account: FileAccount;
  readonly touched: Set<ClaimDraft>;
};

/** A payment being booked; its allocation lines are numbered as they come. */
export type Paid = {
  readonly line: BankLine;
  readonly paymentId: Uuid;
  readonly named: ClaimDraft;
  readonly designation: "principal" | null;
  lineNo: number;
};

/** Opens a claim again that the payment had closed. */
export function reopen(books: FileBooks, draft: ClaimDraft, paymentId: Uuid): void {
  if (draft.state !== "closed") return;
  draft.state = "open";
  draft.closedOn = null;
  draft.event("reopened", { payment: paymentId });
  books.account.changed();
}

/** By which rule a payment is booked again, and what the chain says of it. */
export type TakenOff = {
  readonly rule: string;
  /** What proves that it was ordered in time. */
  readonly note: string | null;
  /** The day of the money that came to be known, where the payment is of a later day. */
  readonly earlierOn?: CalendarDate;
};

/** Takes a part of a payment off a claim. */
export function takeOff(
  books: FileBooks,
  paid: Paid,
  event: StoredEvent,
  { rule, note, earlierOn }: TakenOff,
): void {
  const { line, paymentId } = paid;
  const draft = books.drafts.get(event.claim)!;
  const { today } = books.clock;
  const own = (event.data as unknown as PaymentData).lines.map(
    ({ item, amount }): AllocationLine => ({ item, claim: event.claim, minor: -minorFromDecimal(amount) }),
  );
  closeItems(draft, own);
  const entry = draft.post("reversal", allocationPostings(own), { payment: paymentId });
  const of = derivedId(today, "proof", paymentId, event.claim, String(draft.headSeq));
  const { claimId } = draft.before;
  const text = note === null ? null : textOf(note, { of, claimId, debtorId: null, today });
  if (text !== null) books.rows.texts.push(text.row);
  const data = {
    payment: paymentId,
    lines: storedAmounts(own),
    orderedOn: line.payer.orderedOn,
    entry,
    ...(earlierOn === undefined ? {} : { earlierOn }),
    ...(text === null ? {} : { text: text.row.textId, textHash: text.hash }),
  };
  tell(books, draft, "payment-reversed", data);
  recordLines(books.rows, paid, draft, own, { entry, rule, designated: false });
}

/** The payment's own journal: money in, for what it is divided over and for what goes back. */
export function postReceipt(
  { clock, rows }: FileBooks,
  { line, paymentId }: Paid,
  operator: OperatorKind,
  minor: bigint,
  leftMinor: bigint,
): void {
  const postings = [
    { accountNo: bankAccountOf(isByHand(line) ? "self" : operator), amountMinor: minor },
    { accountNo: UNALLOCATED, amountMinor: leftMinor - minor },
    { accountNo: REFUND_DUE, amountMinor: -leftMinor },
  ];
  rows.ledgerTransactions.push({
    journalId: paymentId,
    entryNo: 1,
    bookedOn: line.bookedOn,
    recordedAt: clock.nowAt,
    kind: "payment",
    currency: line.currency as Currency,
    sourceJson: canonicalJson({ bankLine: line.bankLineId }),
    postings: postings.filter(({ amountMinor }) => amountMinor !== 0n),
  });
}

/** The claim's journal: the interest that has accrued, then what the money closes. Returns the entry's number. */
export function postAllocation(
  { line, paymentId }: Paid,
  met: Account,
  draft: ClaimDraft,
  own: readonly AllocationLine[],
  on: CalendarDate,
): number {
  const source = { payment: paymentId };
  if (own.some(({ item }) => item === "interest" || item === "principal")) {
    const accrued = met.interestOn(met.claim(draft.before.claimId), on);
    draft.post("interest", owed("interest", accrued - draft.openInterestMinor), source, on);
    draft.openInterestMinor = accrued;
  }
  closeItems(draft, own);
  return draft.post("allocation", allocationPostings(own), source, line.bookedOn)!;
}

export function allocationRule(country: "NO" | "SE", isDesignated: boolean): string {
  if (country === "SE") return "se.allocation.order";
  return isDesignated ? "no.allocation.designation" : "no.allocation.order";
}

/** What of the payment goes back is another sum than before. */
export function postRefundChange(
  { clock, rows }: FileBooks,
  { line, paymentId }: Paid,
  { refundMinor, entryCount }: { readonly refundMinor: bigint; readonly entryCount: number },
  leftMinor: bigint,
): void {
  const moreMinor = leftMinor - refundMinor;
  if (moreMinor === 0n) return;
  rows.ledgerTransactions.push({
    journalId: paymentId,
    entryNo: entryCount + 1,
    bookedOn: clock.today,
    recordedAt: clock.nowAt,
    kind: "payment",
    currency: line.currency as Currency,
    sourceJson: canonicalJson({ bankLine: line.bankLineId }),
    postings: [
      { accountNo: UNALLOCATED, amountMinor: moreMinor },
      { accountNo: REFUND_DUE, amountMinor: -moreMinor },
    ],
  });
}

/** By which rule money was in time, and what the chain says of it. */
export type InTimeRule = {
  readonly rules: readonly [string, ...string[]];
  readonly paidOn: CalendarDate;
  readonly how: "ordered" | "booked";
};

/** Takes back the steps and their charges; the chain says why. */
export function undoSteps(
  books: FileBooks,
  { deadline, undone }: InTime,
  line: BankLine,
  { rules, paidOn, how }: InTimeRule,
): void {
  for (const { claim, seq, on, what, document, charges } of undone) {
    const draft = books.drafts.get(claim)!;
    const postings = charges.flatMap(({ item, amount }) => owed(item, -minorFromDecimal(amount)));
    const entry = draft.post("reversal", postings, { undone: seq, bankLine: line.bankLineId });
    draft.openCostsMinor -= charges.reduce((sum, { amount }) => sum + minorFromDecimal(amount), 0n);
    const text = `${what} of ${on} taken back: what was to be paid by ${deadline} was ${how} on ${paidOn}`;
    const day = how === "ordered" ? { orderedOn: paidOn } : { bookedOn: paidOn };
    const data = { seq, document, charges, deadline, ...day, rule: rules[0], rules, text, entry };
    tell(books, draft, "undone", data);
  }
}

/** Tells it on the claim's chain, today, and in the account. */
function tell(
  books: FileBooks,
  draft: ClaimDraft,
  kind: "undone" | "payment-reversed",
  data: Readonly<Record<string, Json>>,
): void {
  const { today } = books.clock;
  draft.event(kind, data);
  books.touched.add(draft);
  books.account.add({ claim: draft.before.claimId, seq: draft.headSeq, kind, on: today, data });
}

export function recordLines(
  rows: BookingRows,
  paid: Paid,
  draft: ClaimDraft,
  lines: readonly AllocationLine[],
  as: { readonly entry: number | null; readonly rule: string; readonly designated: boolean },
): void {
  for (const { item, minor } of lines)
    rows.allocations.push({
      paymentId: paid.paymentId,
      lineNo: ++paid.lineNo,
      claimId: draft.before.claimId,
      item,
      amountMinor: minor,
      entryNo: as.entry!,
      rule: as.rule,
      designated: as.designated,
    });
}

/** Lines with negative amounts open again what they had closed. */
function closeItems(draft: ClaimDraft, lines: readonly AllocationLine[]): void {
  for (const { item, minor } of lines) {
    if (item === "principal") draft.openPrincipalMinor -= minor;
    else if (item === "interest") draft.openInterestMinor -= minor;
    else draft.openCostsMinor -= minor;
  }
}

function allocationPostings(lines: readonly AllocationLine[]): Posting[] {
  if (lines.length === 0) return [];
  return [
    { account: UNALLOCATED, minor: sumOf(lines) },
    ...lines.map(({ item, minor }) => ({ account: receivableOf(item), minor: -minor })),
  ];
}

export function sumOf(lines: readonly AllocationLine[]): bigint {
  return lines.reduce((sum, { minor }) => sum + minor, 0n);
}
