import type { Citation } from "./citation.ts";

/** Norway or Sweden, by its ISO 3166 code. */
export type Country = "NO" | "SE";

/**
 * What an amount or a decision rests on: a provision, or a decision of this project where the law leaves a choice
 * open.
 */
export type Rule = {
  readonly citation: Citation;
  /** English, one line, as screens and logs show it. */
  readonly title: string;
  /** `null` for a rule that holds in every country. */
  readonly country: Country | null;
};
