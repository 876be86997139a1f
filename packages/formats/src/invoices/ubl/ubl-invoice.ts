import { type CalendarDate, type Currency, isCurrency, isDate } from "@innfri/kernel";
import { redactPersonNumbers } from "../identity.ts";
import type { CorrectedInvoice, Invoice, InvoicePayee, InvoicesRead } from "../invoice.ts";
import { plainText, shortened } from "../plain-text.ts";
import { Refusal } from "../refusal.ts";
import { type Warn, warningList } from "../warnings.ts";
import { find, findAll, textAt, type UblElement, type UblTree } from "./element-tree.ts";
import { totalsOf, warnOfTotals } from "./ubl-amounts.ts";
import { buyerOf, legalNumberOf, nameOf, sellerOf } from "./ubl-parties.ts";
import { paymentOf } from "./ubl-payment.ts";

const MAX_NUMBER = 64;
const MAX_TEXT = 1000;
const EN_16931 = "urn:cen.eu:en16931:2017";

/** Type codes (UNTDID 1001) of documents that the buyer writes in the seller's name. */
const SELF_BILLED = new Set(["389", "261", "527"]);
/** Type codes that say "credit note"; in an Invoice document they contradict the document itself. */
const CREDIT_TYPES = new Set(["81", "83", "261", "308", "381", "396", "420", "458", "532"]);

// A term that adds to the debt binds nobody until a person has seen that it was agreed.
const INTEREST_TERM =
  /interest|penalt|late fee|rente|ränta|purregebyr|påminnelseavgift|påminnelsegebyr|dröjsmål|korko/i;

/** The invoice that a document is, with its warnings. Throws `Refusal` when it cannot be one. */
export function invoiceOf(tree: UblTree): InvoicesRead {
  const { root } = tree;
  const { warnings, warn } = warningList();
  checkCustomization(root);
  const kindCode = textAt(root, root.name === "Invoice" ? "InvoiceTypeCode" : "CreditNoteTypeCode");
  checkType(root, kindCode, warn);

  const number = numberOf(root);
  const issuedOn = dateAt(root, "IssueDate") ?? missingDate(root);
  const dueOn = dueDateOf(root);
  const currency = currencyOf(root);
  const totals = totalsOf(root, currency);
  warnOfTotals(totals, root, warn);
  const credit = creditSign(root, totals.payableMinor, warn);
  const seller = sellerOf(root, warn);
  const payment = paymentOf(root, { country: seller.country, currency }, warn);
  const payee = payeeOf(root, seller, warn);
  const paymentTerms = termsOf(root, warn);
  if (credit.kind === "invoice") warnOfDueDate({ root, issuedOn, dueOn, paymentTerms }, warn);
  if (tree.attachmentCount > 0)
    warn("attached-file-skipped", `${tree.attachmentCount} attached documents were not read`, root.line);

  const invoice: Invoice = {
    kind: credit.kind,
    number,
    issuedOn,
    dueOn,
    currency,
    payableMinor: totals.payableMinor * credit.sign,
    openMinor: null,
    vatMinor: totals.vatMinor === null ? null : totals.vatMinor * credit.sign,
    ...payment,
    seller,
    buyer: buyerOf(root, warn),
    payee,
    corrects: correctsOf(root, kindCode, warn),
    paymentTerms,
    description: redactPersonNumbers(descriptionOf(tree), { line: root.line, field: "Item/Name" }, warn),
    department: null,
    at: { line: root.line, field: null },
  };
  return { kind: "read", format: "ubl", invoices: [invoice], warnings, refusedRows: [] };
}

function checkCustomization(root: UblElement): void {
  const customization = textAt(root, "CustomizationID") ?? "";
  if (!customization.startsWith(EN_16931))
    throw new Refusal(
      "unknown-customization",
      find(root, "CustomizationID")?.line ?? root.line,
      `CustomizationID must begin with ${EN_16931} (Peppol BIS Billing 3, EHF 3), not ${JSON.stringify(customization)}`,
    );
}

function checkType(root: UblElement, code: string | null, warn: Warn): void {
  if (root.name === "Invoice" && CREDIT_TYPES.has(code ?? ""))
    throw new Refusal(
      "type-contradicts-document",
      root.line,
      `an Invoice with type code ${code} says that it is a credit note; ask the sender which it is`,
    );
  const isSelfBilled =
    SELF_BILLED.has(code ?? "") || textAt(root, "CustomizationID")?.includes("selfbilling");
  if (isSelfBilled === true)
    warn("self-billing", "the buyer wrote this in the seller's name", root.line, "CustomizationID");
}

function numberOf(root: UblElement): string {
  const number = plainText(textAt(root, "ID") ?? "");
  const line = find(root, "ID")?.line ?? root.line;
  if (number === null) throw new Refusal("number-missing", line, "the document has no number (cbc:ID)");
  if (number.length > MAX_NUMBER)
    throw new Refusal("value-too-long", line, `the number is longer than ${MAX_NUMBER} characters`);
  return number;
}

function currencyOf(root: UblElement): Currency {
  const code = textAt(root, "DocumentCurrencyCode");
  if (isCurrency(code)) return code;
  throw new Refusal(
    "currency-not-supported",
    find(root, "DocumentCurrencyCode")?.line ?? root.line,
    `the currency is ${code === null ? "missing" : JSON.stringify(code)}; NOK, SEK, DKK and EUR are followed up`,
  );
}

