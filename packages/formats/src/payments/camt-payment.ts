/** Puts an entry and one of its transactions together to a payment: what it means, and what its key is. */
import { type CalendarDate, formatMinor } from "@innfri/kernel";
import type { StatementContext } from "./camt-entry.ts";
import type { Direction } from "./camt-fields.ts";
import type { CamtTransaction } from "./camt-transaction.ts";
import { cleanText } from "./field-text.ts";
import type { Payment, PaymentNature } from "./payment.ts";

export type EntryHeader = {
  readonly bookedOn: CalendarDate;
  readonly valueOn: CalendarDate;
  readonly minor: bigint;
  readonly currency: string;
  readonly direction: Direction;
  readonly status: "booked" | "pending" | "info";
  readonly isReversal: boolean;
  /** `Ntry/AcctSvcrRef`: the bank's own reference of the entry. */
  readonly servicerReference: string | undefined;
  /** `Ntry/NtryRef`: often only a running number in the message. */
  readonly entryReference: string | undefined;
  readonly family: string | undefined;
  readonly subFamily: string | undefined;
  /** Place of the entry in its statement, from 1. */
  readonly index: number;
};

type Line = {
  readonly minor: bigint;
  readonly direction: Direction;
  /** Place of the transaction in its entry, from 0. */
  readonly index: number;
  readonly at: string;
};

const RUNNING_NUMBER = /^\d{1,6}$/;

export function paymentOf(
  context: StatementContext,
  header: EntryHeader,
  transaction: CamtTransaction,
  line: Line,
): Payment {
  const nature = natureOf(header, transaction, line.direction);
  const { account, index } = context.batch;
  return {
    bookedOn: header.bookedOn,
    valueOn: header.valueOn,
    orderedOn: transaction.orderedOn,
    amountMinor: line.minor,
    currency: header.currency,
    direction: line.direction,
    reversal: header.isReversal || nature === "receiptReversed" || nature === "ownPaymentReturned",
    nature,
    reference: transaction.reference,
    references: transaction.references,
    text: cleanText(transaction.text),
    payer:
      line.direction === "credit" || nature === "receiptReversed" ? transaction.debtor : transaction.creditor,
    bankReference: keyOf(context, header, transaction, line),
    entryReference: header.servicerReference ?? null,
    endToEndId: transaction.endToEndId,
    returnReason: transaction.returnReason,
    account,
    giro: line.direction === "credit" ? transaction.giro : null,
    status: header.status,
    test: false,
    batch: index,
    at: line.at,
  };
}

/**
 * A debit that undoes something is a receipt taken back; a credit that undoes something, or carries the reason of
 * a return, is our own payment coming back. Families: IDDT direct debits we collect, ICDT transfers we send; RRTN
 * is a reimbursement due to a return.
 */
function natureOf(header: EntryHeader, transaction: CamtTransaction, direction: Direction): PaymentNature {
  const family = transaction.family ?? header.family;
  const subFamily = transaction.subFamily ?? header.subFamily;
  const undoes = header.isReversal || transaction.isReturn || subFamily === "RRTN";
  if (direction === "credit") return undoes || family === "ICDT" ? "ownPaymentReturned" : "receipt";
  return undoes || family === "IDDT" ? "receiptReversed" : "ownPayment";
}

function keyOf(
  context: StatementContext,
  header: EntryHeader,
  transaction: CamtTransaction,
  line: Line,
): string {
  const side = line.direction === "credit" ? "CRDT" : "DBIT";
  const amount = formatMinor(line.minor);
  const reference = chosenReference(context, header, transaction);
  return `camt:${context.batch.account}:${header.bookedOn}:${side}:${amount}:${reference}:${line.index}`;
}

// The transaction's own references first, then the entry's. A short NtryRef is a running number that the next
// message uses again, so it is no reference; then the statement's id and the place in it have to do.
function chosenReference(
  context: StatementContext,
  header: EntryHeader,
  transaction: CamtTransaction,
): string {
  const entryReference = RUNNING_NUMBER.test(header.entryReference ?? "0")
    ? undefined
    : header.entryReference;
  return (
    transaction.ownReference ??
    header.servicerReference ??
    entryReference ??
    `${context.statementId}/${header.index}`
  );
}
