import type { Citation } from "./citation.ts";

export type Country = "NO" | "SE";

export type Rule = {
  readonly citation: Citation;
  /** English, one line, as screens and logs show it. */
  readonly title: string;
  /** `null` for a rule that holds in every country. */
  readonly country: Country | null;
};
