import type { PlanCheck } from "@innfri/claims";
import type { Command } from "commander";
import { checkPlanText, planAnswerJson } from "../../usecases/check-plan.ts";
import { underItsLaw } from "../context.ts";
import { type Answer, counted } from "../output.ts";
import { planTextOf, problemsText } from "../plan-source.ts";
import { stepWord } from "../step-words.ts";
import { wrapped } from "../wrap.ts";

/** `innfri plan check`: can the plan break the law? */
export function registerPlanCheck(plan: Command): void {
  plan
    .command("check <plan>")
    .description(
      "live a plan through, by its name or in a file, and say that it keeps the law or on which day it breaks it",
    )
    .option("--thorough", "every day of all the years that the law tables have; takes minutes")
    .action(async (file: string, options: { readonly thorough?: boolean }, command: Command) => {
      const text = await planTextOf(file);
      await underItsLaw(command, async () => answerOf(file, text, options.thorough === true));
    });
}

function answerOf(file: string, text: string, isThorough: boolean): Answer {
  const answer = checkPlanText(text, isThorough);
  const json = planAnswerJson(answer);
  if (answer.kind === "malformed")
    return {
      json,
      text: `${problemsText(file, answer.problems)}\nIts shape stands in docs/reference/plans.md.`,
      exitCode: 2,
    };
  const { plan, check } = answer;
  return check.kind === "lawful"
    ? { json, text: `${plan.name} keeps the law.\n${exploredText(check)}`, exitCode: 0 }
    : {
        json,
        text: `${plan.name} can break the law:\n${examplesText(check)}\n${exploredText(check)}`,
        exitCode: 1,
      };
}

function examplesText({ counterExamples }: PlanCheck & { kind: "unlawful" }): string {
  return counterExamples.map(({ text }, i) => wrapped(`  ${i + 1}. `, text)).join("\n");
}

function exploredText({ explored }: PlanCheck): string {
  const { stories, unquiet, steps, dueDays, from, through, unreached } = explored;
  const lived = `Lived through: ${counted(stories, "invoice")} with ${counted(steps, "step")}, falling due on ${counted(dueDays, "day")} from ${from} to ${through}, with every kind of debtor${unquiet === 0 ? "" : `; ${unquiet} of them with a payment, an objection, a credit note or a hold between the steps`}.`;
  const missed =
    unreached.length === 0
      ? ""
      : `\n${wrapped("", `Nothing came to these steps, so nothing is said about them: ${unreached.map(stepWord).join(", ")}.`)}`;
  return `${wrapped("", lived)}${missed}`;
}
