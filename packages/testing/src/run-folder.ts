/**
 * The folder of one run of the tests, the faults or the benches. While the run lasts it is what `tmpdir()` answers,
 * here and in every process that is started from here, so that whatever is left lies in it and goes with it.
 */
import { chmod, mkdtemp, readdir, readFile, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dataElsewhere } from "@innfri/server/store";

export type RunFolder = {
  readonly folder: string;
  /** Removes all of it; what removing the folder alone would have left behind is told, in whole sentences. */
  close(): Promise<readonly string[]>;
};

const STOPS_WITHIN_MS = 10_000;

// What a run makes carries the number of its process, by which the next one knows what a killed one has left.
const OF_A_RUN = /^innfri-(?:test|checks|postgres)-(\d+)-/;

export async function openRunFolder(): Promise<RunFolder> {
  await sweep();
  const folder = await mkdtemp(path.join(tmpdir(), `innfri-test-${process.pid}-`));
  await chmod(folder, 0o755);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  return {
    folder,
    close: async () => {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      return remove(folder);
    },
  };
}

async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = OF_A_RUN.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await remove(path.join(tmpdir(), name));
  }
}

async function remove(folder: string): Promise<string[]> {
  const told: string[] = [];
  const elsewhere = await dataElsewhere(folder);
  const places = [folder, ...elsewhere.map(({ directory }) => path.dirname(directory))];
  for (const place of places)
    for (const directory of await clusters(place))
      if (await kill(directory)) told.push(`A PostgreSQL was still running in ${directory}; it was stopped.`);
  for (const { directory, asked } of elsewhere)
    told.push(`The data of ${asked} lay in ${directory}, outside the run's folder; it was removed.`);
  for (const place of places) await rm(place, { recursive: true, force: true, maxRetries: 5 });
  return told;
}

/** The data directories of PostgreSQL at or below a folder that have a server, or had one that was killed. */
async function clusters(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some(({ name }) => name === "postmaster.pid")) return [folder];
  if (entries.some(({ name }) => name === "PG_VERSION")) return [];
  const below = entries.filter((entry) => entry.isDirectory());
  return (await Promise.all(below.map(({ name }) => clusters(path.join(folder, name))))).flat();
}

/** Stops the server that works in a data directory at once, whose data nobody wants; was there one? */
async function kill(directory: string): Promise<boolean> {
  const file = await readFile(path.join(directory, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number(file.split("\n")[0]);
  const isThere = async () => pid > 0 && isAlive(pid) && (await worksIn(pid, directory));
  if (!(await isThere())) return false;
  process.kill(pid, "SIGQUIT");
  const until = performance.now() + STOPS_WITHIN_MS;
  while (performance.now() < until && (await isThere())) await sleep(20);
  return true;
}

// The number may be another program's by now. PostgreSQL works in its data directory.
async function worksIn(pid: number, directory: string): Promise<boolean> {
  if (process.platform !== "linux") return true;
  return (await readlink(`/proc/${pid}/cwd`).catch(() => "")) === directory;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