function missingDate(root: UblElement): never {
  throw new Refusal("date-missing", root.line, "the document has no issue date (cbc:IssueDate)");
}

/** The day at `path`. An `xsd:date` may carry a zone; the day is taken as written and never converted. */
function dateAt(from: UblElement | undefined, path: string): CalendarDate | null {
  const text = textAt(from, path);
  if (text === null) return null;
  const day = text.replace(/(Z|[+-]\d{2}:\d{2})$/, "");
  if (isDate(day)) return day;
  throw new Refusal(
    "date-unreadable",
    find(from, path)?.line ?? 0,
    `${path} is ${JSON.stringify(text)}, which is not a day`,
  );
}

function dueDateOf(root: UblElement): CalendarDate | null {
  const due = dateAt(root, "DueDate");
  if (due !== null) return due;
  // A credit note has no due date of its own; some systems write an invoice's the same way.
  for (const means of findAll(root, "PaymentMeans")) {
    const paymentDue = dateAt(means, "PaymentDueDate");
    if (paymentDue !== null) return paymentDue;
  }
  return null;
}

type DueFacts = {
  root: UblElement;
  issuedOn: CalendarDate;
  dueOn: CalendarDate | null;
  paymentTerms: string | null;
};

function warnOfDueDate({ root, issuedOn, dueOn, paymentTerms }: DueFacts, warn: Warn): void {
  if (dueOn === null)
    warn(
      "due-date-missing",
      `the invoice has no due date${paymentTerms === null ? "" : `; its terms say ${JSON.stringify(paymentTerms)}`}. Nothing is sent until a person has set it`,
      root.line,
      "DueDate",
    );
  else if (dueOn < issuedOn)
    warn(
      "due-before-issue",
      `due on ${dueOn}, before it was issued on ${issuedOn}`,
      find(root, "DueDate")?.line ?? root.line,
      "DueDate",
    );
}

function creditSign(root: UblElement, payableMinor: bigint, warn: Warn) {
  if (payableMinor === 0n)
    warn("nothing-payable", "the amount to pay is zero", root.line, "LegalMonetaryTotal/PayableAmount");
  if (root.name === "Invoice" && payableMinor >= 0n) return { kind: "invoice", sign: 1n } as const;
  if (root.name === "CreditNote") {
    if (payableMinor >= 0n) return { kind: "credit-note", sign: 1n } as const;
    throw new Refusal(
      "negative-credit-note",
      root.line,
      "a credit note with a negative amount would be a claim; ask the sender for an invoice",
    );
  }
  warn(
    "negative-invoice-is-credit-note",
    "the invoice is negative and is read as a credit note",
    root.line,
    "LegalMonetaryTotal/PayableAmount",
  );
  return { kind: "credit-note", sign: -1n } as const;
}

function payeeOf(root: UblElement, seller: Invoice["seller"], warn: Warn): InvoicePayee | null {
  const party = find(root, "PayeeParty");
  if (party === undefined) return null;
  const payee = { name: nameOf(party), organisationNumber: legalNumberOf(party, seller.country) };
  const isSeller =
    payee.organisationNumber === null
      ? payee.name !== null && payee.name === seller.name
      : payee.organisationNumber === seller.organisationNumber;
  if (isSeller) return null;
  warn(
    "payee-differs",
    `the money belongs to ${payee.name ?? payee.organisationNumber ?? "someone else"}, not to the seller; it may not be collected for the seller without an assignment`,
    party.line,
    "PayeeParty",
  );
  return payee;
}

function termsOf(root: UblElement, warn: Warn): string | null {
  const notes = findAll(root, "PaymentTerms").map((terms) => textAt(terms, "Note") ?? "");
  const terms = plainText(notes.join(" "));
  if (terms === null) return null;
  const kept = shortened(terms, MAX_TEXT);
  if (INTEREST_TERM.test(kept))
    warn(
      "payment-terms-interest",
      `the terms speak of interest or fees: ${JSON.stringify(kept)}. They are not applied until a person confirms that they were agreed`,
      find(root, "PaymentTerms")?.line ?? root.line,
      "PaymentTerms/Note",
    );
  return kept;
}

function correctsOf(root: UblElement, typeCode: string | null, warn: Warn): CorrectedInvoice[] {
  const corrects = findAll(root, "BillingReference").flatMap((reference) => {
    const invoice = find(reference, "InvoiceDocumentReference");
    const number = plainText(textAt(invoice, "ID") ?? "");
    if (number === null) return [];
    return [{ number: shortened(number, MAX_NUMBER), issuedOn: dateAt(invoice, "IssueDate") }];
  });
  if (typeCode === "384")
    warn(
      "corrects-another",
      `a corrected invoice, which replaces ${corrects.map(({ number }) => number).join(", ") || "one it does not name"}`,
      root.line,
      "BillingReference",
    );
  return corrects;
}

function descriptionOf({ root, lineCount }: UblTree): string | null {
  const lines = [...findAll(root, "InvoiceLine"), ...findAll(root, "CreditNoteLine")];
  const names = lines.flatMap((line) => plainText(textAt(line, "Item/Name") ?? "") ?? []);
  const more = lineCount > lines.length ? [`and ${lineCount - lines.length} more`] : [];
  const text =
    names.length > 0
      ? [...names, ...more].join("; ")
      : plainText(
          findAll(root, "Note")
            .map((note) => note.text)
            .join(" "),
        );
  return text === null ? null : shortened(text, MAX_TEXT);
}
