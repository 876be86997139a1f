/** Reasons as decisions carry them. */
import { RULES, type RuleId } from "@innfri/law";
import type { Because, PlanReason } from "./decision.ts";

export function reason(rule: PlanReason | RuleId, text: string): Because {
  return { rule, text };
}

export function lawReason(rule: RuleId): Because {
  return { rule, text: RULES[rule].title };
}
