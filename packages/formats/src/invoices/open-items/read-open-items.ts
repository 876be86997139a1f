import type { Currency } from "@innfri/kernel";
import type {
  ByteChunks,
  Invoice,
  InvoiceFile,
  InvoicesRefused,
  InvoiceWarning,
  RefusedRow,
} from "../invoice.ts";
import { outcomeOf, Refusal } from "../refusal.ts";
import { warningList } from "../warnings.ts";
import type { OpenItemField } from "./columns.ts";
import { type CsvRow, csvRows, csvShape, HEADER_SEARCH_LINES } from "./csv-rows.ts";
import { csvText, type DecodedText } from "./csv-text.ts";
import { formsOf } from "./forms.ts";
import { headerOf, type OpenItemsHeader, recognisedCount } from "./header.ts";
import type { CsvDelimiter, CsvEncoding, OpenItemsOptions } from "./options.ts";
import { invoiceOfRow, type RowSetting } from "./row.ts";

/** How the file was understood, for the preview that a person confirms. */
export type OpenItemsShape = {
  readonly kind: "header";
  readonly line: number;
  readonly encoding: CsvEncoding;
  readonly delimiter: CsvDelimiter;
  /** Each column of the file with the field it is; `null` for one that is not used. */
  readonly columns: readonly { readonly name: string; readonly field: OpenItemField | null }[];
};

/** What was read, by count and by sum. Rows are invoices, credit notes and refused rows together. */
export type OpenItemsEnd = {
  readonly kind: "end";
  readonly invoices: number;
  readonly creditNotes: number;
  readonly refusedRows: number;
  readonly skippedLines: number;
  readonly warnings: number;
  /** Open amounts (the amount where the file has no open amount), invoices less credit notes. */
  readonly openMinor: Readonly<Partial<Record<Currency, bigint>>>;
};

/**
 * `header` comes first and `end` last; between them an invoice is followed by its warnings. A file that is
 * refused ends with `refused`, and nothing of it may be kept.
 */
export type OpenItemsRecord =
  | OpenItemsShape
  | { readonly kind: "invoice"; readonly invoice: Invoice }
  | ({ readonly kind: "warning" } & InvoiceWarning)
  | ({ readonly kind: "row-refused" } & RefusedRow)
  | InvoicesRefused
  | OpenItemsEnd;

/** Characters read before the file is understood: titles, header and the first rows. */
const HEAD_LENGTH = 65_536;
/** Rows from which the forms of days and amounts are learned. */
const SAMPLE_ROWS = 200;

const TOTAL_WORD =
  /^(?:(?:del|sub)?(?:sum|total)(?:t|er)?|summa|i alt|ialt|sammanlagt|yhteensä)(?![\p{L}\p{N}])/iu;

/**
 * Reads a file of open items (CSV) row by row: memory stays flat whatever its size, provided that the caller
 * keeps none of it. Each row that cannot be read without a guess is refused with its line while the others go
 * on; a file whose columns, days or amounts cannot be understood is refused as one.
 */
export async function* readOpenItems(
  chunks: ByteChunks,
  options: OpenItemsOptions = {},
): AsyncGenerator<OpenItemsRecord> {
  try {
    yield* recordsOf(chunks, options);
  } catch (error) {
    yield outcomeOf(error);
  }
}

async function* recordsOf(chunks: ByteChunks, options: OpenItemsOptions): AsyncGenerator<OpenItemsRecord> {
  const decoded = csvText(chunks, options.encoding);
  try {
    const source = await openText(decoded, options);
    const rows = csvRows(source.texts, source.delimiter, source.firstLine);
    try {
      yield* recordsOfRows(rows, source, options);
    } finally {
      await rows.return(undefined);
    }
  } finally {
    // Closes the file also when its reader stops in the middle, or its first rows refuse it.
    await decoded.return(undefined);
  }
}

async function* recordsOfRows(
  rows: AsyncGenerator<CsvRow>,
  source: TextSource,
  options: OpenItemsOptions,
): AsyncGenerator<OpenItemsRecord> {
  const { warnings, warn } = warningList();
  const first = await firstRows(rows);
  const found = headerOf(first.slice(0, HEADER_SEARCH_LINES), options, warn);
  if (found.kind === "refused") return yield found;
  const { header } = found;
  const below = first.filter((row) => row.line > header.line);
  const learned = formsOf(below, header, options);
  if (learned.kind === "refused") return yield learned;

  yield shapeOf(header, source);
  const count = new OpenItemsCount();
  for (const row of first) {
    if (row.line >= header.line || isBlank(row)) continue;
    count.skippedLines += 1;
    warn("line-skipped", "a line above the header was not read", row.line);
  }
  for (const warning of warnings) yield count.warning(warning);
  const setting = { header, options, forms: learned.forms };
  for (const row of below) yield* recordsOfRow(row, setting, count);
  for await (const row of rows) yield* recordsOfRow(row, setting, count);
  yield count.end();
}

function* recordsOfRow(row: CsvRow, setting: RowSetting, count: OpenItemsCount): Generator<OpenItemsRecord> {
  if (isBlank(row)) return;
  const { warnings, warn } = warningList();
  if (isNotAnItem(row, setting.header)) {
    count.skippedLines += 1;
    warn("line-skipped", "a line of totals or a repeated header was not read", row.line);
  } else {
    try {
      const invoice = invoiceOfRow(row, setting, warn);
      if (count.isRepeated(invoice))
        warn(
          "number-repeats",
          `invoice ${invoice.number} stands on the row above too; one row is one invoice or instalment, not one line of it`,
          row.line,
          "invoice_number",
        );
      yield count.invoice(invoice);
    } catch (error) {
      const { line, code, reason } = outcomeOf(error);
      count.refusedRows += 1;
      yield { kind: "row-refused", line, code, reason };
      return;
    }
  }
  for (const warning of warnings) yield count.warning(warning);
}

