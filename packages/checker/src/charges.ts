/** What each act may cost the debtor, on its day, from the dated tables. */
import { no, se } from "@innfri/law/tables";
import { type Day, dayOf } from "./calendar.ts";
import { down, type Fraction, figure, fraction, halfUp, product } from "./exact.ts";
import type { Facts, LetterName } from "./facts.ts";
import { figureOn } from "./lookup.ts";
import type { Base, ClaimState, DemandCosts, LegalStep } from "./state.ts";

/** Whole kroner, in minor units. */
const KRONE = 100n;

/** The day that chooses a claim's tariff: the day it counts as due. */
export function tariffDayOf({ countedFrom, facts }: ClaimState): Day {
  return countedFrom ?? dayOf(facts.issuedOn);
}

function latest(days: readonly Day[]): Day {
  return days.reduce((a, b) => (a > b ? a : b));
}

/** A small fee, or a creditor's own demand fee: a fraction of the collection rate (INKF §§ 1-2, 1-3; F1-F7). */
export function letterFeeNO(letter: LetterName, claims: readonly ClaimState[], on: Day): bigint {
  // Claims on both sides of a change of tariff: the later due day, which is the lower fee.
  const fractions = figureOn(no.noticeFeeFractions, latest(claims.map(tariffDayOf)));
  const share = { reminder: fractions.reminder, notice: fractions.notice, demand: fractions.ownDemand }[
    letter
  ];
  const exact = product(figure(share), fraction(figureOn(no.collectionRate, on)));
  const rounding = figureOn(no.noticeFeeRounding, on);
  return rounding === "none" ? down(exact) : halfUp(exact, KRONE);
}

/** The band that the bases fall in, under the tariff of the latest due day, or of a later one that counts with them. */
export function tariffBandOf(bases: readonly Base[], since: Day = 0) {
  const dueOn = latest([since, ...bases.map((base) => base.dueOn)]);
  // Reading 6: a claim of which only interest and costs are left brings nothing; where all are such, the lowest band.
  const band = bases.reduce(
    (total, { principal, before }) => total + (principal === 0n ? 0n : principal + before),
    0n,
  );
  const tiers = figureOn(no.recoveryCostTiers, dueOn);
  const tier = tiers.find(({ upToMinor }) => upToMinor === null || band <= upToMinor)!;
  return { dueOn, band, tier };
}

/** An agency's costs (INKF §§ 2-1 to 2-3): the band's multiple of the rate, doubled when heavy, rounded down. */
export function recoveryCosts(
  { debtorKind, vatDeductible }: Pick<Facts, "debtorKind" | "vatDeductible">,
  bases: readonly Base[],
  rateDay: Day,
  heavy: boolean,
  since?: Day,
): bigint {
  const { dueOn, tier } = tariffBandOf(bases, since);
  const factors = figureOn(no.recoveryCostFactors, dueOn);
  const parts: Fraction[] = [fraction(figureOn(no.collectionRate, rateDay)), figure(tier.multiple)];
  if (heavy) parts.push(figure(factors.heavy));
  if (debtorKind !== "consumer") parts.push(figure(factors.business));
  if (!vatDeductible) parts.push(figure(factors.vat));
  return down(product(...parts));
}

/** The first day of heavy costs: more than 28 days after the deadline, not moved (INKF § 2-3). */
export function heavyFrom(payBy: Day): Day {
  return payBy + no.HEAVY_AFTER_DEADLINE.value;
}

/**
 * The costs of a demand as they stand on `day` (reading 6): rate and weight are those of the day on which the
 * principal was nil (`nilOn`), else of the day asked about.
 */
export function demandCostsOn(facts: Facts, demand: DemandCosts, nilOn: Day | null, day: Day): bigint {
  if (demand.bases.size === 0) return 0n;
  const { covered, heavy } = weightOf(demand, nilOn, day);
  return recoveryCosts(facts, [...demand.bases.values()], covered, heavy);
}

