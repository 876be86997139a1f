/** Sets what is to be shown by a template: the same texts give the same bytes. */
import { fileURLToPath } from "node:url";
import { date, toEpochDay } from "@innfri/kernel";
import { NodeCompiler, type NodeError } from "@myriaddreamin/typst-ts-node-compiler";
import { breakableText, coveredText, mapTexts, oneLine } from "../showable.ts";
import { letterFonts } from "./fonts.ts";

/** `a-2a` is what we send and keep; `ua-1` refuses more and is compiled in the tests. One file cannot be both. */
export type LetterStandard = "a-2a" | "ua-1";

export type Typesetting = {
  readonly template: string;
  /** What is said: every text in it is made fit to be shown. */
  readonly view: object;
  /** What the template gets as it is. */
  readonly extra?: object;
  /** Pages of others can be shown in `1.7` alone. */
  readonly standard: LetterStandard | "1.7";
  /** Pictures and PDF that the view names by their files. */
  readonly pictures?: readonly Picture[];
  readonly datedOn: string;
};

export type Picture = { readonly file: string; readonly bytes: Uint8Array };

const VIEW = fileURLToPath(new URL("./view.json", import.meta.url));
const SECONDS_A_DAY = 86_400;
/** Compilations whose remembered parts are kept: the next letter shares most of the template's work. */
const REMEMBERED = 3;

let compiler: NodeCompiler | undefined;

export function typeset(setting: Typesetting): Uint8Array {
  const fonts = letterFonts();
  try {
    return compiled(setting, fonts.all);
  } catch (error) {
    // Every character has a glyph in some face, but a base in one face with a mark from another has none. What
    // is left then is the main face alone, where each character stands by itself.
    if (!String(error).includes("could not be displayed")) throw error;
    return compiled(setting, (codePoint) => fonts.main(codePoint) && !isMark(codePoint));
  }
}

function compiled(
  { template, view, extra, pictures = [], standard, datedOn }: Typesetting,
  covers: (codePoint: number) => boolean,
): Uint8Array {
  const shown = mapTexts(view, (text) => breakableText(coveredText(oneLine(text), covers)));
  const typst = typesetter();
  typst.mapShadow(VIEW, Buffer.from(JSON.stringify({ ...shown, fonts: letterFonts().families, ...extra })));
  for (const { file, bytes } of pictures) typst.mapShadow(placeOf(file), Buffer.from(bytes));
  const result = typst.compile({ mainFilePath: template });
  const document = result.result;
  if (document === null) throw templateFailure(typst, result.takeError());
  const pdf = typst.pdf(document, {
    pdfStandard: standard,
    creationTimestamp: toEpochDay(date(datedOn)) * SECONDS_A_DAY,
  });
  typst.evictCache(REMEMBERED);
  return pdf;
}

const PROBE = placeOf("probe.typ");

/** How many of its pages can be shown, at most so many; 0 where it is not what it seems. */
export function pagesOf(bytes: Uint8Array, most: number, kind = "pdf"): number {
  const typst = typesetter();
  typst.mapShadow(placeOf(`probe.${kind}`), Buffer.from(bytes));
  const isThere = (page: number): boolean => {
    const which = kind === "pdf" ? `, page: ${page}` : "";
    typst.mapShadow(PROBE, Buffer.from(`#image("/probe.${kind}"${which}, width: 1cm)`));
    const document = typst.compile({ mainFilePath: PROBE }).result;
    if (document === null) return false;
    try {
      return typst.pdf(document, { pdfStandard: "1.7", creationTimestamp: 0 }).length > 0;
    } catch {
      return false;
    }
  };
  if (!isThere(1)) return 0;
  if (kind !== "pdf") return 1;
  let [known, beyond] = [1, most + 1];
  while (beyond - known > 1) {
    const middle = Math.floor((known + beyond) / 2);
    if (isThere(middle)) known = middle;
    else beyond = middle;
  }
  return known;
}

function placeOf(file: string): string {
  return fileURLToPath(new URL(`./${file}`, import.meta.url));
}

function typesetter(): NodeCompiler {
  compiler ??= NodeCompiler.create({
    workspace: fileURLToPath(new URL(".", import.meta.url)),
    fontArgs: [{ fontBlobs: [...letterFonts().blobs] }],
  });
  return compiler;
}

function templateFailure(typst: NodeCompiler, error: NodeError | null): Error {
  const diagnostics: unknown = error === null ? [] : typst.fetchDiagnostics(error);
  return new Error(`the letter template failed: ${JSON.stringify(diagnostics)}`);
}

function isMark(codePoint: number): boolean {
  return /\p{M}/u.test(String.fromCodePoint(codePoint));
}
