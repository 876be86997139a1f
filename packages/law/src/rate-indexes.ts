/** The sums of rates that claims bear, made once per kind of rate and kept. */
import { type CalendarDate, date, formatMinor } from "@innfri/kernel/values";
import type { UsedFigure } from "./derivation.ts";
import type { EffectiveTable } from "./effective.ts";
import { KeptByLaw } from "./kept-by-law.ts";
import { type DayCount, RateIndex, type RateSchedule } from "./rate-index.ts";

/** Agreed rates come from data, so their number is bounded; past it they are made anew when asked for. */
const MOST_KEPT = 256;

/** What a figure names as its table when the parties agreed it. */
export const AGREED_RATE = "agreed-rate";

const ofLaws = new KeptByLaw<RateIndex>(MOST_KEPT);
const ofAgreements = new Map<string, RateIndex>();

/** The index of a kind of rate under the law in force, made by `schedule` when nobody has asked for it lately. */
export function rateIndex(key: string, dayCount: DayCount, schedule: () => RateSchedule): RateIndex {
  return ofLaws.of([key, dayCount], () => new RateIndex(schedule(), dayCount));
}

/** The index of a rate that the parties agreed, where no law bounds it. Throws `RangeError` for what is no rate. */
export function agreedIndex(basisPoints: number, dayCount: DayCount): RateIndex {
  const key = `${basisPoints} ${dayCount}`;
  const found = ofAgreements.get(key);
  if (found !== undefined) return found;
  const made = new RateIndex(agreedSchedule(basisPoints), dayCount);
  if (ofAgreements.size >= MOST_KEPT) ofAgreements.delete(ofAgreements.keys().next().value!);
  ofAgreements.set(key, made);
  return made;
}

/** A rate that the parties agreed stands on no table, so it is covered for as long as this calendar is. */
function agreedSchedule(basisPoints: number): RateSchedule {
  return {
    id: AGREED_RATE,
    title: "Agreed late-payment rate",
    first: date("1990-01-01"),
    last: date("2099-12-31"),
    rateOf: () => basisPoints,
    figuresOf: (day) => [agreedFigure(basisPoints, day)],
    rowsFrom: [],
  };
}

/** An agreed rate, which stands in no table: whoever states it has to show the agreement. */
export function agreedFigure(basisPoints: number, from: CalendarDate): UsedFigure {
  const value = formatMinor(BigInt(basisPoints));
  return { table: AGREED_RATE, from, value, regulation: null, source: null };
}

type ScheduleTable = Pick<EffectiveTable<unknown>, "id" | "title" | "rows" | "checkedThrough">;

/** The days that all of these tables cover, from the first one's beginning, with the rate that follows on each. */
export function tableSchedule(
  tables: readonly [ScheduleTable, ...ScheduleTable[]],
  rateOf: (day: CalendarDate) => number,
  figuresOf: (day: CalendarDate) => readonly UsedFigure[],
): RateSchedule {
  // Refused days are told by the table that ends first.
  const { id, title, checkedThrough } = tables.reduce((ends, other) =>
    other.checkedThrough < ends.checkedThrough ? other : ends,
  );
  const rowsFrom = [...new Set(tables.flatMap(({ rows }) => rows.map(({ from }) => from)))].sort();
  return { id, title, first: tables[0].rows[0].from, last: checkedThrough, rateOf, figuresOf, rowsFrom };
}
