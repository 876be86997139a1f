import {
  type CalendarDate,
  formatMinor,
  type Rational,
  rational,
  roundDownToMinor,
  times,
} from "@innfri/kernel/values";
import { endOfTerm } from "../deadline.ts";
import type { Figure } from "../derivation.ts";
import { exactText, figure, keptFigures, rationalFromText, usedFigure } from "../derive.ts";
import { inForce, type RowInForce } from "../effective.ts";
import { collectionRate } from "./collection-rate.ts";
import { planFeeMultiple } from "./plan-fee-multiple.ts";
import { recoveryCostFactors } from "./recovery-cost-factors.ts";
import { type RecoveryCostTiers, recoveryCostTiers } from "./recovery-cost-tiers.ts";
import { DEMAND_GOOD_FOR, HEAVY_AFTER_DEADLINE } from "./terms.ts";

/**
 * What a debtor owes at most for out-of-court collection by a licensed collector (inkassoforskriften §§ 2-1 to
 * 2-3, salær). The tariff is that of the day the claim falls due, the collection rate that of the day the principal
 * is covered. A maximum is rounded down. Throws `OutsideCoverage`, and `RangeError` for a negative band base.
 */
export function recoveryCosts(given: {
  /** Principal and the interest from before the due date; a border belongs to the band below it. */
  readonly bandBaseMinor: bigint;
  readonly claimDueOn: CalendarDate;
  /** The day the principal became nil, or the day asked about. */
  readonly coveredOn: CalendarDate;
  readonly heavy: boolean;
  readonly isConsumer: boolean;
  /** The creditor deducts VAT on the collector's invoice, so the debtor does not pay it. */
  readonly vatDeductible: boolean;
}): Figure {
  const { bandBaseMinor, ...band } = given;
  const tiers = inForce(recoveryCostTiers, given.claimDueOn);
  const tier = tierOf(tiers.value, bandBaseMinor);
  const { minor, derivation } = kept(
    [tier, given.claimDueOn, given.coveredOn, given.heavy, given.isConsumer, given.vatDeductible],
    () => costsOfTier(tiers, tiers.value[tier]!, band),
  );
  const inputs = { bandBase: formatMinor(bandBaseMinor), ...derivation.inputs };
  return { minor, derivation: { ...derivation, inputs } };
}

const kept = keptFigures();

type Tier = RecoveryCostTiers[number];

/** What every base within a tier costs. */
function costsOfTier(
  tiers: RowInForce<RecoveryCostTiers>,
  tier: Tier,
  given: Omit<Parameters<typeof recoveryCosts>[0], "bandBaseMinor">,
): Figure {
  const factors = inForce(recoveryCostFactors, given.claimDueOn);
  const rate = inForce(collectionRate, given.coveredOn);
  const used = {
    ...(given.heavy ? { heavy: factors.value.heavy } : {}),
    ...(given.isConsumer ? {} : { business: factors.value.business }),
    ...(given.vatDeductible ? {} : { vat: factors.value.vat }),
  };
  const steps = [tier.multiple, ...Object.values(used)];
  const exact = product(rate.value, steps);
  return figure(
    given.heavy ? "no.recovery-costs.heavy" : "no.recovery-costs.light",
    roundDownToMinor(exact),
    {
      figures: [
        usedFigure(recoveryCostTiers, tiers, tierText(tier)),
        usedFigure(collectionRate, rate),
        ...(steps.length > 1 ? [usedFigure(recoveryCostFactors, factors, JSON.stringify(used))] : []),
      ],
      inputs: {
        claimDueOn: given.claimDueOn,
        coveredOn: given.coveredOn,
        heavy: String(given.heavy),
        isConsumer: String(given.isConsumer),
        vatDeductible: String(given.vatDeductible),
      },
      arithmetic: productText(rate.value, steps, exact),
      rounding: "down to øre",
    },
  );
}

/** The first tier that reaches as far as the base. */
function tierOf(tiers: RecoveryCostTiers, baseMinor: bigint): number {
  if (baseMinor < 0n) throw new RangeError(`a claim is not negative: ${formatMinor(baseMinor)}`);
  const found = tiers.findIndex(({ upToMinor }) => upToMinor === null || baseMinor <= upToMinor);
  if (found < 0) throw new RangeError("the tiers do not end with an open one");
  return found;
}

function tierText({ multiple, upToMinor }: Tier): string {
  return `${multiple} ${upToMinor === null ? "above the last border" : `up to ${formatMinor(upToMinor)}`}`;
}

/**
 * The fee for a payment plan (inkassoforskriften § 2-4): owed only above four instalments, and not raised for a
 * business debtor in the sources that were read. Throws `OutsideCoverage`.
 */
export function planFee(given: {
  readonly agreedOn: CalendarDate;
  readonly instalments: number;
  readonly vatDeductible: boolean;
}): Figure {
  const plan = inForce(planFeeMultiple, given.agreedOn);
  const rate = inForce(collectionRate, given.agreedOn);
  const inputs = {
    agreedOn: given.agreedOn,
    instalments: String(given.instalments),
    vatDeductible: String(given.vatDeductible),
  };
  if (given.instalments <= plan.value.freeInstalments) {
    return figure("no.plan-fee", 0n, {
      figures: [usedFigure(planFeeMultiple, plan, `above ${plan.value.freeInstalments} instalments`)],
      inputs,
      arithmetic: `${given.instalments} instalments, a fee only above ${plan.value.freeInstalments} = 0.00`,
      rounding: null,
    });
  }
  const steps = [plan.value.multiple, ...(given.vatDeductible ? [] : [plan.value.vat])];
  const used = given.vatDeductible
    ? plan.value.multiple
    : `${plan.value.multiple} and ${plan.value.vat} for VAT`;
  const exact = product(rate.value, steps);
  return figure("no.plan-fee", roundDownToMinor(exact), {
    figures: [usedFigure(planFeeMultiple, plan, used), usedFigure(collectionRate, rate)],
    inputs,
    arithmetic: productText(rate.value, steps, exact),
    rounding: "down to øre",
  });
}

function product(rateMinor: bigint, steps: readonly string[]): Rational {
  return steps.reduce((sum, step) => times(sum, rationalFromText(step)), rational(rateMinor));
}

function productText(rateMinor: bigint, steps: readonly string[], exact: Rational): string {
  const [multiple, ...factors] = steps;
  return `${[multiple, formatMinor(rateMinor), ...factors].join(" × ")} = ${exactText(exact)}`;
}

/**
 * The first day of heavy recovery costs (inkassoforskriften § 2-3): the deadline printed in the demand is exceeded
 * by more than 28 days. The printed deadline has been moved off holidays already; this day is not.
 */
export function heavyFrom(demandPayBy: CalendarDate): CalendarDate {
  return endOfTerm(demandPayBy, HEAVY_AFTER_DEADLINE);
}

/**
 * The last day a legal step can rest on a demand: six months after it was sent (inkassoloven § 11; norway.md 2.4). After
 * it a new demand is needed. Not moved for days off.
 */
export function demandGoodThrough(demandSentOn: CalendarDate): CalendarDate {
  return endOfTerm(demandSentOn, DEMAND_GOOD_FOR);
}
