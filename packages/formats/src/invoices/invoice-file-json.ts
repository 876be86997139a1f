import { type Currency, formatMinor } from "@innfri/kernel";
import type { Invoice, InvoiceBuyer, InvoiceFile, InvoiceWarning, RefusedRow } from "./invoice.ts";

/** An invoice as JSON: days as `2026-02-17`, amounts as decimal strings such as `4560.19`. */
export type InvoiceJson = {
  readonly kind: Invoice["kind"];
  readonly number: string;
  readonly issuedOn: string;
  readonly dueOn: string | null;
  readonly currency: Currency;
  readonly payable: string;
  readonly open: string | null;
  readonly vat: string | null;
  readonly reference: Invoice["reference"];
  readonly furtherReferences: Invoice["furtherReferences"];
  readonly accounts: Invoice["accounts"];
  readonly seller: Invoice["seller"];
  readonly buyer: InvoiceBuyer;
  readonly payee: Invoice["payee"];
  readonly corrects: Invoice["corrects"];
  readonly paymentTerms: string | null;
  readonly description: string | null;
  readonly department: string | null;
  /** The line of the file it begins on. */
  readonly at: number;
};

/** `at` is a line as in the JSON of bank files; `field` is the column or element, where there is one. */
export type InvoiceWarningJson = {
  readonly code: InvoiceWarning["code"];
  readonly message: string;
  readonly at: number;
  readonly field: string | null;
};

/** What `innfri read --json` prints. */
export type InvoiceFileJson =
  | {
      readonly format: "ubl" | "csv";
      readonly invoices: readonly InvoiceJson[];
      readonly warnings: readonly InvoiceWarningJson[];
      readonly refusedRows: readonly RefusedRow[];
    }
  | { readonly refused: RefusedRow };

/** A read file as plain JSON values: nothing in it is a `bigint`. */
export function invoiceFileJson(file: InvoiceFile): InvoiceFileJson {
  if (file.kind === "refused") return { refused: { line: file.line, code: file.code, reason: file.reason } };
  const warnings = file.warnings.map(({ code, message, at }) => ({
    code,
    message,
    at: at.line,
    field: at.field,
  }));
  return {
    format: file.format,
    invoices: file.invoices.map(invoiceJson),
    warnings,
    refusedRows: file.refusedRows,
  };
}

function invoiceJson(invoice: Invoice): InvoiceJson {
  const { payableMinor, openMinor, vatMinor, ...rest } = invoice;
  const { kind, number, issuedOn, dueOn, currency, at, ...more } = rest;
  return {
    kind,
    number,
    issuedOn,
    dueOn,
    currency,
    payable: formatMinor(payableMinor),
    open: openMinor === null ? null : formatMinor(openMinor),
    vat: vatMinor === null ? null : formatMinor(vatMinor),
    ...more,
    at: at.line,
  };
}
