/** How a command answers: JSON for programs, text for people, and an exit code that means something. */

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
    asJson ? `${JSON.stringify(answer.json, null, 2)}\n` : `${answer.text.replace(/\n*$/, "")}\n`,
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

/** Columns that line up; the last is not padded. Numbers in `right` columns are set to the right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = rows.reduce<number[]>(
    (all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, [...cell].length)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, i) => {
          const fill = " ".repeat(widths[i]! - [...cell].length);
          return right.includes(i) ? fill + cell : i === row.length - 1 ? cell : cell + fill;
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
