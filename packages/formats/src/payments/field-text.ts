/** Fields of fixed-width records and cleaned text. Positions are counted from 1 and both ends belong to the field. */
import { type CalendarDate, dateFromParts } from "@innfri/kernel";
import { TEXT_LENGTH_MAX } from "./payment.ts";

/** Control characters, and the invisible ones that could turn a text around on a screen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** `text` without unsafe characters and surrounding blanks. */
export function cleanText(text: string, lengthMax: number = TEXT_LENGTH_MAX): string {
  const cut = text.length > lengthMax * 2 ? text.slice(0, lengthMax * 2) : text;
  return cut.replace(UNSAFE, " ").trim().slice(0, lengthMax).trimEnd();
}

/** As `cleanText`, with null for a text that is empty. */
export function cleanTextOrNull(text: string | undefined, lengthMax: number): string | null {
  const clean = cleanText(text ?? "", lengthMax);
  return clean === "" ? null : clean;
}

export function field(line: string, from: number, to: number): string {
  return line.slice(from - 1, to);
}

/** The field when all of it is digits. */
export function digitField(line: string, from: number, to: number): string | undefined {
  if (line.length < to) return undefined;
  for (let i = from - 1; i < to; i++) {
    const code = line.charCodeAt(i);
    if (code < 48 || code > 57) return undefined;
  }
  return line.slice(from - 1, to);
}

/**
 * Reads DDMMYY. 70–99 are years of the last century and 00–69 of this one: the window of a file received in the
 * middle of the 2020s that reaches fifty years back, held fast because the key of a payment contains its date.
 */
export function dateFromDdmmyy(text: string): CalendarDate | undefined {
  const year = Number(text.slice(4, 6));
  return dateFromParts(
    year >= 70 ? 1900 + year : 2000 + year,
    Number(text.slice(2, 4)),
    Number(text.slice(0, 2)),
  );
}

/** Reads CCYYMMDD. */
export function dateFromCcyymmdd(text: string): CalendarDate | undefined {
  return dateFromParts(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8)));
}
