/** The invoices of a batch by customer: whose they are, what the customer is, and how it is reached. */
import { randomBytes } from "node:crypto";
import type { DebtorKind } from "@innfri/claims";
import { derivedId, type Uuid } from "@innfri/kernel";
import { type CheckedInvoice, type NotTaken, no } from "./check-invoice.ts";
import {
  type ContactData,
  contactOf,
  customerNumberOf,
  isSameContact,
  nextContactId,
} from "./contact-data.ts";
import type { ImportContext } from "./import-context.ts";
import type { KnownDebtor, KnownInvoice } from "./known.ts";

/** An invoice that may be taken, with what is registered of it when it was taken before. */
export type MetInvoice = CheckedInvoice & { readonly registered: KnownInvoice | null };

/** The customer number that the invoice's debtor has here: one made of a name changes when the file has its town. */
export function debtorNumberOf({ registered, invoice }: MetInvoice): string {
  return registered?.customerNumber ?? customerNumberOf(invoice.buyer);
}

export type DebtorDraft = {
  readonly debtorId: Uuid;
  readonly customerNumber: string;
  /** Null for a customer that was not there before. */
  readonly known: KnownDebtor | null;
  readonly kind: DebtorKind | null;
  /** Those to be registered. */
  readonly invoices: readonly CheckedInvoice[];
  /** How many more are registered already, and the same. */
  readonly unchangedCount: number;
  /** `isNew`: to be written, as the first or the next of the debtor. */
  readonly contact: {
    readonly contactId: Uuid;
    readonly salt: Uint8Array;
    readonly data: ContactData;
    readonly isNew: boolean;
  };
};

/** Groups invoices by customer. Those whose customer is said to be two things at once are handed to `refuse`. */
export function debtorDrafts(
  invoices: readonly MetInvoice[],
  known: ReadonlyMap<string, KnownDebtor>,
  context: ImportContext,
  refuse: (checked: CheckedInvoice, why: NotTaken) => void,
): DebtorDraft[] {
  const byCustomer = Map.groupBy(invoices, debtorNumberOf);
  return [...byCustomer].flatMap(([customerNumber, all]) => {
    const before = known.get(customerNumber) ?? null;
    const stated =
      before?.kind ?? all.find(({ invoice }) => invoice.buyer.kind !== null)?.invoice.buyer.kind ?? null;
    const first = all[0]!;
    const knownAs = before?.contact?.organisationNumber ?? first.invoice.buyer.organisationNumber;
    const own = all.filter((checked) => {
      const { buyer } = checked.invoice;
      const why =
        kindDiffers(customerNumber, stated, buyer.kind) ??
        isAnother(customerNumber, knownAs, buyer.organisationNumber) ??
        nameDiffers(customerNumber, first, checked);
      if (why !== null) refuse(checked, why);
      return why === null;
    });
    if (own.length === 0) return [];
    const kind = stated ?? context.unknownKind;
    const debtorId =
      before?.debtorId ??
      derivedId(context.clock.today, "debtor", context.creditor.creditorId, customerNumber);
    const contact = contactDraft(debtorId, before, own, context);
    const fresh = own.filter(({ registered }) => registered === null);
    const unchangedCount = own.length - fresh.length;
    return [{ debtorId, customerNumber, known: before, kind, invoices: fresh, unchangedCount, contact }];
  });
}

function kindDiffers(number: string, stated: DebtorKind | null, kind: DebtorKind | null): NotTaken | null {
  if (kind === null || kind === stated) return null;
  return no("customer-kind-differs", `customer ${number} is a ${stated}, and here a ${kind}`);
}

/** A claim never reaches a company by the number of another one. */
function isAnother(number: string, before: string | null, now: string | null): NotTaken | null {
  if (before === null || now === null || before === now) return null;
  return no(
    "customer-number-of-another",
    `customer ${number} has the organisation number ${before}, and here ${now}: two companies cannot share a number`,
  );
}

/**
 * Some systems keep one number for everybody who pays in cash. As one customer they would get each other's claims in
 * one letter. From one file to the next a customer may be renamed.
 */
function nameDiffers(number: string, first: CheckedInvoice, now: CheckedInvoice): NotTaken | null {
  const [one, other] = [first.invoice.buyer, now.invoice.buyer];
  if (one.name === null || other.name === null || plainName(one.name) === plainName(other.name)) return null;
  if (one.organisationNumber !== null && one.organisationNumber === other.organisationNumber) return null;
  // What was refused is kept, and names stand in contacts alone: the line says whom.
  return no(
    "customer-name-differs",
    `customer ${number} has another name on line ${first.line}: give each a number of its own, or both the same name`,
  );
}

function plainName(name: string): string {
  return name.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
}

function contactDraft(
  debtorId: Uuid,
  before: KnownDebtor | null,
  invoices: readonly MetInvoice[],
  { creditor, clock, importId }: ImportContext,
): DebtorDraft["contact"] {
  // What this file was taken for before, it said then: it does not bring an old address back.
  const news = invoices.filter(({ registered }) => registered?.data.source.import !== importId);
  const told = before?.contact == null ? invoices : news;
  const data = told.reduce<ContactData | null>(
    (contact, { invoice }) => contactOf(invoice.buyer, contact, creditor.country),
    before?.contact ?? null,
  )!;
  if (before?.contactId != null && before.salt !== null && before.contact !== null)
    if (isSameContact(before.contact, data))
      return { contactId: before.contactId, salt: before.salt, data, isNew: false };
  const ordinal = (before?.contactCount ?? 0) + 1;
  return {
    contactId: nextContactId({ creditorId: creditor.creditorId, debtorId, ordinal }, clock.today),
    salt: randomBytes(16),
    data,
    isNew: true,
  };
}
