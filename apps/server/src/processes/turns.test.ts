import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { readOperator } from "../installation.ts";
import { sql, withCreditor, withOperator } from "../store/index.ts";
import { runDays } from "../usecases/run-days.ts";
import { aCompany, anAgency, openedOn } from "./test-company.ts";
import { deliverForCreditor, openCreditorDay, tick, type WorkContext } from "./work.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");
const directory = temporaryFolder("turns");
beforeAll(() => anAgency(pool));
afterEach(() => vi.unstubAllEnvs());

const installation = openedOn(database, pool, directory);

function at(instant: string, turnMs = 60_000): WorkContext {
  return {
    installation,
    jobs: { send: async () => undefined },
    now: () => new Date(instant),
    keepLaw: async () => undefined,
    sealed: { on: null },
    turnMs,
  };
}
const going = () => new AbortController().signal;

/** A company whose notices of 15 May are decided and have not left. */
async function decided(claims: number): Promise<Uuid> {
  const creditorId = await aCompany(pool, claims);
  await run(creditorId, "2026-05-15T06:30:00.000Z", AbortSignal.abort());
  return creditorId;
}

async function run(creditorId: Uuid, instant: string, signal = going()) {
  const operator = (await withOperator(pool, readOperator))!;
  await runDays({ ...installation, operator }, { creditorId }, new Date(instant), { delivery: { signal } });
}

function seen(creditorId: Uuid) {
  return withCreditor(pool, creditorId, (tx) =>
    tx.one<{ states: string[]; isDue: boolean; wakeAt: string }>(sql`
      select (select array_agg(state order by state) from message) as states, wake_at <= now() as "isDue",
        wake_at::text as "wakeAt"
      from wake where work = 'deliver'`),
  );
}

describe("Companies deliver in turns", () => {
  it("A turn that is over leaves the rest of the letters to the next, which is at once", async () => {
    const creditorId = await decided(2);
    await deliverForCreditor(at("2026-05-15T07:00:00.000Z", 0), { creditorId, laneNo: 0 }, going());
    expect(await seen(creditorId)).toMatchObject({ states: ["queued", "queued"], isDue: true });
    await deliverForCreditor(at("2026-05-15T07:00:00.000Z"), { creditorId, laneNo: 0 }, going());
    expect(await seen(creditorId)).toMatchObject({ states: ["sent", "sent"], wakeAt: "infinity" });
  });

  it("A day is opened without waiting for its own letters, and undoes those of an earlier one", async () => {
    const creditorId = await decided(1);
    await openCreditorDay(at("2026-05-15T07:00:00.000Z"), { creditorId }, going());
    expect(await seen(creditorId)).toMatchObject({ states: ["queued"] });
    await openCreditorDay(at("2026-05-18T07:00:00.000Z"), { creditorId }, going());
    expect(await seen(creditorId)).toMatchObject({ states: ["given-up"] });
  });
});

it("A collection list that the mail server did not take is tried again the same day (S27)", async () => {
  const creditorId = await aCompany(pool, 1);
  await run(creditorId, "2026-05-15T06:30:00.000Z");
  await withCreditor(pool, creditorId, (tx) =>
    tx.run(sql`insert into creditor_settings (creditor_id, valid_from_on, version_no, recorded_at, data)
      select creditor_id, valid_from_on, 2, recorded_at, data || '{"send": {"email": "smtp", "post": "capture"}}'
      from creditor_settings`),
  );
  await run(creditorId, "2026-06-02T06:30:00.000Z");
  await deliverForCreditor(at("2026-06-02T07:00:00.000Z"), { creditorId, laneNo: 0 }, going());
  expect((await seen(creditorId)).wakeAt).toBe("2026-06-02 07:05:00+00");
});

it("A print house that cannot be heard keeps no day from being run", async () => {
  const creditorId = await aCompany(pool, 1);
  await withCreditor(pool, creditorId, (tx) =>
    tx.run(sql`insert into creditor_settings (creditor_id, valid_from_on, version_no, recorded_at, data)
      select creditor_id, valid_from_on, 2, recorded_at, data || '{"send": {"email": "capture", "post": "folder"}}'
      from creditor_settings`),
  );
  const noFolder = path.join(directory, "no folder");
  await writeFile(noFolder, "");
  vi.stubEnv("INNFRI_PRINT_FOLDER", noFolder);
  await openCreditorDay(at("2026-05-15T06:30:00.000Z"), { creditorId }, going());
  const { runs } = await withCreditor(pool, creditorId, (tx) =>
    tx.one<{ runs: number }>(sql`select count(*)::int as runs from run`),
  );
  expect(runs).toBe(1);
});

it("The operator's root is asked for every hour of a day, so that one night's failure leaves no day without it", async () => {
  const asked: string[] = [];
  const sealed = { on: null };
  const ticks = async (instant: string) => {
    const send = async (queue: string, data: readonly unknown[]) => {
      if (queue === "seal-operator") asked.push(...data.map(() => instant.slice(11, 16)));
    };
    await tick({ ...at(instant), jobs: { send }, sealed });
  };
  for (const time of ["00:30", "01:05", "01:10", "02:05"]) await ticks(`2026-06-16T${time}:00.000Z`);
  expect(asked).toEqual(["01:05", "02:05"]);
});
