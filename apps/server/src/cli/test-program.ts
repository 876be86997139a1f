/** For tests: the program as a person starts it, in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../bin/innfri.js", import.meta.url));

export type ProgramEnd = {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type ProgramOptions = {
  /** The data directory. */
  readonly directory: string;
  /** A database of one's own; the embedded one when left out. */
  readonly databaseUrl?: string;
  readonly stdin?: string;
  /** Besides what the test itself has. */
  readonly env?: Readonly<Record<string, string>>;
};

/** Starts `innfri` with these words. */
export function startProgram(words: readonly string[], options: ProgramOptions): ChildProcess {
  const { DATABASE_URL: _theirs, COLUMNS: _wide, ...env } = process.env;
  const database = options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl };
  const child = spawn(process.execPath, [BIN, ...words, "--data", options.directory], {
    env: { ...env, ...database, ...options.env },
    stdio: "pipe",
  });
  child.stdin?.end(options.stdin ?? "");
  return child;
}

/** Starts it and waits until it ends. */
export async function runProgram(words: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  const child = startProgram(words, options);
  const exited = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  return { exitCode: await exited, stdout, stderr };
}
