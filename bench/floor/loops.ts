/** Floors that need no database: plain loops over what the measured work is given. */
import { createHash } from "node:crypto";
import type { LetterData, Recipient } from "@innfri/letters";
import { renderLetterPdf } from "@innfri/letters";

/** Each file's bytes hashed and decoded, nothing of it understood: fair, since whoever reads it must at least do that. */
export function secondsOfBytes(files: readonly Uint8Array[]): number {
  const startedMs = performance.now();
  let length = 0;
  for (const bytes of files) {
    createHash("sha256").update(bytes).digest();
    length += new TextDecoder("utf-8").decode(bytes).length;
  }
  if (length === 0) throw new Error("there was nothing to read");
  return (performance.now() - startedMs) / 1000;
}

/**
 * One letter, set again and again, so that the typesetter remembers everything but the writing of the PDF with its fonts
 * and tags. Fair, since no letter can be had for less than that.
 */
export function secondsOfOneLetter(letter: LetterData, recipient: Recipient, times: number): number {
  renderLetterPdf(letter, recipient);
  const startedMs = performance.now();
  for (let i = 0; i < times; i++) renderLetterPdf(letter, recipient);
  return (performance.now() - startedMs) / 1000;
}
