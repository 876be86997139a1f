/** What every command gets: the data directory, and the installation opened only by those that need it. */
import path from "node:path";
import type { Command } from "commander";
import { type Database, isInstalled, openDatabase } from "../database.ts";
import { type OpenedInstallation, type Operator, openInstallation } from "../installation.ts";
import { refuseHalfRestored } from "../restore-mark.ts";
import { type Answer, print, UsageError } from "./output.ts";
import { untilStopped } from "./until-stopped.ts";

export type GlobalOptions = {
  readonly data: string;
  /** As it was given; undefined where it was not. */
  readonly givenData: string | undefined;
  readonly json: boolean;
};

/** The options that every command has. They may stand before or behind the command's name; the nearest wins. */
export function globals(command: Command): GlobalOptions {
  let nearest: { readonly data?: string; readonly json?: boolean } = {};
  for (let at: Command | null = command; at !== null; at = at.parent)
    nearest = { ...at.opts<typeof nearest>(), ...nearest };
  return { data: nearest.data ?? ".innfri", givenData: nearest.data, json: nearest.json === true };
}

/** Runs a command that needs no database. */
export async function answering(command: Command, work: () => Promise<Answer>): Promise<void> {
  print(await work(), globals(command).json);
}

/**
 * Runs a command that needs no installation, under the law of the one in `--data` where there is one: what its operator
 * has loaded counts beside the packaged figures.
 */
export async function underItsLaw(command: Command, work: () => Promise<Answer>): Promise<void> {
  const isThere = await isInstalled(path.resolve(globals(command).data), process.env.DATABASE_URL);
  await (isThere ? onOpened(command, work) : answering(command, work));
}

/** Wrong use where there is no installation: a directory that was mistyped becomes none. */
async function mustBeInstalled(directory: string): Promise<void> {
  // Whoever restores there is told to go on.
  await refuseHalfRestored(directory);
  if (await isInstalled(directory, process.env.DATABASE_URL)) return;
  const where = (process.env.DATABASE_URL ?? "").trim() === "" ? `in ${directory}` : "in that database";
  throw new UsageError(
    `There is no installation ${where}. Nothing was done. Name another by --data, or make one: innfri init --operator self|agency`,
  );
}

/** Runs a command on the installation in `--data`, which must be there, and closes it whatever happens. */
export async function onInstallation(
  command: Command,
  work: (installation: OpenedInstallation & { readonly operator: Operator }) => Promise<Answer>,
): Promise<void> {
  await mustBeInstalled(path.resolve(globals(command).data));
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
  await mustBeInstalled(directory);
  const database = await openDatabase(directory, process.env.DATABASE_URL);
  let answer: Answer;
  try {
    answer = await work(database, directory);
  } finally {
    await database.close();
  }
  print(answer, options.json);
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
  print(answer, options.json);
}

/** Runs a process that lives until somebody stops it. `start` answers with what is to be done before it ends. */
export async function asService(
  command: Command,
  { mayBegin }: { readonly mayBegin: boolean },
  start: (installation: OpenedInstallation) => Promise<() => Promise<void>>,
): Promise<void> {
  const directory = path.resolve(globals(command).data);
  if (!mayBegin) await mustBeInstalled(directory);
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
