import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { inkassokostnadslagen } from "./acts.ts";
import { SE_CHECKED_THROUGH } from "./checked-through.ts";

/**
 * Late-payment compensation (förseningsersättning), chosen by the day the claim falls due. In öre for each claim on a
 * business or an authority (lag 1981:739 4 a §; sweden.md 2.1).
 */
export const compensationAmount: EffectiveTable<bigint> = dated({
  id: "se.compensation",
  title: "Late-payment compensation, Sweden",
  unit: "öre for each claim",
  basis: inkassokostnadslagen("4 a §"),
  checkedThrough: SE_CHECKED_THROUGH,
  rows: [
    {
      from: date("2013-03-16"),
      value: 450_00n,
      regulation: "lag (1981:739) 4 a §",
      sources: ["SFS 2013:56", "prop. 2012/13:36", "imy.se"],
      confidence: "statute_read+5",
    },
  ],
});
