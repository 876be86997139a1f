/** The pieces that every rule function with an amount is built from. */
import { formatMinor, type Rational, rational, rationalFromDecimal } from "@innfri/kernel/values";
import type { Figure, UsedFigure } from "./derivation.ts";
import type { EffectiveTable, RowInForce } from "./effective.ts";
import { KeptByLaw, type Key } from "./kept-by-law.ts";
import { RULES, type RuleId } from "./rules.ts";

/** A dated value as people read it: `12.25 %`, `750.00`, `1/20`; a value of several parts as JSON. */
export function valueText(value: unknown): string {
  if (typeof value === "bigint") return formatMinor(value);
  if (typeof value === "number") return percentText(value);
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? formatMinor(part) : part));
}

/** Basis points as percent, `1225` becomes `12.25 %`. */
export function percentText(basisPoints: number): string {
  return `${formatMinor(BigInt(basisPoints))} %`;
}

/** The row of `table` that a derivation rests on; `part` where only a piece of its value was used. */
export function usedFigure<T>(table: EffectiveTable<T>, row: RowInForce<T>, part?: string): UsedFigure {
  return {
    table: table.id,
    from: row.from,
    value: part ?? valueText(row.value),
    regulation: row.regulation,
    source: row.sources[0] ?? null,
  };
}

/** A row of percentages, as derivations of interest have always named its value: `12.25`. */
export function usedRate(table: EffectiveTable<number>, row: RowInForce<number>): UsedFigure {
  return usedFigure(table, row, formatMinor(BigInt(row.value)));
}

/** The days of a portfolio are few, and each letter asks for its figure several times. */
const MOST_KEPT = 4096;

/** Keeps the figures of one rule by what they depend on beside the law. Everybody gets the same one, so nobody can change it. */
export function keptFigures(): (keys: readonly [Key, ...Key[]], make: () => Figure) => Figure {
  const kept = new KeptByLaw<Figure>(MOST_KEPT);
  return (keys, make) => kept.of(keys, () => frozen(make()));
}

function frozen(made: Figure): Figure {
  const { derivation } = made;
  for (const part of [made, derivation, derivation.inputs, derivation.figures, ...derivation.figures])
    Object.freeze(part);
  return made;
}

export function figure(
  rule: RuleId,
  minor: bigint,
  reason: {
    readonly figures: readonly UsedFigure[];
    readonly inputs: Readonly<Record<string, string>>;
    readonly arithmetic: string;
    readonly rounding: string | null;
  },
): Figure {
  return { minor, derivation: { rule, citation: RULES[rule].citation, ...reason } };
}

/** Reads `3/20` or `0.25` exactly. Throws `RangeError` on anything else. */
export function rationalFromText(text: string): Rational {
  const parts = /^(\d{1,9})\/(\d{1,9})$/.exec(text);
  return parts === null ? rationalFromDecimal(text) : rational(BigInt(parts[1]!), BigInt(parts[2]!));
}

/** A fraction of minor units as an exact decimal in whole units where it has one, else as a fraction of øre. */
export function exactText(exactMinor: Rational): string {
  const scaled = exactMinor.numerator * 10_000n;
  if (scaled % exactMinor.denominator !== 0n) return `${exactMinor.numerator}/${exactMinor.denominator} øre`;
  const tenThousandths = scaled / exactMinor.denominator;
  const digits = tenThousandths.toString().padStart(7, "0");
  const fraction = digits.slice(-6).replace(/0{1,4}$/, "");
  return `${digits.slice(0, -6)}.${fraction}`;
}
