/**
 * Text from outside made fit to be shown: exactly as it stands, except for what would change the text around it
 * or cannot be shown at all.
 */

/** Stands for a character that we have no glyph for. */
const REPLACEMENT = "\ufffd";

// Marks that turn the direction of the text after them: a description must not be able to mirror an amount.
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
// Line ends and tabs become spaces; other controls, the byte order mark and the soft hyphen show nothing.
const WHITE_SPACE = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const INVISIBLE = /[\p{Cc}\ufeff\u00ad\u200b]/gu;

/** One line of plain text for an e-mail or a page. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFC")
    .replace(DIRECTION_MARKS, "")
    .replace(WHITE_SPACE, " ")
    .replace(INVISIBLE, "");
}

// They join or vary the character before them and are not drawn themselves.
const JOINERS = new Set([0x200c, 0x200d, 0xfe0e, 0xfe0f]);

/** `text` with every character that `covers` does not know replaced, one for one. */
export function coveredText(text: string, covers: (codePoint: number) => boolean): string {
  let shown = "";
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    shown += covers(codePoint) || JOINERS.has(codePoint) ? character : REPLACEMENT;
  }
  return shown;
}

/** The longest stretch without a space that a column of the letter can hold. */
const LONGEST_WORD = 28;

/** Long words with places to break them (zero-width spaces), so that they cannot run out of the page. */
export function breakableText(text: string): string {
  return text.replace(new RegExp(`\\S{${LONGEST_WORD + 1},}`, "gu"), (word) =>
    [...word].map((character, index) => (index % 8 === 7 ? `${character}\u200b` : character)).join(""),
  );
}

/** `value` with `change` applied to every text in it. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === "string") return change(value) as T;
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change)) as T;
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)])) as T;
  return value;
}
