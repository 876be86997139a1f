import type { Command } from "commander";
import { LASTING_LANES } from "../../engine/index.ts";
import { asService } from "../context.ts";
import { port, upTo } from "../parse-options.ts";
import { startService } from "../service.ts";

/** `innfri worker`: one of the processes that do what is due, on this machine or another. */
export function registerWorker(program: Command): void {
  program
    .command("worker")
    .description("do what is due, for as long as it runs: as many as you like, on any machines")
    .option("--lanes <n>", "batches at once in this process", upTo("--lanes", 16), LASTING_LANES)
    .option("--host <address>", "where it answers about its health and metrics", "127.0.0.1")
    .option("--port <number>", "on which port; it does not answer when left out", port("--port"))
    .action(async (options: WorkerCommand, command: Command) => {
      const { lanes, host } = options;
      const at = options.port === undefined ? null : { host, port: options.port };
      await asService(command, { mayBegin: false }, (installation) =>
        startService(installation, { process: "worker", lanes, at }),
      );
    });
}

type WorkerCommand = { readonly lanes: number; readonly host: string; readonly port?: number };
