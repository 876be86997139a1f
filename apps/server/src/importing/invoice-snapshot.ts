/** What an invoice's row keeps: the source's words without names and addresses, and the terms of that time. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import {
  canonicalJson,
  formatMinor,
  type Json,
  rationalFromDecimal,
  roundHalfUp,
  sha256,
} from "@innfri/kernel";
import type { CreditorSettings } from "../engine/creditor-settings.ts";
import type { InvoiceData } from "../engine/load-files.ts";
import type { CheckedInvoice } from "./check-invoice.ts";
import type { ImportContext } from "./import-context.ts";

/** Amounts are decimal text. */
export type InvoiceSnapshot = InvoiceData & {
  /** The due day comes from the creditor's payment term; the source states none. */
  readonly dueDerived: boolean;
  readonly currency: string;
  readonly amount: string;
  /** What the source said is open; null when it did not say, and the whole amount is. */
  readonly openAmount: string | null;
  readonly vat: string | null;
  /** As the source wrote them; the claim has its own where the source's is missing or not the only one. */
  readonly reference: Json;
  readonly furtherReferences: Json;
  readonly accounts: Json;
  readonly source: { readonly import: Uuid; readonly line: number };
  /** The contact whose salt is in the row's hash. */
  readonly contact: Uuid;
  /** Credit notes so far; the first version has none. */
  readonly credits: readonly InvoiceCredit[];
};

export type InvoiceCredit = {
  readonly number: string;
  readonly issuedOn: CalendarDate;
  /** Of the whole credit note, and what of it the claim could take. */
  readonly amount: string;
  readonly credited: string;
  readonly source: { readonly import: Uuid; readonly line: number };
};

export function snapshotOf(checked: CheckedInvoice, contact: Uuid, context: ImportContext): InvoiceSnapshot {
  const { invoice } = checked;
  return {
    number: invoice.number,
    issuedOn: invoice.issuedOn,
    dueOn: checked.dueOn,
    dueDerived: checked.isDueDerived,
    currency: invoice.currency,
    amount: formatMinor(invoice.payableMinor),
    openAmount: invoice.openMinor === null ? null : formatMinor(invoice.openMinor),
    vat: invoice.vatMinor === null ? null : formatMinor(invoice.vatMinor),
    description: invoice.description,
    department: invoice.department,
    reference: invoice.reference,
    furtherReferences: invoice.furtherReferences,
    accounts: invoice.accounts,
    terms: termsOf(context.settings),
    source: { import: context.importId, line: checked.line },
    contact,
    credits: [],
  };
}

// An import is refused while one of these is unstated, where the country's law asks about it. Where it does not, the
// value is one that changes nothing.
function termsOf({ terms }: CreditorSettings): InvoiceSnapshot["terms"] {
  return {
    dueDateAgreed: terms.dueDateAgreed ?? false,
    agreedRateBasisPoints: basisPointsOf(terms.agreedRate),
    reminderFeeAgreed: terms.reminderFeeAgreed ?? false,
    consumerCredit: terms.consumerCredit ?? false,
    vatDeducted: terms.vatDeducted ?? true,
    ...(terms.dayCount === undefined ? {} : { dayCount: terms.dayCount }),
    ...(terms.firstInterestDay === undefined ? {} : { firstInterestDay: terms.firstInterestDay }),
    ...(terms.allocation === undefined ? {} : { allocation: terms.allocation }),
  };
}

function basisPointsOf(rate: string | null): number | null {
  if (rate === null || rate === "statutory") return null;
  const { numerator, denominator } = rationalFromDecimal(rate);
  return Number(roundHalfUp({ numerator: numerator * 100n, denominator }));
}

/** Canonical JSON of the row, and its hash with the contact's salt in front: nobody can try names against it. */
export function sealed(
  snapshot: InvoiceSnapshot,
  salt: Uint8Array,
): { readonly dataJson: string; readonly hash: Buffer } {
  const dataJson = canonicalJson(snapshot as unknown as Json);
  return { dataJson, hash: sha256(salt, dataJson) };
}
