/** The tables of the job queue, in a schema of their own: brought up to date with the rest, by the same migration. */
import type pg from "pg";
import { getConstructionPlans, getMigrationPlans } from "pg-boss";
import packageJson from "pg-boss/package.json" with { type: "json" };

/** Made by `prepareRoles`, since only the database's owner may make a schema. */
export const JOBS_SCHEMA = "innfri_jobs";

/** The version of its tables that this program knows. */
export const NEWEST_JOBS = packageJson.pgboss.schema;

/** Call it as the owner role, one process at a time. */
export async function prepareJobs(client: pg.ClientBase): Promise<void> {
  const version = await versionOf(client);
  if (version === NEWEST_JOBS) return;
  if (version > NEWEST_JOBS)
    throw new Error(
      `The database has the job queue of a newer version of Innfri (${version}; this program knows ${NEWEST_JOBS}). Run that one. Nothing was changed.`,
    );
  await client.query(
    version === 0
      ? getConstructionPlans(JOBS_SCHEMA, { createSchema: false })
      : getMigrationPlans(JOBS_SCHEMA, version),
  );
  // Jobs are the engine's own and hold no more than ids: it may do with them what it likes, and nobody else anything.
  await client.query(`
    grant usage on schema ${JOBS_SCHEMA} to innfri_engine;
    grant select, insert, update, delete on all tables in schema ${JOBS_SCHEMA} to innfri_engine;
    revoke execute on all functions in schema ${JOBS_SCHEMA} from public;
    grant execute on all functions in schema ${JOBS_SCHEMA} to innfri_engine`);
}

async function versionOf(client: pg.ClientBase): Promise<number> {
  const there = await client.query(`select to_regclass('${JOBS_SCHEMA}.version') is not null as is_there`);
  if (there.rows[0].is_there !== true) return 0;
  const { rows } = await client.query<{ version: number }>(`select version from ${JOBS_SCHEMA}.version`);
  return rows[0]?.version ?? 0;
}
