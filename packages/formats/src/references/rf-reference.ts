/** The international creditor reference (ISO 11649): `RF`, two check digits and up to 21 letters or digits. */
import { mod97 } from "./checksums.ts";

/** Takes away the spaces of the printed form and makes letters capital. */
export function normalizeRf(text: string): string {
  return text.replace(/\s+/g, "").toUpperCase();
}

/** Is `reference` a valid RF reference? Expects the normalised form. */
export function isValidRf(reference: string): boolean {
  return /^RF\d{2}[0-9A-Z]{1,21}$/.test(reference) && mod97(reference.slice(4) + reference.slice(0, 4)) === 1;
}

/** The two check digits of `payload`, which is `0-9A-Z`. */
export function rfCheckDigits(payload: string): string {
  return String(98 - mod97(`${payload}RF00`)).padStart(2, "0");
}

/** The RF reference of `payload`. Throws `RangeError` when the payload is not 1 to 21 letters A–Z and digits. */
export function makeRf(payload: string): string {
  if (!/^[0-9A-Z]{1,21}$/.test(payload))
    throw new RangeError(
      `an RF reference is made of 1 to 21 letters and digits, not ${JSON.stringify(payload)}`,
    );
  return `RF${rfCheckDigits(payload)}${payload}`;
}

/**
 * What a valid RF reference wraps: `RF341234561` wraps the national reference `1234561`, and the two are the same
 * reference. `undefined` when `reference` is not valid.
 */
export function rfPayload(reference: string): string | undefined {
  return isValidRf(reference) ? reference.slice(4) : undefined;
}
