/** Looks a dated figure up: the latest row from before the end of the day, and no further than somebody checked. */
import type { EffectiveTable, Row } from "@innfri/law/tables";
import { type Day, dayOf, dayText } from "./calendar.ts";

/** Nobody can vouch for this table's figure on this day (D10). Caught at the package's door. */
export class NotCovered extends Error {
  readonly table: string;
  readonly day: string;
  constructor(table: string, day: string) {
    super(`${table} has no checked figure for ${day}`);
    this.name = "NotCovered";
    this.table = table;
    this.day = day;
  }
}

type Known<T> = Row<T> & { readonly value: T };

/** A row with the days it holds: from `first` through `last`, which no more than somebody checked. */
export type Held<T> = { readonly row: Known<T>; readonly first: Day; readonly last: Day };

type Table<T> = {
  readonly checkedThrough: string;
  readonly checked: Day;
  readonly held: readonly Held<T | null>[];
  readonly firstDays: readonly Day[];
};

/** The days of each table, reckoned once for as long as its rows and its last checked day stay what they are. */
const known = new WeakMap<readonly object[], Table<unknown>>();

function tableOf<T>({ rows, checkedThrough }: EffectiveTable<T>): Table<T> {
  const found = known.get(rows);
  if (found?.checkedThrough === checkedThrough) return found as Table<T>;
  const checked = dayOf(checkedThrough);
  const firstDays = rows.map(({ from }) => dayOf(from));
  const held = rows.map((row, index): Held<T | null> => {
    const last = Math.min(checked, (firstDays[index + 1] ?? Number.MAX_SAFE_INTEGER) - 1);
    return { row: row as Known<T | null>, first: firstDays[index]!, last };
  });
  const made = { checkedThrough, checked, held, firstDays };
  known.set(rows, made);
  return made;
}

/** The first days of a table's rows. */
export function firstDaysOf<T>(table: EffectiveTable<T>): readonly Day[] {
  return tableOf(table).firstDays;
}

/** The row that holds on `day`. Throws `NotCovered` when there is none, or none that anybody vouches for. */
export function heldOn<T>(table: EffectiveTable<T>, day: Day): Held<T> {
  const { held, checked } = tableOf(table);
  const found = held.findLast(({ first }) => first <= day);
  if (found === undefined || found.row.value === null || day > checked)
    throw new NotCovered(table.id, dayText(day));
  return found as Held<T>;
}

/** The figure itself. */
export function figureOn<T>(table: EffectiveTable<T>, day: Day): T {
  return heldOn(table, day).row.value;
}
