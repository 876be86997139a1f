import type { Currency } from "@innfri/kernel";
import {
  isValidFik,
  isValidFinnishReference,
  isValidKid,
  isValidRf,
  isValidSwedishOcr,
  normalizeKid,
  normalizeRf,
  normalizeSwedishOcr,
} from "../references/index.ts";
import type { ValuePlace } from "./identity.ts";
import type { InvoiceReference } from "./invoice.ts";
import type { Warn } from "./warnings.ts";

/** Whose numbering a reference follows: the seller's country, or else the country of the currency. */
export type ReferenceHome = { readonly country: string | null; readonly currency: Currency };

const COUNTRY_OF: Readonly<Record<Currency, string>> = { NOK: "NO", SEK: "SE", DKK: "DK", EUR: "FI" };
const NAME_OF: Readonly<Record<string, string>> = {
  NO: "KID",
  SE: "OCR number",
  DK: "FIK",
  FI: "reference number",
};

/**
 * The reference that `text` is where it was written. What passes no check of that country is kept as text with
 * a warning, because a debtor may pay with it all the same.
 */
export function referenceOf(
  text: string | null,
  home: ReferenceHome,
  place: ValuePlace,
  warn: Warn,
): InvoiceReference | null {
  if (text === null) return null;
  const country = home.country ?? COUNTRY_OF[home.currency];
  const recognised = recognise(text, country);
  if (recognised !== null) return recognised;
  warn(
    "reference-kept-as-text",
    `${JSON.stringify(text)} is not a ${NAME_OF[country] ?? "structured reference"} by its check digit; it is kept as text`,
    place.line,
    place.field,
  );
  return { scheme: "FREE", value: text };
}

function recognise(text: string, country: string): InvoiceReference | null {
  const rf = normalizeRf(text);
  if (isValidRf(rf)) return { scheme: "RF", value: rf };
  switch (country) {
    case "NO": {
      const kid = normalizeKid(text);
      return isValidKid(kid) ? { scheme: "NO_KID", value: kid } : null;
    }
    case "SE": {
      const ocr = normalizeSwedishOcr(text);
      return isValidSwedishOcr(ocr) ? { scheme: "SE_OCR", value: ocr } : null;
    }
    case "DK":
      return isFik(text) ? { scheme: "DK_FIK", value: text } : null;
    case "FI":
      return isValidFinnishReference(text.replace(/\s+/g, ""))
        ? { scheme: "FI_REF", value: text.replace(/\s+/g, "") }
        : null;
    default:
      return null;
  }
}

// In UBL the payment id has no creditor number beside it (`71#000000000000018`, rules DK-R-008 to 011); any one
// serves to check the digits.
function isFik(text: string): boolean {
  const slip = /^\+?(\d{2})[#<](\d*)(?:\+\d+<)?$/.exec(text.replace(/\s+/g, ""));
  return slip !== null && isValidFik(`+${slip[1]}<${slip[2]}+12345678<`);
}
