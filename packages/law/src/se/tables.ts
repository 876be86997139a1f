import type { EffectiveTable } from "../effective.ts";
import { agentCost } from "./agent-cost.ts";
import { applicationFee } from "./application-fee.ts";
import { compensationAmount } from "./compensation-amount.ts";
import { consumerCreditCap } from "./consumer-credit-cap.ts";
import { defaultMargin } from "./default-margin.ts";
import { demandFee } from "./demand-fee.ts";
import { enforcementFee } from "./enforcement-fee.ts";
import { planFee } from "./plan-fee.ts";
import { referenceRate } from "./reference-rate.ts";
import { reminderFee } from "./reminder-fee.ts";

/** Every dated Swedish table. */
export const SE_TABLES: readonly EffectiveTable<unknown>[] = [
  referenceRate,
  defaultMargin,
  consumerCreditCap,
  reminderFee,
  demandFee,
  planFee,
  compensationAmount,
  applicationFee,
  agentCost,
  enforcementFee,
];
