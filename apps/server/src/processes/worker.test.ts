import { readdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { creditorById } from "../engine/creditors.ts";
import { readOperator } from "../installation.ts";
import { openJobs } from "../jobs/jobs.ts";
import { outboxOf } from "../outbox/capture.ts";
import { type Pool, sql, wake, withCreditor, withOperator } from "../store/index.ts";
import { actOnClaim } from "../usecases/act-on-claim.ts";
import { readRuns } from "../usecases/read-runs.ts";
import { answersOf } from "./http-answers.ts";
import { aCompany, anAgency, DAY, doneOnce, MORNING, openedOn } from "./test-company.ts";
import { startWorker, type Worker } from "./worker.ts";

const database = await testDatabase();
let pool: Pool;
let directory = "";
const workers: Worker[] = [];
const errors: unknown[] = [];

beforeAll(async () => {
  pool = await database.pool("innfri_engine");
  directory = temporaryFolder("worker");
  await anAgency(pool);
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  expect(errors.splice(0)).toEqual([]);
});

async function aWorker(lanes = 2, now = MORNING): Promise<Worker> {
  const installation = openedOn(database, pool, directory);
  const worker = await startWorker(installation, {
    lanes,
    now: () => now,
    onError: (error) => void errors.push(error),
    tickSeconds: 1,
    pageSize: 4,
  });
  workers.push(worker);
  return worker;
}

async function until(creditorId: Uuid, isSo: (done: Awaited<ReturnType<typeof doneOnce>>) => boolean) {
  for (let i = 0; i < 600; i++) {
    const done = await doneOnce(pool, creditorId);
    if (isSo(done)) return done;
    await sleep(50);
  }
  throw new Error(`it did not come to that: ${JSON.stringify(await doneOnce(pool, creditorId))}`);
}

async function wakeOf(creditorId: Uuid, work: string): Promise<string> {
  const { at } = await withCreditor(pool, creditorId, (tx) =>
    tx.one<{ at: string }>(sql`select wake_at::text as at from wake
      where creditor_id = ${creditorId}::uuid and work = ${work}`),
  );
  return at;
}

describe("Workers run the day of a company by themselves (B4)", () => {
  it.each([2, 4])(
    "%d share one company's day: each of 60 claims gets one notice, one fee and one letter",
    async (many) => {
      const creditorId = await aCompany(pool, 60);
      await Promise.all(Array.from({ length: many }, () => aWorker()));
      const done = await until(creditorId, ({ sent, finished }) => finished && sent === 60);
      expect(done).toEqual({
        steps: 60,
        claims: 60,
        documents: 60,
        messages: 60,
        sent: 60,
        fees: 60,
        finished: true,
        left: 0,
      });
      const creditor = await creditorById(pool, creditorId);
      const files = await readdir(path.join(outboxOf(directory, creditor!), "email"));
      expect(files.filter((name) => !name.startsWith("."))).toHaveLength(60);
    },
  );

  it("The same job sent again and again does nothing again", async () => {
    const creditorId = await aCompany(pool, 12);
    const jobs = await openJobs({ url: database.url, onError: (error) => void errors.push(error) });
    await Promise.all([aWorker(), aWorker()]);
    for (let i = 0; i < 20; i++) {
      await jobs.send("day", [{ creditorId }, { creditorId }]);
      await jobs.send("lane", [{ creditorId, day: DAY, laneNo: i % 3 }]);
      await jobs.send("deliver", [
        { creditorId, laneNo: 0 },
        { creditorId, laneNo: 1 },
      ]);
      await sleep(50);
    }
    await jobs.stop();
    const done = await until(creditorId, ({ sent, finished }) => finished && sent === 12);
    expect(done).toMatchObject({ steps: 12, documents: 12, messages: 12, fees: 12 });
  });

  it("A company whose rules are not complete waits, and is asked again the next morning", async () => {
    const creditorId = await aCompany(pool, 1);
    await withCreditor(pool, creditorId, (tx) =>
      tx.run(sql`insert into creditor_settings (creditor_id, valid_from_on, version_no, recorded_at, data)
        select creditor_id, valid_from_on, 2, recorded_at, jsonb_set(data, '{plan}', 'null') from creditor_settings
        where creditor_id = ${creditorId}::uuid`),
    );
    await aWorker();
    const next = async () => (await wakeOf(creditorId, "run").catch(() => "")) === "2026-05-16 04:00:00+00";
    for (let i = 0; i < 200 && !(await next()); i++) await sleep(25);
    expect(await next()).toBe(true);
    expect(await doneOnce(pool, creditorId)).toMatchObject({ steps: 0, finished: false, left: 1 });
  });

  it("What is woken while somebody is at it is done after that", async () => {
    const creditorId = await aCompany(pool, 3);
    await aWorker();
    await until(creditorId, ({ sent }) => sent === 3);
    await withCreditor(pool, creditorId, async (tx) => {
      await tx.run(sql`update file set next_look_on = ${DAY}::date, version = version + 1
        where creditor_id = ${creditorId}::uuid`);
      await wake(tx, creditorId, "run");
    });
    expect(await until(creditorId, ({ left }) => left === 0)).toMatchObject({ steps: 3, documents: 3 });
  });

  it("A claim that a person releases at noon is taken up at noon, not the next morning (B4)", async () => {
    const creditorId = await aCompany(pool, 2);
    const operator = await withOperator(pool, readOperator);
    const creditor = (await creditorById(pool, creditorId))!;
    const [first] = await withCreditor(pool, creditorId, (tx) =>
      tx.many<{ claimId: Uuid; debtorId: Uuid }>(sql`
        select claim_id as "claimId", debtor_id as "debtorId" from claim order by reference`),
    );
    const act = (kind: "stop" | "release") =>
      actOnClaim(
        { pool, operator: operator! },
        { creditor, ...first! },
        kind === "stop" ? { kind, because: "stopped" } : { kind },
        "person",
        MORNING,
      );
    expect(await act("stop")).toMatchObject({ kind: "done" });
    await aWorker();
    expect(await until(creditorId, ({ sent, finished }) => finished && sent === 1)).toMatchObject({
      steps: 1,
    });
    expect(await act("release")).toMatchObject({ kind: "done" });
    expect(await until(creditorId, ({ sent }) => sent === 2)).toMatchObject({
      steps: 2,
      documents: 2,
      fees: 2,
    });
  });

  it("A process without lanes leaves the work to others, and is ready for people all the same", async () => {
    const creditorId = await aCompany(pool, 2);
    const idle = await aWorker(0);
    expect(idle.jobs).toBeNull();
    const { isReady, body } = await (
      await answersOf(openedOn(database, pool, directory), idle, () => MORNING)
    ).ready();
    expect(isReady).toBe(true);
    expect((body as { checks: { name: string }[] }).checks.map(({ name }) => name)).not.toContain("jobs");
    await sleep(1200);
    expect(await doneOnce(pool, creditorId)).toMatchObject({ steps: 0, left: 2 });
    await aWorker(1);
    await until(creditorId, ({ sent, finished }) => finished && sent === 2);
  });

  it("How far each company's run is can be read while it runs, and when it is done", async () => {
    const creditorId = await aCompany(pool, 30);
    const auditor = await database.pool("innfri_auditor");
    const own = async () => (await readRuns(auditor)).find((one) => one.creditorId === creditorId)!;
    expect(await own()).toMatchObject({ state: "waiting", runOn: null, done: 0, left: 30, parked: 0 });
    await aWorker(1);
    await until(creditorId, ({ sent, finished }) => finished && sent === 30);
    // What is left is counted by the real day, on which the notices of May have long been due for their next step.
    expect(await own()).toMatchObject({ runOn: DAY, done: 30, steps: 30, parked: 0 });
    expect((await own()).perSecond).toBeGreaterThan(0);
  });
});
