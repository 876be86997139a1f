import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { rettsgebyrloven } from "./acts.ts";
import { NO_CHECKED_THROUGH } from "./checked-through.ts";
import { NO_SOURCES as S } from "./sources.ts";

/**
 * The fee for an application for attachment (utlegg) as a multiple of the court fee base. Exact text, chosen by the
 * day of the application (rettsgebyrloven § 14; norway.md 6.1).
 */
export const attachmentApplication: EffectiveTable<string> = dated({
  id: "no.court-fee.attachment",
  title: "Application for attachment (utlegg), Norway",
  unit: "multiple of the court fee base",
  basis: rettsgebyrloven("§ 14"),
  checkedThrough: NO_CHECKED_THROUGH,
  rows: [
    {
      from: date("2018-01-01"),
      value: "1.7",
      regulation: null,
      sources: [S.politietUtlegg, S.prop34L],
      confidence: "confirmed by 2 sources",
    },
    {
      from: date("2021-01-01"),
      value: "1.25",
      regulation: null,
      sources: [S.prop34L, S.rett24],
      confidence: "confirmed by 2 sources",
    },
    {
      from: date("2022-01-01"),
      value: "1.21",
      regulation: null,
      sources: [S.prop12L, S.forliksraadet2022, S.rett24],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2025-01-01"),
      value: "0.69",
      regulation: null,
      sources: [S.inkassoToolkit],
      confidence: "single source (value in use 2026); derived (start date) - verify",
    },
  ],
});
