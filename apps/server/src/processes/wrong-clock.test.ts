import { setTimeout as sleep } from "node:timers/promises";
import type { Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { beforeAll, describe, expect, it } from "vitest";
import type { Pool } from "../store/index.ts";
import { aCompany, anAgency, DAY, doneOnce, MORNING, openedOn } from "./test-company.ts";
import { openCreditorDay, type WorkContext } from "./work.ts";
import { startWorker, type WorkerOptions } from "./worker.ts";

const database = await testDatabase();
let pool: Pool;
let directory = "";
beforeAll(async () => {
  pool = await database.pool("innfri_engine");
  directory = temporaryFolder("wrong-clock");
  await anAgency(pool);
});

async function aWorker(time: Pick<WorkerOptions, "now" | "secondOpinion">) {
  const installation = openedOn(database, pool, directory);
  const onError = (error: unknown) => expect(error).toBeUndefined();
  return startWorker(installation, { lanes: 1, tickSeconds: 1, onError, ...time });
}

async function isSent(company: Uuid): Promise<boolean> {
  for (let i = 0; i < 400; i += 1) {
    if ((await doneOnce(pool, company)).sent === 1) return true;
    await sleep(100);
  }
  return false;
}

describe("A worker whose machine's clock is wrong", () => {
  it("does nothing while the database does not agree with it, and everything once it does", async () => {
    const company = await aCompany(pool, 1);
    // The machine has jumped a month ahead, until somebody sets it right.
    let now = new Date("2026-06-15T06:30:00.000Z");
    const worker = await aWorker({ now: () => now, secondOpinion: async () => MORNING });
    try {
      await sleep(4000);
      expect(await doneOnce(pool, company)).toMatchObject({ steps: 0, messages: 0, finished: false });
      now = MORNING;
      expect(await isSent(company)).toBe(true);
      expect(await doneOnce(pool, company)).toMatchObject({ steps: 1, documents: 1, messages: 1, fees: 1 });
    } finally {
      await worker.stop();
    }
  }, 90_000);

  it("acts by no instant that it has not held against the database's, whenever the clock jumps", async () => {
    const company = await aCompany(pool, 1);
    const days: unknown[] = [];
    const installation = openedOn(database, pool, directory);
    let looks = 0;
    const context: WorkContext = {
      installation,
      jobs: { send: async (queue, data) => void days.push([queue, data]) },
      // Wrong at the first look, and right at once.
      now: () => (looks++ === 0 ? new Date("2026-06-15T06:30:00.000Z") : MORNING),
      secondOpinion: async () => MORNING,
      keepLaw: async () => undefined,
      sealed: { on: null },
    };
    await openCreditorDay(context, { creditorId: company }, new AbortController().signal);
    expect(days).toEqual([]);
    await openCreditorDay(context, { creditorId: company }, new AbortController().signal);
    expect(days).toEqual([["lane", [{ creditorId: company, day: DAY, laneNo: 0 }]]]);
  });
});
