/** The sums of rates that claims bear, made once per kind of rate and kept. */
import { type CalendarDate, date } from "@innfri/kernel";
import { type DayCount, RateIndex, type RateSchedule } from "./interest.ts";

/** Agreed rates come from data, so their number is bounded; past it the oldest is made anew when asked for. */
const MOST_KEPT = 256;

const kept = new Map<string, RateIndex>();

export function rateIndex(key: string, dayCount: DayCount, schedule: () => RateSchedule): RateIndex {
  const full = `${key} ${dayCount}`;
  const found = kept.get(full);
  if (found !== undefined) return found;
  const made = new RateIndex(schedule(), dayCount);
  if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value!);
  kept.set(full, made);
  return made;
}

/** A rate that the parties agreed stands on no table, so it is covered for as long as this calendar is. */
export function agreedSchedule(basisPoints: number): RateSchedule {
  return {
    id: "agreed-rate",
    title: "Agreed late-payment rate",
    first: date("1990-01-01"),
    last: date("2099-12-31"),
    rateOf: () => basisPoints,
  };
}

export function tableSchedule(
  table: {
    readonly id: string;
    readonly title: string;
    readonly rows: readonly { readonly from: CalendarDate }[];
    readonly checkedThrough: CalendarDate;
  },
  rateOf: (day: CalendarDate) => number,
): RateSchedule {
  return { id: table.id, title: table.title, first: table.rows[0]!.from, last: table.checkedThrough, rateOf };
}
