/** Bankgiro and plusgiro numbers, the addresses of Swedish giro payments. Both end in a modulus 10 check digit. */
import { passesLuhn } from "./checksums.ts";

/** The digits of a giro number, without the zeros that files fill it with in front. */
export function normalizeGiro(text: string): string {
  return text.replace(/[\s-]/g, "").replace(/^0+/, "");
}

/** Is `text` a bankgiro number: 7 or 8 digits, with or without the dash? */
export function isValidBankgiro(text: string): boolean {
  const digits = normalizeGiro(text);
  return (digits.length === 7 || digits.length === 8) && passesLuhn(digits);
}

/** Is `text` a plusgiro number: 2 to 8 digits, with or without spaces and dash? */
export function isValidPlusgiro(text: string): boolean {
  const digits = normalizeGiro(text);
  return digits.length <= 8 && passesLuhn(digits);
}

/** `9912346` as it is printed, `991-2346`. */
export function formatBankgiro(digits: string): string {
  return `${digits.slice(0, -4)}-${digits.slice(-4)}`;
}

/** `2865434` as it is printed, `28 65 43-4`. */
export function formatPlusgiro(digits: string): string {
  const pairs = digits.slice(0, -1).replace(/\B(?=(\d{2})+$)/g, " ");
  return `${pairs}-${digits.slice(-1)}`;
}
