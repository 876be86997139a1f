import type { Command } from "commander";
import { registerPlanCheck } from "./plan-check.ts";
import { registerPlanPreview } from "./plan-preview.ts";
import { registerPlanReplay } from "./plan-replay.ts";
import { registerPlanShow } from "./plan-show.ts";

/** `innfri plan …`. */
export function registerPlan(program: Command): void {
  const plan = program
    .command("plan")
    .description("the steps that claims go through, and whether they are lawful");
  registerPlanShow(plan);
  registerPlanCheck(plan);
  registerPlanPreview(plan);
  registerPlanReplay(plan);
}
