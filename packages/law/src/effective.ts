/** Dated figures: each row holds from its day until the next row's, and no figure reaches past what was checked. */
import type { CalendarDate } from "@innfri/kernel/values";
import type { Citation } from "./citation.ts";

/** How well a row is supported, in the words of the law sheets. */
export type Confidence = string;

/** Who has loaded a figure beside the packaged ones: one person entered it and another one confirmed it. */
export type Loaded = {
  readonly enteredBy: string;
  readonly confirmedBy: string;
  /** What they read. */
  readonly source: string;
  readonly on: CalendarDate;
};

/** A figure with the day it holds from and where it was read. */
export type Row<T> = {
  readonly from: CalendarDate;
  /** `null` where sources disagree: the figure exists, but nobody here can vouch for it. */
  readonly value: T | null;
  /** The regulation that set this row, when its number is known. */
  readonly regulation: string | null;
  readonly sources: readonly string[];
  readonly confidence: Confidence;
  readonly note?: string;
  /** Set on a row that the operator has loaded; absent on packaged ones. */
  readonly loaded?: Loaded;
};

/** A dated series of one figure. Read it with `inForce`, which refuses what nobody has checked. */
export type EffectiveTable<T> = {
  /** Stable name, `no.late-payment-interest`. */
  readonly id: string;
  readonly title: string;
  /** What the values are, `basis points a year`. */
  readonly unit: string;
  /** The provision that gives somebody the power to set the value. */
  readonly basis: Citation;
  /** The last day we can vouch for. */
  readonly checkedThrough: CalendarDate;
  /** Oldest first, never empty. */
  readonly rows: readonly [Row<T>, ...Row<T>[]];
  /** By whom the operator had it extended, oldest first; absent where only packaged rows count. */
  readonly loaded?: readonly Loaded[] | undefined;
};

/** A row that somebody can vouch for. */
export type RowInForce<T> = Row<T> & { readonly value: T };

/**
 * A day that a table does not cover, with the table's id. What needs the figure waits for a person: never a default,
 * never the last known figure (project decision D10).
 */
export class OutsideCoverage extends Error {
  readonly table: string;
  readonly day: CalendarDate;
  constructor(table: string, title: string, day: CalendarDate) {
    super(`${title}: no checked figure for ${day}`);
    this.name = "OutsideCoverage";
    this.table = table;
    this.day = day;
  }
}

/** What the work gives, or what is made of its refusal where no table covers it. Other errors are thrown on. */
export function coveredOr<T, U>(work: () => T, otherwise: (refusal: OutsideCoverage) => U): T | U {
  try {
    return work();
  } catch (error) {
    if (error instanceof OutsideCoverage) return otherwise(error);
    throw error;
  }
}

/** The row in force on `day`. Throws `OutsideCoverage` for a day that nobody has checked or a row without a value. */
export function inForce<T>(table: EffectiveTable<T>, day: CalendarDate): RowInForce<T> {
  if (day <= table.checkedThrough) {
    for (let i = table.rows.length - 1; i >= 0; i--) {
      const row = table.rows[i] as Row<T>;
      if (row.from <= day) {
        if (row.value === null) break;
        return row as RowInForce<T>;
      }
    }
  }
  throw new OutsideCoverage(table.id, table.title, day);
}
