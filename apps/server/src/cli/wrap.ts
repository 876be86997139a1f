/** Text that stays within a terminal of 100 columns. */
const WIDTH = 100;

/** Words on as many lines as they need; the first after `first`, the others under it. */
export function wrapped(first: string, text: string): string {
  const indent = " ".repeat([...first].length);
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(" ")) {
    if (!isEmpty && [...line].length + 1 + [...word].length > WIDTH) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join("\n").trimEnd();
}

/** A text cut to so many columns, with a sign that it was. */
export function clipped(text: string, columns: number): string {
  const signs = [...text];
  return signs.length <= columns ? text : `${signs.slice(0, columns - 1).join("")}…`;
}
