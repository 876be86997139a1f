import { date } from "@innfri/kernel/values";
import type { EffectiveTable } from "../effective.ts";
import { dated } from "../law-in-force.ts";
import { inkassoforskriften } from "./acts.ts";
import { NO_CHECKED_THROUGH } from "./checked-through.ts";
import { NO_SOURCES as S } from "./sources.ts";

/** Each factor as exact text, `1.5`. */
export type RecoveryCostFactors = {
  /** The demand's deadline is exceeded by more than 28 days (§ 2-3, tungt salær). */
  readonly heavy: string;
  /** The debtor is not a consumer (§ 2-1). */
  readonly business: string;
  /** All or more than half of the claim is outside the creditor's VAT-liable activity (§§ 2-2, 2-3). */
  readonly vat: string;
};

/**
 * What the light recovery costs are multiplied with. The law sheet dates them no further back than the tiers they
 * belong to, so they are chosen by the claim's due day too. Exact text (inkassoforskriften §§ 2-1 to 2-3; norway.md
 * 3.1).
 */
export const recoveryCostFactors: EffectiveTable<RecoveryCostFactors> = dated({
  id: "no.recovery-costs.factors",
  title: "Recovery-cost factors by the claim's due day, Norway",
  unit: "factors",
  basis: inkassoforskriften("§§ 2-1 to 2-3"),
  checkedThrough: NO_CHECKED_THROUGH,
  rows: [
    {
      from: date("2010-01-01"),
      value: { heavy: "2", business: "1.5", vat: "1.25" },
      regulation: null,
      sources: [S.orklaHeavy, S.sergelTable, S.wulffOld],
      confidence: "confirmed by 4 sources",
      note: "start date derived: that of the first tiers in the law sheet",
    },
  ],
});
