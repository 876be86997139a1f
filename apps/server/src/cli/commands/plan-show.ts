import type { Command } from "commander";
import { builtInPlan, PLAN_NAMES } from "../../usecases/check-plan.ts";
import { answering } from "../context.ts";
import { UsageError } from "../output.ts";

/** `innfri plan show`: a plan that comes with Innfri, as the file that a plan of one's own starts from. */
export function registerPlanShow(plan: Command): void {
  plan
    .command("show <name>")
    .description(`a plan that comes with Innfri, as JSON: ${PLAN_NAMES.join(", ")}`)
    .action(async (name: string, _options: object, command: Command) => {
      const found = builtInPlan(name);
      if (found === undefined)
        throw new UsageError(`There is no plan ${name}: there is ${PLAN_NAMES.join(", ")}.`);
      await answering(command, async () => ({
        json: found,
        text: JSON.stringify(found, null, 2),
        exitCode: 0,
      }));
    });
}
