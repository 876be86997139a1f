import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { inkassoforskriften } from "./acts.ts";
import { NO_CHECKED_THROUGH } from "./checked-through.ts";
import { NO_SOURCES as S } from "./sources.ts";

/** What is done to a fee that is no whole number of kroner. */
export type NoticeFeeRounding = "none" | "half-up-to-whole-kroner";

/** How a notice fee is rounded, chosen by the day the letter is sent. (norway.md 2.1 and fact 2 of its section 0.) */
export const noticeFeeRounding: EffectiveTable<NoticeFeeRounding> = dated({
  id: "no.notice-fee.rounding",
  title: "Rounding of notice fees by the day of the letter, Norway",
  unit: "rounding",
  basis: inkassoforskriften("§ 1-2"),
  checkedThrough: NO_CHECKED_THROUGH,
  rows: [
    {
      from: date("1989-10-01"),
      value: "none",
      regulation: null,
      sources: [],
      confidence: "single source",
      note: "none stated; all amounts at 700 are whole kroner anyway",
    },
    {
      from: date("2026-01-01"),
      value: "half-up-to-whole-kroner",
      regulation: null,
      sources: [S.vantigo, S.fakturasjekk, S.rettsregel, S.inkassoToolkit, S.regnmed],
      confidence: "rule text: single source; resulting 38 and 113: confirmed by 3 sources (38 by 5)",
      note: "nearest whole krone, .50 up",
    },
  ],
});
