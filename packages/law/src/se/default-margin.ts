import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { rantelagen } from "./acts.ts";
import { SE_CHECKED_THROUGH } from "./checked-through.ts";

/**
 * What the statutory late-payment rate (dröjsmålsränta) lies above the reference rate. In basis points a year
 * (räntelagen 6 §; sweden.md 3).
 */
export const defaultMargin: EffectiveTable<number> = dated({
  id: "se.default-margin",
  title: "Late-payment interest above the reference rate, Sweden",
  unit: "basis points a year",
  basis: rantelagen("6 §"),
  checkedThrough: SE_CHECKED_THROUGH,
  rows: [
    {
      from: date("2002-07-01"),
      value: 800,
      regulation: "räntelagen 6 §",
      sources: [],
      confidence: "statute_read",
    },
  ],
});
