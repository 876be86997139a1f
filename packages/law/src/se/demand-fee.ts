import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { inkassokostnadslagen } from "./acts.ts";
import { SE_CHECKED_THROUGH } from "./checked-through.ts";

/**
 * The fee for a demand for payment (inkassokrav). In öre at most, chosen by the day it is sent (lag 1981:739 3-4 §§;
 * sweden.md 2.1).
 */
export const demandFee: EffectiveTable<bigint> = dated({
  id: "se.demand-fee",
  title: "Demand fee, Sweden",
  unit: "öre at most",
  basis: inkassokostnadslagen("4 §"),
  checkedThrough: SE_CHECKED_THROUGH,
  rows: [
    {
      from: date("2003-07-01"),
      value: 160_00n,
      regulation: "förordning (1981:1057)",
      sources: ["SFS 2003:294"],
      confidence: "statute_read",
    },
    {
      from: date("2013-03-16"),
      value: 180_00n,
      regulation: "lag (1981:739) 3 § 1, 4 § 2 st 2",
      sources: ["SFS 2013:56", "imy.se", "kredinor.se"],
      confidence: "statute_read+7",
    },
  ],
});
