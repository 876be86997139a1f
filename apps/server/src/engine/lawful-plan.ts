/** The check of a plan, remembered: it takes a second or two, and the answer is the same for the same plan. */
import { checkPlan, type Plan, type PlanCheck } from "@innfri/claims";

const MOST_REMEMBERED = 50;
const remembered = new Map<string, PlanCheck>();

/** Whether a plan with its changes laid over it can break the law. */
export function lawfulnessOf(plan: Plan): PlanCheck {
  return knownLawfulness(plan) ?? rememberLawfulness(plan, checkPlan(plan));
}

/** Undefined where it has not been checked since this process began. */
export function knownLawfulness(plan: Plan): PlanCheck | undefined {
  return remembered.get(keyOf(plan));
}

export function rememberLawfulness(plan: Plan, check: PlanCheck): PlanCheck {
  const key = keyOf(plan);
  if (remembered.size >= MOST_REMEMBERED) remembered.delete(remembered.keys().next().value!);
  remembered.set(key, check);
  return check;
}

function keyOf({ country, steps }: Plan): string {
  return JSON.stringify([country, steps]);
}
