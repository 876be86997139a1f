import type { Command } from "commander";
import { startWorker } from "../../processes/worker.ts";
import { asService } from "../context.ts";
import { upTo } from "../parse-options.ts";

/** Two: one decides while the other's batch is written. */
export const LANES = 2;

/** `innfri worker`: one of the processes that do what is due, on this machine or another. */
export function registerWorker(program: Command): void {
  program
    .command("worker")
    .description("do what is due, for as long as it runs: as many as you like, on any machines")
    .option("--lanes <n>", "batches at once in this process", upTo("--lanes", 16), LANES)
    .action(async ({ lanes }: { readonly lanes: number }, command: Command) => {
      await asService(command, async (installation) => {
        const worker = await startWorker(installation, {
          lanes,
          now: () => new Date(),
          onError: (error, queue) =>
            console.error(`${queue ?? "queue"}: ${error instanceof Error ? error.message : String(error)}`),
        });
        process.stderr.write("at work; Ctrl-C or SIGTERM ends it after the batches in hand\n");
        return () => worker.stop();
      });
    });
}
