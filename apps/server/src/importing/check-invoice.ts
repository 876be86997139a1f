/** Whether an invoice by itself may be taken, before anything else is known about it. Pure. */
import { type Invoice, normalizeOrganisationNumber } from "@innfri/formats";
import { addDays, addYears, type CalendarDate, formatMinor } from "@innfri/kernel";
import { lawPack } from "@innfri/law";
import type { ImportContext } from "./import-context.ts";

/** An invoice that may be taken, with its due day. */
export type CheckedInvoice = {
  readonly kind: "checked";
  readonly invoice: Invoice;
  readonly line: number;
  readonly dueOn: CalendarDate;
  /** The file states no due day, and it comes from the creditor's payment term. */
  readonly isDueDerived: boolean;
  /** What is open: the open amount where the file has one, else the invoice's. */
  readonly openMinor: bigint;
};

export type NotTaken = { readonly kind: "not-taken"; readonly code: string; readonly reason: string };

// Further away than this a day is a slip of the keyboard, and every amount would follow from it.
const OLDEST_YEARS = 20;
const NEWEST_YEARS = 1;
const LONGEST_TERM_YEARS = 5;
// A hundred thousand million: far above any invoice, and far below what sums in the books can hold.
const LARGEST_MINOR = 10_000_000_000_000n;

export function checkInvoice(
  invoice: Invoice,
  line: number,
  context: ImportContext,
): CheckedInvoice | NotTaken {
  const foreign = checkParties(invoice, context);
  if (foreign !== null) return foreign;
  const { clock, settings } = context;
  const { issuedOn, payableMinor } = invoice;
  const openMinor = invoice.openMinor ?? payableMinor;
  if (issuedOn < addYears(clock.today, -OLDEST_YEARS) || issuedOn > addYears(clock.today, NEWEST_YEARS))
    return no("issue-day-far", `it is dated ${issuedOn}, and today is ${clock.today}`);
  const derived =
    settings.terms.paymentTermDays === null ? null : addDays(issuedOn, settings.terms.paymentTermDays);
  const dueOn = invoice.dueOn ?? derived;
  if (dueOn === null)
    return no(
      "due-day-missing",
      "it states no due day, and you have not stated a payment term, in days, to count it by",
    );
  if (dueOn < issuedOn)
    return no("due-before-issue", `it is due on ${dueOn}, before it was issued on ${issuedOn}`);
  if (dueOn > addYears(issuedOn, LONGEST_TERM_YEARS))
    return no("due-day-far", `it is due on ${dueOn}, long after it was issued on ${issuedOn}`);
  if (openMinor > payableMinor)
    return no(
      "open-exceeds-amount",
      `${formatMinor(openMinor)} is open of an invoice for ${formatMinor(payableMinor)}: fees and interest are not part of the invoice`,
    );
  if (payableMinor >= LARGEST_MINOR)
    return no("amount-too-large", `it is for ${formatMinor(payableMinor)}, more than any invoice`);
  return { kind: "checked", invoice, line, dueOn, isDueDerived: invoice.dueOn === null, openMinor };
}

/** The scope of a creditor's law pack (S117), and whose invoice it is. Null when nothing is wrong. */
export function checkParties(invoice: Invoice, { creditor, settings }: ImportContext): NotTaken | null {
  const { seller, buyer, payee, currency } = invoice;
  const own = lawPack(creditor.country).currency;
  if (currency !== own)
    return no(
      "currency",
      `it is in ${currency}: for a creditor in ${creditor.country} only ${own} is followed up`,
    );
  if (buyer.country !== null && buyer.country !== creditor.country)
    return no(
      "buyer-country",
      `the customer is in ${buyer.country}: only customers in ${creditor.country} are followed up`,
    );
  const sellerNumber = seller.organisationNumber;
  if (
    sellerNumber !== null &&
    normalizeOrganisationNumber(sellerNumber, creditor.country) !== settings.organisationNumber
  )
    return no(
      "other-seller",
      `its seller has the organisation number ${sellerNumber}, and ${settings.name} has ${settings.organisationNumber}`,
    );
  if (payee !== null && payee.organisationNumber !== settings.organisationNumber)
    return no(
      "payee-differs",
      "the money is to be paid to someone other than the seller, as when a claim is sold",
    );
  return null;
}

export function no(code: string, reason: string): NotTaken {
  return { kind: "not-taken", code, reason };
}
