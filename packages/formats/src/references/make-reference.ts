/** Makes the payment references that we print on letters. */
import { isDigits } from "./checksums.ts";
import { type KidModulus, makeKid } from "./kid.ts";
import { makeRf } from "./rf-reference.ts";
import { makeSwedishOcr } from "./swedish-ocr.ts";

/**
 * What to make. `prefix` keeps kinds of references apart (a creditor's invoices and our cases), `number` is the
 * running number, `length` the whole length with check digits; without it the reference is as short as it can be.
 */
export type ReferenceOrder = {
  readonly scheme: "NO_KID" | "SE_OCR" | "RF";
  readonly prefix?: string;
  readonly number: string | number | bigint;
  readonly length?: number;
  /** Only for a KID; modulus 10 when not given. */
  readonly modulus?: KidModulus;
};

/** `doesNotFit`: prefix and number with their check digits need `lengthNeeded`, and only `lengthMax` is allowed. */
export type MadeReference =
  | { readonly kind: "made"; readonly value: string }
  | { readonly kind: "doesNotFit"; readonly lengthNeeded: number; readonly lengthMax: number };

const SCHEMES = {
  NO_KID: { controlLength: 1, lengthMax: 25 },
  SE_OCR: { controlLength: 2, lengthMax: 25 },
  RF: { controlLength: 4, lengthMax: 25 },
} as const;

/**
 * A KID with its check digit, a Swedish OCR reference with length digit and check digit, or an RF reference. The
 * number is padded with zeros in front up to `length`. Throws `RangeError` when prefix or number is not digits.
 */
export function makeReference(order: ReferenceOrder): MadeReference {
  const prefix = order.prefix ?? "";
  const number = String(order.number);
  if (!isDigits(number) || (prefix !== "" && !isDigits(prefix)))
    throw new RangeError(`a reference is made of digits, not ${JSON.stringify(prefix + number)}`);
  const { controlLength, lengthMax: schemeMax } = SCHEMES[order.scheme];
  const lengthNeeded = prefix.length + number.length + controlLength;
  const lengthMax = Math.min(order.length ?? schemeMax, schemeMax);
  if (lengthNeeded > lengthMax) return { kind: "doesNotFit", lengthNeeded, lengthMax };
  const padding = "0".repeat((order.length === undefined ? lengthNeeded : lengthMax) - lengthNeeded);
  return { kind: "made", value: control(order, prefix + padding + number) };
}

function control(order: ReferenceOrder, payload: string): string {
  switch (order.scheme) {
    case "NO_KID":
      return makeKid(payload, order.modulus ?? "mod10");
    case "SE_OCR":
      return makeSwedishOcr(payload);
    case "RF":
      return makeRf(payload);
  }
}
