import { setTimeout as sleep } from "node:timers/promises";
import { date, derivedId, type Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { afterEach, describe, expect, it } from "vitest";
import { withAdministrator } from "../store/index.ts";
import { type Jobs, openJobs } from "./jobs.ts";

const database = await testDatabase();
await database.pool("innfri_engine");
const opened: Jobs[] = [];
afterEach(() => Promise.all(opened.splice(0).map((jobs) => jobs.stop())));

async function someJobs(): Promise<Jobs> {
  const jobs = await openJobs({ url: database.url, onError: (error) => expect(error).toBeUndefined() });
  opened.push(jobs);
  return jobs;
}

const company = (i: number): Uuid => derivedId(date("2026-01-01"), `company ${i}`);

describe("The jobs of many companies", () => {
  it("are done one after the other, without a wait between them, and each once", async () => {
    const jobs = await someJobs();
    const companies = Array.from({ length: 40 }, (_, i) => company(i));
    await jobs.send(
      "day",
      companies.map((creditorId) => ({ creditorId })),
    );
    const done: Uuid[] = [];
    let atOnce = 0;
    let mostAtOnce = 0;
    const startedMs = performance.now();
    await jobs.work("day", 1, async ({ creditorId }) => {
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await sleep(5);
      done.push(creditorId);
      atOnce -= 1;
    });
    while (done.length < companies.length) await sleep(20);
    // A look every half second, as when there is nothing to do, would take twenty.
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(done.toSorted()).toEqual(companies.toSorted());
    expect(mostAtOnce).toBe(1);
  }, 30_000);

  it("do not wait for that of one which takes long", async () => {
    const jobs = await someJobs();
    await jobs.send(
      "lane",
      [0, 1, 2, 3].map((i) => ({ creditorId: company(i), day: date("2026-05-15"), laneNo: 0 })),
    );
    const done: Uuid[] = [];
    const { promise: slow, resolve: release } = Promise.withResolvers<void>();
    await jobs.work("lane", 2, async ({ creditorId }) => {
      if (creditorId === company(0)) await slow;
      done.push(creditorId);
    });
    while (done.length < 3) await sleep(20);
    expect(done).not.toContain(company(0));
    release();
    while (done.length < 4) await sleep(20);
  }, 30_000);
});

describe("A queue that an earlier version made", () => {
  it("has this version's settings once one of this has started, and its jobs are done", async () => {
    const first = await someJobs();
    await first.send("seal", [{ creditorId: company(1) }]);
    const settings = () =>
      withAdministrator(database.url, async (client) => {
        const { rows } = await client.query(
          `select name, policy, heartbeat_seconds, retry_limit, expire_seconds, deletion_seconds
           from innfri_jobs.queue where name in ('day', 'seal', 'tick') order by name`,
        );
        return rows;
      });
    const ours = await settings();
    await withAdministrator(database.url, (client) =>
      client.query(`update innfri_jobs.queue set heartbeat_seconds = 60, retry_limit = 2, expire_seconds = 900,
        deletion_seconds = 5 where name in ('day', 'seal')`),
    );
    expect(await settings()).not.toEqual(ours);
    const second = await someJobs();
    expect(await settings()).toEqual(ours);
    const done: Uuid[] = [];
    await second.work("seal", 1, async ({ creditorId }) => void done.push(creditorId));
    while (done.length === 0) await sleep(20);
    expect(done).toEqual([company(1)]);
  });
});
