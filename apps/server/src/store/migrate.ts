/**
 * Brings a database to the present schema: the files of `migrations/`, each once, in the order of their names,
 * each in a transaction of its own, as the owner role. A file that was applied and has changed since is refused.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import pg from "pg";
import { log } from "../log/index.ts";
import { prepareJobs } from "./jobs-schema.ts";
import { LOCKS } from "./locks.ts";
import { OWNER_ROLE, prepareRoles, RolesMissingError, WORK_ROLES } from "./roles.ts";

const MIGRATIONS = new URL("./migrations/", import.meta.url);

export type Migration = { readonly name: string; readonly sql: string; readonly sha256: string };

/** An applied migration is not the one in this program. Nothing was changed. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

let ours: Promise<readonly Migration[]> | undefined;

/**
 * All migrations of this program, in order: as they were when this process first asked, for a newer version may be put in
 * the place of its files while it runs.
 */
export function migrations(): Promise<readonly Migration[]> {
  ours ??= readMigrations();
  return ours;
}

async function readMigrations(): Promise<readonly Migration[]> {
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
  let isDone = false;
  try {
    await prepareRoles(client).catch(async (error: unknown) => {
      // Whoever may only put on a role to work in needs nothing done, or somebody else to do it.
      if (!(error instanceof RolesMissingError) || !(await isUpToDate(client, list))) throw error;
      isDone = true;
    });
    if (isDone) return [];
    await client.query(`set role ${OWNER_ROLE}; select pg_advisory_lock(${LOCKS.migration})`);
    await client.query(`create table if not exists migration (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
    const missing = await missingOf(client, list);
    for (const migration of missing) {
      await apply(client, migration);
      log.info("migrated", { migration: migration.name });
    }
    await prepareJobs(client);
    return missing.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

/** Whether this program, of whatever version, has ever made its tables there. Changes nothing. */
export async function isMigrated(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, application_name: "innfri" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ is: boolean }>(
      // Asked of the catalogue, which needs no right to the schema.
      `select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'public' and c.relname = 'migration') as is`,
    );
    return rows[0]!.is;
  } finally {
    await client.end();
  }
}

/** As a user who may wear a role and not the owner's: false when it may wear none, or the roles are not there. */
async function isUpToDate(client: pg.Client, list: readonly Migration[]): Promise<boolean> {
  const { rows } = await client.query<{ role: string }>(
    `select rolname::text as role from pg_roles
     where rolname = any($1::text[]) and pg_has_role(current_user, oid, 'member') limit 1`,
    [WORK_ROLES],
  );
  const role = rows[0]?.role;
  if (role === undefined) return false;
  await client.query(`set role ${role}`);
  const missing = await missingOf(client, list).catch((error: unknown) => {
    if (error instanceof MigrationError) throw error;
    return null; // it was never migrated
  });
  if (missing === null || missing.length === 0) return missing !== null;
  throw new MigrationError(
    `The database lacks ${missing.map(({ name }) => name).join(", ")}, and this user may not bring it up to date. Run an innfri command on it once as a user who may, for instance: innfri creditor list. Nothing was changed.`,
  );
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
