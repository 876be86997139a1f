/**
 * A law file: what an operator loads beside the packaged law, as docs/reference/law-file.md describes it. It is checked
 * as a whole, and everything that is wrong with it is told at once, each with its place.
 */
import { addDays, type CalendarDate, isDate } from "@innfri/kernel";
import {
  type AdditionProblem,
  additionProblem,
  allTables,
  type EffectiveTable,
  type LawInForce,
  type Loaded,
  lawWith,
  PACKAGED_LAW,
  type Row,
  type TableAddition,
  valueText,
  withLaw,
} from "@innfri/law";
import { z } from "zod";
import { readJsonText } from "../json-text.ts";
import { placeOf, plainIssue } from "../plain-issue.ts";
import { isLargeChange, LAW_VALUES } from "./law-values.ts";

const LAW_FILE_FORMAT = "innfri-law-1";

/** Nobody can vouch for a figure further ahead than this: the next rates are not known by then. */
const MOST_DAYS_AHEAD = 366;

const day = z
  .string({ error: "takes a day such as 2027-01-01" })
  .refine(isDate, { error: "takes a day such as 2027-01-01" })
  .transform((text) => text as CalendarDate);
const MOST_SIGNS = 2_000;
/** What is shown on terminals and kept in the database: nothing in it may move a cursor or be no text at all. */
const printable = (text: z.ZodString) =>
  text
    .max(MOST_SIGNS, { error: `is longer than ${MOST_SIGNS} signs` })
    .refine((given) => !/[\p{Cc}\p{Cs}]/u.test(given), { error: "has a sign that cannot be printed" });
const words = (what: string) =>
  printable(
    z
      .string({ error: `says ${what}` })
      .trim()
      .min(1, { error: `says ${what}` }),
  );
const LONGEST_NAME = 200;
const person = words("who it is, by name")
  .max(LONGEST_NAME, { error: `is longer than ${LONGEST_NAME} signs` })
  .refine((name) => plainName(name).length >= 3, { error: "says who it is, by name" });

/** An object with these fields and no others. */
function fields<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: ({ code, keys }) =>
      code === "unrecognized_keys" ? `has no field ${(keys as string[]).join(", ")}` : "takes an object",
  });
}

const row = fields({
  from: day,
  /** Any JSON here: its table says below what it takes. */
  value: z.unknown(),
  /** It differs so much from the figure before that it would be taken for a slip. */
  largeChange: z.boolean().default(false),
  regulation: printable(z.string().trim().min(1)).nullable(),
  sources: z.array(words("where it was read")).min(1, { error: "says where it was read" }),
  confidence: words("how sure it is, such as: confirmed by 2 sources"),
  note: words("what there is to note").optional(),
});

const table = fields({
  table: z.union([words("which table"), z.array(words("which table")).min(1)], { error: "says which table" }),
  checkedThrough: day,
  source: words("what was read").optional(),
  /** Its last figure goes on until the first new row, or to the end where there is none. */
  unchanged: z.boolean().default(false),
  rows: z.array(row).default([]),
});

const regime = fields({
  regime: z.literal("NO-INKASSO-2026", { error: "takes NO-INKASSO-2026, the only Act without a start" }),
  from: day,
  source: words("what was read").optional(),
});

const lawFile = fields({
  format: z.literal(LAW_FILE_FORMAT, { error: `is ${LAW_FILE_FORMAT}` }),
  enteredBy: person,
  confirmedBy: person,
  source: words("what was read").optional(),
  tables: z.array(table).default([]),
  regimes: z.array(regime).max(1, { error: "takes one, the only Act without a start" }).default([]),
});

/** Rows for a table, as they were written in the file. */
export type TableEntry = {
  readonly kind: "table";
  readonly subject: string;
  readonly data: TableEntryData;
  readonly loaded: Loaded;
};
/** What is kept of them: text and numbers, as a file has them. */
export type TableEntryData = {
  readonly from: CalendarDate;
  readonly checkedThrough: CalendarDate;
  readonly rows: readonly TableRowData[];
};
type TableRowData = Omit<z.output<typeof row>, "largeChange" | "note"> & {
  readonly note?: string | undefined;
};

export type RegimeEntry = {
  readonly kind: "regime";
  readonly subject: "NO-INKASSO-2026";
  readonly data: { readonly from: CalendarDate };
  readonly loaded: Loaded;
};

export type LawEntry = TableEntry | RegimeEntry;

/** What is wrong, and where in the file: `tables[0].rows[1].value`. */
export type LawFileProblem = { readonly where: string; readonly what: string };

