import { formatMinor } from "@innfri/kernel";
import type { Invoice } from "../invoice.ts";

/** The facts of an invoice that a UBL document can carry and its reader gives back. */
export type PrintableInvoice = Pick<
  Invoice,
  "kind" | "number" | "issuedOn" | "dueOn" | "currency" | "payableMinor" | "vatMinor" | "corrects"
> & {
  readonly sellerName: string;
  readonly buyerName: string;
  readonly street: string;
  readonly paymentId: string;
  readonly lines: readonly string[];
};

/** An EN 16931 document of an invoice, as small as the reader needs it. */
export function printedUbl(invoice: PrintableInvoice): string {
  const root = invoice.kind === "invoice" ? "Invoice" : "CreditNote";
  const money = (name: string, minor: bigint) =>
    `<cbc:${name} currencyID="${invoice.currency}">${formatMinor(minor)}</cbc:${name}>`;
  const party = (role: string, name: string, street: string) =>
    `<cac:${role}><cac:Party><cac:PostalAddress><cbc:StreetName>${escaped(street)}</cbc:StreetName><cac:Country><cbc:IdentificationCode>NO</cbc:IdentificationCode></cac:Country></cac:PostalAddress><cac:PartyLegalEntity><cbc:RegistrationName>${escaped(name)}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:${role}>`;
  const vatMinor = invoice.vatMinor ?? 0n;
  const due = invoice.dueOn === null ? "" : `<cbc:DueDate>${invoice.dueOn}</cbc:DueDate>`;
  const corrects = invoice.corrects.map(
    ({ number, issuedOn }) =>
      `<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>${escaped(number)}</cbc:ID>${issuedOn === null ? "" : `<cbc:IssueDate>${issuedOn}</cbc:IssueDate>`}</cac:InvoiceDocumentReference></cac:BillingReference>`,
  );
  const lines = invoice.lines.map(
    (name, at) =>
      `<cac:${root}Line><cbc:ID>${at + 1}</cbc:ID><cac:Item><cbc:Name>${escaped(name)}</cbc:Name></cac:Item></cac:${root}Line>`,
  );
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">`,
    `<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>${escaped(invoice.number)}</cbc:ID><cbc:IssueDate>${invoice.issuedOn}</cbc:IssueDate>${root === "Invoice" ? due : ""}`,
    `<cbc:DocumentCurrencyCode>${invoice.currency}</cbc:DocumentCurrencyCode>`,
    ...corrects,
    party("AccountingSupplierParty", invoice.sellerName, "Oppdiktveien 1"),
    party("AccountingCustomerParty", invoice.buyerName, invoice.street),
    `<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>${escaped(invoice.paymentId)}</cbc:PaymentID></cac:PaymentMeans>`,
    `<cac:TaxTotal>${money("TaxAmount", vatMinor)}</cac:TaxTotal>`,
    `<cac:LegalMonetaryTotal>${money("LineExtensionAmount", invoice.payableMinor - vatMinor)}${money("TaxExclusiveAmount", invoice.payableMinor - vatMinor)}${money("TaxInclusiveAmount", invoice.payableMinor)}${money("PayableAmount", invoice.payableMinor)}</cac:LegalMonetaryTotal>`,
    ...lines,
    `</${root}>`,
  ].join("\n");
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
