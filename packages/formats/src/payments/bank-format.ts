/** Tells from the first bytes what kind of bank file it is; file names are not asked. */
import type { RefusalCode } from "./payment.ts";

/** How much of a file is looked at. */
export const HEAD_BYTES = 4096;

export type BankFileKind =
  | { readonly kind: "fixedWidth"; readonly format: "ocr-giro" | "bgmax"; readonly unbroken: boolean }
  | { readonly kind: "xml"; readonly encoding: string }
  | { readonly kind: "refused"; readonly code: RefusalCode; readonly reason: string };

const NAMED: readonly (readonly [form: RegExp, reason: string])[] = [
  [
    /^0\d{10}.{78,80}\r?(\n|$)/,
    "this is a Finnish reference payment file (KTL), not read yet: ask for camt.054",
  ],
  [/^T00322/, "this is a Finnish statement (TITO), not read yet: ask for camt.053"],
  [/^(\{1:F01|:20:)/, "this is a SWIFT statement (MT940), not read yet: ask for camt.053"],
  [/^%PDF-/, "this is a PDF, not a bank file"],
  [/^PK[^\w\s]/, "this is a packed file (ZIP or a spreadsheet): unpack it first"],
];

/** What encodings an XML declaration may name, and the name `TextDecoder` has for them. */
const ENCODINGS: ReadonlySet<string> = new Set([
  "utf-8",
  "utf8",
  "us-ascii",
  "ascii",
  "iso-8859-1",
  "iso-8859-15",
  "windows-1252",
  "latin1",
  "utf-16",
  "utf-16le",
  "utf-16be",
]);

export function bankFileKind(head: Uint8Array): BankFileKind {
  const byteOrder = utf16Of(head);
  const text = new TextDecoder(byteOrder ?? "iso-8859-1").decode(head).replace(/^(\ufeff|ï»¿)/, "");
  const start = text.trimStart();
  if (start.startsWith("<")) return xmlKind(start, byteOrder);
  if (start === "") return { kind: "refused", code: "empty", reason: "the file is empty" };
  if (byteOrder !== undefined)
    return {
      kind: "refused",
      code: "encoding",
      reason: "the file was saved as UTF-16: get it anew from the bank",
    };
  const format = fixedWidthFormat(start);
  if (format !== undefined)
    return { kind: "fixedWidth", format, unbroken: start.length >= 160 && !/[\r\n]/.test(start) };
  const named = NAMED.find(([form]) => form.test(start));
  return named === undefined
    ? { kind: "refused", code: "unknownFormat", reason: "this is no bank file that is known here" }
    : { kind: "refused", code: "notReadYet", reason: named[1] };
}

/** A fixed-width file is told by its first record. Lines before it would already be wrong. */
export function fixedWidthFormat(start: string): "ocr-giro" | "bgmax" | undefined {
  if (/^NY\d{6}/.test(start)) return "ocr-giro";
  return start.startsWith("01BGMAX") ? "bgmax" : undefined;
}

function xmlKind(start: string, byteOrder: string | undefined): BankFileKind {
  if (byteOrder !== undefined) return { kind: "xml", encoding: byteOrder };
  const declared =
    /^<\?xml[^>]*?encoding\s*=\s*["']([^"']{1,40})["']/.exec(start)?.[1]?.toLowerCase() ?? "utf-8";
  // A file that calls itself UTF-16 but is not written so was saved again by a program that did not tell.
  if (declared.startsWith("utf-16")) return { kind: "xml", encoding: "utf-8" };
  return ENCODINGS.has(declared)
    ? { kind: "xml", encoding: declared }
    : {
        kind: "refused",
        code: "encoding",
        reason: `the file declares the encoding ${declared}, which is not read`,
      };
}

function utf16Of(head: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // Without a byte order mark, every other byte of western text is zero.
  if (head.length >= 4 && first !== 0 && second === 0 && head[2] !== 0 && head[3] === 0) return "utf-16le";
  if (head.length >= 4 && first === 0 && second !== 0 && head[2] === 0 && head[3] !== 0) return "utf-16be";
  return undefined;
}
