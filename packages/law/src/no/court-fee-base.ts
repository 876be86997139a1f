import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { rettsgebyrloven } from "./acts.ts";
import { NO_CHECKED_THROUGH } from "./checked-through.ts";
import { NO_SOURCES as S } from "./sources.ts";

/** The court fee base (rettsgebyr, R). In øre (rettsgebyrloven § 1; norway.md 6.1). */
export const courtFeeBase: EffectiveTable<bigint> = dated({
  id: "no.court-fee.base",
  title: "Court fee base (R), Norway",
  unit: "øre",
  basis: rettsgebyrloven("§ 1"),
  checkedThrough: NO_CHECKED_THROUGH,
  rows: [
    {
      from: date("2015-01-01"),
      value: 860_00n,
      regulation: null,
      sources: [S.lovdataRgl],
      confidence: "single source (in force from 2006-01-01)",
    },
    {
      from: date("2016-01-01"),
      value: 1025_00n,
      regulation: null,
      sources: [S.lovdataRgl],
      confidence: "single source",
    },
    {
      from: date("2017-01-01"),
      value: 1049_00n,
      regulation: null,
      sources: [S.lovdataRgl, S.forliksraadet],
      confidence: "confirmed by 2 sources",
    },
    {
      from: date("2018-01-01"),
      value: 1130_00n,
      regulation: null,
      sources: [S.domstol2018, S.myrset2018, S.forliksraadet],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2019-01-01"),
      value: 1150_00n,
      regulation: null,
      sources: [S.totalkapitalR2019, S.wulffForlik],
      confidence: "confirmed by 2 sources",
    },
    {
      from: date("2020-01-01"),
      value: 1172_00n,
      regulation: null,
      sources: [S.sergel2021],
      confidence: "single source",
    },
    {
      from: date("2021-01-01"),
      value: 1199_00n,
      regulation: null,
      sources: [S.sergel2021, S.nav, S.prop34L],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2022-01-01"),
      value: 1223_00n,
      regulation: null,
      sources: [S.nav, S.advokatforeningen2022, S.rett24],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2023-01-01"),
      value: 1243_00n,
      regulation: null,
      sources: [S.nav],
      confidence: "single source",
    },
    {
      from: date("2024-01-01"),
      value: 1277_00n,
      regulation: null,
      sources: [S.nav, S.prop80L, S.norgeslover6a],
      confidence: "confirmed by 3 sources",
    },
    {
      from: date("2025-01-01"),
      value: 1314_00n,
      regulation: null,
      sources: [S.nav, S.kred2025],
      confidence: "confirmed by 2 sources",
    },
    {
      from: date("2026-01-01"),
      value: 1345_00n,
      regulation: null,
      sources: [S.inkassoToolkit, S.rettsregel],
      confidence: "confirmed by 2 sources",
    },
  ],
});
