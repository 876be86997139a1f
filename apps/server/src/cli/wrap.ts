/** Text that stays within the terminal, and within 100 columns where it is wider or where there is none. */
const WIDEST = 100;
const NARROWEST = 60;

/** A provision's sign and its number are one word. */
const INSIDE_PROVISION = /(?<=§) (?=\d)|(?<=\d) (?=§)/g;
const NO_BREAK_SPACE = "\u00a0";

/** Words on as many lines as they need; the first after `first`, the others under it. */
export function wrapped(first: string, text: string, columns = process.stdout.columns ?? WIDEST): string {
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns));
  const indent = " ".repeat([...first].length);
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.replaceAll(INSIDE_PROVISION, NO_BREAK_SPACE).split(" ")) {
    if (!isEmpty && [...line].length + 1 + [...word].length > width) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join("\n").replaceAll(NO_BREAK_SPACE, " ").trimEnd();
}

/** A text cut to so many columns, with a sign that it was. */
export function clipped(text: string, columns: number): string {
  const signs = [...text];
  return signs.length <= columns ? text : `${signs.slice(0, columns - 1).join("")}…`;
}
