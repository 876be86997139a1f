/** How a command answers: JSON for programs, text for people, and an exit code that means something. */
import { clipped, columnsOf, filled, shown } from "./wrap.ts";

/** 0 done, 1 something was refused (listed), 2 wrong use. */
export type ExitCode = 0 | 1 | 2;

export type Answer = {
  /** What `--json` prints, as one document. Amounts are decimal strings. */
  readonly json: unknown;
  /** What a person reads. */
  readonly text: string;
  readonly exitCode: ExitCode;
  /** What there is to say has been written already, piece by piece, because it may be too large to hold. */
  readonly isPrinted?: true;
};

/** Wrong use, or something that cannot be begun: said in one message, nothing was done. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export function print(answer: Answer, asJson: boolean): void {
  process.exitCode = answer.exitCode;
  if (answer.isPrinted === true) return;
  process.stdout.write(
    asJson ? `${JSON.stringify(answer.json, null, 2)}\n` : `${shown(answer.text).replace(/\n*$/, "")}\n`,
  );
}

/** Writes a piece of an answer that is too large to hold. Throws when nobody reads it any more. */
export async function write(text: string): Promise<void> {
  const error = await new Promise<Error | null | undefined>((resolve) => process.stdout.write(text, resolve));
  if (error != null) throw error;
}

/** Whoever read what is written has enough, as `head` does. */
export function isReaderGone(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === "EPIPE";
}

/** `1 letter`, `2 letters`. */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What callers set a table in by. */
const MARGIN = 2;
const LEAST_WORDS = 12;
const LEAST_CLIPPED = 8;

type Fitting = {
  /** The column that is cut where there is too little room. */
  readonly clips?: number;
  readonly columns?: number | undefined;
};

/** Columns that line up; the last is not padded. Numbers in `right` columns are set to the right. */
export function table(
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
  fitting: Fitting = {},
): string {
  return tableRows(rows, right, fitting).join("\n");
}

/**
 * The same, row by row. What is too wide for the terminal gives way: first the column `clips`, then the last one's words
 * go on under it, then each row is on lines of its own.
 */
export function tableRows(
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
  { clips, columns = columnsOf() }: Fitting = {},
): string[] {
  const widths = widthsOf(rows);
  const over = widths.reduce((sum, width) => sum + width + 2, -2) - ((columns ?? Infinity) - MARGIN);
  if (over <= 0) return lined(rows, widths, right);
  if (clips !== undefined && widths[clips]! - over >= LEAST_CLIPPED) {
    const width = widths[clips]! - over;
    const cut = rows.map((row) => row.map((cell, i) => (i === clips ? clipped(cell, width) : cell)));
    return tableRows(cut, right, { columns });
  }
  const last = widths.length - 1;
  if (!right.includes(last) && widths[last]! - over >= LEAST_WORDS)
    return rows.map((row) => {
      const [before = ""] = lined([[...row.slice(0, last), "|"]], [...widths.slice(0, last), 1], right);
      return filled(before.slice(0, -1), row[last] ?? "", columns! - MARGIN);
    });
  return rows.map((row) =>
    filled("", row.map((cell) => cell.replaceAll(" ", NO_BREAK_SPACE)).join("  "), columns! - MARGIN, "  "),
  );
}

const NO_BREAK_SPACE = "\u00a0";

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  return rows.reduce<number[]>((all, row) => {
    for (const [i, cell] of row.entries()) all[i] = Math.max(all[i] ?? 0, [...cell].length);
    return all;
  }, []);
}

function lined(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  right: readonly number[],
): string[] {
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const fill = " ".repeat(widths[i]! - [...cell].length);
        return right.includes(i) ? fill + cell : i === row.length - 1 ? cell : cell + fill;
      })
      .join("  ")
      .trimEnd(),
  );
}
