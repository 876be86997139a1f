import type { ObjectionOutcome } from "@innfri/claims";
import type { CalendarDate } from "@innfri/kernel";
import type { Command } from "commander";
import { actOn } from "../acted.ts";
import { UsageError } from "../output.ts";
import { day, oneOf, scope, yesOrNo } from "../parse-options.ts";

type Options = {
  readonly scope?: "whole" | bigint;
  readonly reasonable?: boolean;
  readonly received?: CalendarDate;
  readonly text?: string;
  readonly resolve?: ObjectionOutcome;
  readonly on?: CalendarDate;
  readonly creditor?: string;
};

const OUTCOMES = ["withdrawn", "accepted", "groundless"] as const;

/** `innfri object`: the debtor says no, to all or a part, and later what became of it. */
export function registerObject(program: Command): void {
  program
    .command("object <claim>")
    .description(
      "the debtor says no, to all of a claim or to a part: it stops at once; or what became of that",
    )
    .option("--scope <whole|amount>", "what is disputed: all of it, or an amount", scope("--scope"))
    .option(
      "--reasonable <yes|no>",
      "whether it deserves to be examined, seen from the debtor's side (yes)",
      yesOrNo("--reasonable"),
    )
    .option("--received <date>", "the day on which it came (today)", day("--received"))
    .option("--text <text>", "what the debtor says, kept apart so that it can be removed later")
    .option("--resolve <outcome>", `what became of it: ${OUTCOMES.join(", ")}`, oneOf("--resolve", OUTCOMES))
    .option(
      "--on <date>",
      "with --resolve: the day on which the debtor was told; without it the debtor is told from here",
      day("--on"),
    )
    .option("--creditor <id>", "whose claim it is, where several have one of that name")
    .action(async (named: string, options: Options, command: Command) => {
      await actOn(command, named, options.creditor, actOf(options));
    });
}

function actOf({ scope: disputed, reasonable, received, text, resolve, on }: Options) {
  if (resolve !== undefined) {
    if (disputed !== undefined || reasonable !== undefined || received !== undefined || text !== undefined)
      throw new UsageError(
        "--resolve takes --on alone: it settles every open objection of the claim. Nothing was done.",
      );
    return { kind: "resolve", outcome: resolve, ...(on === undefined ? {} : { on }) } as const;
  }
  if (on !== undefined)
    throw new UsageError(
      "--on is the day of --resolve; an objection came on its --received. Nothing was done.",
    );
  if (disputed === undefined)
    throw new UsageError(
      "Say what is disputed, --scope whole or --scope AMOUNT, or what became of it, --resolve OUTCOME.",
    );
  return {
    kind: "object",
    scope: disputed,
    reasonable: reasonable ?? true,
    ...(received === undefined ? {} : { received }),
    ...(text === undefined ? {} : { note: text }),
  } as const;
}
