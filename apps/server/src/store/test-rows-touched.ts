/** For tests: whether what is read in pages walks everything from the beginning for each of them. */
import { setTimeout } from "node:timers/promises";
import { withAdministrator } from "./index.ts";

/** How many rows of each table have been touched so far, through an index or without one, by connections that have ended. */
export function rowsTouched(url: string, tables: readonly string[]): Promise<ReadonlyMap<string, number>> {
  return withAdministrator(url, async (client) => {
    // A connection tells what it has counted when it ends, and is gone once it has told.
    const others =
      "select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
    while ((await client.query(others)).rowCount !== 0) await setTimeout(10);
    const { rows } = await client.query<{ table: string; touched: number }>(
      `select relname::text as table, (seq_tup_read + coalesce(idx_tup_fetch, 0))::float8 as touched
       from pg_stat_user_tables where relname = any($1)`,
      [tables],
    );
    return new Map(rows.map(({ table, touched }) => [table, touched]));
  });
}
