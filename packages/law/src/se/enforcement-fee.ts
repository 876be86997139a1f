import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { avgiftsforordningen } from "./acts.ts";
import { SE_CHECKED_THROUGH } from "./checked-through.ts";

/**
 * The basic fee of enforcement (grundavgift). In öre for each title and year (förordning 1992:1094 5-6 §§; sweden.md
 * 2.1).
 */
export const enforcementFee: EffectiveTable<bigint> = dated({
  id: "se.enforcement-fee",
  title: "Basic enforcement fee, Sweden",
  unit: "öre for each title and year",
  basis: avgiftsforordningen("5-6 §§"),
  checkedThrough: SE_CHECKED_THROUGH,
  rows: [
    {
      from: date("2008-01-01"),
      value: 600_00n,
      regulation: "förordning (1992:1094) 5-6 §§",
      sources: ["kronofogden.se"],
      confidence: "statute_read+3",
      note: "600 read in the wording of SFS 2017:471; yearly-fee rule from SFS 2007:795/1297; amount between 2008 and 2017 not separately checked",
    },
  ],
});

/** With less than this unpaid no further year of a title costs a basic fee (förordning 1992:1094 6 §; sweden.md 6.4). */
export const ENFORCEMENT_LEAST_UNPAID_MINOR = 100_00n;
