import { type Currency, formatMinor, parseMinor } from "@innfri/kernel";
import { Refusal } from "../refusal.ts";
import type { Warn } from "../warnings.ts";
import { find, findAll, textAt, type UblElement } from "./element-tree.ts";

/** The totals of a document (EN 16931 BG-22), minor units with the document's own sign. */
export type UblTotals = {
  readonly payableMinor: bigint;
  readonly vatMinor: bigint | null;
  readonly lineExtensionMinor: bigint | null;
  readonly allowanceMinor: bigint;
  readonly chargeMinor: bigint;
  readonly taxExclusiveMinor: bigint | null;
  readonly taxInclusiveMinor: bigint | null;
  readonly prepaidMinor: bigint;
  readonly roundingMinor: bigint;
};

const TOTAL = "LegalMonetaryTotal";

/**
 * Reads an `xsd:decimal` as minor units: a sign, a missing digit before or after the point and zeros beyond the
 * second decimal are allowed. `undefined` for anything else.
 */
export function decimalMinor(text: string): bigint | undefined {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (parts === null || `${parts[2]}${parts[3] ?? ""}` === "") return undefined;
  const whole = (parts[2] ?? "").replace(/^0+(?=\d)/, "") || "0";
  const fraction = (parts[3] ?? "").replace(/0+$/, "");
  return parseMinor(`${parts[1] === "-" ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`);
}

/** Throws `Refusal` when the amount to pay is missing, unreadable or in another currency. */
export function totalsOf(root: UblElement, currency: Currency): UblTotals {
  const payable = find(root, `${TOTAL}/PayableAmount`);
  if (payable === undefined)
    throw new Refusal("amount-missing", root.line, "the document has no amount to pay (cbc:PayableAmount)");
  const optional = (name: string) => amountOf(find(root, `${TOTAL}/${name}`), currency) ?? null;
  return {
    payableMinor: amountOf(payable, currency) ?? unreadable(payable),
    vatMinor: vatOf(root, currency),
    lineExtensionMinor: optional("LineExtensionAmount"),
    allowanceMinor: optional("AllowanceTotalAmount") ?? 0n,
    chargeMinor: optional("ChargeTotalAmount") ?? 0n,
    taxExclusiveMinor: optional("TaxExclusiveAmount"),
    taxInclusiveMinor: optional("TaxInclusiveAmount"),
    prepaidMinor: optional("PrepaidAmount") ?? 0n,
    roundingMinor: optional("PayableRoundingAmount") ?? 0n,
  };
}

function amountOf(element: UblElement | undefined, currency: Currency): bigint | undefined {
  if (element === undefined || element.text.trim() === "") return undefined;
  if (element.currencyId !== null && element.currencyId !== currency)
    throw new Refusal(
      "amount-currency-differs",
      element.line,
      `${element.name} is in ${JSON.stringify(element.currencyId)} while the document is in ${currency}`,
    );
  return decimalMinor(element.text.trim()) ?? unreadable(element);
}

function unreadable(element: UblElement): never {
  throw new Refusal(
    "amount-unreadable",
    element.line,
    `${element.name} is ${JSON.stringify(element.text.trim())}, which is not an amount with two decimals`,
  );
}

// A document has a second tax total when the tax is also stated in another currency; that one is not ours.
function vatOf(root: UblElement, currency: Currency): bigint | null {
  for (const total of findAll(root, "TaxTotal")) {
    const amount = find(total, "TaxAmount");
    if (amount !== undefined && (amount.currencyId === null || amount.currencyId === currency))
      return amountOf(amount, currency) ?? null;
  }
  return null;
}

/** Warns of sums that do not hold, without tolerance (EN 16931 BR-CO-13, BR-CO-15, BR-CO-16). */
export function warnOfTotals(totals: UblTotals, root: UblElement, warn: Warn): void {
  const at = find(root, TOTAL)?.line ?? root.line;
  const check = (name: string, stated: bigint | null, computed: bigint | null) => {
    if (stated === null || computed === null || stated === computed) return;
    warn(
      "amounts-do-not-add-up",
      `${name} is ${formatMinor(stated)}, but its parts make ${formatMinor(computed)}; a person must look at the invoice`,
      at,
      `${TOTAL}/${name}`,
    );
  };
  const { lineExtensionMinor, taxExclusiveMinor, taxInclusiveMinor } = totals;
  check(
    "TaxExclusiveAmount",
    taxExclusiveMinor,
    lineExtensionMinor === null ? null : lineExtensionMinor - totals.allowanceMinor + totals.chargeMinor,
  );
  check(
    "TaxInclusiveAmount",
    taxInclusiveMinor,
    taxExclusiveMinor === null ? null : taxExclusiveMinor + (totals.vatMinor ?? 0n),
  );
  check(
    "PayableAmount",
    totals.payableMinor,
    taxInclusiveMinor === null ? null : taxInclusiveMinor - totals.prepaidMinor + totals.roundingMinor,
  );
  if (textAt(root, `${TOTAL}/TaxInclusiveAmount`) === null && totals.prepaidMinor !== 0n)
    warn("amounts-do-not-add-up", "there is a prepayment but no total to subtract it from", at, TOTAL);
}
