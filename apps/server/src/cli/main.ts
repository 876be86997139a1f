/** The command line. Each command is a file in `commands/`; this one joins them and turns errors into sentences. */
import { Command, CommanderError } from "commander";
import { commands } from "./commands/index.ts";
import { UsageError } from "./output.ts";

const program = new Command("innfri")
  .description("Follows up unpaid invoices under Norwegian and Swedish law")
  .option("--data <dir>", "data directory", ".innfri")
  .option("--json", "answer in JSON")
  .exitOverride()
  .showHelpAfterError("(run innfri --help for the commands)");

for (const register of commands) register(program);
for (const command of program.commands) inherit(command);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = complain(error);
}

/** `--json` and `--data` may stand anywhere on the line, also behind the command. */
function inherit(command: Command): void {
  command.option("--data <dir>", "data directory").option("--json", "answer in JSON").exitOverride();
  for (const sub of command.commands) inherit(sub);
}

/** One sentence on what went wrong and what to do; the trace only for those who ask for it. */
function complain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (process.env.INNFRI_TRACE !== undefined) console.error(error);
  const message = error instanceof Error ? error.message : String(error);
  console.error(error instanceof UsageError ? message : `Innfri could not finish: ${message}`);
  return 2;
}
