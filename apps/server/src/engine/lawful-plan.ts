/** The check of a plan, remembered: it takes a second or two, and the answer is the same for the same plan. */
import { checkPlan, type Plan, type PlanCheck } from "@innfri/claims";

const MOST_REMEMBERED = 50;
const remembered = new Map<string, PlanCheck>();

/** Whether a plan with its changes laid over it can break the law. */
export function lawfulnessOf(plan: Plan): PlanCheck {
  const key = JSON.stringify([plan.country, plan.steps]);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const check = checkPlan(plan);
  if (remembered.size >= MOST_REMEMBERED) remembered.delete(remembered.keys().next().value!);
  remembered.set(key, check);
  return check;
}
