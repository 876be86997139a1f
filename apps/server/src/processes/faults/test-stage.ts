/** Everything that runs stand on: the world, its undisturbed day, the processes and the mail server. */
import path from "node:path";
import { aCluster } from "./test-cluster.ts";
import { Crew } from "./test-crew.ts";
import { aMailServer } from "./test-mail.ts";
import { type Difference, differenceOf, type Outcome } from "./test-outcome.ts";
import { aPrintHouse } from "./test-print.ts";
import { aReceiver } from "./test-receiver.ts";
import { type Ran, ranDay, type Stage } from "./test-run.ts";
import { type Schedule, type ScheduleOptions, scheduleOf } from "./test-schedule.ts";
import { fillWorld } from "./test-world.ts";

export type Options = ScheduleOptions & { readonly from: number };

export type Result = {
  readonly schedule: Schedule;
  readonly ran: Omit<Ran, "outcome"> | null;
  readonly difference: Difference | null;
  /** Why the run did not come to its end. */
  readonly broken: string | null;
};

export type Runs = {
  readonly whole: Outcome;
  readonly wholeMs: number;
  runs(options: Options, tell?: (line: string) => void): Promise<Result[]>;
};

export async function withStage<T>(work: (runs: Runs) => Promise<T>): Promise<T> {
  const mail = await aMailServer();
  const cluster = await aCluster();
  const receiver = await aReceiver();
  const print = aPrintHouse(path.join(cluster.folder, "print"));
  // Most of a run would be the reading of its programs.
  const crew = new Crew(
    { ...mail.env, ...print.env, ...receiver.env, NODE_COMPILE_CACHE: path.join(cluster.folder, "compiled") },
    3,
  );
  try {
    const world = await cluster.template((url) =>
      fillWorld(url, path.join(cluster.folder, "before"), receiver),
    );
    const stage: Stage = { cluster, crew, mail, print, receiver, world };
    const undisturbed = await ranDay(stage, {
      no: -1,
      faults: [],
      mail: [],
      tell: [],
      printLeavesMs: 0,
      isPatient: true,
    });
    if (undisturbed.findings.length > 0) throw new Error(undisturbed.findings.join("\n"));
    const { outcome: whole, tookMs: wholeMs } = undisturbed;
    return await work({
      whole,
      wholeMs,
      runs: async (options, tell) => {
        const results: Result[] = [];
        for (let no = options.from; no < options.from + options.runs; no++) {
          const result = await oneRun(stage, whole, scheduleOf(options, no, wholeMs));
          results.push(result);
          tell?.(lineOf(result));
        }
        return results;
      },
    });
  } finally {
    await crew.end();
    await cluster.end();
    await mail.end();
    await receiver.end();
  }
}

async function oneRun(stage: Stage, whole: Outcome, schedule: Schedule): Promise<Result> {
  try {
    const { outcome, ...ran } = await ranDay(stage, schedule);
    return { schedule, ran, difference: differenceOf(whole, outcome), broken: null };
  } catch (error) {
    const broken = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { schedule, ran: null, difference: null, broken };
  }
}

function lineOf({ schedule, ran, difference, broken }: Result): string {
  const faults = (ran?.happened ?? schedule.faults).map(
    ({ deed, at, whose }) =>
      `${deed} ${at.kind === "point" ? `at ${at.point}.${at.nth}` : `after ${at.ms} ms`} (${whose})`,
  );
  const what = [...faults, ...(ran?.mailFaults ?? []), ...(ran?.tellFaults ?? [])].join(", ");
  if (ran === null || difference === null) return `${schedule.no} BROKEN ${what}: ${broken}`;
  const { lost, doubled, unknown } = difference;
  const bad = [
    ...lost.map((one) => `LOST ${one}`),
    ...doubled.map((one) => `DOUBLED ${one}`),
    ...ran.findings,
  ];
  const told = `${schedule.no} ${ran.tookMs} ms: ${what}; unknown ${unknown.length}`;
  return bad.length === 0 ? told : [told, ...bad, ...ran.errors.slice(0, 10)].join("\n    ");
}
