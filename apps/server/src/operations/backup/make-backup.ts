/**
 * A backup: every table as it stood at one moment, and the archive and outbox that belong to it, in a folder. It is read
 * with COPY as the auditor, beside running work; the schema is the migrations', so only their names are kept. It needs
 * no program of PostgreSQL's, is the same for the embedded database and a server, and is read in any version of it.
 */
import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { Database } from "../../database.ts";
import { PROGRAM_VERSION } from "../../program-version.ts";
import { LOCKS } from "../../store/locks.ts";
import { instantOf } from "../../store/type-parsers.ts";
import { BackupError, MANIFEST_FILE, type Manifest, manifestText, type TablePart } from "./manifest.ts";
import { type Through, writePart } from "./parts.ts";
import { COPY_SETTINGS, columnList, hiddenTables, IN_ORDER, type Table, tablesOf } from "./tables.ts";
import { tarOf } from "./tar.ts";

/** What lies in the data directory and belongs to the installation, besides an embedded database. */
export const FOLDERS = ["archive", "outbox"] as const;

export type BackupOptions = {
  /** Leaves archive and outbox out, where something else keeps them. */
  readonly withoutFiles?: boolean;
  readonly through?: Through;
  readonly onTable?: (name: string, rows: number) => void;
};

export type MadeBackup = { readonly folder: string; readonly manifest: Manifest };

/**
 * Makes a backup in a new folder of `parent`. Killed at any moment it leaves a folder whose name begins with a dot, and
 * which the next one removes; a folder with its final name is whole.
 */
export async function makeBackup(
  database: Pick<Database, "urlFor">,
  dataDirectory: string,
  parent: string,
  options: BackupOptions = {},
): Promise<MadeBackup> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await sweep(parent);
  const unfinished = path.join(
    parent,
    `${UNFINISHED}${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
  );
  await mkdir(unfinished, { mode: 0o700 });
  try {
    const manifest = await writeBackup(database, dataDirectory, unfinished, options);
    const text = manifestText(manifest);
    await writeFile(path.join(unfinished, MANIFEST_FILE), text, { mode: 0o600, flush: true });
    await syncFolder(unfinished);
    const folder = path.join(parent, nameOf(manifest));
    await rename(unfinished, folder);
    await syncFolder(parent);
    return { folder, manifest };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

const UNFINISHED = ".innfri-backup-unfinished-";

/** `innfri-2026-05-15T091500Z-0f3a9c21` */
function nameOf({ madeAt, backupId }: Manifest): string {
  return `innfri-${madeAt.slice(0, 19).replaceAll(":", "")}Z-${backupId.slice(0, 8)}`;
}

/** Removes what was left by processes of this machine that are gone. */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const own = name.startsWith(`${UNFINISHED}${hostname()}-`)
      ? /-(\d+)-[0-9a-f]{8}$/.exec(name)?.[1]
      : undefined;
    if (own !== undefined && !isAlive(Number(own)))
      await rm(path.join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

async function writeBackup(
  database: Pick<Database, "urlFor">,
  dataDirectory: string,
  folder: string,
  options: BackupOptions,
): Promise<Manifest> {
  const client = new pg.Client({
    connectionString: await database.urlFor("innfri_auditor"),
    application_name: "innfri backup",
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(`set role innfri_auditor; ${COPY_SETTINGS};
      select pg_advisory_lock_shared(${LOCKS.migration})`);
    // Only now is there a moment to show: what a migration writes anew, one from before it would see as empty.
    await client.query(`begin isolation level repeatable read, read only; ${IN_ORDER}`);
    const head = await headOf(client);
    const tables: TablePart[] = [];
    for (const table of await readableTables(client)) {
      const part = await writeTable(client, folder, table, options.through);
      tables.push(part);
      options.onTable?.(part.name, part.rows);
    }
    const roots = await rootsOf(client);
    await client.query("commit");
    // After the moment that the tables show: every file that they tell of is there.
    const files =
      options.withoutFiles === true ? null : await writeFiles(dataDirectory, folder, options.through);
    const isThroughProgram = options.through !== undefined;
    return { ...head, isThroughProgram, tables, files, roots };
  } finally {
    await client.end();
  }
}

async function headOf(client: pg.Client) {
  const { rows } = await client.query<{ at: string; postgres: string; migrated: boolean }>(
    `select now()::text as at, current_setting('server_version') as postgres,
       to_regclass('public.migration') is not null as migrated`,
  );
  const { at, postgres, migrated } = rows[0]!;
  if (!migrated) throw new BackupError("There is nothing in this database yet, so no backup was made.");
  const { rows: migrations } = await client.query<{ name: string; sha256: string }>(
    "select name, sha256 from migration order by name",
  );
  return {
    format: "innfri-backup" as const,
    formatVersion: 1 as const,
    backupId: randomUUID(),
    madeAt: instantOf(at),
    program: PROGRAM_VERSION,
    postgres,
    migrations,
  };
}

async function readableTables(client: pg.Client): Promise<readonly Table[]> {
  const hidden = await hiddenTables(client);
  if (hidden.length > 0)
    throw new BackupError(
      `The auditor would not see every row of ${hidden.join(", ")}, so no backup was made. This is a defect of a migration.`,
    );
  return tablesOf(client);
}

async function writeTable(
  client: pg.Client,
  folder: string,
  { name, columns }: Table,
  through: Through,
): Promise<TablePart> {
  const stream = client.query(copyTo(`copy (select ${columnList(columns)} from only "${name}") to stdout`));
  const part = await writePart(folder, `tables/${name}.copy.gz`, stream, through);
  // What the server says of the whole comes after its last byte.
  await client.query("select");
  return { ...part, name, columns: [...columns], rows: stream.rowCount };
}

async function writeFiles(
  dataDirectory: string,
  folder: string,
  through: Through,
): Promise<NonNullable<Manifest["files"]>> {
  await stat(dataDirectory);
  let count = 0;
  const bytes = tarOf(dataDirectory, FOLDERS, () => {
    count += 1;
  });
  const part = await writePart(folder, "files.tar.gz", bytes, through);
  return { ...part, count };
}

async function rootsOf(client: pg.Client): Promise<Manifest["roots"]> {
  const { rows } = await client.query<{ creditor: string | null; on: string; root: string }>(
    `select creditor, on_day::text as on, encode(root, 'hex') as root from (
       select distinct on (creditor_id) creditor_id as creditor, root_on as on_day, root from daily_root
         order by creditor_id, root_on desc) newest
     union all
     (select null, root_on::text, encode(root, 'hex') from operator_root order by root_on desc limit 1)
     order by 1 nulls first`,
  );
  return rows;
}
