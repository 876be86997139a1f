import iconv from "iconv-lite";
import { fixedWidthFormat } from "../payments/bank-format.ts";

/** The kinds of file that are told apart. Not all of them are read. */
export type FileFormat =
  | "ubl"
  | "csv"
  | "ocr-giro"
  | "bgmax"
  | "camt.053"
  | "camt.054"
  | "pain.001"
  | "pain.002"
  | "ktl"
  | "saf-t"
  | "sie"
  | "unknown";

/** Bytes that are enough to tell what a file is; more are not looked at. */
export const DETECTION_BYTES = 65_536;

/** Says what a file is by how it begins, never by its name: names are wrong, and a browser may invent them. */
export function detectFormat(firstBytes: Uint8Array): FileFormat {
  const text = textOf(Buffer.from(firstBytes.subarray(0, DETECTION_BYTES)));
  if (text === null) return "unknown";
  const start = text.trimStart();
  if (start.startsWith("<")) return xmlFormat(start);
  const fixedWidth = fixedWidthFormat(start);
  if (fixedWidth !== undefined) return fixedWidth;
  if (/^#(FLAGGA|PROGRAM|FORMAT|GEN|SIETYP|FNAMN)\b/.test(start)) return "sie";
  if (/^0\d{6}\d{4}[0-9 ]{2}/.test(start) && hasLineLength(start, 90)) return "ktl";
  return looksLikeCsv(start) ? "csv" : "unknown";
}

// Only ASCII is looked for, so every encoding that contains it will do; UTF-16 must be opened first.
function textOf(bytes: Buffer): string | null {
  if (bytes.length === 0) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return iconv.decode(bytes, "utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return iconv.decode(bytes, "utf-16be");
  const zeros = bytes.subarray(0, 64).reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  if (zeros > Math.min(64, bytes.length) / 4) {
    const text = iconv.decode(bytes, bytes[0] === 0 ? "utf-16be" : "utf-16le");
    return isText(text) ? text : null;
  }
  const text = bytes.toString("latin1").replace(/^\u00ef\u00bb\u00bf/, "");
  return isText(text) ? text : null;
}

function isText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a file with these is not text
  return !/[\u0000-\u0008\u000e-\u0019]/.test(text.slice(0, 4096));
}

const NAMESPACES: readonly (readonly [RegExp, FileFormat])[] = [
  [/^urn:oasis:names:specification:ubl:schema:xsd:(Invoice|CreditNote)-2$/, "ubl"],
  [/^urn:iso:std:iso:20022:tech:xsd:camt\.053\./, "camt.053"],
  [/^urn:iso:std:iso:20022:tech:xsd:camt\.054\./, "camt.054"],
  [/^urn:iso:std:iso:20022:tech:xsd:pain\.001\./, "pain.001"],
  [/^urn:iso:std:iso:20022:tech:xsd:pain\.002\./, "pain.002"],
  [/^urn:StandardAuditFile-Taxation-Financial:/, "saf-t"],
];

const ROOT = /<(?:([\w.-]+):)?[A-Za-z_][\w.-]*((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*\/?>/y;

function xmlFormat(text: string): FileFormat {
  ROOT.lastIndex = prologLength(text);
  const root = ROOT.exec(text);
  if (root === null) return "unknown";
  const [, prefix, attributes = ""] = root;
  for (const [, name, double, single] of attributes.matchAll(/\s([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (name !== (prefix === undefined ? "xmlns" : `xmlns:${prefix}`)) continue;
    const uri = (double ?? single ?? "").trim();
    return NAMESPACES.find(([pattern]) => pattern.test(uri))?.[1] ?? "unknown";
  }
  return "unknown";
}

// Declaration, comments and white space; a document type declaration passes too, for the reader to refuse it
// under the name of the format.
function prologLength(text: string): number {
  let at = 0;
  for (;;) {
    const rest = text.startsWith("<!--", at)
      ? text.indexOf("-->", at + 4) + 3
      : text.startsWith("<?", at)
        ? text.indexOf("?>", at + 2) + 2
        : text.startsWith("<!DOCTYPE", at)
          ? doctypeEnd(text, at)
          : at;
    if (rest <= at) return at;
    at = rest;
    while (at < text.length && text.charCodeAt(at) <= 32) at += 1;
  }
}

function doctypeEnd(text: string, from: number): number {
  const subset = text.indexOf("[", from);
  const close = text.indexOf(">", from);
  return subset >= 0 && subset < close ? text.indexOf("]>", subset) + 2 : close + 1;
}

function hasLineLength(text: string, length: number): boolean {
  const line = text.split(/\r\n|\n|\r/, 1)[0] ?? "";
  return line.trimEnd().length <= length && line.trimEnd().length > length - 20;
}

// Two rows whose cells are separated by the same sign, at least three to a row, or a lonely header. Prose has
// commas too, but seldom the same number of them on neighbouring lines.
function looksLikeCsv(text: string): boolean {
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, "q")
    .split(/\r\n|\n|\r/, 40)
    .filter((line) => line.trim() !== "");
  if (/^sep=[;,\t]/i.test(lines[0] ?? "")) return true;
  return [";", "\t", ","].some((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length);
    return counts.some((count, at) => count >= 3 && (count === counts[at + 1] || lines.length === 1));
  });
}
