/** A small exact evaluator of the sums that derivations write down. */
import { amountText, down, equal, type Fraction, halfUp, product, readFraction, sum } from "./exact.ts";

/**
 * The value of `4500.00 × 12.00 % × 15/365 + 29.59`, of `460.00 − 38.00`, or of `the lower of 460.00 when due and 430.00
 * when claimed`; undefined when it is no such sum.
 */
export function sumInWords(text: string): Fraction | undefined {
  if (text.startsWith("the lower of ")) {
    const two = /^the lower of (\S+) when due and (\S+) when claimed$/.exec(text);
    return two === null ? undefined : lowerOf(readFraction(two[1]!), readFraction(two[2]!));
  }
  const [first, ...more] = text.split(/ (?=[+−] )/);
  const terms = [termOf(first!), ...more.map(signedTermOf)];
  if (terms.some((term) => term === undefined)) return undefined;
  return (terms as Fraction[]).reduce(sum);
}

function lowerOf(a: Fraction | undefined, b: Fraction | undefined): Fraction | undefined {
  if (a === undefined || b === undefined) return undefined;
  return a.top * b.bottom < b.top * a.bottom ? a : b;
}

/** `+ 29.59` or `− 38.00`. */
function signedTermOf(text: string): Fraction | undefined {
  const term = termOf(text.slice(2));
  return term === undefined || text.startsWith("+") ? term : { ...term, top: -term.top };
}

function termOf(text: string): Fraction | undefined {
  const factors = text.split(" × ").map(factorOf);
  if (factors.some((factor) => factor === undefined)) return undefined;
  return product(...(factors as Fraction[]));
}

function factorOf(text: string): Fraction | undefined {
  const isPercent = text.endsWith(" %");
  const read = readFraction(isPercent ? text.slice(0, -2) : text);
  return read === undefined || !isPercent ? read : { top: read.top, bottom: read.bottom * 100n };
}

/** Kroner to minor units, by the roundings that derivations name; undefined for another name. */
function roundedMinor(kroner: Fraction, rounding: string | null): bigint | undefined {
  const minor = { top: kroner.top * 100n, bottom: kroner.bottom };
  switch (rounding) {
    case "down to whole kroner":
      return down(minor, 100n);
    case "half up to whole kroner":
      return halfUp(minor, 100n);
    case "half up to øre, once":
      return halfUp(minor);
    case "down to øre":
      return down(minor);
    case null:
      return minor.top % minor.bottom === 0n ? minor.top / minor.bottom : undefined;
    default:
      return undefined;
  }
}

/**
 * What a derivation's sum comes to in minor units: the side before `=` rounded as it says, when the side behind it
 * is that sum, exact or rounded. Undefined when the text contradicts itself.
 */
export function sumOfDerivation(arithmetic: string, rounding: string | null): bigint | undefined {
  const [left, right, ...more] = arithmetic.split(" = ");
  const exact = left === undefined ? undefined : sumInWords(left);
  if (exact === undefined || more.length > 0) return undefined;
  const minor = roundedMinor(exact, rounding);
  if (minor === undefined || right === undefined) return minor;
  const said = readFraction(right);
  return said !== undefined && (equal(said, exact) || right === amountText(minor)) ? minor : undefined;
}
