/** Text that stays within the terminal, and within 100 columns where it is wider or where there is none. */
import { withData } from "./hints.ts";

const WIDEST = 100;
const NARROWEST = 60;

/** A provision's sign and its number are one word. */
const INSIDE_PROVISION = /(?<=§) (?=\d)|(?<=\d) (?=§)/g;
const NO_BREAK_SPACE = "\u00a0";

/** How wide what is written will be shown: the terminal, else what `COLUMNS` says; undefined where nobody knows. */
export function columnsOf(stream: { readonly columns?: number } = process.stdout): number | undefined {
  const said = stream.columns ?? Number(process.env.COLUMNS ?? "");
  return said > 0 ? Math.max(NARROWEST, said) : undefined;
}

/** Words on as many lines as they need; the first after `first`, the others under it. */
export function wrapped(first: string, text: string, columns = columnsOf() ?? WIDEST): string {
  return filled(first, text, Math.min(WIDEST, Math.max(NARROWEST, columns)));
}

/** The same, at a width that is not limited, with the further lines after `indent`. */
export function filled(
  first: string,
  text: string,
  width: number,
  indent = " ".repeat([...first].length),
): string {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of withData(text, NO_BREAK_SPACE).replaceAll(INSIDE_PROVISION, NO_BREAK_SPACE).split(" ")) {
    if (!isEmpty && [...line].length + 1 + [...word].length > width) {
      lines.push(line.trimEnd());
      line = indent;
      isEmpty = true;
    }
    // What stood between two columns is no beginning of a line.
    if (isEmpty && word === "" && lines.length > 0) continue;
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join("\n").replaceAll(NO_BREAK_SPACE, " ").trimEnd();
}

/** A text for people: hints on the directory that was given, and where its width is known no line beyond it. */
export function shown(text: string, columns = columnsOf()): string {
  if (columns === undefined) return withData(text);
  const lines = withData(text, NO_BREAK_SPACE).split("\n");
  return lines
    .map((line) => {
      const margin = /^ */.exec(line)![0];
      return [...line].length <= columns
        ? line
        : filled(margin, line.slice(margin.length), Math.min(WIDEST, columns), `${margin}  `);
    })
    .join("\n")
    .replaceAll(NO_BREAK_SPACE, " ");
}

/** A command on as many lines as the terminal asks for, joined as a shell joins them; no option is cut from its value. */
export function commandText(command: string, options: readonly string[], columns = columnsOf()): string {
  const parts = [command, ...options].map((part) =>
    withData(part, NO_BREAK_SPACE).replaceAll(" ", NO_BREAK_SPACE),
  );
  const width = columns === undefined ? Infinity : Math.min(WIDEST, columns);
  return filled("", parts.join(" "), width - " \\".length, "  ").replaceAll("\n", " \\\n");
}

/** A text cut to so many columns, with a sign that it was. */
export function clipped(text: string, columns: number): string {
  const signs = [...text];
  return signs.length <= columns ? text : `${signs.slice(0, columns - 1).join("")}…`;
}
