/**
 * Restores a backup into an empty database and a data directory without archive and outbox. Everything is checked before
 * anything is written. The files come first; then all rows come in one transaction, whose end is the moment from which
 * there is an installation. A restore that was killed is begun again by the same command, and ends as if it had not been.
 */
import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Database } from "../../database.ts";
import { readMark, removeMark, setMark } from "../../restore-mark.ts";
import { LOCKS, type Migration, migrate, migrations } from "../../store/index.ts";
import { type LoadOptions, loadTables } from "./load-tables.ts";
import { FOLDERS } from "./make-backup.ts";
import { BackupError, type Manifest, partsOf, type ReadManifest, readManifest } from "./manifest.ts";
import { isAsWritten, readPart, type Through } from "./parts.ts";
import { untar } from "./tar.ts";

/** Reads a backup's manifest and holds every file against it. Throws `BackupError`; nothing is changed. */
export async function checkBackup(folder: string): Promise<ReadManifest> {
  const read = await readManifest(folder);
  for (const part of partsOf(read.manifest))
    if (!(await isAsWritten(folder, part)))
      throw new BackupError(
        `${path.join(folder, part.file)} is missing or is not as it was written. Nothing was done.`,
      );
  return read;
}

/**
 * Restores what `checkBackup` has found whole. `open` finds the database of the data directory, or starts an empty one.
 * In the end it has this program's schema.
 */
export async function restoreBackup(
  open: () => Promise<Database>,
  directory: string,
  folder: string,
  read: ReadManifest,
  options: LoadOptions = {},
): Promise<void> {
  const known = knownMigrations(read.manifest, await migrations());
  const mark = { manifestSha256: read.sha256, from: folder };
  await mkdir(directory, { recursive: true });
  const before = await readMark(directory);
  if (before === undefined) await refuseFiles(directory);
  else if (before.manifestSha256 !== read.sha256)
    throw new BackupError(
      `A restore of ${before.from} into ${directory} was begun and not finished. Finish that one, or take another data directory and database.`,
    );
  const database = await open();
  try {
    await alone(database.url, async () => {
      if (await isLoaded(database.url, read)) return;
      await refuseRows(database.url);
      await setMark(directory, mark);
      await restoreFiles(directory, folder, read.manifest, options.through);
      await migrate(database.url, known);
      await loadTables(database.url, folder, read, options);
    });
    await migrate(database.url);
    await refreshPlanner(database.url);
    await removeMark(directory);
  } finally {
    await database.close();
  }
}

/** The backup's migrations, which must be ours. Those that came after it are applied to its rows in the end. */
function knownMigrations(
  { migrations: applied, program }: Manifest,
  ours: readonly Migration[],
): Migration[] {
  return applied.map(({ name, sha256 }) => {
    const own = ours.find((one) => one.name === name);
    if (own === undefined || own.sha256 !== sha256)
      throw new BackupError(
        `The backup is of a database that ${name} was applied to, which this program does not have so. Restore it with version ${program} or a newer one. Nothing was done.`,
      );
    return own;
  });
}

async function refuseFiles(directory: string): Promise<void> {
  const there = await readdir(directory);
  const ours = FOLDERS.filter((name) => there.includes(name));
  if (ours.length > 0)
    throw new BackupError(
      `${directory} holds ${ours.join(" and ")} already, so nothing was restored. Take a new data directory, or move them away.`,
    );
}

async function restoreFiles(
  directory: string,
  folder: string,
  { files }: Manifest,
  through: Through,
): Promise<void> {
  for (const name of FOLDERS) await rm(path.join(directory, name), { recursive: true, force: true });
  if (files === null) return;
  let count = 0;
  await readPart(folder, files, through, async (bytes) => {
    count = await untar(bytes, directory, FOLDERS);
  });
  if (count !== files.count)
    throw new BackupError(`${files.file} holds ${count} files and not ${files.count}. Nothing was restored.`);
}

/** PostgreSQL may need a moment to see that a restore was killed. */
const FREE_WITHIN_MS = 10_000;

/** Two restores into one database would each find it empty. */
async function alone(url: string, work: () => Promise<void>): Promise<void> {
  await onDatabase(url, async (client) => {
    for (const startedMs = performance.now(); ; await sleep(100)) {
      const { rows } = await client.query<{ free: boolean }>(
        `select pg_try_advisory_lock(${LOCKS.restore}) as free`,
      );
      if (rows[0]!.free) break;
      if (performance.now() - startedMs > FREE_WITHIN_MS)
        throw new BackupError("Another restore into this database is at work. Nothing was done.");
    }
    await work();
  });
}

/** A restore of this very backup that was killed after its rows had come. */
async function isLoaded(url: string, { sha256 }: ReadManifest): Promise<boolean> {
  return onDatabase(url, async (client) => {
    if (!(await hasTable(client, "backup"))) return false;
    await client.query("set role innfri_auditor");
    const { rowCount } = await client.query(
      "select from backup where kind = 'restored' and manifest_sha256 = decode($1, 'hex')",
      [sha256],
    );
    return rowCount !== 0;
  });
}

/** An installation begins with its operator: whatever has one is somebody's. */
async function refuseRows(url: string): Promise<void> {
  const isSomebodys = await onDatabase(url, async (client) => {
    if (!(await hasTable(client, "operator"))) return false;
    await client.query("set role innfri_auditor");
    return (await client.query("select from operator limit 1")).rowCount !== 0;
  });
  if (isSomebodys)
    throw new BackupError(
      "The database is not empty, so nothing was restored. Restore into a new database or a new data directory.",
    );
}

async function hasTable(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>("select to_regclass($1) is not null as there", [
    `public.${name}`,
  ]);
  return rows[0]!.there;
}

/** Nothing is known of the rows yet: without it the first run would read whole tables again and again. */
async function refreshPlanner(url: string): Promise<void> {
  await onDatabase(url, (client) => client.query("set role innfri_owner; analyze"));
}

async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: "innfri restore" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