function isBlank(row: CsvRow): boolean {
  return row.cells.every((cell) => cell.trim() === "");
}

// A total has no due date. Without that condition a customer called "Total AS" in the first column would vanish.
function isNotAnItem(row: CsvRow, header: OpenItemsHeader): boolean {
  const cell = (field: OpenItemField) => row.cells[header.index[field] ?? -1]?.trim() ?? "";
  if (cell("invoice_number") === header.columns[header.index.invoice_number ?? -1]) return true;
  if (cell("due_on") !== "" || cell("issued_on") !== "") return false;
  const isNumbered = cell("invoice_number") !== "" && !TOTAL_WORD.test(cell("invoice_number"));
  return !isNumbered && row.cells.some((each) => TOTAL_WORD.test(each.trim()));
}

class OpenItemsCount {
  skippedLines = 0;
  refusedRows = 0;
  #invoices = 0;
  #creditNotes = 0;
  #warnings = 0;
  #openMinor: Partial<Record<Currency, bigint>> = {};
  #lastNumber = "";

  isRepeated(invoice: Invoice): boolean {
    const isRepeated = invoice.number === this.#lastNumber;
    this.#lastNumber = invoice.number;
    return isRepeated;
  }

  invoice(invoice: Invoice): OpenItemsRecord {
    const open = invoice.openMinor ?? invoice.payableMinor;
    const signed = invoice.kind === "invoice" ? open : -open;
    this.#openMinor[invoice.currency] = (this.#openMinor[invoice.currency] ?? 0n) + signed;
    if (invoice.kind === "invoice") this.#invoices += 1;
    else this.#creditNotes += 1;
    return { kind: "invoice", invoice };
  }

  warning(warning: InvoiceWarning): OpenItemsRecord {
    this.#warnings += 1;
    return { kind: "warning", ...warning };
  }

  end(): OpenItemsEnd {
    return {
      kind: "end",
      invoices: this.#invoices,
      creditNotes: this.#creditNotes,
      refusedRows: this.refusedRows,
      skippedLines: this.skippedLines,
      warnings: this.#warnings,
      openMinor: this.#openMinor,
    };
  }
}

type TextSource = {
  readonly texts: AsyncIterable<string>;
  readonly delimiter: CsvDelimiter;
  readonly encoding: CsvEncoding;
  readonly firstLine: number;
};

async function openText(
  decoded: AsyncGenerator<DecodedText>,
  options: OpenItemsOptions,
): Promise<TextSource> {
  let head = "";
  let encoding: CsvEncoding = "utf-8";
  while (head.length < HEAD_LENGTH) {
    const next = await decoded.next();
    if (next.done === true) break;
    head += next.value.text;
    encoding = next.value.encoding;
  }
  if (head.trim() === "") throw new Refusal("empty", 1, "the file is empty");
  if (head.includes("\u0000"))
    throw new Refusal(
      "unknown-format",
      1,
      "the file holds zero bytes: it is not text, or its encoding must be stated",
    );
  const shape = csvShape(
    head.slice(0, HEAD_LENGTH),
    (cells) => recognisedCount(cells, options),
    options.delimiter,
  );
  const texts = (async function* () {
    yield head.slice(shape.skippedLength);
    for await (const { text } of decoded) yield text;
  })();
  return { texts, delimiter: shape.delimiter, encoding, firstLine: shape.skippedLength > 0 ? 2 : 1 };
}

async function firstRows(rows: AsyncGenerator<CsvRow>): Promise<CsvRow[]> {
  const first: CsvRow[] = [];
  while (first.length < HEADER_SEARCH_LINES + SAMPLE_ROWS) {
    const next = await rows.next();
    if (next.done === true) break;
    first.push(next.value);
  }
  return first;
}

function shapeOf(header: OpenItemsHeader, { encoding, delimiter }: TextSource): OpenItemsShape {
  const fieldOf = new Map(Object.entries(header.index).map(([field, at]) => [at, field as OpenItemField]));
  const columns = header.columns.map((name, at) => ({ name, field: fieldOf.get(at) ?? null }));
  return { kind: "header", line: header.line, encoding, delimiter, columns };
}

/** The same as one value, for a file whose invoices fit in memory. */
export async function readOpenItemsFile(
  chunks: ByteChunks,
  options: OpenItemsOptions = {},
): Promise<InvoiceFile> {
  const invoices: Invoice[] = [];
  const warnings: InvoiceWarning[] = [];
  const refusedRows: RefusedRow[] = [];
  for await (const record of readOpenItems(chunks, options)) {
    switch (record.kind) {
      case "invoice":
        invoices.push(record.invoice);
        break;
      case "warning":
        warnings.push({ code: record.code, message: record.message, at: record.at });
        break;
      case "row-refused":
        refusedRows.push({ line: record.line, code: record.code, reason: record.reason });
        break;
      case "refused":
        return record;
      case "header":
      case "end":
        break;
    }
  }
  return { kind: "read", format: "csv", invoices, warnings, refusedRows };
}
