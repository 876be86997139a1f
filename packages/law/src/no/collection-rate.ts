import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { inkassoforskriften } from "./acts.ts";
import { NO_CHECKED_THROUGH } from "./checked-through.ts";
import { NO_SOURCES as S } from "./sources.ts";

/**
 * The collection rate (inkassosats), the amount that fees and recovery costs are fractions and multiples of. In øre
 * (inkassoforskriften § 1-1; norway.md 2.1).
 */
export const collectionRate: EffectiveTable<bigint> = dated({
  id: "no.collection-rate",
  title: "Collection rate (inkassosats), Norway",
  unit: "øre",
  basis: inkassoforskriften("§ 1-1"),
  checkedThrough: NO_CHECKED_THROUGH,
  rows: [
    {
      from: date("2015-01-01"),
      value: 650_00n,
      regulation: null,
      sources: [S.opas2015, S.fakturaNo],
      confidence: "confirmed by 2 sources",
    },
    {
      from: date("2016-01-01"),
      value: 670_00n,
      regulation: null,
      sources: [S.fakturaNo, S.asker2017],
      confidence: "confirmed by 2 sources",
    },
    {
      from: date("2017-01-01"),
      value: 700_00n,
      regulation: null,
      sources: [S.asker2017, S.fakturaNo, S.lovdata20021641, S.totalkapital2019, S.kred2025, S.vantigo],
      confidence: "confirmed by 6 sources",
      note: "Unchanged 2017-01-01 to 2025-12-31; re-enacted 2019-01-01 by FOR-2018-12-20-2050.",
    },
    {
      from: date("2026-01-01"),
      value: 750_00n,
      regulation: "FOR-2025-12-19-2709",
      sources: [S.kred2026, S.amili2026, S.vantigo, S.regnmed, S.inkassoToolkit, S.fakturasjekk],
      confidence: "confirmed by 6 sources",
    },
  ],
});
