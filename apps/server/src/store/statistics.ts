/** What the planner knows of the tables, for those who add many rows at once. */
import { sql, type Tx } from "./sql.ts";

/** Collects the statistics of the tables that an import fills. Takes a fraction of a second, whatever their size. */
export async function refreshStatistics(tx: Tx): Promise<void> {
  await tx.many(sql`select refresh_statistics()`);
}
