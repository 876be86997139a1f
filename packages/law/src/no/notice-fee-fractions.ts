import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { inkassoforskriften } from "./acts.ts";
import { NO_CHECKED_THROUGH } from "./checked-through.ts";
import { NO_SOURCES as S } from "./sources.ts";

/** The fraction for each letter, as exact text: `1/20`. */
export type NoticeFeeFractions = {
  readonly reminder: string;
  readonly notice: string;
  readonly ownDemand: string;
};

/**
 * Fees for a creditor's own letters as fractions of the collection rate, chosen by the day the claim falls due. Exact
 * text (inkassoforskriften § 1-2; norway.md 2.1).
 */
export const noticeFeeFractions: EffectiveTable<NoticeFeeFractions> = dated({
  id: "no.notice-fee.fractions",
  title: "Notice fees by the claim's due day, Norway",
  unit: "fraction of the collection rate",
  basis: inkassoforskriften("§ 1-2"),
  checkedThrough: NO_CHECKED_THROUGH,
  rows: [
    {
      from: date("1989-10-01"),
      value: { reminder: "1/10", notice: "1/10", ownDemand: "3/10" },
      regulation: null,
      sources: [S.opas2015, S.wulffOld],
      confidence: "confirmed by 2 sources (1/10); background/derived for the start date",
    },
    {
      from: date("2020-10-01"),
      value: { reminder: "1/20", notice: "1/20", ownDemand: "3/20" },
      regulation: "FOR-2020-06-19-1248",
      sources: [S.juridika, S.kravia2020, S.sergel2021, S.vantigo],
      confidence:
        "confirmed by 4 sources (fractions); single source for due-date selector on fees, 2 sources for due-date selector on salær",
    },
  ],
});
