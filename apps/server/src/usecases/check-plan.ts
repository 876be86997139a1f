/** Is a plan lawful? Asked of a file's text or of a plan that comes with Innfri. Nothing is read or stored. */
import { checkPlan, PLANS, type Plan, type PlanCheck } from "@innfri/claims";
import type { Json } from "@innfri/kernel";
import { citationText } from "@innfri/law";
import { type PlanProblem, readPlanFile } from "../engine/plan-file.ts";

export type PlanAnswer =
  | { readonly kind: "malformed"; readonly problems: readonly PlanProblem[] }
  | { readonly kind: "checked"; readonly plan: Plan; readonly check: PlanCheck };

/** Names of the plans that come with Innfri. */
export const PLAN_NAMES: readonly string[] = Object.keys(PLANS);

/** A plan that comes with Innfri. */
export function builtInPlan(name: string): Plan | undefined {
  return Object.hasOwn(PLANS, name) ? PLANS[name] : undefined;
}

/** Reads a plan and lives it through: in seconds, or thoroughly in minutes. */
export function checkPlanText(text: string, isThorough = false): PlanAnswer {
  const read = readPlanFile(text);
  if (read.kind === "malformed") return read;
  return { kind: "checked", plan: read.plan, check: checkPlan(read.plan, isThorough ? "long" : "short") };
}

/** As `innfri plan check --json` prints it. */
export function planAnswerJson(answer: PlanAnswer): Json {
  if (answer.kind === "malformed") return { malformed: answer.problems.map((one) => ({ ...one })) };
  const { plan, check } = answer;
  const { stories, unquiet, steps, dueDays, from, through, unreached } = check.explored;
  return {
    plan: plan.name,
    country: plan.country,
    lawful: check.kind === "lawful",
    explored: { invoices: stories, unquiet, steps, dueDays, from, through, unreached: [...unreached] },
    counterExamples:
      check.kind === "lawful"
        ? []
        : check.counterExamples.map(({ citation, ...one }) => ({
            ...one,
            citation: citationText(citation),
          })),
  };
}
