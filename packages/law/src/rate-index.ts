/**
 * Late-payment interest as a closed form over dated rates: the sum of rates per day is kept from the first day of
 * a table on, so the interest between any two days costs two lookups whatever the span. Everything stays exact
 * until the caller rounds, once.
 *
 * One day at rate `r` (basis points a year) costs principal × r / 10000 / (days of its year). Counted in units of
 * 1 / (10000 × 365 × 366) a day weighs r × 366 in an ordinary year and r × 365 in a leap year: whole numbers.
 */
import {
  type CalendarDate,
  daysBetween,
  daysInYear,
  type EpochDay,
  fromEpochDay,
  type Rational,
  toEpochDay,
  yearOf,
} from "@innfri/kernel/values";
import type { UsedFigure } from "./derivation.ts";
import { OutsideCoverage } from "./effective.ts";

/**
 * How many days a year of interest has: those of its calendar year, 365 or 366, or always 365. The law sheets take the
 * first in both countries (norway.md 4.2 R6, sweden.md 3) and leave the second as a switch.
 */
export type DayCount = "ACT/ACT" | "ACT/365F";

/** The denominator of a weight: interest in minor units is principal × weight / this. */
const WEIGHT_UNITS = 10_000n * 365n * 366n;

/** The rate of one day in basis points a year; throws `OutsideCoverage` for a day nobody has checked. */
export type RateOf = (day: CalendarDate) => number;

/** A dated rate that can be summed: which days it covers and what it is on each. */
export type RateSchedule = {
  /** The table that the rate rests on, `no.late-payment-interest`; `agreed-rate` where it rests on none. */
  readonly id: string;
  readonly title: string;
  /** The first and the last day it is known for. */
  readonly first: CalendarDate;
  readonly last: CalendarDate;
  readonly rateOf: RateOf;
  /** The dated figures that the rate of a day rests on, for showing them. */
  readonly figuresOf: (day: CalendarDate) => readonly UsedFigure[];
  /** The first days of the tables' rows, whether or not the rate changes on them; in their order. */
  readonly rowsFrom: readonly CalendarDate[];
};

/** Sums of daily weights, so that a span is a difference. Make one by `no.interestRates` or `se.interestRates`. */
export class RateIndex {
  readonly schedule: RateSchedule;
  readonly #first: EpochDay;
  readonly #sums: BigInt64Array;
  readonly #stretches: readonly Stretch[];

  constructor(schedule: RateSchedule, dayCount: DayCount) {
    this.schedule = schedule;
    this.#first = toEpochDay(schedule.first);
    const count = daysBetween(schedule.first, schedule.last) + 1;
    this.#sums = new BigInt64Array(count + 1);
    const stretches: Stretch[] = [];
    for (let i = 0; i < count; i++) {
      const epochDay = this.#first + i;
      const day = fromEpochDay(epochDay);
      const year = yearOf(day);
      const rateBasisPoints = schedule.rateOf(day);
      const yearDays = dayCount === "ACT/ACT" ? daysInYear(year) : 365;
      this.#sums[i + 1] = this.#sums[i]! + BigInt(rateBasisPoints * (yearDays === 366 ? 365 : 366));
      const open = stretches.at(-1);
      if (open?.rateBasisPoints === rateBasisPoints && open.year === year) open.through = epochDay;
      else stretches.push({ from: epochDay, through: epochDay, rateBasisPoints, year, yearDays });
    }
    this.#stretches = stretches;
  }

  /**
   * The weight of the days after `after` up to and including `through`, for `interestOf`; nothing when `through` is not
   * later. Throws `OutsideCoverage` for the first day that is not covered.
   */
  weight(after: CalendarDate, through: CalendarDate): bigint {
    if (through <= after) return 0n;
    const from = toEpochDay(after) + 1 - this.#first;
    const to = toEpochDay(through) + 1 - this.#first;
    if (from < 0)
      throw new OutsideCoverage(this.schedule.id, this.schedule.title, fromEpochDay(toEpochDay(after) + 1));
    if (to >= this.#sums.length) throw new OutsideCoverage(this.schedule.id, this.schedule.title, through);
    return this.#sums[to]! - this.#sums[from]!;
  }

  /** Spans of one rate within one calendar year, for showing how a sum came about. Throws `OutsideCoverage`. */
  spans(after: CalendarDate, through: CalendarDate): InterestSpan[] {
    if (through <= after) return [];
    this.weight(after, through); // refuses what is not covered
    const first = toEpochDay(after) + 1;
    const last = toEpochDay(through);
    const spans: InterestSpan[] = [];
    // Claims are young and the tables are old, so their first stretch is looked for from the end.
    const start = this.#stretches.findLastIndex((stretch) => stretch.from <= first);
    for (const stretch of this.#stretches.slice(start)) {
      if (stretch.from > last) break;
      const from = Math.max(first, stretch.from);
      const to = Math.min(last, stretch.through);
      const { rateBasisPoints, yearDays } = stretch;
      const days = to - from + 1;
      spans.push({ from: fromEpochDay(from), through: fromEpochDay(to), days, rateBasisPoints, yearDays });
    }
    return spans;
  }
}

/** Days of one rate within one calendar year. */
type Stretch = {
  readonly from: EpochDay;
  through: EpochDay;
  readonly rateBasisPoints: number;
  readonly year: number;
  readonly yearDays: 365 | 366;
};

/** Days of one rate and one year basis. `from` and `through` are both counted. */
export type InterestSpan = {
  readonly from: CalendarDate;
  readonly through: CalendarDate;
  readonly days: number;
  /** A hundredth of a percent a year: `1225` is 12.25 %. */
  readonly rateBasisPoints: number;
  /** What a year of these days is divided by. */
  readonly yearDays: 365 | 366;
};

/** Exact interest in minor units for a weight of `RateIndex`. Round it once, when it is stated. */
export function interestOf(principalMinor: bigint, weight: bigint): Rational {
  return { numerator: principalMinor * weight, denominator: WEIGHT_UNITS };
}
