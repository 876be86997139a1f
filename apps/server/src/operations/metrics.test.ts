import { readFile } from "node:fs/promises";
import type { Uuid } from "@innfri/kernel";
import { aPortfolio, testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { openInstallation } from "../installation.ts";
import { countDelivery } from "../metrics/counters.ts";
import { anInstallation, anOcrGiro, aWorld } from "../payments/test-world.ts";
import { sql, withAdministrator, withAuditor } from "../store/index.ts";
import { aYear } from "../usecases/test-year.ts";
import { readClientMoney } from "./client-money.ts";
import { createMetrics } from "./metrics.ts";
import { readStanding } from "./standing.ts";

const NOW = new Date("2026-05-15T09:00:00.000Z");

/** The value of a line of the page, by its name and labels in the order they are written. */
function told(page: string, line: string): number | undefined {
  const found = page.split("\n").find((one) => one.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length + 1));
}

async function makeReal(url: string): Promise<void> {
  await withAdministrator(url, (client) =>
    client.query("update creditor set is_sandbox = false, clock_on = null"),
  );
}

describe("The page of metrics", () => {
  it("tells runs, the outbox, the law, the database and the process, without a name", async () => {
    const database = await testDatabase();
    const installation = await anInstallation(database);
    const world = await aWorld(installation, { startsOn: "2026-05-10" });
    await world.owe([
      { number: "1", amount: "4500.00", dueOn: "2026-04-30" },
      { number: "2", amount: "900.00", dueOn: "2026-12-30" },
    ]);
    await world.runUntil("2026-05-16");
    countDelivery("email", "sent");
    const page = await createMetrics(await database.pool("innfri_auditor")).text(NOW);

    expect(told(page, "innfri_database_up")).toBe(1);
    expect(told(page, 'innfri_creditor_runs{country="NO",book="sandbox",state="finished"}')).toBe(1);
    expect(told(page, 'innfri_files_due{country="NO",book="sandbox"}')).toBe(0);
    expect(told(page, 'innfri_outbox_queued{country="NO",book="sandbox"}')).toBe(1);
    expect(told(page, 'innfri_messages_unknown{country="NO",book="sandbox"}')).toBe(0);
    expect(told(page, 'innfri_law_coverage_days_left{country="SE",table="se.reminder-fee"}')).toBeGreaterThan(
      0,
    );
    expect(page).toContain("\ninnfri_backup_age_seconds +Inf\n");
    expect(told(page, "innfri_database_size_bytes")).toBeGreaterThan(1_000_000);
    expect(told(page, 'innfri_steps_total{country="NO",book="sandbox"}')).toBeGreaterThan(0);
    expect(told(page, 'innfri_runs_total{country="NO",book="sandbox",state="finished"}')).toBeGreaterThan(0);
    expect(told(page, 'innfri_deliveries_total{channel="email",outcome="sent"}')).toBe(1);
    expect(page).not.toMatch(/fjellro|oppdiktet|rolig|ingenmannsgata|example\.test/i);
  });

  it("is there without the database, and says that it is gone", async () => {
    const database = await testDatabase();
    const pool = await database.pool("innfri_auditor");
    const gone = { ...pool, connections: await closed(pool.connections) };
    const page = await createMetrics(gone).text(NOW);
    expect(told(page, "innfri_database_up")).toBe(0);
    expect(page).toContain("innfri_law_coverage_days_left");
  });

  it("names the twenty creditors with most to do, by their ids, and sums the others", async () => {
    const database = await testDatabase();
    const pool = await database.pool("innfri_engine");
    for (let i = 0; i < 30; i++) await aPortfolio(pool);
    await makeReal(database.url);
    await withAdministrator(database.url, (client) =>
      client.query(`insert into run (creditor_id, run_on, started_at, finished_at)
        select creditor_id, (now() at time zone time_zone)::date, now() - interval '90 seconds', now() from creditor`),
    );
    const page = await createMetrics(await database.pool("innfri_auditor")).text(NOW);
    const named = page.split("\n").filter((line) => line.startsWith("innfri_creditor_run_seconds{"));
    expect(named).toHaveLength(20);
    expect(named[0]).toMatch(/creditor="[0-9a-f-]{36}"\} 90$/);
    expect(page).toMatch(/innfri_creditor_runs\{country="NO",book="real",state="finished"\} \d+/);
  });
});

async function closed<T extends { end(): Promise<void> }>(connections: T): Promise<T> {
  await connections.end();
  return Object.assign(connections, { end: async () => undefined });
}

