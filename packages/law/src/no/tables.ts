import type { EffectiveTable } from "../effective.ts";
import { attachmentApplication } from "./attachment-application.ts";
import { collectionRate } from "./collection-rate.ts";
import { compensationAmount } from "./compensation-amount.ts";
import { conciliationComplaint } from "./conciliation-complaint.ts";
import { courtFeeBase } from "./court-fee-base.ts";
import { latePaymentInterest } from "./late-payment-interest.ts";
import { noticeFeeFractions } from "./notice-fee-fractions.ts";
import { noticeFeeRounding } from "./notice-fee-rounding.ts";
import { planFeeMultiple } from "./plan-fee-multiple.ts";
import { recoveryCostFactors } from "./recovery-cost-factors.ts";
import { recoveryCostTiers } from "./recovery-cost-tiers.ts";

/** Every dated Norwegian table. */
export const NO_TABLES: readonly EffectiveTable<unknown>[] = [
  latePaymentInterest,
  compensationAmount,
  collectionRate,
  noticeFeeFractions,
  noticeFeeRounding,
  recoveryCostTiers,
  recoveryCostFactors,
  planFeeMultiple,
  courtFeeBase,
  conciliationComplaint,
  attachmentApplication,
];
