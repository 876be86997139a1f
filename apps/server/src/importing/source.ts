/** The rows of a file of invoices, whatever its format. */
import { createHash } from "node:crypto";
import {
  type ByteChunks,
  type Invoice,
  type InvoiceWarning,
  type OpenItemsOptions,
  type OpenItemsRecord,
  readAny,
} from "@innfri/formats";
import { type FileSource, hashing } from "../file-source.ts";

/** A row of a file of invoices, whatever its format: an invoice or credit note, or one the reader refused. */
export type SourceRow =
  | { readonly kind: "invoice"; readonly invoice: Invoice; readonly line: number }
  | { readonly kind: "refused"; readonly line: number; readonly code: string; readonly reason: string }
  | { readonly kind: "warning"; readonly warning: InvoiceWarning };

export type RefusedFile = {
  readonly kind: "refused-file";
  readonly line: number;
  readonly code: string;
  readonly reason: string;
};

/** What is known of a file after the first reading. */
export type Inspected =
  | { readonly kind: "whole"; readonly format: "ubl" | "csv"; readonly sha256: Buffer; readonly rows: number }
  | RefusedFile;

/** Reads the file once and keeps nothing: is it a file of invoices, and can all of it be read? */
export async function inspect(source: FileSource, options: OpenItemsOptions): Promise<Inspected> {
  const hash = createHash("sha256");
  const opened = await open(hashing(source.open(), hash), options);
  if (opened.kind === "refused-file") return opened;
  let rows = 0;
  for await (const row of opened.rows) {
    if (row.kind === "refused-file") return row;
    if (row.kind !== "warning") rows += 1;
  }
  return { kind: "whole", format: opened.format, sha256: hash.digest(), rows };
}

/** The rows of a file that was seen to be whole. Throws when it is not the same any more. */
export async function* rowsOf(source: FileSource, options: OpenItemsOptions): AsyncGenerator<SourceRow> {
  const opened = await open(source.open(), options);
  if (opened.kind === "refused-file") throw changedMeanwhile(source);
  for await (const row of opened.rows) {
    if (row.kind === "refused-file") throw changedMeanwhile(source);
    yield row;
  }
}

function changedMeanwhile(source: FileSource): Error {
  return new Error(
    `${source.name} changed while it was being imported. Import it again; what was taken stays taken`,
  );
}

type Opened = {
  readonly kind: "opened";
  readonly format: "ubl" | "csv";
  readonly rows: AsyncGenerator<SourceRow | RefusedFile>;
};

async function open(chunks: ByteChunks, options: OpenItemsOptions): Promise<Opened | RefusedFile> {
  const file = await readAny(chunks, { openItems: options });
  switch (file.kind) {
    case "invoice": {
      if (file.file.kind === "refused") return { ...file.file, kind: "refused-file" };
      const { invoices, warnings } = file.file;
      return { kind: "opened", format: "ubl", rows: documentRows(invoices, warnings) };
    }
    case "open-items":
      return { kind: "opened", format: "csv", rows: tableRows(file.records) };
    case "payments":
      await file.records.return(undefined);
      return {
        kind: "refused-file",
        line: 1,
        code: "bank-file",
        reason: `this is a bank file (${file.format}): use innfri pay`,
      };
    case "refused":
      return { ...file, kind: "refused-file" };
  }
}

async function* documentRows(
  invoices: readonly Invoice[],
  warnings: readonly InvoiceWarning[],
): AsyncGenerator<SourceRow> {
  for (const invoice of invoices) yield { kind: "invoice", invoice, line: invoice.at.line };
  for (const warning of warnings) yield { kind: "warning", warning };
}

async function* tableRows(records: AsyncIterable<OpenItemsRecord>): AsyncGenerator<SourceRow | RefusedFile> {
  for await (const record of records) {
    switch (record.kind) {
      case "invoice":
        yield { kind: "invoice", invoice: record.invoice, line: record.invoice.at.line };
        break;
      case "row-refused":
        yield { kind: "refused", line: record.line, code: record.code, reason: record.reason };
        break;
      case "warning":
        yield { kind: "warning", warning: { code: record.code, message: record.message, at: record.at } };
        break;
      case "refused":
        yield { ...record, kind: "refused-file" };
        return;
      case "header":
      case "end":
        break;
    }
  }
}
