/** Late-payment interest on a principal between two days, over whatever rates hold in between. */
import { type CalendarDate, formatMinor, type Rational, roundHalfUpToMinor } from "@innfri/kernel/values";
import type { Figure, UsedFigure } from "./derivation.ts";
import { figure } from "./derive.ts";
import { type InterestSpan, interestOf, type RateIndex, type RateSchedule } from "./rate-index.ts";
import { AGREED_RATE } from "./rate-indexes.ts";

/** What the law distinguishes debtors by. `public` is an authority; a sole trader's business debt is `business`. */
export type LegalKind = "consumer" | "business" | "public";

/** A late-payment rate that the parties agreed. */
export type AgreedRate = {
  /** A hundredth of a percent a year, 0 to 100 000: `1000` is 10.00 %. */
  readonly basisPoints: number;
  readonly debtor: LegalKind;
};

/** Interest, rounded half up once in `minor`, with the exact sum and the days and rates that it consists of. */
export type InterestFigure = Figure & {
  /** Minor units before rounding. */
  readonly exactMinor: Rational;
  /** Oldest first; none where no day bears interest. */
  readonly spans: readonly InterestSpan[];
};

const HIGHEST_BASIS_POINTS = 100_000;

/** Gives the rate back. Throws `RangeError` for what is no whole number of basis points from 0 to 100 000. */
export function checkedRate(basisPoints: number): number {
  if (Number.isInteger(basisPoints) && basisPoints >= 0 && basisPoints <= HIGHEST_BASIS_POINTS)
    return basisPoints;
  throw new RangeError(`not a rate in basis points: ${basisPoints}`);
}

/**
 * Simple interest at the rates of an index. The first day that bears interest is the one after `countedFrom`, the last
 * one is `through`. Throws `OutsideCoverage`, and `RangeError` for a negative principal.
 */
export function interestAt(
  rates: RateIndex,
  rule: "no.interest.rate" | "se.interest.rate",
  given: {
    readonly principalMinor: bigint;
    readonly countedFrom: CalendarDate;
    readonly through: CalendarDate;
  },
): InterestFigure {
  const { principalMinor, countedFrom, through } = given;
  if (principalMinor < 0n)
    throw new RangeError(`a principal is not negative: ${formatMinor(principalMinor)}`);
  const spans = rates.spans(countedFrom, through);
  const exactMinor = interestOf(principalMinor, rates.weight(countedFrom, through));
  const minor = roundHalfUpToMinor(exactMinor);
  const terms = spans.map((span) => interestTerm(principalMinor, span));
  const found = figure(rule, minor, {
    figures: figuresOfSpans(rates.schedule, spans),
    inputs: { principal: formatMinor(principalMinor), countedFrom, through },
    arithmetic: `${terms.length === 0 ? "no day bears interest" : terms.join(" + ")} = ${formatMinor(minor)}`,
    rounding: "half up to øre, once",
  });
  return { ...found, exactMinor, spans };
}

/** One span of a sum of interest as it can be checked by hand, `10000.00 × 12.25 % × 30/365`. */
export function interestTerm(principalMinor: bigint, span: InterestSpan): string {
  const rate = formatMinor(BigInt(span.rateBasisPoints));
  return `${formatMinor(principalMinor)} × ${rate} % × ${span.days}/${span.yearDays}`;
}

/**
 * The figures that spans of interest rest on: of each span those of its first day and of every row that begins in it,
 * also where the rate stays what it was.
 */
export function figuresOfSpans(
  { figuresOf, rowsFrom }: RateSchedule,
  spans: readonly Pick<InterestSpan, "from" | "through">[],
): readonly UsedFigure[] {
  const days = spans.flatMap(({ from, through }) => [
    from,
    ...rowsFrom.filter((day) => day > from && day <= through),
  ]);
  return distinctFigures(days.flatMap(figuresOf));
}

/** Each row of a table once, however many spans it holds for; an agreed rate from the first of them. */
export function distinctFigures(figures: readonly UsedFigure[]): readonly UsedFigure[] {
  if (figures.length < 2) return figures;
  const first = new Map<string, UsedFigure>();
  for (const used of figures) {
    const key = `${used.table} ${used.table === AGREED_RATE ? "" : used.from} ${used.value}`;
    if (!first.has(key)) first.set(key, used);
  }
  return [...first.values()];
}
