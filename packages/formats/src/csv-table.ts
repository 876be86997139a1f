/** A CSV file with a header of known names: each row as a map from column to cell, with the line it begins on. */
import { csvRows, csvShape } from "./invoices/open-items/csv-rows.ts";
import { csvText } from "./invoices/open-items/csv-text.ts";
import { Refusal } from "./invoices/refusal.ts";

export type CsvTableRow = {
  readonly line: number;
  /** Cells that are not empty, without blanks around them. */
  readonly cells: ReadonlyMap<string, string>;
};

export type CsvTable =
  | { readonly kind: "table"; readonly rows: readonly CsvTableRow[] }
  | { readonly kind: "refused"; readonly line: number; readonly why: string };

/**
 * Reads a whole table. The separator is a semicolon, a comma or a tab, whichever the header shows; the encoding is told
 * by a byte-order mark or by the letters. A column that is not among `columns` is refused: it would not be read.
 */
export async function readCsvTable(bytes: Uint8Array, columns: readonly string[]): Promise<CsvTable> {
  try {
    const rows: CsvTableRow[] = [];
    const text = await textOf(bytes);
    const known = new Set(columns);
    const isKnown = (cell: string) => known.has(cell.trim().toLowerCase());
    const { delimiter, skippedLength } = csvShape(text, (cells) => cells.filter(isKnown).length);
    const body = text.slice(skippedLength);
    let header: readonly string[] | null = null;
    for await (const { cells, line } of csvRows(once(body), delimiter, skippedLength === 0 ? 1 : 2)) {
      if (cells.every((cell) => cell.trim() === "")) continue;
      if (header === null) header = headerOf(cells, known, line);
      else rows.push({ line, cells: cellsOf(cells, header, line) });
    }
    return header === null
      ? { kind: "refused", line: 1, why: "the file has no header" }
      : { kind: "table", rows };
  } catch (error) {
    if (error instanceof BadTable) return { kind: "refused", line: error.line, why: error.message };
    if (error instanceof Refusal)
      return { kind: "refused", line: error.outcome.line, why: error.outcome.reason };
    throw error;
  }
}

async function textOf(bytes: Uint8Array): Promise<string> {
  let text = "";
  for await (const piece of csvText(once(bytes))) text += piece.text;
  return text;
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

function headerOf(cells: readonly string[], known: ReadonlySet<string>, line: number): readonly string[] {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const strange = names.find((name) => name !== "" && !known.has(name));
  if (strange !== undefined) throw refusal(line, `there is no column ${JSON.stringify(strange)}`);
  const twice = names.find((name, i) => name !== "" && names.indexOf(name) !== i);
  if (twice !== undefined) throw refusal(line, `the column ${twice} stands twice`);
  return names;
}

function cellsOf(
  cells: readonly string[],
  header: readonly string[],
  line: number,
): ReadonlyMap<string, string> {
  const filled = cells
    .map((cell, i) => [header[i] ?? "", cell.trim()] as const)
    .filter(([, cell]) => cell !== "");
  const beyond = filled.find(([name]) => name === "");
  if (beyond !== undefined)
    throw refusal(line, `${JSON.stringify(beyond[1])} stands in no column of the header`);
  return new Map(filled);
}

function refusal(line: number, why: string): BadTable {
  return new BadTable(line, why);
}

/** Never leaves this file. */
class BadTable extends Error {
  readonly line: number;
  constructor(line: number, why: string) {
    super(why);
    this.line = line;
  }
}
