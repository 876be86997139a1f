/** A plan on the command line: the name of one that comes with Innfri, or a file. */
import { readFile } from "node:fs/promises";
import type { Plan } from "@innfri/claims";
import { type PlanProblem, readPlanFile } from "../engine/plan-file.ts";
import { builtInPlan, PLAN_NAMES } from "../usecases/check-plan.ts";
import { mustBeFile } from "./must-be-file.ts";
import { UsageError } from "./output.ts";

/** The text of the plan: a built-in one as it would stand in a file. */
export async function planTextOf(nameOrFile: string): Promise<string> {
  const known = builtInPlan(nameOrFile);
  if (known !== undefined) return JSON.stringify(known);
  if (!isFileName(nameOrFile))
    throw new UsageError(
      `${nameOrFile} is neither a file that ends with .json nor a plan: there is ${PLAN_NAMES.join(", ")}.`,
    );
  await mustBeFile(nameOrFile);
  return readFile(nameOrFile, "utf8");
}

/** The plan itself; a file that holds none is wrong use. */
export async function planOf(nameOrFile: string): Promise<Plan> {
  const read = readPlanFile(await planTextOf(nameOrFile));
  if (read.kind === "malformed")
    throw new UsageError(`${problemsText(nameOrFile, read.problems)}\nNothing was done.`);
  return read.plan;
}

/** Names of plans hold no dot and no slash. */
export function isFileName(text: string): boolean {
  return text.includes("/") || text.includes("\\") || text.endsWith(".json");
}

export function problemsText(file: string, problems: readonly PlanProblem[]): string {
  return [`${file} holds no plan:`, ...problems.map(({ at, message }) => `  ${at}: ${message}`)].join("\n");
}
