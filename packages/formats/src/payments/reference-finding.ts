/** Decides what kind of reference a text is, and cuts candidates out of free text. */
import {
  isValidFinnishReference,
  isValidKid,
  isValidRf,
  isValidSwedishOcr,
  looksLikeNationalIdentityNumber,
  normalizeRf,
} from "../references/index.ts";
import type { PaymentReference, ReferencePart, ReferenceScheme } from "./payment.ts";

export type ReferenceCountry = "NO" | "SE" | "FI" | null;

const CANDIDATES_MAX = 20;
const CANDIDATE_LENGTH_MIN = 4;

/** The scheme of a structured reference is given by its form; whether its check digit is right is another question. */
export function structuredReference(value: string, country: ReferenceCountry): PaymentReference {
  if (/^RF\d\d/i.test(value) && isValidRf(normalizeRf(value))) return { scheme: "RF", value };
  return { scheme: nationalScheme(value, country), value };
}

export function passesOwnCheck(reference: PaymentReference): boolean {
  switch (reference.scheme) {
    case "NO_KID":
      return isValidKid(reference.value);
    case "SE_OCR":
      return isValidSwedishOcr(reference.value);
    case "FI_REF":
      return isValidFinnishReference(reference.value);
    case "RF":
    case "FREE":
      return true;
  }
}

/**
 * Words of a free text that could be references: those with a right check digit under their scheme, other words
 * with a digit in them as free references, such as invoice numbers. Identity numbers of persons are left out.
 */
export function candidatesFromText(text: string, country: ReferenceCountry): readonly ReferencePart[] {
  const found = new Map<string, ReferencePart>();
  for (const match of text.matchAll(/[\p{L}\p{N}]+-?/gu)) {
    if (found.size >= CANDIDATES_MAX) break;
    const part = candidate(match[0], country);
    if (part !== undefined) found.set(part.value, part);
  }
  return [...found.values()];
}

function candidate(word: string, country: ReferenceCountry): ReferencePart | undefined {
  // A dash belongs to a word only as the last character of a Norwegian modulus 11 KID.
  const value = word.endsWith("-") && !(country === "NO" && isValidKid(word)) ? word.slice(0, -1) : word;
  if (value.length < CANDIDATE_LENGTH_MIN || value.length > 35 || !/\d/.test(value)) return undefined;
  if (country !== null && looksLikeNationalIdentityNumber(value, country)) return undefined;
  const typed = structuredReference(value, country);
  const reference = passesOwnCheck(typed) ? typed : { scheme: "FREE" as const, value };
  return { ...reference, amountMinor: null, source: "text" };
}

function nationalScheme(value: string, country: ReferenceCountry): ReferenceScheme {
  if (country === "NO") return /^\d{1,24}[\d-]$/.test(value) ? "NO_KID" : "FREE";
  if (country === "SE") return /^\d{2,25}$/.test(value) ? "SE_OCR" : "FREE";
  return country === "FI" && /^\d{3,20}$/.test(value) ? "FI_REF" : "FREE";
}
