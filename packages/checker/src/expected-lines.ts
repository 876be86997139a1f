/** The rows that the letter's sum must have, each with its reason. */
import type { Derivation } from "@innfri/law/tables";
import { se } from "@innfri/law/tables";
import { sumOfDerivation } from "./arithmetic.ts";
import { type Day, dayText } from "./calendar.ts";
import { legalFees, tariffDayOf, weightOf } from "./charges.ts";
import { amountOfCost, bearerOf, compensationBearer, nilOnOf, openCompensation, openCosts } from "./costs.ts";
import {
  compensationDerivation,
  daysOf,
  interestDerivation,
  legalFeeDerivation,
  letterFeeDerivationNO,
  letterFeeDerivationSE,
  planFeeDerivationNO,
  planFeeDerivationSE,
  recoveryCostsDerivation,
} from "./derivations.ts";
import { amountText } from "./exact.ts";
import type { Facts } from "./facts.ts";
import { interestOf } from "./interest.ts";
import { figureOn } from "./lookup.ts";
import {
  type ClaimState,
  type Cost,
  type FileState,
  isLegalStep,
  type PostedDemand,
  type Run,
} from "./state.ts";

/** A row, with what it comes to in minor units. */
export type ExpectedLine = { readonly minor: bigint; readonly line: Readonly<Record<string, unknown>> };

/** Names claims as the letter does. */
export type Names = (ref: string) => string;

/**
 * Principal, then the charges, the compensation, the interest; what comes to nothing is left out, save the principal,
 * whose row says what the letter concerns (INKL § 10, IkL 5 §).
 */
export function expectedLines(
  file: FileState,
  covered: readonly ClaimState[],
  day: Day,
  nameOf: Names,
): ExpectedLine[] {
  const refs = new Set(covered.map(({ ref }) => ref));
  const alone = covered.length === 1 ? { claim: nameOf(covered[0]!.ref) } : {};
  const rows = [
    ...covered.map((claim) => principalLine(claim, nameOf)),
    ...shownCosts(file, covered, day).map(([cost, minor]) => costLine(file, cost, minor, day, alone)),
    ...compensationLine(file, refs, day, alone),
    ...covered.map((claim) => interestLine(file, claim, day, nameOf)),
  ];
  return rows.filter(({ minor, line }) => minor !== 0n || line.item === "principal");
}

/** The charges on these claims' accounts with what is open of each: their rows come after those of the principal. */
export function shownCosts(file: FileState, covered: readonly ClaimState[], day: Day): [Cost, bigint][] {
  const refs = new Set(covered.map(({ ref }) => ref));
  return [...openCosts(file, day)].filter(([cost, minor]) => minor !== 0n && refs.has(bearerOf(cost) ?? ""));
}

/** What all of it comes to, for the same claims. */
export function totalOf(lines: readonly ExpectedLine[]): bigint {
  return lines.reduce((total, { minor }) => total + minor, 0n);
}

/** The same total on the day the file stands at, without its rows. */
export function totalOwed(file: FileState, covered: readonly ClaimState[], chargedOn: Day): bigint {
  const refs = new Set(covered.map(({ ref }) => ref));
  let total = refs.has(compensationBearer(file) ?? "") ? openCompensation(file, chargedOn) : 0n;
  for (const claim of covered) total += claim.principal + interestOf(claim);
  for (const [cost, minor] of openCosts(file, chargedOn)) if (refs.has(bearerOf(cost) ?? "")) total += minor;
  return total;
}

function principalLine({ principal, ref }: ClaimState, nameOf: Names): ExpectedLine {
  const line = { item: "principal", amount: amountText(principal), claim: nameOf(ref) };
  return { minor: principal, line };
}

const ITEM_OF: Readonly<Record<Cost["name"], string>> = {
  "reminder-fee": "notice-fee",
  "notice-fee": "notice-fee",
  "own-demand-fee": "demand-fee",
  "recovery-costs": "recovery-costs",
  "heavier-costs": "recovery-costs",
  "plan-fee": "plan-fee",
  "court-costs": "court-costs",
};

function costLine(file: FileState, cost: Cost, minor: bigint, day: Day, alone: object): ExpectedLine {
  const reason = costDerivation(file, cost);
  const charged = amountOfCost(file, cost, day);
  const paid = charged - minor;
  // The whole is explained; less was charged where some of it stands before this row, less is open where it was paid.
  const before = reason === undefined || !isPart(cost) ? 0n : (lawfulBy(reason) ?? charged) - charged;
  const inputs = {
    ...reason?.inputs,
    debtor: file.facts.debtorKind,
    ...(before === 0n ? {} : { chargedBefore: amountText(before) }),
    ...(paid > 0n ? { paid: amountText(paid) } : {}),
  };
  const line = {
    item: ITEM_OF[cost.name],
    amount: amountText(minor),
    ...alone,
    on: dayText(cost.on),
    ...(reason === undefined ? {} : { derivation: { ...reason, inputs } }),
  };
  return { minor, line };
}

