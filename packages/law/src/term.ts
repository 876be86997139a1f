/** Lengths and numbers that the law fixes without dates: 14 days, two letters, three years. */
import type { Confidence } from "./effective.ts";
import type { RuleId } from "./rules.ts";

/** What a term counts. */
export type TermUnit = "days" | "weeks" | "months" | "years" | "letters";

/** A length or number with the rule it belongs to. `endOfTerm` counts it from a day. */
export type Term = {
  /** The rule it belongs to; `RULES` has its citation. */
  readonly rule: RuleId;
  readonly value: number;
  readonly unit: TermUnit;
  readonly confidence: Confidence;
  readonly note?: string;
};
