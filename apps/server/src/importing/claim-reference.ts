/** The reference that debtors pay with: the source's own where it can be used, else one made from the claim's id. */
import { type Invoice, makeReference } from "@innfri/formats";
import { sha256, type Uuid } from "@innfri/kernel";

const SCHEME = { NO: "NO_KID", SE: "SE_OCR" } as const;

/** The source's reference when it follows the country's numbering; null when there is none that does. */
export function ownReference({ reference }: Invoice, country: "NO" | "SE"): string | null {
  return reference?.scheme === SCHEME[country] ? reference.value : null;
}

// Twelve digits that do not begin with zero: short enough to type, and with a million claims two of them meet about
// once in two cases. The caller asks for the next attempt then.
const LOWEST = 100_000_000_000n;
const COUNT = 900_000_000_000n;

/** A KID or OCR reference with its check digit. The same claim and attempt give the same one. */
export function madeReference(claimId: Uuid, country: "NO" | "SE", attempt: number): string {
  const seed = BigInt(`0x${sha256(`reference\u001f${claimId}\u001f${attempt}`).toString("hex", 0, 8)}`);
  const made = makeReference({ scheme: SCHEME[country], number: LOWEST + (seed % COUNT) });
  if (made.kind !== "made") throw new Error(`a reference of ${made.lengthNeeded} digits does not fit`);
  return made.value;
}
