/** What those need who keep an installation running: health, metrics, and a process that logs and counts. */
import { startLog } from "../log/index.ts";
import { countTheProcess } from "../metrics/counters.ts";

export type { JobsState } from "./checks.ts";
export { live, ready } from "./health.ts";
export { createMetrics } from "./metrics.ts";

/** The first thing that a process does which lives long: from here on it logs, and counts itself. */
export function startWatching(program: "serve" | "worker"): void {
  startLog(program);
  countTheProcess();
}
