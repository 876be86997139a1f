/**
 * What a bank file says, in one shape for all formats. A file holds batches (an assignment in OCR giro, a deposit
 * in BgMax, a statement or notification in camt), and a batch holds payments.
 */
import type { CalendarDate } from "@innfri/kernel";

export type BankFormat = "ocr-giro" | "bgmax" | "camt.053" | "camt.054";

/** `FREE` is what the payer wrote where no scheme, or no trustworthy one, applies. */
export type ReferenceScheme = "NO_KID" | "SE_OCR" | "RF" | "FI_REF" | "FREE";

/** A payment reference as the file writes it, without surrounding blanks; leading zeros are kept. */
export type PaymentReference = { readonly scheme: ReferenceScheme; readonly value: string };

/**
 * One of several references of a payment. `stated` ones come from fields for references; `text` ones are guesses
 * cut out of free text. `amountMinor` is the part for this reference when the file states it, negative for a
 * credit note.
 */
export type ReferencePart = PaymentReference & {
  readonly amountMinor: bigint | null;
  readonly source: "stated" | "text";
};

/**
 * What a line means to us. Only `receipt` is money from a customer. `receiptReversed` takes an earlier receipt
 * back, `deduction` lowers the same payer's credit (BgMax 21), `ownPayment` is money we paid out and
 * `ownPaymentReturned` is such money coming back: never a customer's payment, although it is a credit.
 */
export type PaymentNature = "receipt" | "receiptReversed" | "deduction" | "ownPayment" | "ownPaymentReturned";

/** The other party: who paid us, or whom we paid. A person's identity number is never kept here. */
export type Payer = {
  readonly name: string | null;
  readonly account: string | null;
  readonly organisationNumber: string | null;
};

export type Payment = {
  /** The day the bank booked it (OCR giro: processing date; BgMax: payment date). */
  readonly bookedOn: CalendarDate;
  readonly valueOn: CalendarDate;
  /** The day the payer ordered it, where the file tells. */
  readonly orderedOn: CalendarDate | null;
  /** Never negative; `direction` has the sign. Hundredths of the currency, also for one without decimals. */
  readonly amountMinor: bigint;
  /** Three capital letters (ISO 4217), not only the currencies we keep accounts in. */
  readonly currency: string;
  readonly direction: "credit" | "debit";
  /** It undoes an earlier line. */
  readonly reversal: boolean;
  readonly nature: PaymentNature;
  /** What the payer's bank gave as the reference: the only one, or the first of several. */
  readonly reference: PaymentReference | null;
  /** All stated references when there are several, then those guessed from text. Empty for the ordinary payment. */
  readonly references: readonly ReferencePart[];
  /** Free text, without control characters, at most `TEXT_LENGTH_MAX` characters. */
  readonly text: string;
  readonly payer: Payer | null;
  /** The idempotency key: the same line in another file has the same one. */
  readonly bankReference: string;
  /** The bank's reference of the whole entry: equal in camt.053 and camt.054. */
  readonly entryReference: string | null;
  /** Chosen by the payer; helps to find what a reversal reverses, and is no key. */
  readonly endToEndId: string | null;
  /** ISO code of why a payment came back, such as `AC04`. */
  readonly returnReason: string | null;
  /** The receiver: a Norwegian account as its 11 digits, a bankgiro without leading zeros, else the IBAN or id. */
  readonly account: string;
  /** Bankgiro or plusgiro that the payer used, where known. */
  readonly giro: string | null;
  /** Only `booked` is money; `pending` and `info` are shown and never booked. */
  readonly status: "booked" | "pending" | "info";
  /** The file is marked as a test: nothing of it may be booked. */
  readonly test: boolean;
  /** Which of the end record's batches it belongs to. */
  readonly batch: number;
  /** Line number, or path of the element. */
  readonly at: number | string;
};

export const TEXT_LENGTH_MAX = 4500; // ninety information records of BgMax

export type WarningCode =
  | "accountCheck"
  | "amount"
  | "amountsMissing"
  | "balanceMismatch"
  | "balancesNotChecked"
  | "batchWithoutDetails"
  | "bookingDateMissing"
  | "copy"
  | "countMismatch"
  | "currency"
  | "date"
  | "dateOutsideRange"
  | "duplicate"
  | "encoding"
  | "moreWarnings"
  | "pageOfSeveral"
  | "partsDiffer"
  | "recordLength"
  | "referenceCheck"
  | "sequenceGap"
  | "serviceSkipped"
  | "sumMismatch"
  | "testFile"
  | "textCut"
  | "textMissing"
  | "transactionType"
  | "unknownRecord"
  | "zeroAmount";

export type BankFileWarning = {
  readonly code: WarningCode;
  readonly message: string;
  readonly at: number | string;
};

/** One assignment, deposit, statement or notification. */
export type BankBatch = {
  readonly index: number;
  readonly account: string;
  readonly currency: string | null;
  /** Assignment number, deposit serial or the statement's id. */
  readonly id: string;
  /** Running number of the statement, for finding gaps between files. */
  readonly sequence: string | null;
  readonly count: number;
  /** Sums of the lines with status `booked`. */
  readonly creditMinor: bigint;
  readonly debitMinor: bigint;
  /** False when a sum or a mandatory count of this batch is wrong. */
  readonly sumsHold: boolean;
  /** Whether an OCR giro total adds (`gross`) or deducts (`net`) lines with a sign; null when both are equal. */
  readonly sumConvention: "gross" | "net" | null;
};

export type CurrencySum = {
  readonly currency: string;
  readonly creditMinor: bigint;
  readonly debitMinor: bigint;
};

/** Count and sums of every payment in the file, whatever its status. */
export type BankFileTotals = { readonly count: number; readonly sums: readonly CurrencySum[] };

export type BankFileEnd = {
  readonly kind: "end";
  readonly format: BankFormat;
  /** The sender's own identification of the file or message; not unique over the years. */
  readonly fileReference: string;
  readonly accounts: readonly string[];
  readonly batches: readonly BankBatch[];
  readonly totals: BankFileTotals;
  /**
   * False when any sum or mandatory count is wrong. Nothing of an OCR giro or BgMax file may then be booked; of a
   * camt file nothing in the batches whose own `sumsHold` is false.
   */
  readonly sumsHold: boolean;
  readonly test: boolean;
};

export type RefusalCode =
  | "amount"
  | "date"
  | "empty"
  | "encoding"
  | "limit"
  | "notReadYet"
  | "recordLength"
  | "structure"
  | "truncated"
  | "unknownFormat"
  | "xml";

/** Nothing of the file may be stored, also not the payments that came before the refusal. */
export type BankFileRefusal = {
  readonly kind: "refused";
  readonly line: number;
  readonly code: RefusalCode;
  readonly reason: string;
};

export type BankRecord =
  | { readonly kind: "payment"; readonly payment: Payment }
  | { readonly kind: "warning"; readonly warning: BankFileWarning }
  | BankFileEnd
  | BankFileRefusal;
