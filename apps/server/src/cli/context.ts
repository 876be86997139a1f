/** What every command gets: the data directory, and the installation opened only by those that need it. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { type Database, openDatabase } from "../database.ts";
import { type OpenedInstallation, type Operator, openInstallation } from "../installation.ts";
import { type Answer, print, UsageError } from "./output.ts";
import { untilStopped } from "./until-stopped.ts";

export type GlobalOptions = { readonly data: string; readonly json?: boolean };

/** The options that every command has. They may stand before or behind the command's name; the nearest wins. */
export function globals(command: Command): GlobalOptions {
  let nearest: Partial<GlobalOptions> = {};
  for (let at: Command | null = command; at !== null; at = at.parent)
    nearest = { ...at.opts<Partial<GlobalOptions>>(), ...nearest };
  return { data: nearest.data ?? ".innfri", json: nearest.json === true };
}

/** Runs a command that needs no database. */
export async function answering(command: Command, work: () => Promise<Answer>): Promise<void> {
  print(await work(), globals(command).json === true);
}

/**
 * Runs a command that needs no installation, under the law of the one in `--data` where there is one: what its operator
 * has loaded counts beside the packaged figures.
 */
export async function underItsLaw(command: Command, work: () => Promise<Answer>): Promise<void> {
  const isThere =
    (process.env.DATABASE_URL ?? "").trim() !== "" || existsSync(path.resolve(globals(command).data, "pg"));
  await (isThere ? onOpened(command, work) : answering(command, work));
}

/** Runs a command on the installation in `--data`, and closes it whatever happens. */
export async function onInstallation(
  command: Command,
  work: (installation: OpenedInstallation & { readonly operator: Operator }) => Promise<Answer>,
): Promise<void> {
  await onOpened(command, async (installation) => {
    const { operator } = installation;
    if (operator === null)
      throw new UsageError("There is no installation here yet. Run: innfri init --operator self|agency");
    return work({ ...installation, operator });
  });
}

/** Runs a command on the database of `--data` as it stands: neither migrated nor opened as an installation. */
export async function onDatabase(
  command: Command,
  work: (database: Database, directory: string) => Promise<Answer>,
): Promise<void> {
  const options = globals(command);
  const directory = path.resolve(options.data);
  const database = await openDatabase(directory, process.env.DATABASE_URL);
  let answer: Answer;
  try {
    answer = await work(database, directory);
  } finally {
    await database.close();
  }
  print(answer, options.json === true);
}

/** The same, for `init`: there need be no operator yet. */
export async function onOpened(
  command: Command,
  work: (installation: OpenedInstallation) => Promise<Answer>,
): Promise<void> {
  const options = globals(command);
  const installation = await openInstallation(path.resolve(options.data), process.env.DATABASE_URL);
  let answer: Answer;
  try {
    answer = await work(installation);
  } finally {
    await installation.close();
  }
  print(answer, options.json === true);
}

/** Runs a process that lives until somebody stops it. `start` answers with what is to be done before it ends. */
export async function asService(
  command: Command,
  start: (installation: OpenedInstallation) => Promise<() => Promise<void>>,
): Promise<void> {
  const directory = path.resolve(globals(command).data);
  const stopped = untilStopped();
  const installation = await openInstallation(directory, process.env.DATABASE_URL, {
    keepsRunning: true,
  });
  try {
    const stop = await start(installation);
    await stopped;
    await stop();
  } finally {
    await installation.close();
  }
}
