/**
 * The code that a letter prints for its reader. It follows from the letter's id and a key that is nowhere in the database,
 * so that the same letter made again has the same code, and no copy of the database tells it.
 */
import type { Uuid } from "@innfri/kernel";
import type { Keys } from "../secrets/keys.ts";

/** Without the letters that are read as figures or as each other. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 8;
const BITS_EACH = 5;

/** `K7QD-3MPX` */
export function letterCode(keys: Keys, documentId: Uuid, keyId?: string): string {
  const bytes = keys.keyedHash("letter-code", `code ${documentId}`, keyId);
  const bits = bytes.readBigUInt64BE() >> BigInt(64 - LENGTH * BITS_EACH);
  const signs = Array.from({ length: LENGTH }, (_, at) => {
    const shift = BigInt((LENGTH - 1 - at) * BITS_EACH);
    return ALPHABET[Number((bits >> shift) & 31n)]!;
  }).join("");
  return `${signs.slice(0, 4)}-${signs.slice(4)}`;
}

/** As it was meant: in capitals, without spaces and hyphens, with what looks like a figure as that. Null for none. */
export function readCode(typed: string): string | null {
  const signs = typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(signs) ? `${signs.slice(0, 4)}-${signs.slice(4)}` : null;
}

/** As it was meant: figures, without what people put between them. */
export function readCaseNumber(typed: string): string {
  return typed.replaceAll(/[\s.-]/g, "");
}

/** By which a letter's case number and code are found. */
export function doorHash(keys: Keys, caseNumber: string, code: string, keyId?: string): Buffer {
  return keys.keyedHash("letter-code", `door ${caseNumber} ${code}`, keyId);
}
