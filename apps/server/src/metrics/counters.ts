/**
 * What this process counts while it works, for Prometheus. Labels are words of ours, so their number is bounded, and
 * nobody's id or name is among them. Each process counts its own; who reads them adds them up.
 */
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { LogWord } from "../log/index.ts";

export const processMetrics = new Registry();

type BatchCounts = {
  readonly files: number;
  readonly steps: number;
  readonly closed: number;
  readonly parked: number;
};

const registers = [processMetrics];

const runSeconds = new Histogram({
  name: "innfri_run_duration_seconds",
  help: "How long a creditor's run of a day took, from its opening to its close by this process",
  labelNames: ["country", "book"],
  buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600],
  registers,
});
const runs = counter("innfri_runs_total", "Runs that this process ended", ["country", "book", "state"]);
const files = counter("innfri_files_judged_total", "Files judged by runs", ["country", "book"]);
const steps = counter("innfri_steps_total", "Steps taken or proposed by runs", ["country", "book"]);
const closed = counter("innfri_claims_closed_total", "Claims that runs closed", ["country", "book"]);
const parked = counter("innfri_claims_parked_total", "Claims and files that runs set aside for a person", [
  "country",
  "book",
]);
const deliveries = counter("innfri_deliveries_total", "Attempts to deliver a message, by how they ended", [
  "channel",
  "outcome",
]);
const unreadable = counter(
  "innfri_answers_unreadable_total",
  "Files of a print house, and mails that came back, that could not be read and were put aside",
  ["channel"],
);
const failedTransactions = counter("innfri_transactions_failed_total", "Transactions that were rolled back", [
  "sql_class",
]);

function counter<const L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
  return new Counter({ name, help, labelNames, registers });
}

/** A sandbox's numbers are kept apart from those of real companies. */
export function bookOf({ isSandbox }: { readonly isSandbox: boolean }): "real" | "sandbox" {
  return isSandbox ? "sandbox" : "real";
}

type Of = { readonly country: string; readonly isSandbox: boolean };

/** This process has closed a creditor's day. */
export function countFinishedRun(of: Of, durationMs: number | undefined): void {
  const labels = { country: of.country, book: bookOf(of) };
  if (durationMs !== undefined) runSeconds.observe(labels, durationMs / 1000);
  runs.inc({ ...labels, state: "finished" });
}

/** A run could not go on in this process. */
export function countFailedRun(of: Of): void {
  runs.inc({ country: of.country, book: bookOf(of), state: "failed" });
}

/** A batch of a run is committed. */
export function countDone(of: Of, done: BatchCounts): void {
  const labels = { country: of.country, book: bookOf(of) };
  files.inc(labels, done.files);
  steps.inc(labels, done.steps);
  closed.inc(labels, done.closed);
  parked.inc(labels, done.parked);
}

/** An attempt to deliver has ended. */
export function countDelivery(channel: LogWord, outcome: LogWord): void {
  deliveries.inc({ channel, outcome });
}

/** What somebody outside has said of letters could not be read. */
export function countUnreadable(channel: "email" | "post", count: number): void {
  unreadable.inc({ channel }, count);
}

/** A transaction was rolled back; the class is the first two signs of PostgreSQL's code. */
export function countFailedTransaction(state: string | undefined): void {
  failedTransactions.inc({ sql_class: /^[0-9A-Z]{5}$/.test(state ?? "") ? state!.slice(0, 2) : "none" });
}

/** For processes that live long: memory, event loop and open handles too. */
export function countTheProcess(): void {
  if (processMetrics.getSingleMetric("process_cpu_seconds_total") === undefined)
    collectDefaultMetrics({ register: processMetrics });
}
