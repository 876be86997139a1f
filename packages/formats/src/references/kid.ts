/**
 * KID (kundeidentifikasjon), the Norwegian payment reference: 2 to 25 characters, the last of which is a check
 * character by modulus 10 or modulus 11, as the payee's agreement with its bank says.
 */
import { isDigits, luhnCheckDigit, mod11CheckCharacter } from "./checksums.ts";

export type KidModulus = "mod10" | "mod11";

const KID_LENGTH_MAX = 25; // the width of the field in OCR giro

/** Takes away the spaces people type; leading zeros are data and stay. */
export function normalizeKid(text: string): string {
  return text.replace(/\s+/g, "");
}

/** Is `kid` a valid KID by the given modulus, or by either when none is given? Expects the normalised form. */
export function isValidKid(kid: string, modulus?: KidModulus): boolean {
  if (kid.length < 2 || kid.length > KID_LENGTH_MAX || !isDigits(kid.slice(0, -1))) return false;
  const check = kid.slice(-1);
  const payload = kid.slice(0, -1);
  if (modulus !== "mod11" && luhnCheckDigit(payload) === check) return true;
  return modulus !== "mod10" && mod11CheckCharacter(payload) === check;
}

/** The check character of `payload` (digits only): a digit, or `-` when modulus 11 gives 10. */
export function kidCheckCharacter(payload: string, modulus: KidModulus = "mod10"): string {
  return modulus === "mod10" ? luhnCheckDigit(payload) : mod11CheckCharacter(payload);
}

/** The KID of `payload`. Throws `RangeError` when the payload is not 1 to 24 digits. */
export function makeKid(payload: string, modulus: KidModulus = "mod10"): string {
  if (!isDigits(payload) || payload.length >= KID_LENGTH_MAX)
    throw new RangeError(`a KID is made of 1 to 24 digits, not ${JSON.stringify(payload)}`);
  return payload + kidCheckCharacter(payload, modulus);
}
