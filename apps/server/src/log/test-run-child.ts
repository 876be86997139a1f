/** The process whose log the test reads: runs a data directory's creditors until a day. */
import { date } from "@innfri/kernel";
import { openInstallation } from "../installation.ts";
import { runDays } from "../usecases/run-days.ts";
import { errorFields, log } from "./index.ts";

const [directory, until] = process.argv.slice(2);
const installation = await openInstallation(directory!, process.env.DATABASE_URL);
const { operator } = installation;
if (operator === null) throw new Error("no operator");
try {
  await runDays({ ...installation, operator }, { until: date(until!) }, new Date(), { pageSize: 4 });
} catch (error) {
  log.error("crashed", errorFields(error));
}
await installation.close();
