/** For tests: a worker in a process of its own, on a day of its own, in small batches; it ends as `innfri worker` does. */
import { untilStopped } from "../cli/until-stopped.ts";
import { openInstallation } from "../installation.ts";
import { startWorker } from "./worker.ts";

const [directory, now] = process.argv.slice(2);
const stopped = untilStopped();
const installation = await openInstallation(directory!, process.env.DATABASE_URL);
const worker = await startWorker(installation, {
  lanes: 2,
  now: () => new Date(now!),
  onError: () => undefined,
  tickSeconds: 1,
  pageSize: 1,
});
process.stdout.write("at work\n");
await stopped;
await worker.stop();
await installation.close();
