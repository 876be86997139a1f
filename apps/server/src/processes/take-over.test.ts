import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Pool, withAdministrator } from "../store/index.ts";
import { aCompany, anAgency, doneOnce, MORNING } from "./test-company.ts";

const CHILD = fileURLToPath(new URL("./test-worker-child.ts", import.meta.url));
const database = await testDatabase();
let pool: Pool;
let directory = "";
const children: ChildProcess[] = [];

beforeAll(async () => {
  pool = await database.pool("innfri_engine");
  directory = temporaryFolder("take-over");
  await anAgency(pool);
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => ended(child, "SIGKILL")));
});

/** A worker in a process of its own, at work when this answers. */
async function aChild(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [CHILD, directory, MORNING.toISOString()], {
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  await new Promise<void>((resolve, reject) => {
    child.stdout!.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`it ended with ${code}`)));
  });
  return child;
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once("exit", (code) => resolve(code));
    child.kill(signal);
  });
}

async function until<T>(read: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  for (let i = 0; i < 1800; i++) {
    const value = await read();
    if (isSo(value)) return value;
    await sleep(50);
  }
  throw new Error(`it did not come to that: ${JSON.stringify(await read())}`);
}

describe("A worker that dies is replaced by another (B4)", () => {
  it("kill -9 in the middle of a day: another worker goes on within 15 seconds, and nothing is done twice", async () => {
    const creditorId = await aCompany(pool, 100);
    const first = await aChild();
    await until(
      () => doneOnce(pool, creditorId),
      ({ steps }) => steps >= 5,
    );
    await ended(first, "SIGKILL");
    const killedAt = performance.now();
    const before = await doneOnce(pool, creditorId);
    expect(before.left).toBeGreaterThan(0);
    await aChild();
    await until(
      () => doneOnce(pool, creditorId),
      ({ steps }) => steps > before.steps,
    );
    expect((performance.now() - killedAt) / 1000).toBeLessThan(15);
    const done = await until(
      () => doneOnce(pool, creditorId),
      ({ sent, finished }) => finished && sent === 100,
    );
    expect(done).toMatchObject({
      steps: 100,
      claims: 100,
      documents: 100,
      messages: 100,
      fees: 100,
      left: 0,
    });
  }, 90_000);

  it("SIGTERM ends a worker after the batch in hand, and another goes on at once", async () => {
    const creditorId = await aCompany(pool, 100);
    const first = await aChild();
    await until(
      () => doneOnce(pool, creditorId),
      ({ steps }) => steps >= 5,
    );
    expect(await ended(first, "SIGTERM")).toBe(0);
    const left = await doneOnce(pool, creditorId);
    expect(left.left).toBeGreaterThan(0);
    expect(await activeJobs(creditorId)).toBe(0);
    await aChild();
    const done = await until(
      () => doneOnce(pool, creditorId),
      ({ finished, sent }) => finished && sent === 100,
    );
    expect(done).toMatchObject({ steps: 100, documents: 100, messages: 100, fees: 100 });
  }, 90_000);

  it("Connections that the database drops are opened again, and the day is done once", async () => {
    const creditorId = await aCompany(pool, 100);
    await aChild();
    await until(
      () => doneOnce(pool, creditorId),
      ({ steps }) => steps >= 5,
    );
    for (let i = 0; i < 3; i++) {
      await withAdministrator(database.url, (client) =>
        client.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and application_name like 'innfri%'`),
      );
      await sleep(300);
    }
    const done = await until(
      () => doneOnce(pool, creditorId).catch(() => null),
      (one) => one?.finished === true && one.sent === 100,
    );
    expect(done).toMatchObject({ steps: 100, documents: 100, messages: 100, fees: 100 });
  }, 90_000);
});

async function activeJobs(creditorId: Uuid): Promise<number> {
  const { rows } = await withAdministrator(database.url, (client) =>
    client.query<{ count: number }>(
      "select count(*)::int as count from innfri_jobs.job where state = 'active' and data ->> 'creditorId' = $1",
      [creditorId],
    ),
  );
  return rows[0]!.count;
}
