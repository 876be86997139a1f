/** Every rule a decision, a derivation or a log can name, with where it stands. Ids never change their meaning. */
import { decision } from "./citation.ts";
import { NO_RULES } from "./no/rules.ts";
import type { Rule } from "./rule.ts";
import { SE_RULES } from "./se/rules.ts";

const COMMON_RULES = {
  coverage: {
    citation: decision("D10"),
    title: "What the law tables do not cover waits for a person: nothing is sent, nothing is charged",
    country: null,
  },
  "residual.waived": {
    citation: decision("D13"),
    title: "A small rest of interest and costs is waived when the principal is paid",
    country: null,
  },
} as const satisfies Record<string, Rule>;

/** Every rule by its id. An id keeps its meaning for ever, so what was stored with it stays readable. */
export const RULES = { ...COMMON_RULES, ...NO_RULES, ...SE_RULES } as const;

/** The id of a rule, `no.notice-fee.amount`. */
export type RuleId = keyof typeof RULES;

/** Is this text the id of a rule? */
export function isRuleId(text: string): text is RuleId {
  return Object.hasOwn(RULES, text);
}
