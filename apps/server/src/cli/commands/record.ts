import type { CalendarDate } from "@innfri/kernel";
import type { Command } from "commander";
import { LEGAL_STEPS } from "../../usecases/act-on-claim.ts";
import { actOnTogether } from "../acted.ts";
import { UsageError } from "../output.ts";
import { day } from "../parse-options.ts";

type Options = {
  readonly application?: true;
  readonly attachment?: true;
  readonly decision?: true;
  readonly enforcement?: true;
  readonly on: CalendarDate;
  readonly creditor?: string;
};

/** `innfri record`: a legal step that was taken outside of Innfri. */
export function registerRecord(program: Command): void {
  program
    .command("record <claims...>")
    .description(
      "a legal step that was taken for a claim, or for several of one customer, with its statutory costs",
    )
    .option(
      "--application",
      "Norway: complaint to the conciliation board; Sweden: application for a payment order",
    )
    .option("--attachment", "Norway: application for attachment")
    .option("--decision", "what the authority decided")
    .option("--enforcement", "enforcement was applied for")
    .requiredOption("--on <date>", "the day of it", day("--on"))
    .option("--creditor <id>", "whose claims they are, where several have one of that name")
    .action(async (named: readonly string[], options: Options, command: Command) => {
      const [step, second] = LEGAL_STEPS.filter((one) => options[one] === true);
      if (step === undefined || second !== undefined)
        throw new UsageError(
          "Say which step, and one only: --application, --attachment, --decision or --enforcement.",
        );
      const { on, creditor } = options;
      await actOnTogether(command, named, creditor, (also) => ({ kind: "record", step, on, also }));
    });
}
