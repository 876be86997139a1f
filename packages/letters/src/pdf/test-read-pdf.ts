/** Reads a finished PDF with Debian's poppler-utils and qpdf, as somebody else's program sees it. For the tests. */
import { execFileSync, spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { temporaryFolder } from "@innfri/testing/folders";

/** The programs that are not installed; a test that needs them says so by name. */
export function missingPdfTools(): readonly string[] {
  return ["pdftotext", "pdfinfo", "qpdf"].filter(
    (tool) => spawnSync(tool, ["--version"]).error !== undefined,
  );
}

/** The text in reading order, with every kind of white space as one space and without break points. */
export function readPdfText(pdf: Uint8Array): string {
  return squeezed(withFile(pdf, (file) => run("pdftotext", ["-raw", "-enc", "UTF-8", file, "-"])));
}

/** The text of one page; pages are counted from 1. */
export function readPdfPage(pdf: Uint8Array, page: number): string {
  const only = ["-f", String(page), "-l", String(page)];
  return squeezed(withFile(pdf, (file) => run("pdftotext", ["-raw", ...only, "-enc", "UTF-8", file, "-"])));
}

/** `text` as `readPdfText` gives it, so that the two can be compared. */
export function squeezed(text: string): string {
  return text
    .replace(/[\u200b\u00ad\f]/g, "")
    .replace(/\s+/gu, " ")
    .trim();
}

/** The text of the tag tree: what a screen reader meets, in the order it meets it. */
export function readPdfStructure(pdf: Uint8Array): string {
  return withFile(pdf, (file) => run("pdfinfo", ["-struct-text", file]));
}

/** What `pdfinfo` says about the document, by its label. */
export function readPdfInfo(pdf: Uint8Array): Readonly<Record<string, string>> {
  const lines = withFile(pdf, (file) => run("pdfinfo", [file])).split("\n");
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
}

/** The XMP metadata, where the standards a file claims are written. */
export function readPdfMetadata(pdf: Uint8Array): string {
  return withFile(pdf, (file) => run("pdfinfo", ["-meta", file]));
}

/** Throws when the file's structure is damaged. */
export function checkPdfStructure(pdf: Uint8Array): string {
  return withFile(pdf, (file) => run("qpdf", ["--check", file]));
}

function run(tool: string, args: readonly string[]): string {
  return execFileSync(tool, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

function withFile<T>(pdf: Uint8Array, read: (file: string) => T): T {
  const folder = temporaryFolder("letter");
  try {
    const file = path.join(folder, "letter.pdf");
    writeFileSync(file, pdf);
    return read(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
