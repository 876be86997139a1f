import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { forsinkelsesrenteloven } from "./acts.ts";
import { NO_CHECKED_THROUGH } from "./checked-through.ts";
import { NO_SOURCES as S } from "./sources.ts";

/**
 * Late-payment compensation (standardkompensasjon), EUR 40 in kroner; a row without a value is refused because its
 * sources disagree. In øre for each claim on a debtor that is not a consumer (forsinkelsesrenteloven § 3 a; norway.md
 * 4.1).
 */
export const compensationAmount: EffectiveTable<bigint> = dated({
  id: "no.compensation",
  title: "Late-payment compensation, Norway",
  unit: "øre for each claim",
  basis: forsinkelsesrenteloven("§ 3 a"),
  checkedThrough: NO_CHECKED_THROUGH,
  rows: [
    {
      from: date("2015-01-01"),
      value: 330_00n,
      regulation: null,
      sources: [],
      confidence: "derived",
      note: "EUR 40 at the November 2014 average rate is about NOK 339.6; floored to ten. Older tables sometimes show 340. Verify before use.",
    },
    {
      from: date("2015-07-01"),
      value: 330_00n,
      regulation: null,
      sources: [S.lunderobertsen2015],
      confidence: "single source",
    },
    {
      from: date("2016-01-01"),
      value: 370_00n,
      regulation: null,
      sources: [],
      confidence: "derived",
      note: "EUR 40 at the November 2015 average rate, floored to ten. Verify before use.",
    },
    {
      from: date("2016-07-01"),
      value: 370_00n,
      regulation: null,
      sources: [S.regjeringen2016, S.lunderobertsen2016],
      confidence: "confirmed by 2 sources",
    },
    {
      from: date("2017-01-01"),
      value: 360_00n,
      regulation: null,
      sources: [S.forliksraadet],
      confidence: "single source",
    },
    {
      from: date("2017-07-01"),
      value: 370_00n,
      regulation: null,
      sources: [],
      confidence: "derived",
      note: "EUR 40 at the May 2017 average rate (about 376), floored to ten; 380 possible. Verify before use.",
    },
    {
      from: date("2018-01-01"),
      value: 380_00n,
      regulation: null,
      sources: [S.forliksraadet, S.kredinor2018],
      confidence: "confirmed by 2 sources",
      note: "kredinor reports 'unchanged' for the following half-year",
    },
    {
      from: date("2018-07-01"),
      value: 380_00n,
      regulation: null,
      sources: [S.kredinor2018],
      confidence: "single source",
    },
    {
      from: date("2019-01-01"),
      value: 380_00n,
      regulation: null,
      sources: [],
      confidence: "derived",
      note: "EUR 40 at the November 2018 average rate (about 385), floored to ten. Verify before use.",
    },
    {
      from: date("2019-07-01"),
      value: 390_00n,
      regulation: null,
      sources: [S.hokas2019],
      confidence: "single source",
    },
    {
      from: date("2020-01-01"),
      value: 400_00n,
      regulation: null,
      sources: [],
      confidence: "derived",
      note: "EUR 40 at the November 2019 average rate (about 404), floored to ten. Verify before use.",
    },
    {
      from: date("2020-07-01"),
      value: 430_00n,
      regulation: null,
      sources: [S.bsregnskap2020],
      confidence: "single source",
      note: "headline says the figure was corrected",
    },
    {
      from: date("2021-01-01"),
      value: null,
      regulation: null,
      sources: [S.sergel2021],
      confidence: "conflicting",
      note: "sergel reports 400 for this half-year; the November 2020 average rate gives about 429.7, i.e. 420 floored. Left empty on purpose.",
    },
    {
      from: date("2021-07-01"),
      value: 400_00n,
      regulation: null,
      sources: [S.totalkapital2021, S.visma2022a],
      confidence: "confirmed by 2 sources",
      note: "visma says the January 2022 change was down from 400",
    },
    {
      from: date("2022-01-01"),
      value: 390_00n,
      regulation: null,
      sources: [S.visma2022a, S.visma2022b],
      confidence: "confirmed by 2 sources",
    },
    {
      from: date("2022-07-01"),
      value: 400_00n,
      regulation: "FOR-2022-06-24-1178",
      sources: [S.revisjonskompaniet2022, S.visma2022b],
      confidence: "confirmed by 2 sources",
    },
    {
      from: date("2023-01-01"),
      value: 410_00n,
      regulation: null,
      sources: [S.regnskapnorge2023],
      confidence: "single source",
    },
    {
      from: date("2023-07-01"),
      value: 460_00n,
      regulation: "FOR-2023-06-22-1075",
      sources: [S.vantigo],
      confidence: "single source",
    },
    {
      from: date("2024-01-01"),
      value: 470_00n,
      regulation: "FOR-2023-12-14-2043",
      sources: [S.vantigo],
      confidence: "single source",
    },
    {
      from: date("2024-07-01"),
      value: 460_00n,
      regulation: "FOR-2024-06-26-1320",
      sources: [S.vantigo],
      confidence: "single source",
    },
    {
      from: date("2025-01-01"),
      value: 470_00n,
      regulation: "FOR-2024-12-19-3279",
      sources: [S.vantigo, S.lovdata20243279, S.kred2025],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2025-07-01"),
      value: 460_00n,
      regulation: "FOR-2025-06-23-1321",
      sources: [S.vantigo],
      confidence: "single source",
    },
    {
      from: date("2026-01-01"),
      value: 460_00n,
      regulation: "FOR-2025-12-18-2658",
      sources: [S.vantigo, S.kred2026, S.regnmed, S.inkassoToolkit],
      confidence: "confirmed by 4 sources",
    },
    {
      from: date("2026-07-01"),
      value: 430_00n,
      regulation: "FOR-2026-06-25-1372",
      sources: [S.vantigo, S.regnmed],
      confidence: "confirmed by 2 sources",
    },
  ],
});