export type LawFileRead =
  | { readonly kind: "read"; readonly entries: readonly LawEntry[]; readonly known: number }
  | { readonly kind: "refused"; readonly problems: readonly LawFileProblem[] };

/** Reads a law file on top of what has been loaded already; what it says again is `known` and no new entry. */
export function readLawFile(text: string, before: readonly LawEntry[], today: CalendarDate): LawFileRead {
  const json = readJsonText(text);
  if (json.kind === "refused") return { kind: "refused", problems: [{ where: "the file", what: json.why }] };
  const read = lawFile.safeParse(json.value, { error: plainIssue });
  if (!read.success)
    return {
      kind: "refused",
      problems: read.error.issues.map(({ path, message }) => ({
        where: placeOf(path, "the file"),
        what: message,
      })),
    };
  const file = read.data;
  const problems: LawFileProblem[] = [];
  if (sameName(file.enteredBy, file.confirmedBy))
    problems.push({
      where: "confirmedBy",
      what: "is the same person as enteredBy: somebody else has to read the source and confirm it",
    });
  if (file.tables.length + file.regimes.length === 0)
    problems.push({ where: "tables", what: "and regimes are empty: there is nothing to load" });
  const entries: LawEntry[] = [];
  let known = 0;
  const names = { enteredBy: file.enteredBy, confirmedBy: file.confirmedBy, on: today };
  const sourceAt = (where: string, own: string | undefined): string => {
    const source = own ?? file.source;
    if (source === undefined) problems.push({ where: `${where}.source`, what: "says what was read" });
    return source ?? "";
  };
  for (const [index, given] of file.tables.entries()) {
    const where = `tables[${index}]`;
    const loaded: Loaded = { ...names, source: sourceAt(where, given.source) };
    for (const id of [given.table].flat()) {
      const found = takeTable(where, id, given, loaded, [...before, ...entries]);
      if ("problems" in found) problems.push(...found.problems);
      else if (found.entry === null) known += 1;
      else entries.push(found.entry);
    }
  }
  for (const [index, given] of file.regimes.entries()) {
    const where = `regimes[${index}]`;
    const loaded: Loaded = { ...names, source: sourceAt(where, given.source) };
    const last = before.findLast((entry) => entry.kind === "regime");
    if (last?.data.from === given.from) known += 1;
    else if (last !== undefined && startOf(last) <= today)
      problems.push({
        where: `${where}.from`,
        what: `is refused: the Act has applied here since ${startOf(last)}, as ${last.loaded.enteredBy} entered it and ${last.loaded.confirmedBy} confirmed it. What has begun is not moved`,
      });
    else entries.push({ kind: "regime", subject: given.regime, data: { from: given.from }, loaded });
  }
  return problems.length > 0 ? { kind: "refused", problems } : { kind: "read", entries, known };
}

/** The day from which the engine obeys an Act: never before the day it was entered, so that no answer of a past day changes. */
export function startOf({ data, loaded }: RegimeEntry): CalendarDate {
  return data.from < loaded.on ? loaded.on : data.from;
}

/** What these entries make of the packaged law, in the order in which they were loaded. */
export function lawOf(entries: readonly LawEntry[]): LawInForce {
  if (entries.length === 0) return PACKAGED_LAW;
  const regimes = entries.filter((entry) => entry.kind === "regime");
  const last = regimes.at(-1);
  return lawWith({
    tables: entries.filter((entry) => entry.kind === "table").map(additionOf),
    newActFrom: last === undefined ? null : startOf(last),
  });
}

function additionOf({ subject, data, loaded }: TableEntry): TableAddition {
  const value = LAW_VALUES.get(subject);
  if (value === undefined) throw new Error(`this version of the program has no table ${subject}`);
  const rows = data.rows.map(
    ({ note, ...rest }): Row<unknown> => ({
      ...rest,
      value: value.parse(rest.value),
      ...(note === undefined ? {} : { note }),
    }),
  );
  return { table: subject, from: data.from, rows, checkedThrough: data.checkedThrough, loaded };
}

/** The letters and digits of a name, in whatever order its parts stand: `Oppdiktet, Ada` is `Ada Oppdiktet`. */
function plainName(name: string): string {
  const visible = name.normalize("NFKC").replaceAll(/\p{Cf}/gu, "");
  return [...visible.toLowerCase().matchAll(/[\p{L}\p{N}\p{M}]+/gu)]
    .map(([part]) => part)
    .sort()
    .join(" ");
}

