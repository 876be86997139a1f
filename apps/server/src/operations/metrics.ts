/**
 * The metrics page, for Prometheus: what this process has counted, and how the whole installation stands. Labels are
 * countries, channels, currencies, tables of the law and, for the few creditors with most to do, ids; never a name.
 */

import type { CalendarDate } from "@innfri/kernel";
import { COUNTRIES, coverageState, lawPack } from "@innfri/law";
import { Gauge, Registry } from "prom-client";
import { dayIn } from "../clock.ts";
import { errorFields, log } from "../log/index.ts";
import { machineTime } from "../machine-time.ts";
import { bookOf, processMetrics } from "../metrics/counters.ts";
import { PROGRAM_VERSION } from "../program-version.ts";
import type { Pool } from "../store/sql.ts";
import { type ClientMoney, readClientMoney } from "./client-money.ts";
import { type CreditorStanding, readStanding, type Standing } from "./standing.ts";

/** Creditors that are told one by one: those with most to do, so that the page stays short with thousands of them. */
const MOST_CREDITORS = 20;
/** Several who ask at once, or all the time, make the database answer once. */
const KEPT_MS = 5_000;
/** The whole ledger is read for it, so it is read seldom and never while somebody waits. */
const CLIENT_MONEY_KEPT_MS = 60 * 60 * 1000;

export type Metrics = {
  readonly contentType: string;
  /** The page. It is there also while the database is not: `innfri_database_up` says so. */
  text(now: Date): Promise<string>;
};

/** `pool` is one of the auditor's, or null where this process may not be the auditor: then only the process is told. */
export function createMetrics(pool: Pool | null): Metrics {
  const standing = kept(KEPT_MS, async () => (pool === null ? undefined : readStanding(pool)));
  const money = kept(CLIENT_MONEY_KEPT_MS, async () => (pool === null ? undefined : readClientMoney(pool)));
  return {
    contentType: processMetrics.contentType,
    text: async (now) => {
      const registry = new Registry();
      tellBuild(registry);
      tellLaw(registry, dayIn("Europe/Oslo", now));
      const { value } = await standing.fresh();
      const up = gauge(
        registry,
        "innfri_database_up",
        "Whether the database told how the installation stands",
      );
      up.set(value === undefined ? 0 : 1);
      if (value !== undefined) tellStanding(registry, value);
      tellClientMoney(registry, money.last(), money.readAtMs());
      const [own, whole] = await Promise.all([processMetrics.metrics(), registry.metrics()]);
      return `${own}\n${whole}`;
    },
  };
}

type Kept<T> = {
  /** At most so old; undefined where it cannot be read now. */
  fresh(): Promise<{ readonly value: T | undefined }>;
  /** What was read last; starts to read it anew where it is old, and does not wait. */
  last(): T | undefined;
  readAtMs(): number | undefined;
};

function kept<T>(forMs: number, read: () => Promise<T | undefined>): Kept<T> {
  let reading: Promise<void> | undefined;
  let triedMs = Number.NEGATIVE_INFINITY;
  let readAtMs: number | undefined;
  let value: T | undefined;
  const renew = () => {
    reading ??= (async () => {
      triedMs = performance.now();
      try {
        value = await read();
        readAtMs = value === undefined ? undefined : machineTime.now().getTime();
      } catch (error) {
        value = undefined;
        log.warn("metrics-failed", errorFields(error));
      } finally {
        reading = undefined;
      }
    })();
    return reading;
  };
  const isOld = () => performance.now() - triedMs > forMs;
  return {
    fresh: async () => {
      if (isOld() || reading !== undefined) await renew();
      return { value };
    },
    last: () => {
      if (isOld()) void renew();
      return value;
    },
    readAtMs: () => readAtMs,
  };
}

function gauge<const L extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly L[] = [],
): Gauge<L> {
  return new Gauge({ name, help, labelNames, registers: [registry] });
}

function tellBuild(registry: Registry): void {
  gauge(registry, "innfri_build_info", "The version of this program", ["version", "node"]).set(
    { version: PROGRAM_VERSION, node: process.versions.node },
    1,
  );
}

function tellLaw(registry: Registry, on: CalendarDate): void {
  const days = gauge(registry, "innfri_law_coverage_days_left", "Days that a law table still answers for", [
    "country",
    "table",
  ]);
  for (const country of COUNTRIES)
    for (const { id, checkedThrough } of lawPack(country).tables)
      days.set({ country, table: id }, coverageState(checkedThrough, on).daysLeft);
}

