import type { CalendarDate } from "@innfri/kernel";
import type { Command } from "commander";
import { type AddOutcome, addCreditor } from "../../usecases/add-creditor.ts";
import { onInstallation } from "../context.ts";
import {
  type CreditorOptions,
  inputWithPlan,
  missingLines,
  problemLines,
  withCreditorOptions,
} from "../creditor-options.ts";
import { type Answer, UsageError } from "../output.ts";
import { dayToCountFrom, oneOf } from "../parse-options.ts";
import { sendProblems, withSendProblems } from "../send-problems.ts";

type AddOptions = CreditorOptions & {
  readonly country: "NO" | "SE";
  readonly sandbox?: boolean;
  readonly clock?: CalendarDate;
};

/** `innfri creditor add`: a company that is owed, with its rules. */
export function registerCreditorAdd(creditor: Command): void {
  withCreditorOptions(creditor.command("add").description("add a company that is owed, with its rules"))
    .requiredOption("--country <country>", "NO or SE", oneOf("--country", ["NO", "SE"]))
    .option("--sandbox", "for trying: has its own clock, and nothing leaves the machine")
    .option("--clock <date>", "the day a sandbox starts on", dayToCountFrom("--clock"))
    .action(async (options: AddOptions, command: Command) => {
      const { name, org, country, clock } = options;
      const isSandbox = options.sandbox === true;
      if (name === undefined || org === undefined)
        throw new UsageError("A creditor needs --name and --org. Nothing was done.");
      if (clock !== undefined && !isSandbox)
        throw new UsageError(
          "--clock is for a --sandbox: a real company's today is the real one. Nothing was done.",
        );
      const wanted = {
        country,
        isSandbox,
        clockOn: clock ?? null,
        input: { ...(await inputWithPlan(options)), name, organisationNumber: org },
      };
      await onInstallation(command, async (installation) => {
        const now = new Date();
        const outcome = await addCreditor(installation, wanted, now);
        const answer = answerOf(name, outcome);
        if (outcome.kind === "wrong") return answer;
        return withSendProblems(
          answer,
          await sendProblems(installation, outcome.creditorId, options.send, now),
        );
      });
    });
}

function answerOf(name: string, outcome: AddOutcome): Answer {
  if (outcome.kind === "wrong")
    return {
      json: { refused: outcome.problems },
      text: `${name} was not added:\n${problemLines(outcome.problems)}`,
      exitCode: 1,
    };
  const { creditorId, missing } = outcome;
  const isSame = outcome.kind === "added" || outcome.isSame;
  const first =
    outcome.kind === "added"
      ? `${name} was added with the id ${creditorId}`
      : isSame
        ? `${name} is there already with the id ${creditorId}. Nothing was changed.`
        : `${name} is there already with the id ${creditorId} and other rules. Nothing was changed; use creditor set.`;
  return {
    json: { id: creditorId, created: outcome.kind === "added", isSame, missing },
    text: [first, missingLines(creditorId, missing)].filter((part) => part !== "").join("\n"),
    exitCode: isSame ? 0 : 1,
  };
}
