import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { konsumentkreditlagen } from "./acts.ts";
import { SE_CHECKED_THROUGH } from "./checked-through.ts";

/**
 * How far interest on a consumer credit may lie above the reference rate. Before the first row there is no such
 * ceiling. In basis points a year (konsumentkreditlagen 19 a §; sweden.md 3).
 */
export const consumerCreditCap: EffectiveTable<number> = dated({
  id: "se.consumer-credit-cap",
  title: "Ceiling of consumer-credit interest above the reference rate, Sweden",
  unit: "basis points a year",
  basis: konsumentkreditlagen("19 a §"),
  checkedThrough: SE_CHECKED_THROUGH,
  rows: [
    {
      from: date("2025-03-01"),
      value: 2000,
      regulation: "konsumentkreditlagen 19 a §",
      sources: [],
      confidence: "statute_read",
    },
  ],
});
