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
  readonly standard: LetterStandard;
  readonly datedOn: string;
};

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
  { template, view, extra, standard, datedOn }: Typesetting,
  covers: (codePoint: number) => boolean,
): Uint8Array {
  const shown = mapTexts(view, (text) => breakableText(coveredText(oneLine(text), covers)));
  const typst = typesetter();
  typst.mapShadow(VIEW, Buffer.from(JSON.stringify({ ...shown, fonts: letterFonts().families, ...extra })));
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
