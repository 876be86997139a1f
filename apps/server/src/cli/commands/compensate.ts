import type { Command } from "commander";
import { actOn } from "../acted.ts";

/** `innfri compensate`: late-payment compensation is claimed of a debtor that is no consumer. */
export function registerCompensate(program: Command): void {
  program
    .command("compensate <claim>")
    .description(
      "claim late-payment compensation of a business or public body; other costs are set off against it",
    )
    .option("--creditor <id>", "whose claim it is, where several have one of that name")
    .action(async (named: string, options: { readonly creditor?: string }, command: Command) => {
      await actOn(command, named, options.creditor, { kind: "compensate" });
    });
}
