import { date, type Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { beforeAll, describe, expect, it } from "vitest";
import { clockOf } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import { DayHasPassed, runDay } from "../engine/run-day.ts";
import { type Operator, readOperator } from "../installation.ts";
import { clocksDiffer } from "../machine-time.ts";
import { aCompany, anAgency } from "../processes/test-company.ts";
import { type Pool, sql, withCreditor, withOperator } from "../store/index.ts";
import { actOnClaim } from "./act-on-claim.ts";
import { type DayOptions, runDays } from "./run-days.ts";
import { verifyBooks } from "./verify-books.ts";

const { pool: openPool } = await testDatabase();
let pool: Pool;
let operator: Operator;
let directory = "";
beforeAll(async () => {
  pool = await openPool("innfri_engine");
  directory = temporaryFolder("jumps");
  await anAgency(pool);
  operator = (await withOperator(pool, readOperator))!;
});

const installation = () => ({ pool, directory, operator, close: async () => undefined });
const at = (day: string) => new Date(`${day}T07:00:00.000Z`);

async function run(creditorId: Uuid, day: string, options: DayOptions = {}) {
  const [ran] = await runDays(installation(), { creditorId }, at(day), options);
  return ran!.kind !== "ran" ? ran!.reason : ran!.sent.email;
}

/** Everything that happened, with its day. */
async function history(creditorId: Uuid): Promise<string[]> {
  const rows = await withCreditor(pool, creditorId, (tx) =>
    tx.many<{ kind: string; on: string }>(sql`
      select kind, happened_on as on from event where creditor_id = ${creditorId}::uuid order by claim_id, seq`),
  );
  return rows.slice(1).map(({ kind, on }) => `${on} ${kind}`);
}

describe("A machine's clock that is set back", () => {
  it("runs no real company's day before its last one, says so, and doubles nothing", async () => {
    const company = await aCompany(pool, 1);
    expect(await run(company, "2026-05-15")).toBe(1);
    const refused =
      "the machine says it is 2026-05-14, and the last run was of 2026-05-15: a real company's day never goes back. " +
      "Set the machine's clock right; the next run is of 2026-05-15 or later";
    expect(await run(company, "2026-05-14")).toBe(refused);
    expect(await run(company, "2026-05-15")).toBe(0);
    expect(await history(company)).toEqual(["2026-05-15 letter"]);
  });

  it("is refused also where a job runs the day without asking", async () => {
    const company = await aCompany(pool, 1);
    const stale = (await creditorById(pool, company))!; // read before the day was run
    await run(company, "2026-05-15");
    const creditor = (await creditorById(pool, company))!;
    for (const one of [creditor, stale])
      await expect(
        runDay({ pool, operator, creditor: one, clock: clockOf(one, at("2026-05-14")) }),
      ).rejects.toThrow(DayHasPassed);
    expect(await history(company)).toEqual(["2026-05-15 letter"]);
  });

  it("backdates nothing that people do: their day stays that of the last run", async () => {
    const company = await aCompany(pool, 1);
    await run(company, "2026-05-15");
    const found = await findClaim(pool, "7000", company);
    if (found.kind !== "found") throw new Error(found.kind);
    const act = { kind: "stop", because: "stopped" } as const;
    const outcome = await actOnClaim(installation(), found.claim, act, "person", at("2026-05-01"));
    expect(outcome.kind).toBe("done");
    expect(await history(company)).toEqual(["2026-05-15 letter", "2026-05-15 stopped"]);
    expect(await verifyBooks(pool, [company])).toMatchObject({ findings: [] });
  });
});

describe("A machine's clock that jumps ahead", () => {
  const databaseSays = (day: string): DayOptions => ({ secondOpinion: async () => at(day) });

  it("is noticed by the database's clock: nothing is run, and both are told", async () => {
    const company = await aCompany(pool, 1);
    const text =
      "this machine's clock says 2026-06-15 07:00 UTC and the database's 2026-05-15 07:00 UTC. Nothing is run before " +
      "they agree within 5 minutes: set the one that is wrong";
    expect(await run(company, "2026-06-15", databaseSays("2026-05-15"))).toBe(text);
    expect(await history(company)).toEqual([]);
    expect(await run(company, "2026-05-15", databaseSays("2026-05-15"))).toBe(1);
  });

  it("with the embedded database has no second opinion: what was run stays, and no day is run before it", async () => {
    const company = await aCompany(pool, 1);
    expect(await run(company, "2026-06-15", databaseSays("2026-06-15"))).toBe(1);
    expect(await run(company, "2026-05-15", databaseSays("2026-05-15"))).toMatch(
      "the machine says it is 2026-05-15, and the last run was of 2026-06-15",
    );
    expect(await history(company)).toEqual(["2026-06-15 letter"]);
  });

  it("differs from another clock after more than five minutes, in either direction", () => {
    const noon = at("2026-05-15");
    const later = (ms: number) => new Date(noon.getTime() + ms);
    expect(clocksDiffer(noon, null)).toBeNull();
    for (const ms of [300_000, -300_000]) expect(clocksDiffer(later(ms), noon)).toBeNull();
    for (const ms of [300_001, -300_001]) expect(clocksDiffer(later(ms), noon)?.differenceMs).toBe(ms);
  });

  it("says nothing of a sandbox, whose day is its own", async () => {
    const company = await aCompany(pool, 1);
    const creditor = {
      ...(await creditorById(pool, company))!,
      isSandbox: true,
      clockOn: date("2026-05-15"),
    };
    expect(clockOf({ ...creditor, lastRunOn: date("2026-05-20") }, at("2026-05-01"))).toEqual({
      isSandbox: true,
      today: "2026-05-15",
      nowAt: "2026-05-15T10:00:00.000Z",
    });
  });
});
