/**
 * For tests: the commands that a page shows, run as they stand.
 *
 * A block that opens with ```` ```sh run ```` is run, line by line; ```` ```sh run exit=1 ```` says that its last command
 * ends so. The ```` ```text ```` block that comes next, if any, is what the commands print: its lines, in this order,
 * with anything before, between and behind them. A line of its own, `…`, only tells the reader that something was cut.
 * A program that serves is ended by Ctrl-C once it says how.
 */
import { execFile } from "node:child_process";
import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { ROOT } from "./repository-files.ts";

export type ShownBlock = {
  readonly commands: readonly string[];
  /** Of the last command; the others end with 0. */
  readonly exitCode: number;
  readonly prints: readonly string[];
};

/** The blocks of a page that are to be run, in order. */
export function shownBlocks(page: string): ShownBlock[] {
  const fenced = page.matchAll(/^( *)```([^\n]*)\n([\s\S]*?)^ *```/gm);
  const blocks = [...fenced].map(([, margin = "", info = "", body = ""]) => ({
    info: info.trim(),
    lines: body.split("\n").map((line) => line.slice(margin.length).trimEnd()),
  }));
  return blocks.flatMap(({ info, lines }, index) => {
    const run = /^sh run(?: exit=(\d))?$/.exec(info);
    if (run === null) return [];
    const next = blocks[index + 1];
    return {
      commands: lines.map((line) => line.trim()).filter((line) => line !== ""),
      exitCode: Number(run[1] ?? 0),
      prints: next?.info === "text" ? next.lines.filter((line) => !["", "…"].includes(line.trim())) : [],
    };
  });
}

/** The first line that is not printed where the page has it; undefined when the page is right. */
export function firstUnprinted(prints: readonly string[], output: string): string | undefined {
  const printed = output.split("\n").map((line) => line.trimEnd());
  let from = 0;
  for (const line of prints) {
    const at = printed.indexOf(line, from);
    if (at < 0) return line;
    from = at + 1;
  }
  return undefined;
}

const DEMO = join(ROOT, "apps/server/src/demo/main.ts");

/** `npm start` serves until Ctrl-C: the newcomer reads, and presses it. */
const SERVED = `"$NODE" "${DEMO}" >said 2>&1 &
until grep -q "^Ctrl-C ends it" said || ! kill -0 $!; do sleep 0.1; done
kill -INT $! && wait $!
code=$?
cat said
exit $code`;

/** What a command wrote to both its outputs, and how it ended. */
export type Ended = { readonly exitCode: number; readonly output: string };

/**
 * A shell in `directory` as a newcomer has it in a clone: `npx innfri` and `npm start` are this checkout's, and
 * `npm ci` has been done. The fixtures lie where they lie in the clone.
 */
export async function newcomersShell(
  directory: string,
): Promise<(command: string, databaseUrl: string) => Promise<Ended>> {
  const programs = join(directory, "programs");
  await mkdir(programs);
  const innfri = join(ROOT, "apps/server/bin/innfri.js");
  await program(programs, "npx", `[ "$1" = innfri ] || exit 127\nshift\nexec "$NODE" "${innfri}" "$@"`);
  await program(
    programs,
    "npm",
    `case "$*" in\nci) ;;\nstart)\n${SERVED}\n;;\n"run law:coverage "*) shift 3; exec "$NODE" "${ROOT}/scripts/law-coverage.ts" "$@" ;;\n*) exit 127 ;;\nesac`,
  );
  for (const folder of ["fixtures", "conformance"])
    await symlink(join(ROOT, folder), join(directory, folder));
  const env = {
    ...process.env,
    NODE: process.execPath,
    // Every command is a process of its own; what one has compiled serves the next.
    NODE_COMPILE_CACHE: join(directory, "compiled"),
    PATH: programs + delimiter + (process.env.PATH ?? ""),
  };
  return (command, databaseUrl) =>
    new Promise((resolve) => {
      const options = { cwd: directory, env: { ...env, DATABASE_URL: databaseUrl } };
      execFile("sh", ["-c", command], options, (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ exitCode, output: stdout + stderr });
      });
    });
}

async function program(folder: string, name: string, text: string): Promise<void> {
  const file = join(folder, name);
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o755);
}
