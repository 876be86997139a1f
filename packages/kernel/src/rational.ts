/** Exact fractions, for sums that are rounded once at the end. The denominator is positive. */
export type Rational = { readonly numerator: bigint; readonly denominator: bigint };

/** The fraction that is nothing. */
export const ZERO: Rational = { numerator: 0n, denominator: 1n };

/**
 * A fraction of two whole numbers; its denominator is made positive. Throws `RangeError` for a denominator of zero.
 */
export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 0n) throw new RangeError("a fraction needs a denominator");
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
}

/** The exact sum of two fractions, not shortened. */
export function plus(a: Rational, b: Rational): Rational {
  if (a.denominator === b.denominator)
    return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

/** The exact product of two fractions, not shortened. */
export function times(a: Rational, b: Rational): Rational {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

/** Reads a decimal, `12.25` or `-0.5`, exactly. Throws `RangeError` on anything else. */
export function rationalFromDecimal(text: string): Rational {
  const parts = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/.exec(text);
  if (parts === null) throw new RangeError(`not a decimal number: ${JSON.stringify(text)}`);
  const fraction = parts[3] ?? "";
  const magnitude = BigInt((parts[2] ?? "0") + fraction);
  return {
    numerator: parts[1] === "-" ? -magnitude : magnitude,
    denominator: 10n ** BigInt(fraction.length),
  };
}

/** The nearest whole number; a half goes away from zero. */
export function roundHalfUp(value: Rational): bigint {
  const negative = value.numerator < 0n;
  const magnitude = negative ? -value.numerator : value.numerator;
  const rounded = (2n * magnitude + value.denominator) / (2n * value.denominator);
  return negative ? -rounded : rounded;
}

/** The largest whole number that is not above `value`. */
export function roundDown(value: Rational): bigint {
  const quotient = value.numerator / value.denominator;
  return value.numerator < 0n && value.numerator % value.denominator !== 0n ? quotient - 1n : quotient;
}
