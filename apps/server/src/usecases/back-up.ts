/** A backup, recorded in the database that it is of, so that it can be told how old the newest is. */
import type { Database } from "../database.ts";
import { errorFields, log } from "../log/index.ts";
import { type BackupOptions, makeBackup } from "../operations/backup/make-backup.ts";
import { bytesOf, type ReadManifest, readManifest, rowsOf } from "../operations/backup/manifest.ts";
import { sql, withOperator } from "../store/index.ts";

export type BackedUp = ReadManifest & { readonly folder: string };

/** Makes a backup in a new folder of `parent`. The database may be of an earlier schema, as before an upgrade. */
export async function backUp(
  database: Database,
  directory: string,
  parent: string,
  options: BackupOptions = {},
): Promise<BackedUp> {
  log.info("backup-started");
  try {
    const { folder } = await makeBackup(database, directory, parent, options);
    // Read back: what is recorded is what lies there.
    const read = await readManifest(folder);
    await record(database, read);
    const { manifest } = read;
    const tables = manifest.tables.length;
    log.info("backup-finished", { tables, rows: rowsOf(manifest), bytes: bytesOf(manifest) });
    return { ...read, folder };
  } catch (error) {
    log.error("backup-failed", errorFields(error));
    throw error;
  }
}

async function record(database: Database, { manifest, sha256 }: ReadManifest): Promise<void> {
  // One of a schema that has no such table yet is as good, and only not remembered.
  if (!manifest.tables.some(({ name }) => name === "backup")) return;
  const { backupId, madeAt } = manifest;
  await withOperator(await database.poolFor("innfri_engine", 1), (tx) =>
    tx.run(sql`
      insert into backup (backup_id, kind, made_at, recorded_at, manifest_sha256, row_count, byte_count)
      values (${backupId}::uuid, 'made', ${madeAt}::timestamptz, now(), decode(${sha256}, 'hex'),
        ${rowsOf(manifest)}::int8, ${bytesOf(manifest)}::int8)`),
  );
}