function tellStanding(registry: Registry, { creditors, databaseBytes, backupAgeSeconds }: Standing): void {
  gauge(registry, "innfri_database_size_bytes", "The size of the database").set(databaseBytes);
  const age = gauge(
    registry,
    "innfri_backup_age_seconds",
    "Seconds since the newest backup of this database",
  );
  // Without one it is as old as can be, so that an alert on its age rings.
  age.set(backupAgeSeconds ?? Number.POSITIVE_INFINITY);
  tellGroups(registry, creditors);
  const busiest = creditors
    .filter(({ isSandbox, runOn }) => !isSandbox && runOn !== null)
    .sort((a, b) => b.due + b.files - (a.due + a.files))
    .slice(0, MOST_CREDITORS);
  tellCreditors(registry, busiest);
}

/** Sums over the creditors of a country; sandboxes apart. */
function tellGroups(registry: Registry, creditors: readonly CreditorStanding[]): void {
  const labels = ["country", "book"] as const;
  const group = (name: string, help: string) => gauge(registry, name, help, labels);
  const runs = gauge(registry, "innfri_creditor_runs", "Creditors by the state of today's run", [
    ...labels,
    "state",
  ]);
  const due = group("innfri_files_due", "Files that are due by today");
  const done = group("innfri_run_files", "Files that the newest runs judged");
  const steps = group("innfri_run_steps", "Steps that the newest runs took");
  const parked = group("innfri_run_parked", "Claims that the newest runs set aside for a person");
  const queued = group("innfri_outbox_queued", "Messages that could leave now");
  const oldest = group("innfri_outbox_oldest_seconds", "How long the oldest of them has waited");
  const unsure = group("innfri_messages_unknown", "Messages of which nobody knows whether they left");
  for (const creditor of creditors) {
    const of = { country: creditor.country, book: bookOf(creditor) };
    runs.inc({ ...of, state: runState(creditor) });
    due.inc(of, creditor.due);
    done.inc(of, creditor.files);
    steps.inc(of, creditor.steps);
    parked.inc(of, creditor.parked);
    queued.inc(of, creditor.queued);
    unsure.inc(of, creditor.unknownMessages);
  }
  // A sandbox's instants are of its own clock: nothing there has waited.
  for (const [country, own] of Map.groupBy(
    creditors.filter(({ isSandbox }) => !isSandbox),
    (creditor) => creditor.country,
  ))
    oldest.set(
      { country, book: "real" },
      Math.max(0, ...own.map(({ oldestQueuedSeconds }) => oldestQueuedSeconds ?? 0)),
    );
}

function runState({ isToday, isFinished }: CreditorStanding): "finished" | "running" | "not-started" {
  if (!isToday) return "not-started";
  return isFinished ? "finished" : "running";
}

function tellCreditors(registry: Registry, creditors: readonly CreditorStanding[]): void {
  const labels = ["creditor"] as const;
  const one = (name: string, help: string) =>
    gauge(registry, name, `${help}, of the ${MOST_CREDITORS} creditors with most to do`, labels);
  const seconds = one("innfri_creditor_run_seconds", "How long the newest run has taken");
  const due = one("innfri_creditor_run_due", "Files that are due by today");
  const done = one("innfri_creditor_run_done", "Files that the newest run judged");
  const parked = one("innfri_creditor_run_parked", "Claims that the newest run set aside");
  for (const { creditorId: creditor, runSeconds, due: left, files, parked: aside } of creditors) {
    if (runSeconds !== null) seconds.set({ creditor }, Math.max(0, runSeconds));
    due.set({ creditor }, left);
    done.set({ creditor }, files);
    parked.set({ creditor }, aside);
  }
}

function tellClientMoney(
  registry: Registry,
  money: readonly ClientMoney[] | undefined,
  readAtMs: number | undefined,
): void {
  const parts = gauge(registry, "innfri_client_money_minor", "Money on the client account, and whose it is", [
    "currency",
    "part",
  ]);
  const difference = gauge(
    registry,
    "innfri_client_money_difference_minor",
    "What lies on the client account less whose it is: zero, or somebody must look",
    ["currency"],
  );
  const readAt = gauge(
    registry,
    "innfri_client_money_read_timestamp_seconds",
    "When the client money was last added up",
  );
  if (money === undefined || readAtMs === undefined) return;
  readAt.set(readAtMs / 1000);
  for (const one of money) {
    const { currency } = one;
    parts.set({ currency, part: "on-account" }, Number(one.onAccount));
    parts.set({ currency, part: "unallocated" }, Number(one.unallocated));
    parts.set({ currency, part: "refunds-due" }, Number(one.refundsDue));
    parts.set({ currency, part: "creditors" }, Number(one.ofCreditors));
    difference.set({ currency }, Number(one.difference));
  }
}
