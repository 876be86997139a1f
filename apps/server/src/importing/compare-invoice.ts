/** An invoice that comes again: is it the same, or does it say something else? Nothing is ever overwritten. */
import { formatMinor, parseMinor } from "@innfri/kernel";
import { type CheckedInvoice, type NotTaken, no } from "./check-invoice.ts";
import { customerNumberOf } from "./contact-data.ts";
import type { ImportContext } from "./import-context.ts";
import type { KnownInvoice } from "./known.ts";

/** Null when it says the same as what is registered. */
export function difference(
  known: KnownInvoice,
  checked: CheckedInvoice,
  context: ImportContext,
): NotTaken | null {
  const { data } = known;
  const { invoice, line } = checked;
  if (data.source.import === context.importId && data.source.line !== line)
    return no(
      "number-twice",
      `invoice ${invoice.number} stands on line ${data.source.line} too: one number is one claim, and instalments are not imported yet`,
    );
  const customerNumber = customerNumberOf(invoice.buyer);
  const compared: readonly (readonly [what: string, before: string, now: string])[] = [
    [
      "customer",
      known.customerNumber,
      invoice.buyer.customerNumber === null ? known.customerNumber : customerNumber,
    ],
    ["issued", data.issuedOn, invoice.issuedOn],
    ["due", data.dueOn, checked.isDueDerived ? data.dueOn : checked.dueOn],
    ["currency", data.currency, invoice.currency],
    ["amount", data.amount, formatMinor(invoice.payableMinor)],
  ];
  const different = compared.filter(([, before, now]) => before !== now);
  if (different.length > 0) {
    const both = different.map(([what, before, now]) => `${what} ${before} here and ${now} in the file`);
    return no(
      "differs",
      `invoice ${invoice.number} is registered already, with ${both.join(", ")}; it stays as it was`,
    );
  }
  return openDifference(known, checked);
}

// What is open may be stated as it was when the invoice was registered, or as it is by what was paid since.
function openDifference(
  { data, openPrincipalMinor }: KnownInvoice,
  { invoice }: CheckedInvoice,
): NotTaken | null {
  const { openMinor, number } = invoice;
  if (openMinor === null || openMinor === openPrincipalMinor) return null;
  if (openMinor === parseMinor(data.openAmount ?? data.amount)) return null;
  const shown = `${formatMinor(openPrincipalMinor)} of invoice ${number} is open here and ${formatMinor(openMinor)} in the file`;
  return no(
    "open-differs",
    `${shown}: why is not known. Money comes with the bank's file, a reduction with a credit note; it stays as it was`,
  );
}
