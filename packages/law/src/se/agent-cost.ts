import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { betalningsforelaggandelagen } from "./acts.ts";
import { SE_CHECKED_THROUGH } from "./checked-through.ts";

/**
 * The applicant's own work or agent in a payment-order case (ombudsarvode), chosen by the day the case reaches
 * Kronofogden. In öre at most (lag 1990:746 48 §; sweden.md 2.1).
 */
export const agentCost: EffectiveTable<bigint> = dated({
  id: "se.agent-cost",
  title: "Agent's cost, payment order, Sweden",
  unit: "öre at most",
  basis: betalningsforelaggandelagen("48 §"),
  checkedThrough: SE_CHECKED_THROUGH,
  rows: [
    {
      from: date("2006-07-01"),
      value: 340_00n,
      regulation: "förordning (1991:1340) 1 §",
      sources: ["rkrattsbaser.gov.se"],
      confidence: "statute_read",
    },
    {
      from: date("2014-01-01"),
      value: 380_00n,
      regulation: "lag (1990:746) 48 §",
      sources: ["SFS 2013:1062"],
      confidence: "statute_read+3",
    },
  ],
});
