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

/** A row with the days it holds: from `first` through `last`. */
export type Held<T> = { readonly row: Known<T>; readonly first: Day; readonly last: Day };

/** The days a table's rows hold, reckoned once for as long as the table stays as it is. */
const known = new WeakMap<readonly object[], readonly Held<unknown>[]>();

function heldRows<T>(table: EffectiveTable<T>): readonly Held<T | null>[] {
  const { rows } = table;
  const found = known.get(rows);
  if (found !== undefined) return found as readonly Held<T | null>[];
  const made = rows.map((row, index): Held<T | null> => {
    const next = rows[index + 1];
    const last = next === undefined ? Number.MAX_SAFE_INTEGER : dayOf(next.from) - 1;
    return { row: row as Known<T | null>, first: dayOf(row.from), last };
  });
  known.set(rows, made as readonly Held<unknown>[]);
  return made;
}

/** The first days of a table's rows. */
export function firstDaysOf<T>(table: EffectiveTable<T>): readonly Day[] {
  return heldRows(table).map(({ first }) => first);
}

/** The row that holds on `day`. Throws `NotCovered` when there is none, or none that anybody vouches for. */
export function heldOn<T>(table: EffectiveTable<T>, day: Day): Held<T> {
  const checked = dayOf(table.checkedThrough);
  const held = heldRows(table).findLast(({ first }) => first <= day);
  if (held === undefined || held.row.value === null || day > checked)
    throw new NotCovered(table.id, dayText(day));
  return { ...(held as Held<T>), last: Math.min(held.last, checked) };
}

/** The figure itself. */
export function figureOn<T>(table: EffectiveTable<T>, day: Day): T {
  return heldOn(table, day).row.value;
}
