/** The process that the kill test kills: runs a data directory's creditors until a day, in small batches. */
import { date } from "@innfri/kernel";
import { openInstallation } from "../../installation.ts";
import { runDays } from "../run-days.ts";

const [directory, until] = process.argv.slice(2);
const installation = await openInstallation(directory!, process.env.DATABASE_URL);
const { operator } = installation;
if (operator === null) throw new Error("no operator");
process.stdout.write("ready\n");
const runs = await runDays({ ...installation, operator }, { until: date(until!) }, new Date(), {
  pageSize: 4,
  lanes: 2,
  // Whoever comes after a kill waits for the lease of the one who was killed.
  delivery: { leaseMs: 500 },
});
await installation.close();
const failed = runs.filter((run) => run.kind !== "ran" || run.result.failed.length > 0);
if (failed.length > 0) throw new Error(JSON.stringify(failed));
