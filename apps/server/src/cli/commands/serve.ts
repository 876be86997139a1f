import type { Command } from "commander";
import { LASTING_LANES } from "../../engine/index.ts";
import { asService } from "../context.ts";
import { port, upTo } from "../parse-options.ts";
import { startService } from "../service.ts";

const PORT = 8080;

/** `innfri serve`: everything in one process, which is all that a laptop or one company needs. */
export function registerServe(program: Command): void {
  program
    .command("serve")
    .description("run Innfri: do what is due, and answer over HTTP")
    .option(
      "--lanes <n>",
      "batches at once in this process; 0 leaves the work to innfri worker",
      upTo("--lanes", 16, 0),
      LASTING_LANES,
    )
    .option("--host <address>", "the address to answer at", "127.0.0.1")
    .option("--port <number>", "the port to answer at", port("--port"), PORT)
    .action(
      async (
        { lanes, host, port }: { readonly lanes: number; readonly host: string; readonly port: number },
        command: Command,
      ) => {
        await asService(command, { mayBegin: true }, (installation) =>
          startService(installation, { process: "serve", lanes, at: { host, port } }),
        );
      },
    );
}
