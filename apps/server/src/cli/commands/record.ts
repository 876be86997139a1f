import { PAYMENT_ORDER_STATES } from "@innfri/claims";
import type { CalendarDate } from "@innfri/kernel";
import type { Command } from "commander";
import { LEGAL_STEPS } from "../../usecases/act-on-claim.ts";
import { actOn, actOnTogether } from "../acted.ts";
import { UsageError } from "../output.ts";
import { amount, day, oneOf } from "../parse-options.ts";

type Options = {
  readonly application?: true;
  readonly attachment?: true;
  readonly decision?: true;
  readonly enforcement?: true;
  readonly state?: (typeof PAYMENT_ORDER_STATES)[number];
  readonly amount?: bigint;
  readonly caseNumber?: string;
  readonly on: CalendarDate;
  readonly creditor?: string;
};

/** `innfri record`: a legal step that was taken outside of Innfri. */
export function registerRecord(program: Command): void {
  program
    .command("record <claims...>")
    .description(
      "a legal step that was taken for a claim, or for several of one customer, with its statutory costs; or what the authority tells",
    )
    .option(
      "--application",
      "Norway: complaint to the conciliation board; Sweden: application for a payment order",
    )
    .option("--attachment", "Norway: application for attachment")
    .option("--decision", "what the authority decided")
    .option("--enforcement", "enforcement was applied for")
    .option(
      "--state <state>",
      `Sweden, what Kronofogden tells of the application: ${PAYMENT_ORDER_STATES.join(", ")}`,
      oneOf("--state", PAYMENT_ORDER_STATES),
    )
    .option(
      "--amount <sum>",
      "with --state partly-contested: what is contested of the invoice",
      amount("--amount"),
    )
    .option("--case-number <number>", "with --state: Kronofogden's number of the case")
    .requiredOption("--on <date>", "the day of it", day("--on"))
    .option("--creditor <id>", "whose claims they are, where several have one of that name")
    .action(async (named: readonly string[], options: Options, command: Command) => {
      const { on, creditor, state, amount: contestedMinor, caseNumber } = options;
      const [step, second] = LEGAL_STEPS.filter((one) => options[one] === true);
      if ((step === undefined) === (state === undefined) || second !== undefined)
        throw new UsageError(
          "Say which step, and one only: --application, --attachment, --decision, --enforcement or --state.",
        );
      if (state === undefined && (contestedMinor !== undefined || caseNumber !== undefined))
        throw new UsageError("--amount and --case-number go with --state.");
      if (state !== undefined) {
        if (named.length > 1)
          throw new UsageError(
            "Name one invoice: what Kronofogden tells is recorded for all of its application.",
          );
        const more = {
          ...(contestedMinor === undefined ? {} : { contestedMinor }),
          ...(caseNumber === undefined ? {} : { caseNumber }),
        };
        return actOn(command, named[0]!, creditor, { kind: "payment-order", state, on, ...more });
      }
      await actOnTogether(command, named, creditor, (also) => ({ kind: "record", step: step!, on, also }));
    });
}
