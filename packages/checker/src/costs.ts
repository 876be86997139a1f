/** What is open of each charge, and of the compensation that is set off against them. */
import { se } from "@innfri/law/tables";
import { type Day, dayOf, dayText } from "./calendar.ts";
import { demandCostsOn } from "./charges.ts";
import { interestOf } from "./interest.ts";
import { NotCovered } from "./lookup.ts";
import type { Cost, FileState } from "./state.ts";

/** What the charge amounts to on `day`. */
export function amountOfCost(file: FileState, cost: Cost, day: Day): bigint {
  if (cost.claims.size === 0) return 0n;
  if (cost.demand === null) return cost.amount!;
  return demandCostsOn(file.facts, cost.demand, nilOnOf(file, cost.claims), day);
}

/** The day on which the last of these claims had no principal left; null while one has. */
export function nilOnOf(file: FileState, refs: Iterable<string>): Day | null {
  const days = [...refs].map((ref) => file.byRef.get(ref)!.nilOn);
  return days.some((day) => day === null) ? null : Math.max(...(days as Day[]));
}

/** The claim on whose account the charge stands: the first that still owes it. Undefined when none does. */
export function bearerOf({ claims }: Cost): string | undefined {
  return claims.values().next().value;
}

/**
 * KkrL 19 b § from 1 March 2025: interest and collection costs, paid or not, come to the credit itself at most. What of
 * more is owed nobody here knows. Throws `NotCovered`.
 */
export function refuseDearCredit(file: FileState, day: Day): void {
  const { country, debtorKind } = file.facts;
  if (country !== "SE" || debtorKind !== "consumer" || day < dayOf(se.consumerCreditCap.rows[0].from)) return;
  for (const claim of file.claims.filter(({ facts }) => facts.type === "consumer-credit")) {
    let dear = interestOf(claim) + claim.interestPaid;
    for (const cost of file.costs)
      if (cost.item !== "legal-costs" && bearerOf(cost) === claim.ref) dear += amountOfCost(file, cost, day);
    if (dear > claim.facts.principalMinor) throw new NotCovered("se.consumer-credit-total", dayText(day));
  }
}

/** What is left of it, before what a compensation covers. */
export function openOfCost(file: FileState, cost: Cost, day: Day): bigint {
  const open = amountOfCost(file, cost, day) - cost.paid;
  return open > 0n ? open : 0n;
}

/** Fees and recovery costs, which compensation is set off against; legal costs stand outside (reading 8). */
export function setOffAgainst(file: FileState, day: Day): bigint {
  return file.costs
    .filter(({ item }) => item !== "legal-costs")
    .reduce((total, cost) => total + larger(amountOfCost(file, cost, day), cost.paid), 0n);
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** What compensation adds to the other costs: never the sum of both, but the larger (INKF §§ 1-5, 2-6; IkostL 5 §). */
export function addedCompensation(file: FileState, day: Day): bigint {
  const claimed = file.claims.reduce((total, { compensation }) => total + (compensation ?? 0n), 0n);
  const added = claimed - setOffAgainst(file, day);
  return claimed > 0n && added > 0n ? added : 0n;
}

const TAKING_ITS_PLACE = ["recovery-costs", "notice-fee"] as const;

/**
 * What is open of each charge on `day`. What was paid as compensation beyond what that still adds counts against the
 * costs that have taken its place (reading 8).
 */
export function openCosts(file: FileState, day: Day): Map<Cost, bigint> {
  const open = new Map(file.costs.map((cost) => [cost, openOfCost(file, cost, day)]));
  let excess = file.compensationPaid - addedCompensation(file, day);
  for (const cost of TAKING_ITS_PLACE.flatMap((item) => file.costs.filter((one) => one.item === item))) {
    if (excess <= 0n) break;
    const left = open.get(cost)!;
    const covered = left < excess ? left : excess;
    open.set(cost, left - covered);
    excess -= covered;
  }
  return open;
}

/** The claim on whose account the compensation stands: the first it was claimed for that is still followed up. */
export function compensationBearer({ compensations, byRef }: FileState): string | undefined {
  const open = compensations.find(({ ref }) => byRef.get(ref)?.facts.closed !== true);
  return (open ?? compensations[0])?.ref;
}

/** Compensation still to be paid. */
export function openCompensation(file: FileState, day: Day): bigint {
  const open = addedCompensation(file, day) - file.compensationPaid;
  return open > 0n ? open : 0n;
}
