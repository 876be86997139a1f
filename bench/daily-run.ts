/** The daily run over due claims, beside its floor, by one worker and by two, and the quiet day after it. */
import { LANES } from "@innfri/server/engine";
import { withAdministrator } from "@innfri/server/store";
import { benchDatabase, checkpoint, dropDatabases } from "./database.ts";
import type { Figure } from "./figure.ts";
import { secondsOfFloor, type Written } from "./floor/staged.ts";
import { RUN_DAYS, seedPortfolio } from "./portfolio.ts";
import type { RunAnswer } from "./run-child.ts";
import { startWorker } from "./worker.ts";

/** What the first run of a portfolio has written. */
const WRITTEN: Written = {
  document: "true",
  document_part: "true",
  step: "true",
  message: "true",
  ledger_transaction: "kind <> 'opening'",
  event: "seq > 1",
  chain_growth: "true",
  run_batch: "true",
  file: "version > 1",
  claim_now: "step_count > 0",
};

/** Memory in node must not grow with the day (B4). */
const MEMORY_MAX_MB = 300;

/** `claims` open claims of as many debtors, of which `due` get their notice on each of three days. */
export async function benchDailyRun(
  serverUrl: string,
  size: { readonly claims: number; readonly due: number },
): Promise<Figure[]> {
  const { claims, due } = size;
  const [first, second, third] = [RUN_DAYS[0]!, RUN_DAYS[1]!, RUN_DAYS[2]!];
  const days = [first, second, third];
  const { url, creditorId } = await seedPortfolio(serverUrl, "bench_run", {
    ...size,
    days,
    layout: "imported",
  });
  const untouched = await benchDatabase(serverUrl, "bench_floor", "bench_run");
  await checkpoint(url);

  const worker = await startWorker(url, creditorId);
  const two = await worker.run({ day: first, lanes: LANES });
  const quiet = await worker.run({ day: first, lanes: LANES, isQuiet: true });
  await worker.end();
  await mustBeOnce(url, first, due, [two]);
  const floor =
    due /
    (await secondsOfFloor(WRITTEN, {
      from: url,
      to: untouched,
      creditorId,
      statement: "daily-run.sql",
      rows: due,
    }));
  await dropDatabases(serverUrl, "bench_floor");

  const one = await runBy(url, creditorId, second, 1);
  await mustBeOnce(url, second, due, one.answers);
  const pair = await runBy(url, creditorId, third, 2);
  await mustBeOnce(url, third, due, pair.answers);
  await dropDatabases(serverUrl, "bench_run");

  const rate = (ms: number) => due / (ms / 1000);
  const speed = (name: string, ms: number, cpuMs: number, target: number | null): Figure => {
    const value = rate(ms);
    return {
      name,
      value,
      unit: "due claims/s",
      floor,
      ratio: value / floor,
      target,
      n: due,
      cpuMicroseconds: (cpuMs * 1000) / due,
    };
  };
  const of = `of ${claims}`;
  return [
    speed(`daily run, one worker, ${LANES} lanes, ${of}`, two.ms, two.cpuMs, 10_000),
    speed(`daily run, one worker, one lane, ${of}`, one.ms, cpuOf(one.answers), null),
    speed(`daily run, two workers, one lane each, ${of}`, pair.ms, cpuOf(pair.answers), null),
    { name: `two workers to one, ${of}`, value: one.ms / pair.ms, unit: "times", target: 1.3, n: due },
    most(`a day with nothing due after ${due}, ${of}`, quiet.ms, "ms", 100, claims),
    most(`node memory, ${LANES} lanes, ${of}`, two.memoryMb, "MiB", MEMORY_MAX_MB, due),
  ];
}

function most(name: string, value: number, unit: string, target: number, n: number): Figure {
  return { name, value, unit, target, lowerIsBetter: true, n };
}

/** So many workers with one lane each at the same day, begun at once; the time is that of the last. */
async function runBy(url: string, creditorId: string, day: string, workers: number) {
  const started = await Promise.all(Array.from({ length: workers }, () => startWorker(url, creditorId)));
  await checkpoint(url);
  const startedMs = performance.now();
  const answers = await Promise.all(started.map((worker) => worker.run({ day, lanes: 1 })));
  const ms = performance.now() - startedMs;
  await Promise.all(started.map((worker) => worker.end()));
  return { ms, answers };
}

function cpuOf(answers: readonly RunAnswer[]): number {
  return answers.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/** Everything that was due was done, by whichever worker, and nothing twice. */
async function mustBeOnce(
  url: string,
  day: string,
  due: number,
  answers: readonly RunAnswer[],
): Promise<void> {
  const failed = answers.flatMap((answer) => answer.failed);
  const told = answers.reduce((sum, { letters }) => sum + letters, 0);
  if (failed.length > 0 || told !== due)
    throw new Error(`the run of ${day} wrote ${told} notices of ${due}; ${failed[0] ?? "none failed"}`);
  await withAdministrator(url, async (client) => {
    const { rows } = await client.query<Record<string, string>>(
      `select (select count(*) from step where taken_on = $1) as steps,
         (select count(distinct claim_id) from step where taken_on = $1) as claims,
         (select count(*) from document where dated_on = $1) as documents,
         (select count(*) from message m join document d using (creditor_id, document_id) where d.dated_on = $1) as messages,
         (select count(*) from event where kind = 'letter' and happened_on = $1) as events,
         (select count(*) from ledger_transaction where kind <> 'opening' and booked_on = $1) as entries`,
      [day],
    );
    for (const [what, count] of Object.entries(rows[0]!))
      if (Number(count) !== due) throw new Error(`the run of ${day} left ${count} ${what} of ${due}`);
  });
}
