/** Lengths and numbers that the law fixes without dates: 14 days, two letters, three years. */
import type { Confidence } from "./effective.ts";
import type { RuleId } from "./rules.ts";

export type TermUnit = "days" | "weeks" | "months" | "years" | "letters";

export type Term = {
  /** The rule it belongs to; `RULES` has its citation. */
  readonly rule: RuleId;
  readonly value: number;
  readonly unit: TermUnit;
  readonly confidence: Confidence;
  readonly note?: string;
};
