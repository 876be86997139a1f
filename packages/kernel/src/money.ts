/**
 * Money: whole minor units (øre, öre, cent) with the currency in the type, so that kroner and kronor cannot be
 * added. All our currencies have two decimals; a currency that has not is refused by `isCurrency`.
 */
import { type Rational, roundDown, roundHalfUp } from "./rational.ts";

/** The currencies that can be kept, by their ISO 4217 codes. */
export const CURRENCIES = ["NOK", "SEK", "DKK", "EUR"] as const;
/** One of them. */
export type Currency = (typeof CURRENCIES)[number];

/** An amount of one currency. */
export type Money<C extends Currency = Currency> = { readonly minor: bigint; readonly currency: C };

/** Is `text` the code of a currency that can be kept? */
export function isCurrency(text: unknown): text is Currency {
  return (CURRENCIES as readonly unknown[]).includes(text);
}

/** So many minor units of a currency. */
export function money<C extends Currency>(minor: bigint, currency: C): Money<C> {
  return { minor, currency };
}

/** The sum of two amounts of one currency. Throws `RangeError` for two currencies. */
export function add<C extends Currency>(a: Money<C>, b: Money<NoInfer<C>>): Money<C> {
  return { minor: a.minor + b.minor, currency: sameCurrency(a, b) };
}

/** The first amount less the second. Throws `RangeError` for two currencies. */
export function subtract<C extends Currency>(a: Money<C>, b: Money<NoInfer<C>>): Money<C> {
  return { minor: a.minor - b.minor, currency: sameCurrency(a, b) };
}

// The type keeps two known currencies apart; this keeps apart two that came from outside as plain `Currency`.
function sameCurrency<C extends Currency>(a: Money<C>, b: Money<C>): C {
  if (a.currency !== b.currency) throw new RangeError(`cannot combine ${a.currency} with ${b.currency}`);
  return a.currency;
}

/**
 * Reads `4500`, `4500.5` or `-4500.00` as minor units; further decimals are accepted only when they are zero.
 * `undefined` when the text is not such a number or is longer than 18 digits before the point.
 */
export function parseMinor(text: string): bigint | undefined {
  const parts = /^(-?)(\d{1,18})(?:\.(\d{1,10}))?$/.exec(text);
  if (parts === null) return undefined;
  const fraction = (parts[3] ?? "").padEnd(2, "0");
  if (/[1-9]/.test(fraction.slice(2))) return undefined;
  const magnitude = BigInt((parts[2] ?? "0") + fraction.slice(0, 2));
  return parts[1] === "-" ? -magnitude : magnitude;
}

/** Reads an amount from a source we trust. Throws `RangeError` on what `parseMinor` does not read. */
export function minorFromDecimal(text: string): bigint {
  const minor = parseMinor(text);
  if (minor === undefined) throw new RangeError(`not an amount of money: ${JSON.stringify(text)}`);
  return minor;
}

/** `456019n` becomes `4560.19`: the form of amounts in JSON, CSV and cases. */
export function formatMinor(minor: bigint): string {
  const magnitude = minor < 0n ? -minor : minor;
  const digits = magnitude.toString().padStart(3, "0");
  return `${minor < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Exact minor units to whole ones, a half upwards: how interest is rounded, once. */
export function roundHalfUpToMinor(exactMinor: Rational): bigint {
  return roundHalfUp(exactMinor);
}

/** Exact minor units to whole ones, downwards: how a statutory maximum is rounded. */
export function roundDownToMinor(exactMinor: Rational): bigint {
  return roundDown(exactMinor);
}

/** Exact minor units to whole kroner, fifty øre upwards. */
export function roundHalfUpToWhole(exactMinor: Rational): bigint {
  return roundHalfUp({ numerator: exactMinor.numerator, denominator: exactMinor.denominator * 100n }) * 100n;
}

/** Exact minor units to whole kroner, downwards. */
export function roundDownToWhole(exactMinor: Rational): bigint {
  return roundDown({ numerator: exactMinor.numerator, denominator: exactMinor.denominator * 100n }) * 100n;
}
