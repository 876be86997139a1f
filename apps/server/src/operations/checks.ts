/** The checks that health, readiness and `innfri doctor` are made of, each a question with a short time to answer. */

import { statfs } from "node:fs/promises";
import type { CalendarDate } from "@innfri/kernel";
import { COUNTRIES, coverageState, lawPack } from "@innfri/law";
import { machineTime } from "../machine-time.ts";
import { JOBS_SCHEMA } from "../store/jobs-schema.ts";
import { migrations } from "../store/migrate.ts";
import { newerSchema } from "../store/newer-schema.ts";
import { type Pool, sql, sqlState, withOperator } from "../store/sql.ts";
import type { Check } from "./report.ts";

/** Beyond it a clock is worth a look; letters are dated by the day, so a second or two do not matter. */
const CLOCK_WARNS_MS = 2_000;
/** Beyond it two machines may not agree on the day, or on who is late. */
const CLOCK_FAILS_MS = 60_000;
const DISK_FAILS_BYTES = 200 * 1024 * 1024;
const DISK_WARNS_BYTES = 2 * 1024 * 1024 * 1024;

/** How the queue stands, as the layer of jobs tells it. */
export type JobsState = {
  /** Seconds since any worker has said that it lives; null when none ever has. */
  readonly lastHeartbeatSeconds: number | null;
  /** Seconds that the oldest job waits that could be worked now; null when none waits. */
  readonly oldestWaitingSeconds: number | null;
};

/** Beyond it a job that could be worked is left lying. A dead worker's is taken over within 15 seconds. */
const JOB_WAITS_WARNS_SECONDS = 120;
const JOB_WAITS_FAILS_SECONDS = 900;

/** Reachable, and how far its clock is from this machine's. */
export async function checkDatabase(pool: Pool, withinMs = 2_000): Promise<readonly Check[]> {
  const startedMs = machineTime.now().getTime();
  const answer = await within(
    withinMs,
    withOperator(pool, (tx) =>
      tx.one<{ atMs: number }>(sql`select extract(epoch from clock_timestamp())::float8 * 1000 as "atMs"`),
    ),
  );
  const tookMs = machineTime.now().getTime() - startedMs;
  if (answer.kind !== "answered")
    return [
      {
        name: "database",
        status: "failing",
        what:
          answer.kind === "late"
            ? `The database did not answer within ${withinMs / 1000} seconds.`
            : "The database cannot be reached, or it refuses this program.",
        values: { sqlState: answer.kind === "failed" ? (sqlState(answer.error) ?? null) : null, tookMs },
      },
    ];
  return [
    { name: "database", status: "ok", what: "The database answers.", values: { tookMs } },
    // The database read its clock somewhere between the question and the answer.
    checkClock(answer.value.atMs - (startedMs + tookMs / 2), tookMs / 2),
  ];
}

/** How far apart the clocks are, less what the way there and back may have taken. */
export function checkClock(differenceMs: number, uncertainMs: number): Check {
  const apart = Math.max(0, Math.abs(differenceMs) - uncertainMs);
  const values = { differenceMs: Math.round(differenceMs) };
  if (apart < CLOCK_WARNS_MS)
    return { name: "clock", status: "ok", what: "This machine and the database agree on the time.", values };
  return {
    name: "clock",
    status: apart < CLOCK_FAILS_MS ? "warning" : "failing",
    what: `The clocks of this machine and the database are ${Math.round(apart / 1000)} seconds apart. Set both by NTP.`,
    values,
  };
}

