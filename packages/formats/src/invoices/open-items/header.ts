import type { InvoicesRefused } from "../invoice.ts";
import { shortened } from "../plain-text.ts";
import { refused } from "../refusal.ts";
import type { Warn } from "../warnings.ts";
import { columnKey, isOpenItemField, type OpenItemField, recogniseColumn } from "./columns.ts";
import type { CsvRow } from "./csv-rows.ts";
import type { OpenItemsOptions } from "./options.ts";

/** Which cell of a row holds which field. */
export type OpenItemsHeader = {
  readonly line: number;
  /** The names as the file writes them, empty ones at the end left out. */
  readonly columns: readonly string[];
  readonly index: Readonly<Partial<Record<OpenItemField, number>>>;
};

export type HeaderOutcome = { readonly kind: "header"; readonly header: OpenItemsHeader } | InvoicesRefused;

/** How many of the cells name a field: what makes a row look like the header. */
export function recognisedCount(cells: readonly string[], options: OpenItemsOptions): number {
  const mapped = new Set(Object.keys(options.mapping ?? {}).map(columnKey));
  return cells.filter((cell) => mapped.has(columnKey(cell)) || recogniseColumn(cell) !== undefined).length;
}

/**
 * Finds the header among the first rows of a file (titles stand above it) and ties its columns to fields. Two
 * columns of the same name, a mapping that does not fit and a missing column refuse the whole file: a wrong
 * amount or due date is worse than no import.
 */
export function headerOf(rows: readonly CsvRow[], options: OpenItemsOptions, warn: Warn): HeaderOutcome {
  const row = rows.toSorted(
    (a, b) => recognisedCount(b.cells, options) - recognisedCount(a.cells, options),
  )[0];
  if (row === undefined) return refused("empty", 1, "the file holds no rows");
  const columns = trimmedEnd(row.cells.map((cell) => shortened(cell.trim(), 60)));
  const wrong = wrongMapping(columns, options) ?? twice(columns);
  if (wrong !== undefined) return refused("mapping-wrong", row.line, wrong);

  const index = indexOf(columns, options, (message) => warn("column-ignored", message, row.line));
  const missing = missingFields(index, options);
  if (missing.length > 0)
    return refused("columns-missing", row.line, missingMessage(missing, columns, index));
  warnOfHalves(index, row.line, warn);
  return { kind: "header", header: { line: row.line, columns, index } };
}

function indexOf(columns: readonly string[], options: OpenItemsOptions, ignore: (message: string) => void) {
  const index: Partial<Record<OpenItemField, number>> = {};
  const rankOf: Partial<Record<OpenItemField, number>> = {};
  const mapping = new Map(
    Object.entries(options.mapping ?? {}).map(([column, field]) => [columnKey(column), field]),
  );
  for (const [at, column] of columns.entries()) {
    const mapped = mapping.get(columnKey(column));
    if (mapped === "ignore" || column === "") continue;
    const found = mapped === undefined ? recogniseColumn(column) : { field: mapped, rank: -1 };
    if (found === undefined) continue;
    const before = index[found.field];
    if (before === undefined || found.rank < (rankOf[found.field] ?? 0)) {
      if (before !== undefined) ignore(ignored(columns[before], column, found.field));
      index[found.field] = at;
      rankOf[found.field] = found.rank;
    } else ignore(ignored(column, columns[before], found.field));
  }
  return index;
}

function ignored(loser: string | undefined, winner: string | undefined, field: string): string {
  return `both "${winner}" and "${loser}" could be ${field}; "${winner}" is used. Give a mapping if that is wrong`;
}

function missingFields(index: OpenItemsHeader["index"], options: OpenItemsOptions): string[] {
  const missing: string[] = (["invoice_number", "customer_name", "issued_on", "due_on"] as const).filter(
    (field) => index[field] === undefined,
  );
  if (index.currency === undefined && options.currency === undefined)
    missing.push("currency (or give the currency of all rows: --currency NOK)");
  if (index.amount === undefined && index.open_amount === undefined) missing.push("open_amount or amount");
  return missing;
}

function missingMessage(
  missing: readonly string[],
  columns: readonly string[],
  index: OpenItemsHeader["index"],
): string {
  const used = new Set(Object.values(index));
  const strange = columns.filter((column, at) => column !== "" && !used.has(at));
  const example = strange[0] ?? "name of the column";
  return [
    `Nothing was read: no column for ${missing.join(", ")}.`,
    `Columns found: ${listed(columns)}.`,
    `Say what a column is, for example --map "${example}=${missing[0]?.split(" ")[0]}".`,
  ].join(" ");
}

function wrongMapping(columns: readonly string[], options: OpenItemsOptions): string | undefined {
  const keys = new Set(columns.map(columnKey));
  const fields = new Set<string>();
  for (const [column, field] of Object.entries(options.mapping ?? {})) {
    if (field !== "ignore" && !isOpenItemField(field))
      return `the mapping names ${JSON.stringify(field)}, which is not a field`;
    if (!keys.has(columnKey(column)))
      return `the mapping names the column ${JSON.stringify(column)}, which the file does not have. Columns found: ${listed(columns)}`;
    if (field !== "ignore" && fields.has(field)) return `the mapping names two columns for ${field}`;
    fields.add(field);
  }
  return undefined;
}

function twice(columns: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const column of columns) {
    const key = columnKey(column);
    if (seen.has(key) && recogniseColumn(column) !== undefined)
      return `two columns are called ${JSON.stringify(column)}; rename one of them`;
    if (key !== "") seen.add(key);
  }
  return undefined;
}

function warnOfHalves(index: OpenItemsHeader["index"], line: number, warn: Warn): void {
  if (index.open_amount === undefined)
    warn(
      "open-amount-column-missing",
      "no column says what is still open; payments made before the import are not known",
      line,
      "open_amount",
    );
  if (index.amount === undefined)
    warn(
      "amount-column-missing",
      "no column for the invoice amount; the open amount stands in",
      line,
      "amount",
    );
  if (index.customer_kind === undefined)
    warn(
      "customer-kind-column-missing",
      "no column says what kind of customer it is; no claim is followed up until somebody says so",
      line,
      "customer_kind",
    );
}

function listed(columns: readonly string[]): string {
  return shortened(columns.join(", ") || "none", 500);
}

function trimmedEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== "") + 1);
}
