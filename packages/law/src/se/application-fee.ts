import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { avgiftsforordningen } from "./acts.ts";
import { SE_CHECKED_THROUGH } from "./checked-through.ts";

/**
 * The fee for applying for a payment order (ansökningsavgift, betalningsföreläggande). In öre for each application,
 * chosen by its day (förordning 1992:1094 1 §; sweden.md 2.1).
 */
export const applicationFee: EffectiveTable<bigint> = dated({
  id: "se.application-fee",
  title: "Application fee, payment order, Sweden",
  unit: "öre for each application",
  basis: avgiftsforordningen("1 §"),
  checkedThrough: SE_CHECKED_THROUGH,
  rows: [
    {
      from: date("2008-12-12"),
      value: 300_00n,
      regulation: "förordning (1992:1094) 1 §",
      sources: ["kronofogden.se", "SFS 2008:893"],
      confidence: "statute_read+4",
      note: "start date = SFS 2008:893, the oldest wording read; earlier amounts not checked",
    },
  ],
});
