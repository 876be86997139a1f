/**
 * The law that this process works under: the packaged tables, and what the operator has loaded beside them. Rows are
 * only ever added, after the last day that is answered already, so a day that had an answer keeps it.
 */
import { addDays, type CalendarDate } from "@innfri/kernel/values";
import type { EffectiveTable, Loaded, Row } from "./effective.ts";

/** What an operator has added to one table, in the order in which it was loaded. */
export type TableAddition = {
  readonly table: string;
  /** The first day that the addition answers: the one after the table's last checked day when it was loaded. */
  readonly from: CalendarDate;
  /** Oldest first. The last row of the table goes on until the first of them, and if there are none, to the end. */
  readonly rows: readonly Row<unknown>[];
  readonly checkedThrough: CalendarDate;
  readonly loaded: Loaded;
};

/** What an operator has loaded. */
export type LawAdditions = {
  readonly tables: readonly TableAddition[];
  /** Norway: the first day of the Act of 2026; null as long as nobody has entered one (D9). */
  readonly newActFrom: CalendarDate | null;
};

type DatedPart<T> = Pick<EffectiveTable<T>, "rows" | "checkedThrough" | "loaded">;

/** What the tables answer, and from when the Act of 2026 counts. Made by `lawWith`. */
export type LawInForce = {
  readonly newActFrom: CalendarDate | null;
  /** The rows of a packaged table with those that were added to it. */
  readonly partOf: <T>(packaged: EffectiveTable<T>) => DatedPart<T>;
};

/** The tables as this version of the program brings them, and no start of the Act of 2026. */
export const PACKAGED_LAW: LawInForce = { newActFrom: null, partOf: (packaged) => packaged };

/** The packaged tables with what was loaded beside them. */
export function lawWith({ tables, newActFrom }: LawAdditions): LawInForce {
  const additions = Map.groupBy(tables, ({ table }) => table);
  const made = new Map<string, DatedPart<unknown>>();
  return {
    newActFrom,
    partOf: <T>(packaged: EffectiveTable<T>) => {
      let part = made.get(packaged.id);
      if (part === undefined) {
        part = (additions.get(packaged.id) ?? []).reduce<DatedPart<unknown>>(extended, packaged);
        made.set(packaged.id, part);
      }
      return part as DatedPart<T>;
    },
  };
}

/**
 * A later version of the program may bring rows for days that were loaded, and its own count: what was loaded then
 * begins after them. An earlier version may end before what was loaded begins: then it is left out, since nobody has
 * said what holds in between.
 */
function extended(part: DatedPart<unknown>, addition: TableAddition): DatedPart<unknown> {
  const open = addDays(part.checkedThrough, 1);
  if (addition.checkedThrough < open || addition.from > open) return part;
  const before = addition.rows.findLastIndex(({ from }) => from <= open);
  const rows = addition.rows
    .slice(Math.max(0, before))
    .map(
      (row): Row<unknown> => ({ ...row, from: row.from < open ? open : row.from, loaded: addition.loaded }),
    );
  return {
    rows: [...part.rows, ...rows] as unknown as DatedPart<unknown>["rows"],
    checkedThrough: addition.checkedThrough,
    loaded: [...(part.loaded ?? []), addition.loaded],
  };
}

let current: LawInForce = PACKAGED_LAW;

/** The law that the tables answer by now. */
export function lawInForce(): LawInForce {
  return current;
}

/** Lets everything from now on work under this law. One process works for one installation, so it has one. */
export function useLaw(law: LawInForce): void {
  current = law;
}

/** Does synchronous work under another law. Nothing that answers later can be done so: it would see whichever law is in use then. */
export function withLaw<T>(law: LawInForce, work: () => T): T {
  const before = current;
  current = law;
  try {
    return work();
  } finally {
    current = before;
  }
}

/** A packaged table whose rows are those of the law in force: every reader of it sees what was loaded. */
export function dated<T>(packaged: EffectiveTable<T>): EffectiveTable<T> {
  const { id, title, unit, basis } = packaged;
  return {
    id,
    title,
    unit,
    basis,
    get checkedThrough() {
      return current.partOf(packaged).checkedThrough;
    },
    get rows() {
      return current.partOf(packaged).rows;
    },
    get loaded() {
      return current.partOf(packaged).loaded;
    },
  };
}

/** Why rows cannot be added to a table. */
export type AdditionProblem =
  /** A day that is answered already cannot be answered anew. */
  | { readonly kind: "answered"; readonly from: CalendarDate; readonly checkedThrough: CalendarDate }
  /** Nothing says what holds between the last checked day and the first new row. */
  | { readonly kind: "gap"; readonly open: CalendarDate; readonly from: CalendarDate }
  | { readonly kind: "order"; readonly from: CalendarDate; readonly after: CalendarDate }
  /** The table would not be checked to the end of its rows, or not further than before. */
  | { readonly kind: "checked-through"; readonly least: CalendarDate }
  | { readonly kind: "nothing-said" };

/**
 * Whether rows can be added to a table so that it still has exactly one value for each of its days; undefined when they
 * can. `isUnchanged` says that its last row goes on until the first of them.
 */
export function additionProblem(
  table: EffectiveTable<unknown>,
  added: {
    readonly rows: readonly { readonly from: CalendarDate }[];
    readonly checkedThrough: CalendarDate;
    readonly isUnchanged: boolean;
  },
): AdditionProblem | undefined {
  const open = addDays(table.checkedThrough, 1);
  const { rows, checkedThrough, isUnchanged } = added;
  const answered = rows.find(({ from }) => from < open);
  if (answered !== undefined)
    return { kind: "answered", from: answered.from, checkedThrough: table.checkedThrough };
  for (const [index, { from }] of rows.entries()) {
    const before = rows[index - 1]?.from;
    if (before !== undefined && from <= before) return { kind: "order", from, after: before };
  }
  const first = rows[0]?.from;
  if (first === undefined && !isUnchanged) return { kind: "nothing-said" };
  if (first !== undefined && first > open && !isUnchanged) return { kind: "gap", open, from: first };
  const least = rows.at(-1)?.from ?? open;
  return checkedThrough < least ? { kind: "checked-through", least } : undefined;
}
