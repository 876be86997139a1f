import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { inkassokostnadslagen } from "./acts.ts";
import { SE_CHECKED_THROUGH } from "./checked-through.ts";

/**
 * The fee for one written payment reminder (betalningspåminnelse); owed only when it was agreed when the debt arose.
 * In öre at most, chosen by the day it is sent (lag 1981:739 2, 4 §§; sweden.md 2.1).
 */
export const reminderFee: EffectiveTable<bigint> = dated({
  id: "se.reminder-fee",
  title: "Reminder fee, Sweden",
  unit: "öre at most",
  basis: inkassokostnadslagen("4 §"),
  checkedThrough: SE_CHECKED_THROUGH,
  rows: [
    {
      from: date("2003-07-01"),
      value: 50_00n,
      regulation: "förordning (1981:1057)",
      sources: ["SFS 2003:294"],
      confidence: "statute_read",
    },
    {
      from: date("2013-03-16"),
      value: 60_00n,
      regulation: "lag (1981:739) 2 §, 4 § 2 st 1",
      sources: ["SFS 2013:56", "imy.se", "bjornlunden.se"],
      confidence: "statute_read+5",
    },
  ],
});
