/**
 * Brings a database to the present schema: the files of `migrations/`, each once, in the order of their names,
 * each in a transaction of its own, as the owner role. A file that was applied and has changed since is refused.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import pg from "pg";
import { LOCKS } from "./locks.ts";
import { OWNER_ROLE, prepareRoles } from "./roles.ts";

const MIGRATIONS = new URL("./migrations/", import.meta.url);

export type Migration = { readonly name: string; readonly sql: string; readonly sha256: string };

/** An applied migration is not the one in this program. Nothing was changed. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

/** All migrations of this program, in order. */
export async function migrations(): Promise<readonly Migration[]> {
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, MIGRATIONS), "utf8");
      return { name, sql, sha256: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/**
 * Applies what is missing and returns its names; safe to call from several processes at once, and again after a
 * crash. Throws `RolesMissingError` or `MigrationError`, both with what to do.
 */
export async function migrate(url: string, wanted?: readonly Migration[]): Promise<readonly string[]> {
  const list = wanted ?? (await migrations());
  const client = new pg.Client({ connectionString: url, application_name: "innfri migrate" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await prepareRoles(client);
    await client.query(`set role ${OWNER_ROLE}; select pg_advisory_lock(${LOCKS.migration})`);
    await client.query(`create table if not exists migration (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
    const missing = await missingOf(client, list);
    for (const migration of missing) await apply(client, migration);
    return missing.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

async function missingOf(client: pg.Client, list: readonly Migration[]): Promise<readonly Migration[]> {
  const { rows } = await client.query<{ name: string; sha256: string }>("select name, sha256 from migration");
  for (const applied of rows) {
    const ours = list.find((migration) => migration.name === applied.name);
    if (ours === undefined)
      throw new MigrationError(
        `The database has ${applied.name}, which this program does not know: it was migrated by a newer version. Run that one. Nothing was changed.`,
      );
    if (ours.sha256 !== applied.sha256)
      throw new MigrationError(
        `${applied.name} is not the file that was applied to this database. Put the old one back and write a new migration. Nothing was changed.`,
      );
  }
  return list.filter((migration) => !rows.some((applied) => applied.name === migration.name));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query("begin");
    await client.query(migration.sql);
    await client.query("insert into migration (name, sha256) values ($1, $2)", [
      migration.name,
      migration.sha256,
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}
