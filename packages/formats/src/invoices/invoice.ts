import type { CalendarDate, Currency } from "@innfri/kernel";
import type { InvoiceRefusalCode, InvoiceWarningCode } from "./findings.ts";

/** A credit note reduces what is owed; its amounts are positive like those of an invoice. */
export type InvoiceKind = "invoice" | "credit-note";

/** What the law must know about a customer. Nobody but the creditor can say it; `null` parks the claim. */
export const CUSTOMER_KINDS = ["person", "sole-trader", "business", "public"] as const;
export type CustomerKind = (typeof CUSTOMER_KINDS)[number];

/** The national numbering that ties a payment to its invoice. `FREE` is text that passes no check. */
export type InvoiceReferenceScheme = "NO_KID" | "SE_OCR" | "DK_FIK" | "FI_REF" | "RF" | "FREE";

/** A payment reference as the source wrote it: a string, because leading zeros count. */
export type InvoiceReference = { readonly scheme: InvoiceReferenceScheme; readonly value: string };

/** An account the invoice asks to be paid to. `other` is kept for comparison, not for paying. */
export type InvoiceAccount = {
  readonly kind: "iban" | "bankgiro" | "plusgiro" | "norwegian-account" | "other";
  readonly value: string;
};

/** Who claims to be owed. All `null` in a file of open items: whoever uploads it is the seller. */
export type InvoiceSeller = {
  readonly name: string | null;
  readonly organisationNumber: string | null;
  readonly country: string | null;
};

/** Who owes. Numbers of natural persons are dropped by the readers, but for the one column that is meant for them. */
export type InvoiceBuyer = {
  readonly name: string | null;
  /** Digits only, without country, `MVA` or punctuation; kept when its check digit fails. */
  readonly organisationNumber: string | null;
  /** The seller's own number for the customer. */
  readonly customerNumber: string | null;
  readonly kind: CustomerKind | null;
  readonly street: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  /** ISO 3166-1, two capital letters. */
  readonly country: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** A natural person's, as the file wrote it; its control digits are right. Whoever keeps it seals it. */
  readonly identityNumber?: string;
};

/** Someone other than the seller who is to have the money, as when the claim is sold (factoring). */
export type InvoicePayee = { readonly name: string | null; readonly organisationNumber: string | null };

/** The invoice that a credit note or a corrected invoice points at. */
export type CorrectedInvoice = { readonly number: string; readonly issuedOn: CalendarDate | null };

/** Where in the file something stands. Lines count from one; the field is ours or the element's path. */
export type FilePlace = { readonly line: number; readonly field: string | null };

/**
 * What an invoice says, whatever file said it. Amounts are minor units of `currency` and never negative: an
 * invoice with a negative total is read as a credit note.
 */
export type Invoice = {
  readonly kind: InvoiceKind;
  /** The seller's number, text, 1–64 characters. Unique only together with the seller and the issue date. */
  readonly number: string;
  readonly issuedOn: CalendarDate;
  /** `null` when the file does not say. It is never derived: fees and interest are counted from it. */
  readonly dueOn: CalendarDate | null;
  readonly currency: Currency;
  /** What was to be paid, after prepayment and rounding. */
  readonly payableMinor: bigint;
  /** What is still open according to the ledger that wrote the file; `null` when the file does not say. */
  readonly openMinor: bigint | null;
  readonly vatMinor: bigint | null;
  readonly reference: InvoiceReference | null;
  /** References of further payment means; a debtor may pay with any of them. */
  readonly furtherReferences: readonly InvoiceReference[];
  readonly accounts: readonly InvoiceAccount[];
  readonly seller: InvoiceSeller;
  readonly buyer: InvoiceBuyer;
  readonly payee: InvoicePayee | null;
  readonly corrects: readonly CorrectedInvoice[];
  /** The seller's words about payment, at most 1,000 characters. Data for a person, never a rule. */
  readonly paymentTerms: string | null;
  /** What was sold, from lines or notes, at most 1,000 characters. */
  readonly description: string | null;
  readonly department: string | null;
  readonly at: FilePlace;
};

/** Something a person should know about an invoice that was read all the same. */
export type InvoiceWarning = {
  readonly code: InvoiceWarningCode;
  readonly message: string;
  readonly at: FilePlace;
};

/** A row that was not read, while the rest of its file was. */
export type RefusedRow = {
  readonly line: number;
  readonly code: InvoiceRefusalCode;
  readonly reason: string;
};

/** A file that was read. `refusedRows` is empty for UBL, where a document is read or refused as one. */
export type InvoicesRead = {
  readonly kind: "read";
  readonly format: "ubl" | "csv";
  readonly invoices: readonly Invoice[];
  readonly warnings: readonly InvoiceWarning[];
  readonly refusedRows: readonly RefusedRow[];
};

/** A file of which nothing was read, with the line and what to do about it. */
export type InvoicesRefused = RefusedRow & { readonly kind: "refused" };

export type InvoiceFile = InvoicesRead | InvoicesRefused;

/** Bytes as they come from a file, a request or a test. */
export type ByteChunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
