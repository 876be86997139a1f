/** How a law file writes the figure of each table, in the table's own unit. */
import { type Rational, rational } from "@innfri/kernel";
import { rationalFromText } from "@innfri/law";
import { z } from "zod";

const basisPoints = z
  .int({ error: "takes basis points, 1225 for 12.25 %" })
  .min(-10_000, { error: "is below -100 %" })
  .max(100_000, { error: "is above 1000 %" });

const WHOLE_MINOR = "takes whole øre, 75000 for 750.00 kr";

/** Whole øre or öre, as a number or as digits. */
const minor = z
  .union([z.int().nonnegative(), z.string()], { error: WHOLE_MINOR })
  .refine((given) => /^\d{1,12}$/.test(String(given)), { error: WHOLE_MINOR, abort: true })
  .transform((text) => BigInt(text));

const multiple = z.string({ error: 'takes a number as text, "0.25"' }).regex(/^\d{1,4}(\.\d{1,6})?$/, {
  error: 'takes a number as text, "0.25"',
});

const fraction = z
  .string({ error: 'takes a fraction as text, "1/20"' })
  .regex(/^\d{1,9}\/[1-9]\d{0,8}$/, { error: 'takes a fraction as text, "1/20"' });

const tiers = z
  .array(z.strictObject({ upToMinor: minor.nullable(), multiple }))
  .min(1)
  .refine((list) => list.at(-1)?.upToMinor === null, { error: "has no last tier without an upper border" })
  .refine(
    (list) =>
      list.every(({ upToMinor }, i) => {
        const before = list[i - 1]?.upToMinor;
        return before === undefined || (before !== null && (upToMinor === null || upToMinor > before));
      }),
    { error: "has tiers that do not rise" },
  );

/** Every table of every country; a test holds that none is missing. */
export const LAW_VALUES: ReadonlyMap<string, z.ZodType<unknown>> = new Map<string, z.ZodType<unknown>>([
  ["no.late-payment-interest", basisPoints],
  ["no.compensation", minor],
  ["no.collection-rate", minor],
  ["no.notice-fee.fractions", z.strictObject({ reminder: fraction, notice: fraction, ownDemand: fraction })],
  ["no.notice-fee.rounding", z.enum(["none", "half-up-to-whole-kroner"])],
  ["no.recovery-costs.tiers", tiers],
  ["no.recovery-costs.factors", z.strictObject({ heavy: multiple, business: multiple, vat: multiple })],
  ["no.plan-fee", z.strictObject({ multiple, freeInstalments: z.int().min(0).max(1_000), vat: multiple })],
  ["no.court-fee.base", minor],
  ["no.court-fee.conciliation", multiple],
  ["no.court-fee.attachment", multiple],
  ["se.reference-rate", basisPoints],
  ["se.default-margin", basisPoints],
  ["se.consumer-credit-cap", basisPoints],
  ["se.reminder-fee", minor],
  ["se.demand-fee", minor],
  ["se.plan-fee", minor],
  ["se.compensation", minor],
  ["se.application-fee", minor],
  ["se.agent-cost", minor],
  ["se.enforcement-fee", minor],
]);

/**
 * A rate further than five points from the one before, or an amount, multiple or fraction not between half and double of
 * it, is a slip until somebody says that it is not. Of several figures one is enough, and so is another number of them.
 */
export function isLargeChange(before: unknown, after: unknown): boolean {
  if (before === null || before === undefined) return false;
  if (typeof before === "number" && typeof after === "number") return Math.abs(after - before) > 500;
  const [was, is] = [figuresOf(before), figuresOf(after)];
  return was.length !== is.length || was.some((one, i) => isFar(one, is[i]!));
}

/** The figures of a value, in the order of their names. */
function figuresOf(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [value];
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, part]) => figuresOf(part));
}

function isFar(before: unknown, after: unknown): boolean {
  if (before === null || after === null) return before !== after; // a tier without an upper border
  const [was, is] = [fractionOf(before), fractionOf(after)];
  if (was === undefined || is === undefined) return false;
  const [old, now] = [was.numerator * is.denominator, is.numerator * was.denominator];
  return now > old * 2n || now * 2n < old;
}

/** An amount or a number, or a multiple or fraction as text; a word is none. */
function fractionOf(value: unknown): Rational | undefined {
  if (typeof value === "bigint" || typeof value === "number") return rational(BigInt(value));
  return typeof value === "string" && /^\d/.test(value) ? rationalFromText(value) : undefined;
}
