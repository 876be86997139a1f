/** A letter as PDF: the same data and recipient give the same bytes. */
import { fileURLToPath } from "node:url";
import { date, toEpochDay } from "@innfri/kernel";
import { NodeCompiler, type NodeError } from "@myriaddreamin/typst-ts-node-compiler";
import type { LetterData, Recipient } from "../letter-data.ts";
import { viewLetter } from "../letter-view.ts";
import { breakableText, coveredText, mapTexts, oneLine } from "../showable.ts";
import { letterFonts } from "./fonts.ts";
import { qrSvg } from "./qr-svg.ts";

/** `a-2a` is what we send and keep; `ua-1` refuses more and is compiled in the tests. One file cannot be both. */
export type LetterStandard = "a-2a" | "ua-1";

const TEMPLATE = fileURLToPath(new URL("./letter.typ", import.meta.url));
const VIEW = fileURLToPath(new URL("./view.json", import.meta.url));
const SECONDS_A_DAY = 86_400;
/** Compilations whose remembered parts are kept: the next letter shares most of the template's work. */
const REMEMBERED = 3;

let compiler: NodeCompiler | undefined;

/**
 * Typesets the letter. Throws when the data contradicts itself or the template fails: nothing was made then.
 * The typesetter does not give all its memory back (about half a megabyte a letter), so a process that makes many
 * should use `renderLetters`.
 */
export function renderLetterPdf(
  data: LetterData,
  recipient: Recipient,
  { standard = "a-2a" }: { readonly standard?: LetterStandard } = {},
): Uint8Array {
  const fonts = letterFonts();
  try {
    return typeset(data, recipient, standard, fonts.all);
  } catch (error) {
    // Every character has a glyph in some face, but a base in one face with a mark from another has none. What
    // is left then is the main face alone, where each character stands by itself.
    if (!String(error).includes("could not be displayed")) throw error;
    return typeset(data, recipient, standard, (codePoint) => fonts.main(codePoint) && !isMark(codePoint));
  }
}

function typeset(
  data: LetterData,
  recipient: Recipient,
  standard: LetterStandard,
  covers: (codePoint: number) => boolean,
): Uint8Array {
  const view = viewLetter(data, recipient);
  const shown = mapTexts(view, (text) => breakableText(coveredText(oneLine(text), covers)));
  const typst = typesetter();
  typst.mapShadow(
    VIEW,
    Buffer.from(
      JSON.stringify({
        ...shown,
        fonts: letterFonts().families,
        qr: qrSvg(view.pay.qrContent),
      }),
    ),
  );
  const result = typst.compile({ mainFilePath: TEMPLATE });
  const document = result.result;
  if (document === null) throw templateFailure(typst, result.takeError());
  const pdf = typst.pdf(document, {
    pdfStandard: standard,
    creationTimestamp: toEpochDay(date(data.datedOn)) * SECONDS_A_DAY,
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
