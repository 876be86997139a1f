import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { rettsgebyrloven } from "./acts.ts";
import { NO_CHECKED_THROUGH } from "./checked-through.ts";
import { NO_SOURCES as S } from "./sources.ts";

/**
 * The fee for a complaint to the conciliation board (forliksklage) as a multiple of the court fee base. Exact text,
 * chosen by the day of the complaint (rettsgebyrloven § 7; norway.md 6.1).
 */
export const conciliationComplaint: EffectiveTable<string> = dated({
  id: "no.court-fee.conciliation",
  title: "Complaint to the conciliation board (forliksklage), Norway",
  unit: "multiple of the court fee base",
  basis: rettsgebyrloven("§ 7"),
  checkedThrough: NO_CHECKED_THROUGH,
  rows: [
    {
      from: date("2018-01-01"),
      value: "1.0",
      regulation: null,
      sources: [S.myrset2018],
      confidence: "single source",
    },
    {
      from: date("2019-01-01"),
      value: "1.15",
      regulation: null,
      sources: [S.wulffForlik, S.rett24],
      confidence: "confirmed by 2 sources (value); derived start date",
    },
    {
      from: date("2022-01-01"),
      value: "1.1",
      regulation: null,
      sources: [S.prop12L, S.forliksraadet2022, S.rett24],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2024-07-01"),
      value: "1.54",
      regulation: null,
      sources: [S.prop80L, S.norgeslover6a, S.inkassoToolkit],
      confidence: "confirmed by 2 sources (value in use 2026); derived (start date)",
    },
  ],
});
