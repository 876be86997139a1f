/** Has a newer version of this program migrated the database meanwhile? A process that lives long asks now and then. */
import { JOBS_SCHEMA, NEWEST_JOBS } from "./jobs-schema.ts";
import { migrations } from "./migrate.ts";
import { type Pool, prepared, sql, withOperator } from "./sql.ts";

/** What there is of it that this program does not know: a migration, or the tables of the queue. Null for nothing. */
export async function newerSchema(pool: Pool): Promise<string | null> {
  const names = (await migrations()).map(({ name }) => name);
  return withOperator(pool, async (tx) => {
    const migration = await tx.maybe<{ name: string }>(sql`
      select name from migration where name <> all(${names}::text[]) order by name limit 1`);
    if (migration !== undefined) return migration.name;
    const { version } = await tx.one<{ version: number }>(JOBS_VERSION);
    return version > NEWEST_JOBS ? JOBS_SCHEMA : null;
  });
}

const JOBS_VERSION = { ...prepared(`select version from ${JOBS_SCHEMA}.version`), values: [] };
