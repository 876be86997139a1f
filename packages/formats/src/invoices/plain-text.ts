// Controls break lines, columns and logs; the bidirectional overrides make a name read as another one.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to replace
const UNPRINTABLES = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]+/g;
const ODD_SPACE = /[^\S ]| {2}/;

/** `text` on one line, with plain single spaces and nothing that cannot be seen; `null` when nothing is left. */
export function plainText(text: string): string | null {
  const visible = UNPRINTABLE.test(text) ? text.replace(UNPRINTABLES, " ") : text;
  const plain = (ODD_SPACE.test(visible) ? visible.replace(/\s+/g, " ") : visible).trim();
  return plain === "" ? null : plain;
}

/** The beginning of `text`, at most `maxLength` characters, with an ellipsis where it was cut. */
export function shortened(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  // A pair of surrogates cut in two is not text any more.
  const end = /[\ud800-\udbff]/.test(text.charAt(maxLength - 2)) ? maxLength - 2 : maxLength - 1;
  return `${text.slice(0, end)}…`;
}
