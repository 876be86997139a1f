/** Runs a data directory's creditors until a day, in small batches: what the kill test kills, and what goes on after it. */
import type { CalendarDate } from "@innfri/kernel";
import { openInstallation } from "../../installation.ts";
import { runDays } from "../run-days.ts";

export async function untilDay(
  directory: string,
  databaseUrl: string | undefined,
  until: CalendarDate,
  onReady: () => void = () => undefined,
): Promise<void> {
  const installation = await openInstallation(directory, databaseUrl);
  const { operator } = installation;
  if (operator === null) throw new Error("no operator");
  onReady();
  const runs = await runDays({ ...installation, operator }, { until }, new Date(), {
    pageSize: 4,
    lanes: 2,
    // Whoever comes after a kill waits for the lease of the one who was killed.
    delivery: { leaseMs: 500 },
  });
  await installation.close();
  const failed = runs.filter((run) => run.kind !== "ran" || run.result.failed.length > 0);
  if (failed.length > 0) throw new Error(JSON.stringify(failed));
}
