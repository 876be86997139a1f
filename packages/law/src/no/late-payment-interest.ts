import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { forsinkelsesrenteloven } from "./acts.ts";
import { NO_CHECKED_THROUGH } from "./checked-through.ts";
import { NO_SOURCES as S } from "./sources.ts";

/**
 * Late-payment interest (forsinkelsesrente): one rate for consumers and businesses; a change also applies to claims
 * already overdue. In basis points a year, simple (forsinkelsesrenteloven § 3; norway.md 4.1).
 */
export const latePaymentInterest: EffectiveTable<number> = dated({
  id: "no.late-payment-interest",
  title: "Late-payment interest, Norway",
  unit: "basis points a year, simple",
  basis: forsinkelsesrenteloven("§ 3"),
  checkedThrough: NO_CHECKED_THROUGH,
  rows: [
    {
      from: date("2015-01-01"),
      value: 925,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit],
      confidence: "confirmed by 2 sources",
    },
    {
      from: date("2015-07-01"),
      value: 900,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.lunderobertsen2015],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2016-01-01"),
      value: 875,
      regulation: "FOR-2015-12-17-1694",
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit],
      confidence: "confirmed by 2 sources",
    },
    {
      from: date("2016-07-01"),
      value: 850,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.regjeringen2016],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2017-01-01"),
      value: 850,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.forliksraadet],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2017-07-01"),
      value: 850,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.fakturaNo],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2018-01-01"),
      value: 850,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.forliksraadet],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2018-07-01"),
      value: 850,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.kredinor2018],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2019-01-01"),
      value: 875,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.alektum2019],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2019-07-01"),
      value: 925,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.hokas2019],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2020-01-01"),
      value: 950,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit],
      confidence: "confirmed by 2 sources",
    },
    {
      from: date("2020-07-01"),
      value: 800,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.bsregnskap2020],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2021-01-01"),
      value: 800,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.sergel2021],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2021-07-01"),
      value: 800,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.totalkapital2021],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2022-01-01"),
      value: 850,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.visma2022a],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2022-07-01"),
      value: 925,
      regulation: "FOR-2022-06-24-1178",
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.revisjonskompaniet2022, S.visma2022b],
      confidence: "confirmed by 4 sources",
    },
    {
      from: date("2023-01-01"),
      value: 1075,
      regulation: null,
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.regnskapnorge2023],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2023-07-01"),
      value: 1175,
      regulation: "FOR-2023-06-22-1075",
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.vantigo],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2024-01-01"),
      value: 1250,
      regulation: "FOR-2023-12-14-2043",
      sources: [S.forsinkelsesrenteNet, S.inkassoToolkit, S.vantigo],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2024-07-01"),
      value: 1250,
      regulation: "FOR-2024-06-26-1320",
      sources: [S.inkassoToolkit, S.vantigo],
      confidence: "confirmed by 2 sources",
    },
    {
      from: date("2025-01-01"),
      value: 1250,
      regulation: "FOR-2024-12-19-3279",
      sources: [S.inkassoToolkit, S.vantigo, S.lovdata20243279, S.kred2025],
      confidence: "confirmed by 4 sources",
    },
    {
      from: date("2025-07-01"),
      value: 1225,
      regulation: "FOR-2025-06-23-1321",
      sources: [S.inkassoToolkit, S.vantigo, S.regnmed],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2026-01-01"),
      value: 1200,
      regulation: "FOR-2025-12-18-2658",
      sources: [S.inkassoToolkit, S.vantigo, S.kred2026, S.regnmed],
      confidence: "confirmed by 4 sources",
    },
    {
      from: date("2026-07-01"),
      value: 1225,
      regulation: "FOR-2026-06-25-1372",
      sources: [S.vantigo, S.regnmed, S.fakturasjekk],
      confidence: "confirmed by 3 sources",
    },
  ],
});
