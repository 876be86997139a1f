/** The daily run over due claims, beside its floor: the same rows written set-wise by SQL. */
import { readFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { addDays, type CalendarDate, date, type Uuid } from "@innfri/kernel";
import { creditorById, runDay } from "@innfri/server/engine";
import { openPool, type Pool, withAdministrator, withCreditor } from "@innfri/server/store";
import { aCreditor, type ClaimSpec, registerClaims } from "@innfri/testing";
import pg from "pg";
import copy from "pg-copy-streams";
import { AN_AGENCY, benchDatabase } from "./database.ts";
import type { Figure } from "./figure.ts";

const RUN_ON = date("2026-05-15");
/** What a run writes and the floor writes again. */
const WRITTEN = ["document", "step", "message", "ledger_transaction", "event"] as const;

/** `claims` open claims of as many debtors, of which `due` get their notice on the day of the run. */
export async function benchDailyRun(
  serverUrl: string,
  size: { readonly claims: number; readonly due: number },
): Promise<Figure[]> {
  const seeded = await benchDatabase(serverUrl, "bench_seeded");
  const pool = await openPool({ url: seeded, role: "innfri_engine", max: 4 });
  const creditorId = await aCreditor(pool, { country: "NO", clockOn: date("2026-05-01") });
  await registerClaims(pool, creditorId, "NO", portfolio(size));
  await pool.close();

  const figures: Figure[] = [];
  let after = "";
  for (const lanes of [1, 2]) {
    after = await benchDatabase(serverUrl, `bench_run_${lanes}`, "bench_seeded");
    await checkpoint(after);
    figures.push(await measureRun(after, creditorId, lanes, size));
  }
  const floor = await measureFloor(serverUrl, after, creditorId, size.due);
  await quiet(after, creditorId, size, figures);
  return figures.map((figure) =>
    figure.name.startsWith("daily-run") ? { ...figure, floor, ratio: figure.value / floor } : figure,
  );
}

/** Due claims first, so that they lie together as an import leaves them. */
function portfolio({ claims, due }: { readonly claims: number; readonly due: number }): ClaimSpec[] {
  return Array.from({ length: claims }, (_, i) => {
    const dueOn = i < due ? addDays(RUN_ON, -20) : addDays(RUN_ON, 30);
    return {
      number: String(100_000 + i),
      customer: String(i + 1),
      principalMinor: BigInt(50_000 + ((i * 7919) % 900_000)),
      issuedOn: addDays(dueOn, -14),
      dueOn,
    };
  });
}

async function measureRun(
  url: string,
  creditorId: Uuid,
  lanes: number,
  size: { readonly claims: number; readonly due: number },
): Promise<Figure> {
  const pool = await openPool({ url, role: "innfri_engine", max: lanes + 1 });
  const startedMs = performance.now();
  const result = await run(pool, creditorId, RUN_ON, lanes);
  const seconds = (performance.now() - startedMs) / 1000;
  await pool.close();
  const notices = result.letters.notice ?? 0;
  if (notices !== size.due || result.failed.length > 0)
    throw new Error(
      `the run wrote ${notices} notices of ${size.due}; ${result.failed[0]?.message ?? "none failed"}`,
    );
  return {
    name: `daily-run, ${lanes} lane${lanes === 1 ? "" : "s"}`,
    value: notices / seconds,
    unit: "due claims/s",
    target: 3000,
    n: size.due,
  };
}

async function run(pool: Pool, creditorId: Uuid, day: CalendarDate, lanes: number) {
  const creditor = await creditorById(pool, creditorId);
  if (creditor === undefined) throw new Error("the creditor of the bench is missing");
  const clock = { isSandbox: true, today: day, nowAt: `${day}T05:00:00.000Z` };
  return runDay({ pool, operator: AN_AGENCY, creditor, clock }, { lanes });
}

/** A day on which nothing is due, over the whole portfolio. */
async function quiet(
  url: string,
  creditorId: Uuid,
  size: { readonly claims: number },
  figures: Figure[],
): Promise<void> {
  await withAdministrator(url, (client) => client.query("vacuum file"));
  const pool = await openPool({ url, role: "innfri_engine", max: 3 });
  await run(pool, creditorId, addDays(RUN_ON, 1), 1); // opens the connections
  const startedMs = performance.now();
  await run(pool, creditorId, addDays(RUN_ON, 2), 1);
  figures.push({
    name: "a day with nothing due",
    value: performance.now() - startedMs,
    unit: "ms",
    target: 100,
    lowerIsBetter: true,
    n: size.claims,
  });
  await pool.close();
}

async function measureFloor(
  serverUrl: string,
  runUrl: string,
  creditorId: Uuid,
  due: number,
): Promise<number> {
  const url = await benchDatabase(serverUrl, "bench_floor", "bench_seeded");
  await stage(runUrl, url, creditorId);
  await checkpoint(url);
  const text = (await readFile(new URL("floor/daily-run.sql", import.meta.url), "utf8")).replaceAll(
    ":creditor",
    `'${creditorId}'::uuid`,
  );
  const pool = await openPool({ url, role: "innfri_engine", max: 1 });
  const startedMs = performance.now();
  const written = await withCreditor(pool, creditorId, (tx) =>
    tx.one<{ files: bigint; documents: bigint; events: bigint }>({ name: "floor", text, values: [] }),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  await pool.close();
  if (Number(written.files) !== due || Number(written.documents) !== due)
    throw new Error(`the floor wrote ${written.files} files of ${due}`);
  return due / seconds;
}

/** Copies what the run wrote into staging tables of a database in which it has not run. */
async function stage(runUrl: string, floorUrl: string, creditorId: Uuid): Promise<void> {
  const from = new pg.Client({ connectionString: runUrl });
  const to = new pg.Client({ connectionString: floorUrl });
  await Promise.all([from.connect(), to.connect()]);
  const where: Record<string, string> = {
    ledger_transaction: "kind <> 'opening'",
    event: "seq > 1",
    file: `next_look_on <> '${addDays(RUN_ON, 31)}'`,
    claim_now: "step_count > 0",
  };
  for (const table of [...WRITTEN, "file", "claim_now"]) {
    await to.query(`create unlogged table stage_${table} (like ${table})`);
    await to.query(`grant select on stage_${table} to innfri_engine`);
    const select = `copy (select * from ${table} where creditor_id = '${creditorId}' and ${where[table] ?? "true"}) to stdout (format binary)`;
    await pipeline(
      from.query(copy.to(select)),
      to.query(copy.from(`copy stage_${table} from stdin (format binary)`)),
    );
    await to.query(`analyze stage_${table}`);
  }
  await Promise.all([from.end(), to.end()]);
}

async function checkpoint(url: string): Promise<void> {
  await withAdministrator(url, (client) => client.query("checkpoint"));
}