function sameName(a: string, b: string): boolean {
  return plainName(a) === plainName(b);
}

type Taken = { readonly entry: TableEntry | null } | { readonly problems: readonly LawFileProblem[] };

function takeTable(
  where: string,
  id: string,
  given: z.output<typeof table>,
  loaded: Loaded,
  before: readonly LawEntry[],
): Taken {
  const found = allTables().find((one) => one.id === id);
  const value = LAW_VALUES.get(id);
  if (found === undefined || value === undefined)
    return {
      problems: [
        {
          where: `${where}.table`,
          what: `is no table: ${id}. The ids stand with the tables that are in force`,
        },
      ],
    };
  const values = given.rows.flatMap((one, i): LawFileProblem[] => {
    const read = value.safeParse(one.value, { error: plainIssue });
    if (read.success) return [];
    return read.error.issues.map(({ path, message }) => ({
      where: `${where}.${placeOf(["rows", i, "value", ...path], "")}`,
      what: `${message} (${found.unit})`,
    }));
  });
  if (values.length > 0) return { problems: values };
  const rows = given.rows.map(({ largeChange: _said, ...one }): TableRowData => one);
  const { checkedThrough } = given;
  if (
    before.some(
      (entry) => entry.kind === "table" && entry.subject === id && saysSame(entry, { rows, checkedThrough }),
    )
  )
    return { entry: null };
  return withLaw(lawOf(before), () => {
    const added = { rows, checkedThrough, isUnchanged: given.unchanged };
    const problem = additionProblem(found, added);
    if (problem !== undefined) return { problems: [problemText(where, found, problem)] };
    const from = addDays(found.checkedThrough, 1);
    if (checkedThrough > addDays(found.checkedThrough, MOST_DAYS_AHEAD))
      return {
        problems: [
          {
            where: `${where}.checkedThrough`,
            what: `is more than a year after ${found.checkedThrough}, the last day ${id} is checked for: nobody can vouch for it that long`,
          },
        ],
      };
    const entry: TableEntry = { kind: "table", subject: id, data: { from, checkedThrough, rows }, loaded };
    const large = largeChanges(where, found, given, additionOf(entry));
    return large.length > 0 ? { problems: large } : { entry };
  });
}

function saysSame(
  { data }: TableEntry,
  said: { readonly rows: readonly TableRowData[]; readonly checkedThrough: CalendarDate },
): boolean {
  const comparable = (rows: readonly TableRowData[]) =>
    JSON.stringify(rows.map(({ from, value, regulation }) => [from, sortedJson(value), regulation]));
  return data.checkedThrough === said.checkedThrough && comparable(data.rows) === comparable(said.rows);
}

/** PostgreSQL keeps the keys of an object in an order of its own. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    one !== null && typeof one === "object" && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

function largeChanges(
  where: string,
  found: EffectiveTable<unknown>,
  given: z.output<typeof table>,
  addition: TableAddition,
): LawFileProblem[] {
  let before = found.rows.at(-1)?.value;
  return addition.rows.flatMap(({ value }, i) => {
    const large = isLargeChange(before, value) && given.rows[i]?.largeChange !== true;
    const what = `is ${valueText(value)} after ${valueText(before)}: if that is no slip, say "largeChange": true (${found.unit})`;
    before = value;
    return large ? [{ where: `${where}.rows[${i}].value`, what }] : [];
  });
}

function problemText(
  where: string,
  found: EffectiveTable<unknown>,
  problem: AdditionProblem,
): LawFileProblem {
  const { id } = found;
  switch (problem.kind) {
    case "answered":
      return {
        where: `${where}.rows`,
        what: `begin on ${problem.from}, but ${id} has its figures through ${problem.checkedThrough} already, and letters may stand on them. A wrong figure is corrected by a new version of Innfri, whose rows count before loaded ones`,
      };
    case "gap":
      return {
        where: `${where}.rows`,
        what: `begin on ${problem.from}, and nothing says what holds from ${problem.open} on. Give a row from ${problem.open}, or say "unchanged": true if the last figure goes on until then`,
      };
    case "order":
      return {
        where: `${where}.rows`,
        what: `are not in order: ${problem.from} stands after ${problem.after}`,
      };
    case "checked-through":
      return {
        where: `${where}.checkedThrough`,
        what: `reaches too short: ${id} needs ${problem.least} or later`,
      };
    case "nothing-said":
      return {
        where: `${where}.rows`,
        what: `are missing. Give a row from ${addDays(found.checkedThrough, 1)}, or say "unchanged": true if the last figure goes on`,
      };
  }
}
