import { parseMinor } from "@innfri/kernel";

export type DecimalSign = "," | ".";
export type AmountOutcome =
  | { readonly kind: "amount"; readonly minor: bigint }
  /** `1.234` is a thousand or one and a bit; nothing in the file has told which. */
  | { readonly kind: "ambiguous" }
  /** Written with the other decimal sign than the rest of the file. */
  | { readonly kind: "other-form" }
  | { readonly kind: "unreadable" };

const PLAIN = /^-?\d{1,15}(?:([.,])\d{1,2})?$/;
const CURRENCY_WORDS = /^(?:kr\.?|NOK|SEK|DKK|EUR|€)\s*|\s*(?:kr\.?|NOK|SEK|DKK|EUR|€)$/gi;
const SPACED = /^\d{1,3}(?:[ \u00a0\u2009\u202f'\u2019]\d{3})+(?=[.,]|$)/;
const MINUS = /[\u2212\u2012\u2013\ufe63\uff0d]/g;

/**
 * Reads an amount as Nordic systems write it: `1 234,50` (any kind of space), `1.234,50`, `1,234.50`, `-5`, `5-`,
 * `−5`, `(5)`, `500,-`, `kr 500`. `decimal` is the decimal sign of the file, or `null` while nobody knows it.
 */
export function readAmount(text: string, decimal: DecimalSign | null): AmountOutcome {
  const quick = PLAIN.exec(text);
  if (quick !== null && (quick[1] === undefined || quick[1] === decimal))
    return amountOf(quick[1] === "," ? text.replace(",", ".") : text);
  const parts = partsOf(text);
  if (parts === null) return { kind: "unreadable" };
  if (parts.sign === "unknown" && decimal === null) return { kind: "ambiguous" };
  if (parts.sign === "none") return amountOf(parts.minus + parts.whole);
  if (parts.sign === "unknown" && parts.mark !== decimal)
    return amountOf(parts.minus + parts.whole + parts.rest);
  if (parts.sign === "known" && decimal !== null && parts.mark !== decimal) return { kind: "other-form" };
  return amountOf(`${parts.minus}${parts.whole}.${parts.rest}`);
}

/** The decimal sign that an amount shows, when it can only be read in one way. */
export function decimalSignOf(text: string): DecimalSign | null {
  const parts = partsOf(text);
  return parts !== null && parts.sign === "known" ? parts.mark : null;
}

type AmountParts = {
  readonly minus: "-" | "";
  /** Digits before the last mark, without grouping. */
  readonly whole: string;
  readonly mark: DecimalSign;
  readonly rest: string;
  /** Is the mark a decimal sign? `unknown` when it may as well group thousands; `none` when there is no mark. */
  readonly sign: "known" | "unknown" | "none";
};

function partsOf(written: string): AmountParts | null {
  const plain = written.trim().replace(CURRENCY_WORDS, "").replace(MINUS, "-").replace(/,-$/, "").trim();
  const signed = /^(?:([-+])\s*)?(.*?)(?:\s*(-))?$/s.exec(plain);
  const bracketed = /^\((.*)\)$/.exec(plain);
  const isTwiceSigned = signed?.[1] !== undefined && signed[3] !== undefined;
  if (signed === null || isTwiceSigned) return null;
  const minus = bracketed !== null || signed[1] === "-" || signed[3] === "-" ? "-" : "";
  const body = bracketed?.[1] ?? signed[2] ?? "";
  const spaced = SPACED.exec(body);
  const digits = spaced === null ? body : body.replace(/[ \u00a0\u2009\u202f'\u2019]/g, "");
  return markedParts(digits, minus);
}

function markedParts(digits: string, minus: "-" | ""): AmountParts | null {
  if (/^\d+$/.test(digits)) return { minus, whole: digits, mark: ",", rest: "", sign: "none" };
  // Both marks: the last one is the decimal sign, the other one groups.
  const both = /^(\d{1,3}(?:\.\d{3})+),(\d+)$/.exec(digits) ?? /^(\d{1,3}(?:,\d{3})+)\.(\d+)$/.exec(digits);
  if (both !== null) {
    const [, whole = "", rest = ""] = both;
    return {
      minus,
      whole: whole.replace(/[.,]/g, ""),
      mark: whole.includes(".") ? "," : ".",
      rest,
      sign: "known",
    };
  }
  if (/^\d{1,3}(?:\.\d{3}){2,}$|^\d{1,3}(?:,\d{3}){2,}$/.test(digits))
    return { minus, whole: digits.replace(/[.,]/g, ""), mark: ",", rest: "", sign: "none" };
  const one = /^(\d+)([.,])(\d+)$/.exec(digits);
  if (one === null) return null;
  const [, whole = "", mark, rest = ""] = one;
  // Three digits after the only mark, and a first group that a thousand could have.
  const mayGroup = rest.length === 3 && whole.length <= 3 && !whole.startsWith("0");
  return { minus, whole, mark: mark as DecimalSign, rest, sign: mayGroup ? "unknown" : "known" };
}

function amountOf(text: string): AmountOutcome {
  const minor = parseMinor(text);
  return minor === undefined ? { kind: "unreadable" } : { kind: "amount", minor };
}
