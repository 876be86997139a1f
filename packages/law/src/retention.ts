/**
 * How long a settled debtor's personal data is kept (norway.md 5.9, sweden.md 4.3). The sheets hold the periods of
 * bookkeeping to be law, and those of collection files to be this project's default that nobody has verified.
 */
import { act, type Citation } from "./citation.ts";
import type { Country } from "./rule.ts";

/** For how long, from when, and by which provision. */
export type Retention = {
  /** Whole years kept. */
  readonly years: number;
  /** From the end of the year in which the last claim was closed, or from the very day. */
  readonly from: "year-end" | "day";
  /** No setting goes below: accounting documents are kept so long. A company whose year is not the calendar's adds one. */
  readonly leastYears: number;
  /** Whether a claim that was unjustified as a whole is forgotten at once; where the sheet has no such rule it waits like every other. */
  readonly endsUnjustified: boolean;
  readonly citation: Citation;
  /** What a lawyer has still to say. */
  readonly doubt: string;
};

// The sheets name the acts without their numbers: the place in the sheet stands for it.
const bokforingsloven = act("bokføringsloven", "norway.md 5.9");
const bokforingslagen = act("bokföringslagen", "sweden.md 4.3");

/** The default for a creditor in this country whose claims an agency collects, or which collects them itself. */
export function retentionOf(country: Country, collectedBy: "agency" | "self"): Retention {
  if (country === "NO")
    return {
      years: 5,
      from: "year-end",
      leastYears: 5,
      endsUnjustified: true,
      citation: bokforingsloven("§ 13"),
      doubt:
        "Five years from the end of the year of closing is this project's default, to be verified (norway.md 5.9).",
    };
  const base = { leastYears: 7, endsUnjustified: false, citation: bokforingslagen("7:2") };
  return collectedBy === "agency"
    ? {
        ...base,
        years: 10,
        from: "day",
        doubt:
          "Ten years from closing is this project's default for agents; its period was not verified (sweden.md 4.3).",
      }
    : {
        ...base,
        years: 7,
        from: "year-end",
        doubt:
          "The sheet has no default for a company that collects itself; the accounting period is taken (sweden.md 4.3).",
      };
}
