/** The Finnish payment reference (viitenumero): 4 to 20 digits, the last a check digit by the weights 7, 3, 1. */
import { isDigits } from "./checksums.ts";

const WEIGHTS = [7, 3, 1] as const;

/** Takes away spaces and the zeros that banks pad with: here, unlike in a KID, leading zeros mean nothing. */
export function normalizeFinnishReference(text: string): string {
  return text.replace(/\s+/g, "").replace(/^0+/, "");
}

/** Is `reference` valid? Padding zeros are allowed up to 20 digits. */
export function isValidFinnishReference(reference: string): boolean {
  const digits = normalizeFinnishReference(reference);
  return (
    reference.length <= 20 &&
    digits.length >= 4 &&
    isDigits(digits) &&
    finnishCheckDigit(digits.slice(0, -1)) === digits.slice(-1)
  );
}

export function finnishCheckDigit(payload: string): string {
  let sum = 0;
  for (let i = 0; i < payload.length; i++) {
    sum += (payload.charCodeAt(payload.length - 1 - i) - 48) * (WEIGHTS[i % 3] ?? 0);
  }
  return String((10 - (sum % 10)) % 10);
}
