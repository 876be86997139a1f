/** Runs one command to its end with its output kept, and can stop what is still running. */
import { type ChildProcess, spawn } from "node:child_process";
import { delimiter, join } from "node:path";

/** What a command said, on both its outputs in the order it came, and its exit code (1 when it was killed). */
export type Finished = { readonly code: number; readonly output: string };

const LIMIT_MINUTES = 15;
const root = join(import.meta.dirname, "..");
const running = new Set<ChildProcess>();

/**
 * Runs `name` from the repository's root with the installed tools first on the path. Never throws: a command
 * that cannot start, or takes longer than the limit, has failed with that as its output.
 */
export function runCommand(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Finished> {
  const path = join(root, "node_modules", ".bin") + delimiter + (process.env.PATH ?? "");
  // A group of its own, so that stopping the command also stops what it started.
  const child = spawn(name, args, {
    cwd: root,
    env: { ...process.env, ...env, PATH: path, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  running.add(child);

  const { promise, resolve } = Promise.withResolvers<Finished>();
  const chunks: string[] = [];
  const limit = setTimeout(() => {
    chunks.push(`\n${name} was stopped after ${LIMIT_MINUTES} minutes\n`);
    kill(child, "SIGKILL");
  }, LIMIT_MINUTES * 60_000);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  }
  child.on("error", (error) => chunks.push(`${name} could not start: ${error.message}\n`));
  child.on("close", (code) => {
    clearTimeout(limit);
    running.delete(child);
    resolve({ code: code ?? 1, output: chunks.join("") });
  });
  return promise;
}

/** Stops every command that is still running and waits for it to end. */
export async function stopCommands(): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      const ended = new Promise((resolve) => child.once("close", resolve));
      kill(child, "SIGTERM");
      const patience = setTimeout(() => kill(child, "SIGKILL"), 5_000);
      return ended.finally(() => clearTimeout(patience));
    }),
  );
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // It ended in the meantime.
  }
}