/** The day whose rate counts for a demand on `day`, and whether its costs are heavy by then. */
export function weightOf(demand: DemandCosts, nilOn: Day | null, day: Day): { covered: Day; heavy: boolean } {
  const covered = nilOn === null || nilOn > day ? day : Math.max(nilOn, demand.on);
  const from = heavyFrom(demand.payBy);
  const isPlanned = demand.plannedOn !== null && demand.plannedOn < from;
  return { covered, heavy: !isPlanned && covered >= from };
}

/** The fee for a plan: Norway more than four instalments and an agency (INKF § 2-4), Sweden the whole debt (IkostL 3 §). */
export function planFee(
  facts: Pick<Facts, "country" | "operator" | "vatDeductible">,
  plan: { readonly instalments: number; readonly wholeDebt: boolean },
  on: Day,
): bigint {
  if (facts.country === "SE") return plan.wholeDebt ? figureOn(se.planFee, on) : 0n;
  if (facts.operator === "self") return 0n;
  const { multiple, freeInstalments, vat } = figureOn(no.planFeeMultiple, on);
  if (plan.instalments <= freeInstalments) return 0n;
  const parts = [figure(multiple), fraction(figureOn(no.collectionRate, on))];
  if (!facts.vatDeductible) parts.push(figure(vat));
  return down(product(...parts));
}

/** What one claim's late-payment compensation amounts to when it is claimed on `on` (reading 8). */
export function compensationOf({ country }: Pick<Facts, "country">, claim: ClaimState, on: Day): bigint {
  const dueOn = tariffDayOf(claim);
  if (country === "SE") return figureOn(se.compensationAmount, dueOn);
  const atDue = figureOn(no.compensationAmount, dueOn);
  const atClaim = figureOn(no.compensationAmount, on);
  return atDue < atClaim ? atDue : atClaim;
}

/** What a legal step is charged by name, each with its amount; none for one that costs nothing. */
export function legalFees(
  { country }: Pick<Facts, "country">,
  step: LegalStep,
  on: Day,
): readonly { readonly fee: LegalFee; readonly minor: bigint }[] {
  return LEGAL_FEES[country][step].map((fee) => ({ fee, minor: legalFee(fee, on) }));
}

/** The court's for a complaint or for attachment; Kronofogden's for an application and for enforcement; an agent's. */
export type LegalFee = "conciliation" | "attachment" | "application" | "agent" | "enforcement";

/** RGL and norway.md 6.1; förordning (1992:1094) and IkostL, sweden.md 2.1. */
const LEGAL_FEES: Readonly<Record<Facts["country"], Readonly<Record<LegalStep, readonly LegalFee[]>>>> = {
  NO: {
    application: ["conciliation"],
    "attachment-application": ["attachment"],
    decision: [],
    enforcement: [],
  },
  SE: {
    application: ["application", "agent"],
    "attachment-application": [],
    decision: [],
    enforcement: ["enforcement"],
  },
};

function legalFee(fee: LegalFee, on: Day): bigint {
  switch (fee) {
    case "application":
      return figureOn(se.applicationFee, on);
    case "agent":
      return figureOn(se.agentCost, on);
    case "enforcement":
      return figureOn(se.enforcementFee, on);
    default: {
      const table = fee === "conciliation" ? no.conciliationComplaint : no.attachmentApplication;
      const exact = product(figure(figureOn(table, on)), fraction(figureOn(no.courtFeeBase, on)));
      return down(exact, KRONE);
    }
  }
}

/** Fees of the courts and of Kronofogden; nil for an act that costs nothing. */
export function legalCosts(facts: Pick<Facts, "country">, step: LegalStep, on: Day): bigint {
  return legalFees(facts, step, on).reduce((sum, { minor }) => sum + minor, 0n);
}

/** The Swedish fees: reminder 60, demand 180 since 2013 (IkostL 2-4 §§). */
export function letterFeeSE(letter: LetterName, on: Day): bigint {
  return figureOn(letter === "demand" ? se.demandFee : se.reminderFee, on);
}
