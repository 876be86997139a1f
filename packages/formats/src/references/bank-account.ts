/** Bank accounts: the Norwegian 11-digit account number (kontonummer) and IBAN. */
import { isDigits, mod11CheckCharacter, mod97 } from "./checksums.ts";

/** Lengths of the countries we meet; elsewhere the longest and shortest that ISO 13616 knows. */
const IBAN_LENGTH: Readonly<Record<string, number>> = { NO: 15, SE: 24, DK: 18, FI: 18 };

/** Takes away spaces, dots and dashes and makes letters capital. */
export function normalizeAccount(text: string): string {
  return text.replace(/[\s.-]/g, "").toUpperCase();
}

/**
 * Is `text` a Norwegian account number by its modulus 11 check digit? Some old accounts follow another rule: refuse
 * on accounts we pay to, only remark on accounts we receive from.
 */
export function isValidNorwegianAccount(text: string): boolean {
  const digits = text.replace(/[\s.]/g, "");
  return (
    digits.length === 11 && isDigits(digits) && mod11CheckCharacter(digits.slice(0, -1)) === digits.slice(-1)
  );
}

/** Is `text` an IBAN with the right length for its country and right check digits? Spaces are allowed. */
export function isValidIban(text: string): boolean {
  const iban = normalizeAccount(text);
  if (!/^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(iban)) return false;
  const length = IBAN_LENGTH[iban.slice(0, 2)];
  if (length !== undefined && iban.length !== length) return false;
  return mod97(iban.slice(4) + iban.slice(0, 4)) === 1;
}

/** The 11-digit account in a valid Norwegian IBAN; `undefined` for every other text. */
export function norwegianAccountFromIban(text: string): string | undefined {
  const iban = normalizeAccount(text);
  return /^NO\d{13}$/.test(iban) && isValidIban(iban) ? iban.slice(4) : undefined;
}

/** The IBAN of a Norwegian account. Throws `RangeError` when it is not 11 digits. */
export function ibanFromNorwegianAccount(account: string): string {
  if (!/^\d{11}$/.test(account)) throw new RangeError(`not 11 digits: ${JSON.stringify(account)}`);
  return `NO${String(98 - mod97(`${account}NO00`)).padStart(2, "0")}${account}`;
}

/**
 * One spelling for one account, so that the same account in two files is the same text: a Norwegian IBAN becomes
 * its 11 digits, everything else loses only its spaces, dots and dashes.
 */
export function canonicalAccount(text: string): string {
  return norwegianAccountFromIban(text) ?? normalizeAccount(text);
}
