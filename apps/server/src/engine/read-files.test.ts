import { date } from "@innfri/kernel";
import { aCreditor, registerClaims, testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { refreshStatistics, withAdministrator, withCreditor } from "../store/index.ts";
import { filePages } from "./read-files.ts";

const FILES = 1000;
const PAGE = 50;

describe("The pages of a portfolio", () => {
  it("bring every file once and touch each row of it once, however many pages there are", async () => {
    const database = await testDatabase();
    const importing = await database.pool("innfri_engine");
    const creditorId = await aCreditor(importing, { country: "NO", clockOn: date("2026-05-01") });
    const claims = Array.from({ length: FILES }, (_, i) => ({
      number: String(1000 + i),
      customer: String(i + 1),
      principalMinor: 45_000n,
      issuedOn: date("2026-04-16"),
      dueOn: date("2026-04-30"),
    }));
    await registerClaims(importing, creditorId, "NO", claims);
    await withCreditor(importing, creditorId, refreshStatistics); // as after an import
    await importing.close(); // what its connections have counted is told when they end
    const before = await rowsTouched(database.url);

    const reading = await database.pool("innfri_engine");
    const seen = new Set<string>();
    for await (const files of filePages(reading, creditorId, PAGE))
      for (const { customerNumber } of files) seen.add(customerNumber);
    await reading.close();

    expect(seen.size).toBe(FILES);
    const after = await rowsTouched(database.url);
    for (const [table, rows] of after)
      expect(rows - before.get(table)!, `rows of ${table}`).toBeLessThan(2 * FILES);
  });
});

/** How many rows of each table have been touched so far, through an index or without one. */
function rowsTouched(url: string): Promise<ReadonlyMap<string, number>> {
  return withAdministrator(url, async (client) => {
    const { rows } = await client.query<{ table: string; touched: number }>(`
      select relname::text as table, (seq_tup_read + coalesce(idx_tup_fetch, 0))::float8 as touched
      from pg_stat_user_tables where relname in ('file', 'debtor', 'claim', 'claim_now', 'invoice', 'contact')`);
    return new Map(rows.map(({ table, touched }) => [table, touched]));
  });
}
