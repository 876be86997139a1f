import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { refreshStatistics, withCreditor } from "../store/index.ts";
import { rowsTouched } from "../store/test-rows-touched.ts";
import { approveAll } from "./approve-all.ts";
import { aSandbox, NOW } from "./test-sandbox.ts";

const QUESTIONS = 600;
const PAGE = 20;
const TABLES = ["approval_item", "claim_now", "claim"];

describe("A yes to everything that waits", () => {
  it("goes over what waits once, however many pages there are", async () => {
    const database = await testDatabase();
    const running = await database.pool("innfri_engine");
    const claims = Array.from({ length: QUESTIONS }, (_, i) => ({
      number: String(70_000 + i),
      dueOn: "2026-04-30",
    }));
    const sandbox = await aSandbox(running, {
      country: "SE",
      operator: "self",
      clockOn: "2026-05-01",
      claims,
    });
    await sandbox.runThrough("2026-06-30");
    await withCreditor(running, sandbox.creditorId, refreshStatistics);
    await running.close();
    const before = await rowsTouched(database.url, TABLES);

    const approving = await database.pool("innfri_engine");
    const installation = { pool: approving, operator: sandbox.operator };
    const request = { creditorIds: [sandbox.creditorId], choice: null };
    const all = await approveAll(installation, request, "person", NOW, { pageSize: PAGE });
    await approving.close();

    expect({ ...all, refused: all.refused.length }).toEqual({ approved: 0, refused: QUESTIONS });
    // Without an answer the solvency questions stay open: what is touched was read, and nothing was written.
    const after = await rowsTouched(database.url, TABLES);
    for (const [table, rows] of after)
      expect(rows - before.get(table)!, `rows of ${table}`).toBeLessThan(3 * QUESTIONS);
  });
});
