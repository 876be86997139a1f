import { aPortfolio, testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { withAdministrator } from "./administrator.ts";
import { type Pool, sql, withCreditor } from "./sql.ts";
import { dueWork, restUntil, takeWork, wake } from "./wake.ts";

const database = await testDatabase();
let pool: Pool;
beforeAll(async () => {
  pool = await database.pool("innfri_engine");
});

const SOON = "2199-01-02T05:00:00.000Z";
const LATER = "2199-01-03T05:00:00.000Z";

async function aCreditor() {
  const { creditorId } = await aPortfolio(pool);
  const within = <T>(work: (tx: Parameters<Parameters<typeof withCreditor>[2]>[0]) => Promise<T>) =>
    withCreditor(pool, creditorId, work);
  return {
    creditorId,
    within,
    works: async () =>
      (await dueWork(pool)).filter((one) => one.creditorId === creditorId).map(({ work }) => work),
    at: () =>
      within((tx) =>
        tx.one<{ at: string }>(sql`
          select to_char(wake_at at time zone 'utc', 'YYYY-MM-DD HH24:MI') as at from wake
          where creditor_id = ${creditorId}::uuid and work = 'run'`),
      ).then(({ at }) => at),
  };
}

describe("When there is next something to do for a company", () => {
  it("One that has never been looked at is due for everything", async () => {
    expect(await (await aCreditor()).works()).toEqual(["deliver", "run", "seal"]);
  });

  it("After its day it rests until the next, and a wish for something sooner wins", async () => {
    const { creditorId, within, at } = await aCreditor();
    await within((tx) => restUntil(tx, creditorId, "run", LATER));
    expect(await at()).toBe("2199-01-03 05:00");
    await within((tx) => wake(tx, creditorId, "run", SOON));
    expect(await at()).toBe("2199-01-02 05:00");
    await within((tx) => wake(tx, creditorId, "run", LATER));
    expect(await at()).toBe("2199-01-02 05:00");
  });

  it("What was asked for while somebody was at it is not forgotten when they rest", async () => {
    const { creditorId, within, works } = await aCreditor();
    await within((tx) => takeWork(tx, creditorId, "run", 60));
    expect(await works()).not.toContain("run");
    await within((tx) => wake(tx, creditorId, "run"));
    await within((tx) => restUntil(tx, creditorId, "run", SOON));
    expect(await works()).toContain("run");
  });

  it("One who dies at it is replaced once their time is over", async () => {
    const { creditorId, within, works } = await aCreditor();
    await within((tx) => takeWork(tx, creditorId, "run", 0));
    expect(await works()).toContain("run");
  });

  it("A sandbox is never due: its days pass by command", async () => {
    const { creditorId, within, works } = await aCreditor();
    await within((tx) => wake(tx, creditorId, "run"));
    await withAdministrator(database.url, (client) =>
      client.query("update creditor set is_sandbox = true where creditor_id = $1", [creditorId]),
    );
    expect(await works()).toEqual([]);
  });

  it("However many days are due, letters and seals are not waited with until those are begun", async () => {
    const { creditorId, within } = await aCreditor();
    for (let i = 0; i < 3; i += 1) await aCreditor();
    await within((tx) => wake(tx, creditorId, "run", "2026-05-15T05:00:00.000Z"));
    await within((tx) => wake(tx, creditorId, "seal", "2026-05-15T05:00:00.000Z"));
    await withAdministrator(database.url, (client) =>
      client.query(
        `insert into wake (creditor_id, work, wake_at)
         select creditor_id, work, case work when 'run' then timestamptz '2026-05-14' else 'infinity' end
         from creditor cross join unnest(array['run', 'deliver', 'seal']) work where creditor_id <> $1
         on conflict (creditor_id, work) do update set wake_at = excluded.wake_at`,
        [creditorId],
      ),
    );
    const due = await dueWork(pool, 2);
    expect(due.map(({ work }) => work).toSorted()).toEqual(["deliver", "run", "run", "seal"]);
  });
});
