/** Plain exact fractions, and the roundings by the names that documents give them. */

/** The bottom is positive. */
export type Fraction = { readonly top: bigint; readonly bottom: bigint };

export function fraction(top: bigint, bottom = 1n): Fraction {
  if (bottom === 0n) throw new RangeError("nothing can be divided by nothing");
  return bottom < 0n ? { top: -top, bottom: -bottom } : { top, bottom };
}

/** Reads `0.8`, `750.00`, `1/20` or `1 234.50`; undefined for anything else. */
export function readFraction(text: string): Fraction | undefined {
  const parts = /^(-?)(\d{1,24})(?:\.(\d{1,12}))?(?:\/(\d{1,12}))?$/.exec(text);
  if (parts === null) return undefined;
  const decimals = parts[3] ?? "";
  const digits = BigInt(parts[2]! + decimals);
  const ten = TENS[decimals.length]!;
  const bottom = parts[4] === undefined ? ten : ten * BigInt(parts[4]);
  return bottom === 0n ? undefined : { top: parts[1] === "-" ? -digits : digits, bottom };
}

/** Ten to the power of each number of decimals that is read. */
const TENS: readonly bigint[] = Array.from({ length: 13 }, (_, decimals) => 10n ** BigInt(decimals));

/** Reads a figure out of the law's own tables. Throws `RangeError` when it is none. */
export function figure(text: string): Fraction {
  const read = readFraction(text);
  if (read === undefined) throw new RangeError(`not a number: ${text}`);
  return read;
}

export function sum(a: Fraction, b: Fraction): Fraction {
  return { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom };
}

export function product(...factors: readonly Fraction[]): Fraction {
  return factors.reduce((a, b) => ({ top: a.top * b.top, bottom: a.bottom * b.bottom }));
}

export function equal(a: Fraction, b: Fraction): boolean {
  return a.top * b.bottom === b.top * a.bottom;
}

function floor({ top, bottom }: Fraction): bigint {
  const whole = top / bottom;
  return top % bottom < 0n ? whole - 1n : whole;
}

/** Down to whole `unit`s. */
export function down(value: Fraction, unit = 1n): bigint {
  return floor({ top: value.top, bottom: value.bottom * unit }) * unit;
}

/** To the nearest whole `unit`, a half upwards. */
export function halfUp(value: Fraction, unit = 1n): bigint {
  const doubled = { top: 2n * value.top + value.bottom * unit, bottom: 2n * value.bottom * unit };
  return floor(doubled) * unit;
}

/** Written out in full, with two decimals at least: `37.50`, `492.1875`. Its bottom divides a power of ten. */
export function decimalText({ top, bottom }: Fraction): string {
  let places = 2;
  while ((top * 10n ** BigInt(places)) % bottom !== 0n) {
    if (places++ > 20) throw new RangeError("a number without end");
  }
  const digits = ((top * 10n ** BigInt(places)) / bottom).toString().padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** `456019n` is `4560.19`. */
export function amountText(minor: bigint): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, "0");
  return `${minor < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Reads exactly what `amountText` writes; undefined for anything else. */
export function readAmount(text: unknown): bigint | undefined {
  if (typeof text !== "string" || !/^-?(0|[1-9]\d{0,17})\.\d{2}$/.test(text)) return undefined;
  const minor = BigInt(text.replace(".", ""));
  return text.startsWith("-") && minor === 0n ? undefined : minor;
}