describe("What others read of the metrics", () => {
  it.each(["docs/reference/operations.md", "deploy/prometheus-alerts.yml"])(
    "%s names only those there are",
    async (file) => {
      const text = await readFile(new URL(`../../../../${file}`, import.meta.url), "utf8");
      const named = [...new Set(text.match(/\binnfri_(?!engine|auditor|app)[a-z_]+/g))];
      expect(named.length).toBeGreaterThan(8);
      const database = await testDatabase();
      const page = await createMetrics(await database.pool("innfri_auditor")).text(NOW);
      const there = new Set([...page.matchAll(/^# HELP (\w+) /gm)].map((match) => match[1]));
      expect(named.filter((name) => !there.has(name))).toEqual([]);
    },
  );

  it("every metric is explained", async () => {
    const text = await readFile(new URL("../../../../docs/reference/operations.md", import.meta.url), "utf8");
    const database = await testDatabase();
    const page = await createMetrics(await database.pool("innfri_auditor")).text(NOW);
    const own = [...page.matchAll(/^# HELP (innfri_\w+) /gm)].map((match) => match[1]!);
    expect(own.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

describe("How the installation stands", () => {
  it("tells how long the oldest message waits and which are unknown, of a real company", async () => {
    const database = await testDatabase();
    const installation = await anInstallation(database);
    const world = await aWorld(installation, { startsOn: "2026-05-10" });
    await world.owe([{ number: "1", amount: "4500.00", dueOn: "2026-04-30" }]);
    await world.runUntil("2026-05-16");
    await makeReal(database.url);
    await withAdministrator(database.url, (client) =>
      client.query("update message set send_after = now() - interval '2 hours'"),
    );
    const [before] = (await readStanding(await database.pool("innfri_auditor"))).creditors;
    expect(before).toMatchObject({ queued: 1, unknownMessages: 0, isSandbox: false });
    expect(before!.oldestQueuedSeconds).toBeGreaterThanOrEqual(7200);
    expect(before!.oldestQueuedSeconds).toBeLessThan(7300);
    const page = await createMetrics(await database.pool("innfri_auditor")).text(NOW);
    expect(told(page, 'innfri_outbox_oldest_seconds{country="NO",book="real"}')).toBeGreaterThanOrEqual(7200);
  });

  it("is read by indexes: no large table is read through", async () => {
    const database = await testDatabase();
    const pool = await database.pool("innfri_engine");
    const { rows } = await withAdministrator(database.url, async (client) => {
      await client.query("set enable_seqscan = off");
      return client.query<{ "QUERY PLAN": string }>(
        `explain select count(*) from (select from message where creditor_id = '${"0".repeat(8)}-0000-7000-8000-000000000000'
           and state = 'unknown' limit 10) m`,
      );
    });
    expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("message_unknown");
    expect(pool.role).toBe("innfri_engine");
  });
});

describe("Client money", () => {
  it("is all somebody's, through a year of payments, late and too large", { timeout: 120_000 }, async () => {
    const database = await testDatabase();
    const installation = await anInstallation(database);
    const auditor = await database.pool("innfri_auditor");
    await aYear(installation, { country: "NO", claims: 20 });
    await makeReal(database.url);
    const [money] = await readClientMoney(auditor);
    expect(money).toMatchObject({ currency: "NOK", difference: 0n, unallocated: 0n });
    expect(money!.onAccount).toBeGreaterThan(0n);
    expect(money!.ofCreditors).toBeGreaterThan(0n);
    expect(money!.refundsDue).toBeGreaterThan(0n);
  });

  it("shows a difference where the books know of money that no allocation tells of", async () => {
    const database = await testDatabase();
    const installation = await anInstallation(database);
    const auditor = await database.pool("innfri_auditor");
    const world = await aWorld(installation, { startsOn: "2026-04-06" });
    await world.owe([{ number: "1", amount: "900.00", dueOn: "2026-04-30" }]);
    const { reference: kid } = await world.claim("1");
    await world.paid(anOcrGiro(world.account, [{ kid, amount: "500.00", on: "2026-04-20" }]));
    expect(await readClientMoney(auditor)).toEqual([]);
    await makeReal(database.url);
    expect(await readClientMoney(auditor)).toMatchObject([{ onAccount: 50_000n, difference: 0n }]);
    await withAdministrator(database.url, (client) =>
      client.query(
        "set session_replication_role = replica; update allocation set amount_minor = amount_minor - 1",
      ),
    );
    expect(await readClientMoney(auditor)).toMatchObject([{ difference: 1n }]);
  });
});

describe("The auditor's transaction", () => {
  it("sees every creditor, and writes nothing", async () => {
    const database = await testDatabase();
    const installation = await anInstallation(database);
    const [one, other] = [await aWorld(installation), await aWorld(installation)];
    const pool = await database.pool("innfri_auditor", 1);
    const seen = await withAuditor(pool, (tx) =>
      tx.many<{ id: Uuid }>(sql`select distinct creditor_id as id from creditor_settings`),
    );
    expect(seen.map(({ id }) => id).sort()).toEqual([one.creditorId, other.creditorId].sort());
    await expect(
      withAuditor(pool, (tx) => tx.run(sql`update creditor set name = 'x'`)),
    ).rejects.toMatchObject({ code: expect.stringMatching(/25006|42501/) });
  });

  it("is there for a process that opened its installation itself", async () => {
    const directory = temporaryFolder("auditor");
    const database = await testDatabase();
    const installation = await openInstallation(directory, database.url);
    const page = await createMetrics(await installation.poolFor("innfri_auditor")).text(NOW);
    expect(told(page, "innfri_database_up")).toBe(1);
    await installation.close();
    expect(told(await createMetrics(null).text(NOW), "innfri_database_up")).toBe(0);
  });
});
