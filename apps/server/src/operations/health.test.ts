import path from "node:path";
import { addDays, type CalendarDate, date, earliest } from "@innfri/kernel";
import { lawPack } from "@innfri/law";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { openPool, withAdministrator } from "../store/index.ts";
import { checkClock, checkDatabase, checkDisk, checkJobs, checkLaw, checkMigrations } from "./checks.ts";
import { live, ready } from "./health.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");
const directory = temporaryFolder("health");
const NOW = new Date("2026-05-15T09:00:00.000Z");
const idle = async () => ({ lastHeartbeatSeconds: 3, oldestWaitingSeconds: null });

describe("Ready", () => {
  it("is who stands on a migrated database, with worked jobs, a true clock, room and law", async () => {
    const health = await ready({ pool, directory, jobs: idle }, NOW);
    expect(health.checks.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "database ok",
      "clock ok",
      "migrations ok",
      "jobs ok",
      "disk ok",
      "law ok",
    ]);
    expect(health).toMatchObject({ status: "ok", version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  });

  it("is nobody without a database, and it says so within seconds", async () => {
    // A port that nothing listens on.
    const gone = await openPool({ url: database.url, role: "innfri_engine" });
    await gone.close();
    const health = await ready({ pool: gone, directory, jobs: idle }, NOW);
    expect(health.status).toBe("failing");
    expect(health.checks.find(({ name }) => name === "database")).toMatchObject({ status: "failing" });
  });

  it("is nobody whose data directory is gone", async () => {
    const health = await ready({ pool, directory: path.join(directory, "gone") }, NOW);
    expect(health.checks.find(({ name }) => name === "disk")).toMatchObject({ status: "failing" });
    expect(health.status).toBe("failing");
  });

  it("is told without anything of the database's own words", async () => {
    const health = await ready({ pool, directory, jobs: idle }, NOW);
    expect(JSON.stringify(health)).not.toMatch(/postgres:|password|innfri_test/);
  });
});

describe("Alive", () => {
  it("is a process that answers, whatever it stands on", () => {
    expect(live()).toMatchObject({ status: "ok", checks: [] });
  });
});

describe("The checks", () => {
  it("see a database that hangs", async () => {
    const busy = await database.pool("innfri_engine", 1);
    const only = await busy.connections.connect();
    const [check] = await checkDatabase(busy, 200);
    only.release();
    expect(check).toMatchObject({
      name: "database",
      status: "failing",
      what: expect.stringMatching(/did not answer/),
    });
  });

  it("see a database of another version, and one that is behind", async () => {
    const other = await testDatabase();
    const its = await other.pool("innfri_engine");
    expect(await checkMigrations(its)).toMatchObject({ status: "ok" });
    await withAdministrator(other.url, (client) =>
      client.query("update migration set sha256 = 'x' where name = '0003_statistics.sql'"),
    );
    expect(await checkMigrations(its)).toMatchObject({ status: "failing", values: { unknown: 1 } });
    await withAdministrator(other.url, (client) =>
      client.query("delete from migration where name = '0003_statistics.sql'"),
    );
    expect(await checkMigrations(its)).toMatchObject({
      status: "failing",
      values: { missing: 1, unknown: 0 },
    });
  });

  it.each([
    [0, "ok"],
    [1_900, "ok"],
    [2_100, "warning"],
    [-59_000, "warning"],
    [-61_000, "failing"],
  ] as const)("take clocks that are %i ms apart as %s", (differenceMs, status) => {
    expect(checkClock(differenceMs, 0).status).toBe(status);
  });

  it("do not blame a clock for a slow answer", () => {
    expect(checkClock(2_500, 1_000).status).toBe("ok");
  });

  it.each([
    [null, "ok"],
    [119, "ok"],
    [120, "warning"],
    [899, "warning"],
    [900, "failing"],
  ] as const)("take a job that has waited for %s seconds as %s", (oldestWaitingSeconds, status) => {
    expect(checkJobs({ lastHeartbeatSeconds: null, oldestWaitingSeconds }).status).toBe(status);
  });

  it("warn in the month before a law table ends, and after", () => {
    const last = lawPack("SE").tables.reduce(
      (least, { checkedThrough }) => earliest(least, checkedThrough),
      date("2100-01-01"),
    );
    const on = (day: CalendarDate) => checkLaw(day, ["SE"]);
    expect(on(addDays(last, -31))).toMatchObject({ status: "ok", values: { daysLeftSE: 31 } });
    expect(on(addDays(last, -30))).toMatchObject({
      status: "warning",
      what: expect.stringMatching(/ends in 30 days/),
    });
    expect(on(last)).toMatchObject({ status: "warning", values: { daysLeftSE: 0 } });
    expect(on(addDays(last, 1))).toMatchObject({
      status: "warning",
      what: expect.stringMatching(/has ended/),
    });
  });

  it("know how much room there is", async () => {
    const { values } = await checkDisk(directory);
    expect(values.freeBytes).toBeGreaterThan(0);
    expect(values.totalBytes).toBeGreaterThanOrEqual(Number(values.freeBytes));
  });
});
