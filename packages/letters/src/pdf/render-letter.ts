/** A letter as PDF: the same data and recipient give the same bytes. */
import { fileURLToPath } from "node:url";
import type { LetterData, Recipient } from "../letter-data.ts";
import { viewLetter } from "../letter-view.ts";
import { qrSvg } from "./qr-svg.ts";
import { type LetterStandard, typeset } from "./typeset.ts";

export type { LetterStandard } from "./typeset.ts";

const TEMPLATE = fileURLToPath(new URL("./letter.typ", import.meta.url));

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
  const view = viewLetter(data, recipient);
  const extra = { qr: qrSvg(view.pay.qrContent) };
  return typeset({ template: TEMPLATE, view, extra, standard, datedOn: data.datedOn });
}
