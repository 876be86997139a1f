import {
  type InvoiceFile,
  type OpenItemsOptions,
  type OpenItemsRecord,
  readOpenItems,
  readUbl,
} from "../invoices/index.ts";
import { type BankRecord, type ByteChunks, readPayments } from "../payments/index.ts";
import { DETECTION_BYTES, detectFormat, type FileFormat } from "./detect-format.ts";

/** Options of the formats that need any: a file of open items does not say all about itself. */
export type ReadAnyOptions = { readonly openItems?: OpenItemsOptions };

/**
 * A file of any kind. One document is a value; open items and payments are streams, so that memory stays flat,
 * and each stream ends with `end` or `refused` of its own.
 */
export type AnyFile =
  | { readonly kind: "invoice"; readonly format: "ubl"; readonly file: InvoiceFile }
  | {
      readonly kind: "open-items";
      readonly format: "csv";
      readonly records: AsyncGenerator<OpenItemsRecord>;
    }
  | {
      readonly kind: "payments";
      readonly format: "ocr-giro" | "bgmax" | "camt.053" | "camt.054";
      readonly records: AsyncGenerator<BankRecord>;
    }
  | {
      readonly kind: "refused";
      readonly format: FileFormat;
      readonly line: number;
      readonly code: "format-not-supported" | "unknown-format" | "empty";
      readonly reason: string;
    };

const NOT_READ: Readonly<Record<"pain.001" | "pain.002" | "ktl" | "saf-t" | "sie", string>> = {
  "pain.001":
    "This is a payment order (pain.001): money that somebody is to pay, not money that came. Upload the bank's camt.054 or camt.053 instead",
  "pain.002":
    "This is a bank's answer to a payment order (pain.002). Money that came in is in the bank's camt.054 or camt.053",
  ktl: "This is a Finnish file of reference payments (KTL), which is not read. Order camt.054 from the bank",
  "saf-t":
    "This is a SAF-T Financial file. It does not mark which invoices are open; export the open items of the customer ledger as CSV",
  sie: "This is a SIE file. It has no due dates and no customers; export the open items of the customer ledger as CSV",
};

/** Beginnings of files that people upload by mistake, and what to do. */
const MISTAKEN: readonly (readonly [beginning: RegExp, reason: string])[] = [
  [/^PK[^\w\s]/, "This is an Excel workbook or a packed file. Save the sheet as CSV, or unpack the file"],
  [/^\u00d0\u00cf.\u00e0/, "This is an old Excel or Word file. Save the sheet as CSV"],
  [/^%PDF/, "This is a PDF. Get the invoice as EHF or Peppol, or export the open items as CSV"],
  [/^[^ -~]\u008b/, "This is a packed file. Unpack it"],
  [/^\s*<!doctype html|^\s*<html/i, "This is a web page, perhaps a sign-in page saved in place of the file"],
  [/<(\w+:)?Finvoice[\s>]/, "This is a Finvoice, which is not read. Get the invoice as Peppol BIS Billing 3"],
  [
    /^\s*UN[AB][^a-z]/,
    "This is an EDIFACT message, which is not read. Get the invoice as Peppol BIS Billing 3",
  ],
];

/** Finds out by content what a file is and reads it with the reader for that. */
export async function readAny(chunks: ByteChunks, options: ReadAnyOptions = {}): Promise<AnyFile> {
  const { head, all, close } = await peeked(chunks);
  const format = detectFormat(head);
  switch (format) {
    case "ubl":
      return { kind: "invoice", format, file: await readUbl(all) };
    case "csv":
      return { kind: "open-items", format, records: readOpenItems(all, options.openItems) };
    case "ocr-giro":
    case "bgmax":
    case "camt.053":
    case "camt.054":
      return { kind: "payments", format, records: readPayments(all) };
    case "pain.001":
    case "pain.002":
    case "ktl":
    case "saf-t":
    case "sie":
      await close();
      return { kind: "refused", format, line: 1, code: "format-not-supported", reason: NOT_READ[format] };
    case "unknown":
      await close();
      return unknown(head);
  }
}

function unknown(head: Uint8Array): AnyFile {
  if (head.length === 0)
    return { kind: "refused", format: "unknown", line: 1, code: "empty", reason: "The file is empty" };
  const start = Buffer.from(head.subarray(0, 4096)).toString("latin1");
  const reason =
    MISTAKEN.find(([beginning]) => beginning.test(start))?.[1] ??
    "This is none of the files that are read here: EHF or Peppol invoices, open items as CSV, OCR giro, BgMax, camt.053 and camt.054";
  return { kind: "refused", format: "unknown", line: 1, code: "unknown-format", reason };
}

/** The first bytes, and all bytes from the first on. */
async function peeked(chunks: ByteChunks) {
  const source = iteratorOf(chunks);
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < DETECTION_BYTES) {
    const next = await source.next();
    if (next.done === true) break;
    first.push(next.value);
    length += next.value.length;
  }
  // A generator that was never started does not run its `finally`, so the source is closed by itself.
  const close = async () => void (await source.return?.());
  return { head: Buffer.concat(first), all: joined(first, source), close };
}

async function* joined(
  first: readonly Uint8Array[],
  source: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* first;
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

function iteratorOf(chunks: ByteChunks): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  return Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
}
