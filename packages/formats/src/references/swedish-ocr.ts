/**
 * The Swedish payment reference (OCR-nummer): 2 to 25 digits, the last a modulus 10 check digit. Agreements with
 * variable length also want the units digit of the whole length as the second last digit.
 */
import { isDigits, luhnCheckDigit, passesLuhn } from "./checksums.ts";

const OCR_LENGTH_MAX = 25;

/** Takes away the spaces people type; leading zeros stay. */
export function normalizeSwedishOcr(text: string): string {
  return text.replace(/\s+/g, "");
}

/** Is `ocr` 2 to 25 digits with a right check digit? Expects the normalised form. */
export function isValidSwedishOcr(ocr: string): boolean {
  return ocr.length <= OCR_LENGTH_MAX && passesLuhn(ocr);
}

/** Is `ocr` valid, and its second last digit the units digit of its length? */
export function hasSwedishLengthDigit(ocr: string): boolean {
  return ocr.length >= 3 && isValidSwedishOcr(ocr) && ocr.at(-2) === String(ocr.length % 10);
}

/** The check digit of `payload`, which holds the length digit already where there is one. */
export function swedishOcrCheckDigit(payload: string): string {
  return luhnCheckDigit(payload);
}

/**
 * The reference of `payload` with length digit and check digit: it satisfies every kind of agreement except one
 * of a fixed other length. Throws `RangeError` when the payload is not 1 to 23 digits.
 */
export function makeSwedishOcr(payload: string): string {
  if (!isDigits(payload) || payload.length > OCR_LENGTH_MAX - 2)
    throw new RangeError(`an OCR reference is made of 1 to 23 digits, not ${JSON.stringify(payload)}`);
  const withLength = payload + String((payload.length + 2) % 10);
  return withLength + swedishOcrCheckDigit(withLength);
}
