import type { Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { expect, it } from "vitest";
import { readOperator } from "../installation.ts";
import { sql, withCreditor, withOperator } from "../store/index.ts";
import { runDays } from "../usecases/run-days.ts";
import { aCompany, anAgency, openedOn } from "./test-company.ts";
import { deliverForCreditor } from "./work.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");
const directory = temporaryFolder("closing");

const installation = openedOn(database, pool, directory);

/** A worker's look at the company's outbox at an instant. */
function look(creditorId: Uuid, at: string): Promise<void> {
  const context = {
    installation,
    jobs: { send: async () => undefined },
    now: () => new Date(at),
    keepLaw: async () => undefined,
    sealed: { on: null },
  };
  return deliverForCreditor(context, { creditorId, laneNo: 0 }, new AbortController().signal);
}

it("A worker wakes for a collection list at its instant, and what nobody stopped is agreed to then (S30, S31)", async () => {
  await anAgency(pool);
  const operator = (await withOperator(pool, readOperator))!;
  const creditorId = await aCompany(pool, 2);
  const run = (at: string) => runDays({ ...installation, operator }, { creditorId }, new Date(at));
  for (const day of ["2026-05-15", "2026-06-02"])
    expect((await run(`${day}T08:00:00.000Z`)).map(({ kind }) => kind)).toEqual(["ran"]);
  const seen = () =>
    withCreditor(pool, creditorId, (tx) =>
      tx.one<{ wakes: string; list: string; agreed: number; demands: number }>(sql`
        select (select wake_at::text from wake where work = 'deliver') as wakes, (select state from approval) as list,
          (select count(*)::int from event where kind = 'approved' and happened_on = '2026-06-04') as agreed,
          (select count(*)::int from step where kind = 'demand') as demands`),
    );
  const instant = "2026-06-04T06:00:00.000Z";
  await look(creditorId, "2026-06-03T08:00:00.000Z");
  expect(await seen()).toMatchObject({ list: "open", agreed: 0 });
  expect(new Date((await seen()).wakes).toISOString()).toBe(instant);
  await look(creditorId, "2026-06-04T05:59:59.999Z");
  expect(await seen()).toMatchObject({ list: "open", agreed: 0 });
  await look(creditorId, instant);
  await look(creditorId, instant);
  expect(await seen()).toMatchObject({ list: "decided", agreed: 2, demands: 0 });
  expect((await seen()).wakes).toBe("infinity");
  await run("2026-06-05T08:00:00.000Z");
  expect(await seen()).toMatchObject({ agreed: 2, demands: 2 });
});
