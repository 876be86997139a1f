import { date } from "@innfri/kernel";
import { aCreditor, registerClaims, testDatabase } from "@innfri/testing";
import { expect, it } from "vitest";
import { clockOf } from "../clock.ts";
import { withAdministrator } from "../store/index.ts";
import { rowsTouched } from "../store/test-rows-touched.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import { sealDay } from "./seal-day.ts";

const ALL = 5000;
const NEW = 10;
const TABLES = [
  ...["claim", "claim_now", "event", "invoice", "document", "step", "ledger_transaction", "allocation"],
  ...["payment", "sealed_chain", "chain_growth", "daily_root", "debtor", "file"],
];

const sandboxOn = (day: string) =>
  clockOf({ isSandbox: true, clockOn: date(day), timeZone: "Europe/Oslo" }, new Date());

const claims = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    number: String(from + i),
    customer: String(from + i),
    principalMinor: 45_000n,
    issuedOn: date("2026-04-16"),
    dueOn: date("2026-04-30"),
  }));

it("A root and an incremental verify touch what has grown, however much there is beside it", async () => {
  const database = await testDatabase();
  const before = await database.pool("innfri_engine");
  const creditorId = await aCreditor(before, { country: "NO", clockOn: date("2026-05-01") });
  await registerClaims(before, creditorId, "NO", claims(1000, ALL));
  await withAdministrator(database.url, (client) => client.query("analyze")); // as autovacuum does
  await sealDay({ pool: before }, { creditorId }, sandboxOn("2026-05-01"));
  expect(await verifyBooks(before, [creditorId])).toMatchObject({ claims: ALL, findings: [] });
  await registerClaims(before, creditorId, "NO", claims(90_000, NEW));
  await before.close();
  const touchedBefore = await rowsTouched(database.url, TABLES);

  const pool = await database.pool("innfri_engine");
  const sealed = await sealDay({ pool }, { creditorId }, sandboxOn("2026-05-02"));
  expect(sealed).toMatchObject({ kind: "sealed", root: { chains: NEW } });
  const incremental = await verifyBooks(pool, [creditorId], { isIncremental: true });
  expect(incremental).toMatchObject({ claims: NEW, findings: [] });
  await pool.close();

  const touched = await rowsTouched(database.url, TABLES);
  for (const [table, rows] of touched)
    expect(rows - touchedBefore.get(table)!, `rows of ${table}`).toBeLessThan(20 * NEW);
}, 90_000);