/** Has this database been brought to this program's schema, and no further? */
export async function checkMigrations(pool: Pool): Promise<Check> {
  const ours = await migrations();
  const applied = await withOperator(pool, (tx) =>
    tx.many<{ name: string; sha256: string }>(sql`select name, sha256 from migration order by name`),
  );
  const known = new Map(ours.map(({ name, sha256 }) => [name, sha256]));
  const missing = ours.filter(({ name }) => !applied.some((one) => one.name === name)).length;
  const strange =
    applied.filter(({ name, sha256 }) => known.get(name) !== sha256).length +
    ((await newerSchema(pool)) === JOBS_SCHEMA ? 1 : 0);
  const values = { applied: applied.length, missing, unknown: strange };
  if (strange > 0)
    return {
      name: "migrations",
      status: "failing",
      what: "The database was migrated by another version of this program. Run that one here too.",
      values,
    };
  if (missing > 0)
    return {
      name: "migrations",
      status: "failing",
      what: "The database is older than this program. Any innfri command that opens it brings it up to date.",
      values,
    };
  return { name: "migrations", status: "ok", what: "The database has this program's schema.", values };
}

/** Is somebody working what can be worked? */
export function checkJobs(state: JobsState): Check {
  const { lastHeartbeatSeconds, oldestWaitingSeconds } = state;
  const values = { lastHeartbeatSeconds, oldestWaitingSeconds };
  const waits = oldestWaitingSeconds ?? 0;
  if (waits < JOB_WAITS_WARNS_SECONDS)
    return { name: "jobs", status: "ok", what: "Nothing that could be worked is left lying.", values };
  return {
    name: "jobs",
    status: waits < JOB_WAITS_FAILS_SECONDS ? "warning" : "failing",
    what: `A job has waited for ${Math.round(waits)} seconds. Is a worker running? Start one: innfri worker`,
    values,
  };
}

/** Letters, archives and the embedded database need room to be written. */
export async function checkDisk(directory: string): Promise<Check> {
  const found = await statfs(directory).catch(() => undefined);
  if (found === undefined)
    return {
      name: "disk",
      status: "failing",
      what: "The data directory is not there or cannot be read.",
      values: { freeBytes: null, totalBytes: null },
    };
  const freeBytes = found.bavail * found.bsize;
  const totalBytes = found.blocks * found.bsize;
  const values = { freeBytes, totalBytes };
  const gb = (freeBytes / 1024 ** 3).toFixed(1);
  if (freeBytes < DISK_FAILS_BYTES)
    return { name: "disk", status: "failing", what: `The disk of the data directory is full.`, values };
  if (freeBytes < DISK_WARNS_BYTES)
    return {
      name: "disk",
      status: "warning",
      what: `The disk of the data directory has ${gb} GB left. Make room before the next run.`,
      values,
    };
  return { name: "disk", status: "ok", what: `The disk of the data directory has ${gb} GB left.`, values };
}

/** How long the law in force still answers, of the countries asked about. */
export function checkLaw(on: CalendarDate, countries: readonly ("NO" | "SE")[] = COUNTRIES): Check {
  const left = countries.map((country) => {
    const days = lawPack(country).tables.map(({ checkedThrough }) => coverageState(checkedThrough, on));
    return [country, Math.min(...days.map(({ daysLeft }) => daysLeft))] as const;
  });
  const least = Math.min(...left.map(([, daysLeft]) => daysLeft));
  const values = Object.fromEntries(left.map(([country, days]) => [`daysLeft${country}`, days]));
  if (left.length === 0 || least >= 31)
    return { name: "law", status: "ok", what: "The law tables cover the next month.", values };
  return {
    name: "law",
    status: "warning",
    what:
      least < 0
        ? "A law table has ended: claims that need it wait for a person. New figures: innfri law load FILE"
        : `A law table ends in ${least} days. New figures: innfri law rehearse FILE, then innfri law load FILE`,
    values,
  };
}

type Answered<T> =
  | { readonly kind: "answered"; readonly value: T }
  | { readonly kind: "late" }
  | { readonly kind: "failed"; readonly error: unknown };

/** A database that hangs must not make its checker hang. */
async function within<T>(ms: number, work: Promise<T>): Promise<Answered<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answered<T>>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "late" }), ms);
  });
  const answered = work.then(
    (value): Answered<T> => ({ kind: "answered", value }),
    (error: unknown): Answered<T> => ({ kind: "failed", error }),
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}
