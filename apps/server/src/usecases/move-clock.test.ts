import { date } from "@innfri/kernel";
import { aCreditor, anId, someSettings, testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { beforeAll, describe, expect, it } from "vitest";
import type { Pool } from "../store/index.ts";
import { moveClock, readClocks } from "./move-clock.ts";
import { aSandbox, NOW } from "./test-sandbox.ts";

const { pool: openPool } = await testDatabase();
let pool: Pool;
let directory = "";
beforeAll(async () => {
  pool = await openPool("innfri_engine");
  directory = temporaryFolder("clock");
});

describe("A company's clock (B6)", () => {
  it("of a sandbox moves forward and runs the days between, never back", async () => {
    const claims = [{ number: "5001", dueOn: "2026-04-30" }];
    const sandbox = await aSandbox(pool, { clockOn: "2026-05-01", claims });
    const installation = { pool, directory, operator: sandbox.operator, close: async () => undefined };
    const move = (to: string) => moveClock(installation, sandbox.creditorId, date(to), NOW);
    expect(await move("2026-06-20")).toMatchObject({
      kind: "moved",
      run: { from: "2026-05-01", through: "2026-06-20", result: { letters: { notice: 1, demand: 1 } } },
    });
    expect(await sandbox.history("5001")).toEqual([
      "registered",
      "letter notice",
      "proposed collection-list",
      "approved silence",
      "letter demand",
    ]);
    expect(await move("2026-06-19")).toEqual({
      kind: "refused",
      reason: "its clock stands at 2026-06-20 and never goes back to 2026-06-19",
    });
    const views = await readClocks({ pool }, NOW);
    expect(views.find(({ creditor }) => creditor.creditorId === sandbox.creditorId)).toMatchObject({
      creditor: { lastRunOn: "2026-06-20" },
      clock: { today: "2026-06-20" },
    });
  });

  it("of a real company is the real one", async () => {
    const { operator } = await aSandbox(pool, { clockOn: "2026-05-01", claims: [] });
    const installation = { pool, directory, operator, close: async () => undefined };
    const creditorId = await aCreditor(pool, {
      country: "NO",
      clockOn: date("2026-05-01"),
      settings: someSettings("NO"),
      isReal: true,
    });
    const moved = await moveClock(installation, creditorId, date("2026-06-20"), NOW);
    expect(moved).toEqual({ kind: "refused", reason: expect.stringMatching("is a real company") });
    expect(await moveClock(installation, anId(), date("2026-06-20"), NOW)).toEqual({
      kind: "unknown-creditor",
    });
  });
});
