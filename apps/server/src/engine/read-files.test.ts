import { date, derivedId } from "@innfri/kernel";
import { aCreditor, registerClaims, testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { refreshStatistics, sql, withCreditor } from "../store/index.ts";
import { rowsTouched } from "../store/test-rows-touched.ts";
import { BEFORE_ALL, filePages, pagesOf } from "./read-files.ts";

const FILES = 1000;
const PAGE = 50;
const TABLES = ["file", "debtor", "claim", "claim_now", "invoice", "contact"];

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
    await importing.close();
    const before = await rowsTouched(database.url, TABLES);

    const reading = await database.pool("innfri_engine");
    const seen = new Set<string>();
    for await (const files of filePages(reading, creditorId, PAGE))
      for (const { customerNumber } of files) seen.add(customerNumber);
    await reading.close();

    expect(seen.size).toBe(FILES);
    const after = await rowsTouched(database.url, TABLES);
    for (const [table, rows] of after)
      expect(rows - before.get(table)!, `rows of ${table}`).toBeLessThan(2 * FILES);
  });

  it("are read while the last one is worked on, also by one who never waits for anything", async () => {
    const database = await testDatabase();
    const pool = await database.pool("innfri_engine");
    const creditorId = await aCreditor(pool, { country: "NO", clockOn: date("2026-05-01") });
    const first = Array.from({ length: 1000 }, (_, i) => ({
      debtorId: derivedId(date("2026-01-01"), "debtor", String(i)),
    }));
    let isNextRead = false;
    const pages = pagesOf(pool, creditorId, async (tx, after) => {
      if (after === BEFORE_ALL) return first;
      for (let statement = 0; statement < 5; statement++) await tx.many(sql`select 1 as one`);
      isNextRead = true;
      return [];
    });
    let seen = 0;
    for await (const part of pages) {
      seen += part.length;
      if (seen === first.length) expect(isNextRead).toBe(true);
      for (const until = performance.now() + 100; !isNextRead && performance.now() < until; );
    }
    expect(seen).toBe(first.length);
  });
});
