/** Fields of the fixed-width files we write. A value that does not fit its field is a defect of the caller. */
import type { CalendarDate } from "@innfri/kernel";

/** Right aligned and filled with zeros. Throws `RangeError` when it is not digits or too long. */
export function zeroFilled(value: string | number | bigint, length: number): string {
  const text = String(value);
  if (!/^\d*$/.test(text) || text.length > length)
    throw new RangeError(`${JSON.stringify(text)} is not at most ${length} digits`);
  return text.padStart(length, "0");
}

/** Left aligned and filled with blanks. Throws `RangeError` when it is too long. */
export function leftAligned(text: string, length: number): string {
  return fitting(text, length).padEnd(length);
}

/** Right aligned and filled with blanks. Throws `RangeError` when it is too long. */
export function rightAligned(text: string, length: number): string {
  return fitting(text, length).padStart(length);
}

export function ddmmyy(day: CalendarDate): string {
  return day.slice(8, 10) + day.slice(5, 7) + day.slice(2, 4);
}

export function ccyymmdd(day: CalendarDate): string {
  return day.replaceAll("-", "");
}

/** Records with line ends in ISO-8859-1. Throws `RangeError` on a letter that is not in it. */
export function latin1Lines(records: readonly string[], lineEnd: string): Uint8Array {
  const text = records.map((record) => record + lineEnd).join("");
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) throw new RangeError(`${JSON.stringify(text[i])} is not in ISO-8859-1`);
    bytes[i] = code;
  }
  return bytes;
}

function fitting(text: string, length: number): string {
  if (text.length > length || /[\r\n\t]/.test(text))
    throw new RangeError(`${JSON.stringify(text)} does not fit in ${length} characters of one line`);
  return text;
}