/** Can it be less than its reason explains? Costs of a demand count together; others are what they were posted as. */
function isPart({ item, name, amount, source }: Cost): boolean {
  if (source === undefined || source.posted === null) return false;
  const isOfDemand = item === "recovery-costs" && name !== "plan-fee";
  return isOfDemand || source.isMoved || amount !== source.posted.minor;
}

/** What a reason comes to. */
function lawfulBy({ arithmetic, rounding }: Derivation): bigint | undefined {
  return sumOfDerivation(arithmetic, rounding);
}

/** The reason of a charge; undefined for a court's or a heavy day's that another claim bore before. */
function costDerivation(file: FileState, cost: Cost): Derivation | undefined {
  const { facts, byRef } = file;
  const dueOn = Math.max(...bearersOf(cost).map((ref) => tariffDayOf(byRef.get(ref)!)));
  switch (cost.name) {
    case "reminder-fee":
    case "notice-fee": {
      const letter = cost.name === "reminder-fee" ? "reminder" : "notice";
      return facts.country === "NO"
        ? letterFeeDerivationNO(letter, dueOn, cost.on)
        : letterFeeDerivationSE(letter, cost.on);
    }
    case "own-demand-fee":
      return letterFeeDerivationNO("demand", dueOn, cost.on);
    case "recovery-costs":
      if (facts.country === "SE") return letterFeeDerivationSE("demand", cost.on);
      return cost.demand === null
        ? demandDerivation(
            file,
            file.demands.find(({ on }) => on === cost.on),
            cost.on,
          )
        : recoveryCostsDerivation(facts, [...cost.demand.bases.values()], cost.on);
    case "heavier-costs": {
      const bearer = bearerOf(cost)!;
      return demandDerivation(
        file,
        file.demands.findLast(({ bases }) => bases.has(bearer)),
        cost.on,
      );
    }
    case "plan-fee":
      return planDerivation(facts, cost);
    case "court-costs":
      return courtDerivation(facts, cost);
  }
}

/** A small fee is that of the claim that bears it, a demand's that of them all. */
export function bearersOf(cost: Cost): readonly string[] {
  return cost.name === "own-demand-fee" ? [...cost.claims] : [bearerOf(cost)!];
}

/** A demand of ours whose costs were posted, on the day of one of its charges. */
function demandDerivation(
  file: FileState,
  demand: PostedDemand | undefined,
  day: Day,
): Derivation | undefined {
  if (demand === undefined) return undefined;
  const { covered, heavy } = weightOf(demand, nilOnOf(file, demand.bases.keys()), day);
  const bases = [...demand.bases.values()];
  return recoveryCostsDerivation(file.facts, bases, covered, { heavy, since: demand.dueOn });
}

function planDerivation(facts: Facts, { source, on }: Cost): Derivation | undefined {
  if (source?.event.kind !== "payment-plan") return undefined;
  return facts.country === "NO"
    ? planFeeDerivationNO(facts, source.event.instalments, on)
    : planFeeDerivationSE(on);
}

function courtDerivation(facts: Facts, { source, on }: Cost): Derivation | undefined {
  if (source === undefined || source.isMoved || !isLegalStep(source.event)) return undefined;
  const fee = legalFees(facts, source.event.kind, on)[source.nth]?.fee;
  return fee === undefined ? undefined : legalFeeDerivation(fee, on);
}

function interestLine(file: FileState, claim: ClaimState, day: Day, nameOf: Names): ExpectedLine {
  const { country } = file.facts;
  const minor = interestOf(claim);
  const line = {
    item: "interest",
    amount: amountText(minor),
    claim: nameOf(claim.ref),
    derivation: interestDerivation(file.facts, claim, day, minor),
    interest: {
      basis: claim.runs.some(({ basis }) => basis === "agreed") ? "agreed" : "statutory",
      periods: claim.runs.map((run) => periodOf(country, run)),
    },
  };
  return { minor, line };
}

function periodOf(country: "NO" | "SE", run: Run): Readonly<Record<string, unknown>> {
  return {
    from: dayText(run.from),
    to: dayText(run.through),
    rateBasisPoints: run.rate,
    days: daysOf(run),
    yearBasis: run.yearDays,
    base: amountText(run.base),
    ...(country === "SE" && run.basis === "statutory"
      ? { referenceRateBasisPoints: figureOn(se.referenceRate, run.from) }
      : {}),
  };
}

function compensationLine(
  file: FileState,
  refs: ReadonlySet<string>,
  day: Day,
  alone: object,
): ExpectedLine[] {
  const bearer = file.compensations.find(({ ref }) => ref === compensationBearer(file));
  if (bearer === undefined || !refs.has(bearer.ref)) return [];
  const minor = openCompensation(file, day);
  const line = {
    item: "compensation",
    amount: amountText(minor),
    ...alone,
    on: dayText(bearer.on),
    derivation: compensationDerivation(file, minor, day),
  };
  return [{ minor, line }];
}
