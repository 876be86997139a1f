/**
 * One worker, for `daily-run.ts`: a process with an engine and nothing else. It says when it is ready, runs the days
 * that it is told on standard input, and answers with what each took and what its memory came to.
 */
import { createInterface } from "node:readline";
import { addDays, date, type Uuid } from "@innfri/kernel";
import { creditorById, runDay } from "@innfri/server/engine";
import { giveWay } from "@innfri/server/give-way";
import { openPool } from "@innfri/server/store";
import { AN_AGENCY } from "./database.ts";

export type RunAsked = { readonly day: string; readonly lanes: number; readonly isQuiet?: boolean };
export type RunAnswer = {
  readonly letters: number;
  readonly failed: readonly string[];
  readonly ms: number;
  /** Processor time of this process, all its threads. */
  readonly cpuMs: number;
  readonly memoryMb: number;
};

// As `innfri worker` does.
giveWay();
const [url, creditorId] = process.argv.slice(2) as [string, Uuid];
const pool = await openPool({ url, role: "innfri_engine", max: 4 });
const creditor = (await creditorById(pool, creditorId))!;

async function run({ day, lanes, isQuiet }: RunAsked): Promise<RunAnswer> {
  const today = isQuiet === true ? addDays(date(day), 1) : date(day);
  const clock = { isSandbox: true, today, nowAt: `${today}T05:00:00.000Z` };
  const [cpu, startedMs] = [process.cpuUsage(), performance.now()];
  const { letters, failed } = await runDay({ pool, operator: AN_AGENCY, creditor, clock }, { lanes });
  const ms = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpu);
  return {
    letters: letters.notice ?? 0,
    failed: failed.map(({ message }) => message),
    ms,
    cpuMs: (user + system) / 1000,
    memoryMb: process.resourceUsage().maxRSS / 1024,
  };
}

process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await run(JSON.parse(line)))}\n`);
await pool.close();
