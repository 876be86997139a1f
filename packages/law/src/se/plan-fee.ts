import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { inkassokostnadslagen } from "./acts.ts";
import { SE_CHECKED_THROUGH } from "./checked-through.ts";

/**
 * The fee for a payment plan (amorteringsplan) over the whole remaining debt. In öre at most, chosen by the day it is
 * agreed (lag 1981:739 3-4 §§; sweden.md 2.1).
 */
export const planFee: EffectiveTable<bigint> = dated({
  id: "se.plan-fee",
  title: "Plan fee, Sweden",
  unit: "öre at most",
  basis: inkassokostnadslagen("4 §"),
  checkedThrough: SE_CHECKED_THROUGH,
  rows: [
    {
      from: date("2003-07-01"),
      value: 150_00n,
      regulation: "förordning (1981:1057)",
      sources: ["SFS 2003:294"],
      confidence: "statute_read",
    },
    {
      from: date("2013-03-16"),
      value: 170_00n,
      regulation: "lag (1981:739) 3 § 2, 4 § 2 st 3",
      sources: ["SFS 2013:56", "imy.se"],
      confidence: "statute_read+4",
    },
  ],
});
