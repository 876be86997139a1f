import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { inkassoforskriften } from "./acts.ts";
import { NO_CHECKED_THROUGH } from "./checked-through.ts";
import { NO_SOURCES as S } from "./sources.ts";

/** Smallest first; the last one has no upper border. A border belongs to the tier below it. */
export type RecoveryCostTiers = readonly { readonly upToMinor: bigint | null; readonly multiple: string }[];

/**
 * Light recovery costs (lett salær) for a consumer, as multiples of the collection rate, chosen by the day the claim
 * falls due. Exact text by borders in øre (inkassoforskriften § 2-2; norway.md 3.1).
 */
export const recoveryCostTiers: EffectiveTable<RecoveryCostTiers> = dated({
  id: "no.recovery-costs.tiers",
  title: "Recovery-cost tiers by the claim's due day, Norway",
  unit: "multiples of the collection rate by amount",
  basis: inkassoforskriften("§ 2-2"),
  checkedThrough: NO_CHECKED_THROUGH,
  rows: [
    {
      from: date("2010-01-01"),
      value: [
        { upToMinor: 2500_00n, multiple: "0.5" },
        { upToMinor: 10000_00n, multiple: "1" },
        { upToMinor: 50000_00n, multiple: "2" },
        { upToMinor: 250000_00n, multiple: "4" },
        { upToMinor: null, multiple: "8" },
      ],
      regulation: null,
      sources: [S.wulffOld, S.totalkapital2019, S.sergelTable, S.inkassoguiden2020],
      confidence: "confirmed by 4 sources",
    },
    {
      from: date("2020-10-01"),
      value: [
        { upToMinor: 500_00n, multiple: "0.25" },
        { upToMinor: 1000_00n, multiple: "0.35" },
        { upToMinor: 2500_00n, multiple: "0.4" },
        { upToMinor: 10000_00n, multiple: "0.8" },
        { upToMinor: 50000_00n, multiple: "1.6" },
        { upToMinor: 250000_00n, multiple: "3.6" },
        { upToMinor: null, multiple: "7.2" },
      ],
      regulation: "FOR-2020-06-19-1248",
      sources: [S.sergelTable, S.kravia2020, S.inkassoToolkit, S.vantigo, S.gebyrNet],
      confidence: "confirmed by 5 sources",
    },
  ],
});
