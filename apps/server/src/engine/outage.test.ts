import { date } from "@innfri/kernel";
import { aCreditor, registerClaims, testDatabase } from "@innfri/testing";
import { afterEach, describe, expect, it } from "vitest";
import { clockOf, clockOnDay } from "../clock.ts";
import { listenAtPoints } from "../faults/points.ts";
import type { Operator } from "../installation.ts";
import { sql, withAdministrator, withCreditor } from "../store/index.ts";
import { creditorById } from "./creditors.ts";
import { runDay } from "./run-day.ts";

const SELF: Operator = {
  operatorId: "0f0e7a34-7f6e-7e70-8000-0000000000aa" as Operator["operatorId"],
  name: "Own claims",
  kind: "self",
  licence: null,
};
const DAY = date("2026-05-15");
const database = await testDatabase();
const pool = await database.pool("innfri_engine");
afterEach(() => listenAtPoints(async () => undefined));

describe("A connection that is lost while a file is judged", () => {
  it("says nothing about the file: it is judged again, and nobody has to look at it", async () => {
    const creditorId = await aCreditor(pool, { country: "NO", clockOn: date("2026-05-01") });
    const claim = (i: number) => ({
      number: String(3001 + i),
      customer: String(31 + i),
      principalMinor: 450_000n,
      issuedOn: date("2026-04-16"),
      dueOn: date("2026-04-30"),
    });
    await registerClaims(pool, creditorId, "NO", [claim(0), claim(1), claim(2)]);
    let lost = 0;
    listenAtPoints(async (point) => {
      if (point !== "page-written" || lost === 2) return;
      lost += 1;
      await withAdministrator(database.url, (client) =>
        client.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`),
      );
    });
    const creditor = (await creditorById(pool, creditorId))!;
    const clock = clockOnDay(clockOf(creditor, new Date(0)), DAY);
    const result = await runDay({ pool, operator: SELF, creditor, clock }, { pageSize: 1, lanes: 1 });
    expect(lost).toBe(2);
    expect(result).toMatchObject({ files: 3, letters: { notice: 3 }, parked: 0, failed: [] });
    const { parked } = await withCreditor(pool, creditorId, (tx) =>
      tx.one<{ parked: number }>(sql`select count(*)::int as parked from event where kind = 'parked'`),
    );
    expect(parked).toBe(0);
  });
});
