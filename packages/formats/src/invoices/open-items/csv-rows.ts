import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { Refusal } from "../refusal.ts";
import type { CsvDelimiter } from "./options.ts";

/** One row: its cells as written, and the line of the file it begins on. */
export type CsvRow = {
  readonly cells: readonly string[];
  readonly line: number;
  /** The file ends in this row, without a line end behind it. */
  readonly isUnended: boolean;
};

// Characters of one row. A longer one is a quote that was never closed.
const MAX_ROW_LENGTH = 131_072;
const MAX_COLUMNS = 256;

/**
 * The rows of a file. Quoted cells may hold separators and line breaks, a quote inside an unquoted cell is an
 * ordinary character, and rows may differ in length. Throws `Refusal` when quotes do not match.
 */
export async function* csvRows(
  texts: AsyncIterable<string>,
  delimiter: CsvDelimiter,
  firstLine: number,
): AsyncGenerator<CsvRow> {
  const parser = parse({
    delimiter,
    max_record_size: MAX_ROW_LENGTH,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
  });
  // An error on either side destroys both, and reaches the loop below through the parser.
  const ending = new Ending(texts);
  pipeline(Readable.from(ending.texts(), { objectMode: true }), parser, () => {});
  let line = firstLine;
  // Only when there is no row behind it is a row known to be the last.
  let held: CsvRow | undefined;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (cells.length > MAX_COLUMNS)
        throw new Refusal("too-many-columns", line, `a row has more than ${MAX_COLUMNS} cells`);
      if (held !== undefined) yield held;
      held = { cells, line, isUnended: false };
      line += 1 + lineBreaks(cells);
    }
    if (held !== undefined) yield { ...held, isUnended: !ending.isLineEnd };
  } catch (error) {
    // Rows already cut but not yet taken are gone with the error; their count says how far the parser was.
    throw error instanceof CsvError
      ? refusalOf(error, Math.max(line, firstLine + Number(error.records ?? 0)))
      : error;
  }
}

/** Passes texts on and remembers how the last of them ended. */
class Ending {
  isLineEnd = true;
  readonly #texts: AsyncIterable<string>;

  constructor(texts: AsyncIterable<string>) {
    this.#texts = texts;
  }

  async *texts(): AsyncGenerator<string> {
    for await (const text of this.#texts) {
      if (text !== "") this.isLineEnd = /[\r\n]$/.test(text);
      yield text;
    }
  }
}

// The parser's own count takes the CR LF inside a quoted cell for two lines.
function lineBreaks(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) {
    if (cell.includes("\n") || cell.includes("\r")) breaks += cell.split(/\r\n|\n|\r/).length - 1;
  }
  return breaks;
}

function refusalOf(error: CsvError, line: number): Error {
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
    case "CSV_MAX_RECORD_SIZE":
      return new Refusal(
        "quote-not-closed",
        line,
        `a quotation mark opens here or a little below and is not closed within ${MAX_ROW_LENGTH} characters; the file cannot be read`,
      );
    case "CSV_INVALID_CLOSING_QUOTE":
    case "INVALID_OPENING_QUOTE":
      return new Refusal("quote-not-closed", line, "the quotation marks of this row do not match");
    default:
      return error;
  }
}

/** What the beginning of a file tells about how its cells are separated. */
export type CsvShape = {
  readonly delimiter: CsvDelimiter;
  /** Characters of a `sep=;` line in front, which is Excel's and not data. */
  readonly skippedLength: number;
};

const DELIMITERS: readonly CsvDelimiter[] = [";", "\t", ","];

/**
 * Reads the separator from a `sep=` line, or takes the one that makes a line of `head` the best header, as
 * `recognised` counts its columns. Counting separators alone would be misled by prose and decimal commas.
 */
export function csvShape(
  head: string,
  recognised: (cells: readonly string[]) => number,
  stated?: CsvDelimiter,
): CsvShape {
  const sep = /^"?sep=([;,\t])"?[ ;,\t]*(\r\n|\n|\r|$)/i.exec(head);
  const skippedLength = sep?.[0].length ?? 0;
  const told = stated ?? (sep?.[1] as CsvDelimiter | undefined);
  if (told !== undefined) return { delimiter: told, skippedLength };
  const lines = head.split(/\r\n|\n|\r/, HEADER_SEARCH_LINES);
  const score = (delimiter: CsvDelimiter) =>
    Math.max(
      ...lines.map(
        (line) => recognised(line.split(delimiter).map(unquoted)) + (line.includes(delimiter) ? 0.5 : 0),
      ),
    );
  const [best = ";"] = DELIMITERS.toSorted((a, b) => score(b) - score(a));
  return { delimiter: best, skippedLength };
}

/** Lines at the beginning among which the header is looked for; titles and dates of print come first. */
export const HEADER_SEARCH_LINES = 30;

function unquoted(cell: string): string {
  return cell.replace(/^\s*"(.*)"\s*$/, "$1");
}
