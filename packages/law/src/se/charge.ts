import { type CalendarDate, date, formatMinor } from "@innfri/kernel/values";
import type { Figure } from "../derivation.ts";
import { figure, keptFigures, usedFigure } from "../derive.ts";
import { type EffectiveTable, inForce, OutsideCoverage } from "../effective.ts";
import type { RuleId } from "../rules.ts";
import { agentCost } from "./agent-cost.ts";
import { applicationFee } from "./application-fee.ts";
import { compensationAmount } from "./compensation-amount.ts";
import { demandFee } from "./demand-fee.ts";
import { enforcementFee } from "./enforcement-fee.ts";
import { planFee } from "./plan-fee.ts";
import { reminderFee } from "./reminder-fee.ts";

type Charge = { readonly table: EffectiveTable<bigint>; readonly rule: RuleId };

/** Every charge a Swedish debtor can be made to pay; the law allows no other (1981:739, 5-6 §§). */
export const CHARGES = {
  REMINDER: { table: reminderFee, rule: "se.reminder-fee.amount" },
  DEMAND: { table: demandFee, rule: "se.demand-fee" },
  PLAN: { table: planFee, rule: "se.plan-fee" },
  LATE_COMP: { table: compensationAmount, rule: "se.compensation" },
  KFM_APP: { table: applicationFee, rule: "se.court.application-fee" },
  KFM_AGENT: { table: agentCost, rule: "se.court.agent-cost" },
  ENF_BASE: { table: enforcementFee, rule: "se.enforcement-fee" },
} as const satisfies Record<string, Charge>;

/**
 * The code of a charge: a reminder, a demand, a plan, late-payment compensation, the application and the agent of a
 * payment order, the basic fee of enforcement.
 */
export type ChargeCode = keyof typeof CHARGES;

/**
 * The amount of a charge. `on` is the day of the act; for `KFM_AGENT` the day the case reaches Kronofogden, for
 * `LATE_COMP` the day the claim falls due. Throws `OutsideCoverage`.
 */
export function charge(code: ChargeCode, on: CalendarDate): Figure {
  return kept([code, on], () => madeCharge(code, on));
}

const kept = keptFigures();

function madeCharge(code: ChargeCode, on: CalendarDate): Figure {
  const { table, rule } = CHARGES[code];
  const row = inForce(table, on);
  return figure(rule, row.value, {
    figures: [usedFigure(table, row)],
    inputs: { code, on },
    arithmetic: formatMinor(row.value),
    rounding: null,
  });
}

const COMPENSATION_ACT_FROM = date("2013-03-16");

/**
 * Late-payment compensation for one claim on a business or an authority (1981:739, 4 a §), which the law gives for
 * claims that fall due after 16 March 2013: that day itself is refused. Throws `OutsideCoverage`.
 */
export function compensation(given: { readonly dueOn: CalendarDate }): Figure {
  if (given.dueOn === COMPENSATION_ACT_FROM)
    throw new OutsideCoverage(compensationAmount.id, compensationAmount.title, given.dueOn);
  return charge("LATE_COMP", given.dueOn);
}
