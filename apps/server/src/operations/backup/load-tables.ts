/** Fills an empty database of the backup's own schema, in one transaction. */
import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { OWNER_ROLE } from "../../store/index.ts";
import { BackupError, bytesOf, type ReadManifest, rowsOf, type TablePart } from "./manifest.ts";
import { readPart, type Through } from "./parts.ts";
import { COPY_SETTINGS, columnList, IN_ANY_ORDER, IN_ORDER, SEEDED, type Table, tablesOf } from "./tables.ts";

export type LoadOptions = {
  readonly through?: Through;
  readonly onTable?: (name: string, rows: number) => void;
};

/** Throws `BackupError` where the database holds anything, or does not hold in the end what the backup held. */
export async function loadTables(
  url: string,
  folder: string,
  { manifest, sha256 }: ReadManifest,
  options: LoadOptions,
): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "innfri restore" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(`set role ${OWNER_ROLE}; ${COPY_SETTINGS}; begin`);
    const tables = await tablesOf(client);
    refuseOtherTables(manifest.tables, tables);
    const forced = await makeReady(client, tables);
    for (const { name } of tables) {
      const part = manifest.tables.find((one) => one.name === name)!;
      await loadTable(client, folder, part, options.through);
      options.onTable?.(name, part.rows);
    }
    await makeWhole(client, tables, forced);
    await recordRestore(client, { manifest, sha256 });
    await client.query("commit");
  } finally {
    await client.end();
  }
}

function refuseOtherTables(inBackup: readonly TablePart[], here: readonly Table[]): void {
  const told = (tables: readonly Table[]) =>
    tables.map(({ name, columns }) => `${name} (${columns.toSorted().join(", ")})`).sort();
  if (told(inBackup).join("; ") !== told(here).join("; "))
    throw new BackupError(
      "The backup's tables are not those that its migrations make. Nothing was restored.",
    );
}

/**
 * The owner is held by row-level security like everybody, and by the triggers of what is only ever added to. Both are
 * lifted for this transaction, which nobody else sees into, and stand again before it ends. Returns where the first was.
 */
async function makeReady(client: pg.Client, tables: readonly Table[]): Promise<ReadonlySet<string>> {
  const names = tables.map(({ name }) => `"${name}"`);
  await client.query(`lock table ${names.join(", ")} in access exclusive mode`);
  const { rows } = await client.query<{ name: string }>(
    "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity",
  );
  for (const name of names)
    await client.query(`alter table ${name} no force row level security, disable trigger user`);
  // Only now does the owner see every row.
  for (const { name } of tables) {
    if (SEEDED.includes(name)) continue;
    const { rowCount } = await client.query(`select from "${name}" limit 1`);
    if (rowCount !== 0)
      throw new BackupError(
        "The database is not empty, so nothing was restored. Restore into a new database or a new data directory.",
      );
  }
  // A restore that failed before has left room in between, which would put the rows in another order.
  await client.query(`truncate ${names.join(", ")}`);
  return new Set(rows.map(({ name }) => name));
}

async function makeWhole(
  client: pg.Client,
  tables: readonly Table[],
  forced: ReadonlySet<string>,
): Promise<void> {
  for (const { name } of tables) {
    const force = forced.has(name) ? ", force row level security" : "";
    await client.query(`alter table "${name}" enable trigger user${force}`);
  }
}

async function loadTable(
  client: pg.Client,
  folder: string,
  part: TablePart,
  through: Through,
): Promise<void> {
  const columns = columnList(part.columns);
  let written = -1;
  await readPart(folder, part, through, async (plain) => {
    const stream = client.query(copyFrom(`copy "${part.name}" (${columns}) from stdin`));
    await pipeline(plain, stream);
    written = stream.rowCount;
  });
  const hash = createHash("sha256");
  await client.query(IN_ORDER);
  const read = client.query(copyTo(`copy (select ${columns} from only "${part.name}") to stdout`));
  for await (const chunk of read) hash.update(chunk as Buffer);
  await client.query(IN_ANY_ORDER);
  if (written !== part.rows || hash.digest("hex") !== part.plainSha256)
    throw new BackupError(
      `${part.name} does not hold row by row what the backup holds, so nothing was restored. Report this: it is a defect.`,
    );
}

/** In the same transaction: a database that holds the rows knows where they are from. */
async function recordRestore(client: pg.Client, { manifest, sha256 }: ReadManifest): Promise<void> {
  await client.query(
    `insert into backup (backup_id, kind, made_at, recorded_at, manifest_sha256, row_count, byte_count)
     values ($1, 'restored', $2, now(), decode($3, 'hex'), $4, $5)`,
    [manifest.backupId, manifest.madeAt, sha256, rowsOf(manifest), bytesOf(manifest)],
  );
}
