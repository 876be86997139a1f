import type { CalendarDate } from "@innfri/kernel";
import type { Command } from "commander";
import { actOnTogether } from "../acted.ts";
import { dayToCountFrom, upTo, yesOrNo } from "../parse-options.ts";

type Options = {
  readonly instalments: number;
  readonly first?: CalendarDate;
  readonly wholeDebt?: boolean;
  readonly creditor?: string;
};

const MOST_INSTALMENTS = 120;

/** `innfri agree`: a written payment plan. */
export function registerAgree(program: Command): void {
  program
    .command("agree <claims...>")
    .description(
      "a written payment plan for a claim, or for several of one customer: nothing goes on while it runs",
    )
    .requiredOption("--instalments <number>", "how many", upTo("--instalments", MOST_INSTALMENTS))
    .option("--first <date>", "the day of the first", dayToCountFrom("--first"))
    .option(
      "--whole-debt <yes|no>",
      "whether it covers all that the customer owes (no)",
      yesOrNo("--whole-debt"),
    )
    .option("--creditor <id>", "whose claims they are, where several have one of that name")
    .action(async (named: readonly string[], options: Options, command: Command) => {
      const { instalments, first, wholeDebt } = options;
      await actOnTogether(command, named, options.creditor, (also) => ({
        kind: "agree",
        instalments,
        wholeDebt: wholeDebt ?? false,
        also,
        ...(first === undefined ? {} : { firstOn: first }),
      }));
    });
}
