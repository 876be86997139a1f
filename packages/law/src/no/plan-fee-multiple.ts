import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { inkassoforskriften } from "./acts.ts";
import { NO_CHECKED_THROUGH } from "./checked-through.ts";
import { NO_SOURCES as S } from "./sources.ts";

/** What a plan costs in collection rates, and from how many instalments. */
export type PlanFeeMultiple = {
  readonly multiple: string;
  /** A plan with this many instalments or fewer costs nothing. */
  readonly freeInstalments: number;
  /** Applied when the creditor cannot deduct the collector's VAT. */
  readonly vat: string;
};

/**
 * The fee for a payment plan (nedbetalingsavtale) as a multiple of the collection rate on the day it is agreed. Exact
 * text (inkassoforskriften § 2-4; norway.md 3.3).
 */
export const planFeeMultiple: EffectiveTable<PlanFeeMultiple> = dated({
  id: "no.plan-fee",
  title: "Plan fee, Norway",
  unit: "multiple of the collection rate",
  basis: inkassoforskriften("§ 2-4"),
  checkedThrough: NO_CHECKED_THROUGH,
  rows: [
    {
      from: date("2017-01-01"),
      value: { multiple: "1.5", freeInstalments: 4, vat: "1.25" },
      regulation: null,
      sources: [S.inkassoguiden2020, S.inkassoToolkit, S.gebyrNet],
      confidence: "confirmed by 3 sources",
      note: "the law sheet has amounts from this day; earlier plans are outside coverage",
    },
  ],
});
