/** The sums of rates that claims bear, made once per kind of rate and kept. */
import { type CalendarDate, date, formatMinor } from "@innfri/kernel/values";
import type { UsedFigure } from "./derivation.ts";
import { type DayCount, RateIndex, type RateSchedule } from "./rate-index.ts";

/** Agreed rates come from data, so their number is bounded; past it the oldest is made anew when asked for. */
const MOST_KEPT = 256;

/** What a figure names as its table when the parties agreed it. */
export const AGREED_RATE = "agreed-rate";

const kept = new Map<string, RateIndex>();

/** The index of a kind of rate, made by `schedule` when nobody has asked for it lately. */
export function rateIndex(key: string, dayCount: DayCount, schedule: () => RateSchedule): RateIndex {
  const full = `${key} ${dayCount}`;
  const found = kept.get(full);
  if (found !== undefined) return found;
  const made = new RateIndex(schedule(), dayCount);
  if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value!);
  kept.set(full, made);
  return made;
}

/** The index of a rate that the parties agreed, where no law bounds it. Throws `RangeError` for what is no rate. */
export function agreedIndex(basisPoints: number, dayCount: DayCount): RateIndex {
  return rateIndex(`agreed ${basisPoints}`, dayCount, () => agreedSchedule(basisPoints));
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
  };
}

/** An agreed rate, which stands in no table: whoever states it has to show the agreement. */
export function agreedFigure(basisPoints: number, from: CalendarDate): UsedFigure {
  const value = formatMinor(BigInt(basisPoints));
  return { table: AGREED_RATE, from, value, regulation: null, source: null };
}

/** The days that a table covers, with the rate that follows from it on each. */
export function tableSchedule(
  table: {
    readonly id: string;
    readonly title: string;
    readonly rows: readonly { readonly from: CalendarDate }[];
    readonly checkedThrough: CalendarDate;
  },
  rateOf: (day: CalendarDate) => number,
  figuresOf: (day: CalendarDate) => readonly UsedFigure[],
): RateSchedule {
  const { id, title, rows, checkedThrough } = table;
  return { id, title, first: rows[0]!.from, last: checkedThrough, rateOf, figuresOf };
}
