import type { Command } from "commander";
import { actOn } from "../acted.ts";

type Options = { readonly creditor?: string; readonly disputed?: boolean; readonly because?: string };

/** `innfri stop`: nothing more happens to a claim until it is released. */
export function registerStop(program: Command): void {
  program
    .command("stop <claim>")
    .description(
      "stop a claim, or take it off the collection list; a list that has closed takes no more stops",
    )
    .option("--disputed", "the debtor objects: this wins also after the list has closed")
    .option("--because <text>", "your own note, kept apart so that it can be removed later")
    .option("--creditor <id>", "whose claim it is, where several have one of that name")
    .action(async (named: string, options: Options, command: Command) => {
      await actOn(command, named, options.creditor, {
        kind: "stop",
        because: options.disputed === true ? "disputed" : "stopped",
        ...(options.because === undefined ? {} : { note: options.because }),
      });
    });
}
