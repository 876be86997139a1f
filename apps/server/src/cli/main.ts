/** The command line. Each command is a file in `commands/`; this one joins them and turns errors into sentences. */
import { Command, CommanderError } from "commander";
import { saidOf } from "../log/index.ts";
import { commands } from "./commands/index.ts";
import { globals } from "./context.ts";
import { databaseWords } from "./database-words.ts";
import { hintsNameData } from "./hints.ts";
import { isReaderGone, UsageError } from "./output.ts";
import { stopProgress } from "./progress.ts";
import { columnsOf, shown } from "./wrap.ts";

const program = new Command("innfri")
  .description("Follows up unpaid invoices under Norwegian and Swedish law")
  .option("--data <dir>", "data directory; .innfri when not given")
  .option("--json", "answer in JSON")
  .exitOverride();

for (const register of commands) register(program);
inherit(program, "innfri");
program.hook("preAction", (_, command) =>
  hintsNameData(
    program.commands.map((one) => one.name()),
    globals(command).givenData,
  ),
);

// What was done stays done and told by the exit code, also when nobody reads the answer to its end.
process.stdout.on("error", (error) => {
  if (!isReaderGone(error)) process.exitCode = complain(error);
});

try {
  await program.parseAsync(process.argv);
} catch (error) {
  stopProgress();
  process.exitCode = complain(error);
}

/** `--json` and `--data` may stand anywhere on the line, also behind the command; an error names the help to it. */
function inherit(command: Command, line: string): void {
  command.showHelpAfterError(`(${line} --help tells more)`);
  for (const sub of command.commands) {
    sub.option("--data <dir>", "data directory").option("--json", "answer in JSON").exitOverride();
    inherit(sub, `${line} ${sub.name()}`);
  }
}

/** One sentence on what went wrong and what to do; the trace only for those who ask for it. */
function complain(error: unknown): number {
  if (isReaderGone(error)) return 0;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (process.env.INNFRI_TRACE !== undefined) console.error(error);
  const message = databaseWords(error) ?? saidOf(error);
  const said = error instanceof UsageError ? message : `Innfri could not finish: ${message}`;
  console.error(shown(said, columnsOf(process.stderr)));
  return 2;
}
