/**
 * The law as it is known half-year by half-year: a life begins with the tables of its first one, and the operator loads
 * the next. Those of 2027 are invented: no authority has set them.
 */
import { addDays, type CalendarDate, date } from "@innfri/kernel";
import { type EffectiveTable, type LawInForce, lawWith, type Row, type TableAddition } from "@innfri/law";

const HALF_YEARS = [2023, 2024, 2025, 2026, 2027]
  .flatMap((year) => [`${year}-01-01`, `${year}-07-01`])
  .map(date);
const LAST_PACKAGED = date("2026-12-31");
const LOADED = { enteredBy: "Ada Oppdiktet", confirmedBy: "Bo Oppdiktet", source: "a life" };
const INTEREST: readonly string[] = ["no.late-payment-interest", "se.reference-rate"];

/** Which of the half-years a day is in. */
export function halfYearOf(day: CalendarDate): number {
  return HALF_YEARS.findLastIndex((from) => from <= day);
}

/** The first day of a half-year; undefined where nobody has invented it. */
export function halfYearFrom(halfYear: number): CalendarDate | undefined {
  return HALF_YEARS[halfYear];
}

function lastDayOf(halfYear: number): CalendarDate {
  const next = HALF_YEARS[halfYear + 1];
  return next === undefined ? date("2027-12-31") : addDays(next, -1);
}

const made = new Map<string, LawInForce>();

/** The tables up to the end of `first`, and each half-year up to `last` loaded beside them. */
export function lawKnown(first: number, last: number): LawInForce {
  const key = `${first} ${last}`;
  const known = made.get(key) ?? lawOf(first, last);
  made.set(key, known);
  return known;
}

function lawOf(first: number, last: number): LawInForce {
  const parts = new Map<string, ReturnType<LawInForce["partOf"]>>();
  return {
    newActFrom: null,
    partOf: <T>(packaged: EffectiveTable<T>) => {
      let part = parts.get(packaged.id);
      if (part === undefined) {
        const tables = additions(packaged, first, last);
        part = lawWith({ tables, newActFrom: null }).partOf<unknown>(cutAt(packaged, lastDayOf(first)));
        parts.set(packaged.id, part);
      }
      return part as ReturnType<typeof cutAt<T>>;
    },
  };
}

function cutAt<T>(table: EffectiveTable<T>, day: CalendarDate): EffectiveTable<T> {
  const rows = table.rows.filter(({ from }, i) => i === 0 || from <= day);
  const checkedThrough = table.checkedThrough < day ? table.checkedThrough : day;
  return { ...table, rows: rows as unknown as typeof table.rows, checkedThrough };
}

function additions(table: EffectiveTable<unknown>, first: number, last: number): readonly TableAddition[] {
  return HALF_YEARS.flatMap((from, halfYear): TableAddition[] => {
    if (halfYear <= first || halfYear > last) return [];
    const checkedThrough = lastDayOf(halfYear);
    const rows = table.rows.filter((row) => row.from >= from && row.from <= checkedThrough);
    const invented = from > LAST_PACKAGED ? inventedRow(table, from) : undefined;
    const loaded = { ...LOADED, on: from };
    return [
      { table: table.id, from, rows: invented === undefined ? rows : [invented], checkedThrough, loaded },
    ];
  });
}

/** Another rate each half-year, and another amount where the table has amounts. */
function inventedRow(table: EffectiveTable<unknown>, from: CalendarDate): Row<unknown> | undefined {
  const value = table.rows.at(-1)?.value;
  const more = HALF_YEARS.indexOf(from);
  const base = { from, regulation: null, sources: ["invented for a test"], confidence: "invented" };
  if (typeof value === "bigint") return { ...base, value: value + BigInt(more) * 1_000n };
  return INTEREST.includes(table.id) ? { ...base, value: (value as number) + 25 * more } : undefined;
}
