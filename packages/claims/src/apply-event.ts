/** What an event does to a file. Letters, money and objections have files of their own; the rest is here. */
import { addYears, type CalendarDate } from "@innfri/kernel";
import { coveredOr, no, se } from "@innfri/law";
import type { Account } from "./account.ts";
import { type ClaimState, isNeverOwedAtAll, lastDemand } from "./account-state.ts";
import type { NewCost } from "./country-rules.ts";
import { dueDayOf, wasInTime } from "./due-day.ts";
import type { CostChange, FileEvent, PostedCharge } from "./facts.ts";
import { addCost, applyLetter } from "./letter-event.ts";
import { applyCredit, applyPayment, applyWaiver } from "./money-event.ts";
import { applyCostChanges, applyObjection, applyObjectionResolved } from "./objection-event.ts";

/** Plays one event on an account, in place. Throws `OutsideCoverage` where it needs a figure that is missing. */
export function applyEvent(account: Account, event: FileEvent): void {
  switch (event.kind) {
    case "letter":
      applyLetter(account, event);
      break;
    case "payment":
      applyPayment(account, event);
      break;
    case "credit":
      applyCredit(account, event);
      break;
    case "waiver":
      applyWaiver(account, event);
      break;
    case "objection":
      applyObjection(account, event);
      break;
    case "objection-resolved":
      applyObjectionResolved(account, event);
      break;
    case "costs-changed":
      applyCostChanges(account, event.changed, event.on);
      break;
    case "procedure-ended":
      break; // what it costs is told by itself
    case "compensation":
      applyCompensation(account, event);
      break;
    case "heavy":
      applyHeavy(account, event);
      break;
    case "payment-plan":
      for (const collection of account.cases)
        if (event.claims === null || event.claims.some((ref) => collection.shares.has(ref)))
          collection.planOn ??= event.on;
      applyCharges(account, event);
      break;
    case "application":
    case "attachment-application":
    case "decision":
    case "enforcement":
      for (const claim of account.select(event.claims)) claim.atCourtSince ??= event.on;
      applyCostChanges(account, event.changed ?? feesEndedBy(account, event), event.on, true);
      applyCharges(account, event);
      markEnforced(account, event);
      break;
  }
}

/** The costs of a case became heavy, and what that adds was posted. */
function applyHeavy(account: Account, event: FileEvent & { kind: "heavy" }): void {
  const collection = account.cases.findLast(
    ({ shares }) => event.claims === null || event.claims.some((ref) => shares.has(ref)),
  );
  const explain = () =>
    collection === undefined ? null : account.rules.recoveryCosts(account, collection, event.on);
  for (const { item, claim, minor } of event.posted)
    addCost(account, { item, claims: [claim], on: event.on, minor, explain, plan: false });
}

/** An event that is charged for by itself. */
export type ChargingEvent = FileEvent & {
  kind: "payment-plan" | "application" | "attachment-application" | "decision" | "enforcement";
};

/** What a plan or a legal step is charged, for the claims that are not paid already. */
function applyCharges(account: Account, event: ChargingEvent): void {
  if (event.posted !== undefined) {
    addPosted(account, event, event.posted);
    return;
  }
  for (const { item, claims: refs, figure, plan } of newCosts(account, event)) {
    const explain = () => figure;
    const { minor } = figure;
    addCost(account, { item, claims: [...refs], on: event.on, minor, explain, plan: plan ?? false });
  }
}

function newCosts(account: Account, event: ChargingEvent): readonly NewCost[] {
  const claims = account.select(event.claims).filter((claim) => !account.isPaid(claim, event.on));
  // After court or enforcement a Norwegian plan costs nothing (inkassoforskriften § 2-4).
  const isAtCourt = claims.some(({ atCourtSince }) => atCourtSince !== null);
  if (event.kind === "payment-plan" && account.facts.country === "NO" && isAtCourt) return [];
  if (event.kind === "enforcement" && !owesBasicFee(account, event)) return [];
  return claims.length === 0 ? [] : account.rules.costsOf(account, claims, event);
}

/** Once for each title and year of it, and not again for less than 100 kronor (förordning 1992:1094 5-6 §§). */
function owesBasicFee(account: Account, event: ChargingEvent): boolean {
  if (isEnforced(account, event)) return false;
  const claims = account.select(event.claims);
  if (claims.every(({ enforcedOn }) => enforcedOn === null)) return true;
  const unpaidMinor = claims.reduce((sum, { facts }) => sum + account.openOn(facts.ref, event.on), 0n);
  return unpaidMinor >= se.ENFORCEMENT_LEAST_UNPAID_MINOR;
}

/** Does a year of enforcement run for one of its claims already? */
function isEnforced(account: Account, event: ChargingEvent): boolean {
  return account
    .select(event.claims)
    .some(
      ({ enforcedOn }) =>
        enforcedOn !== null && event.on < addYears(enforcedOn, se.ENFORCEMENT_FEE_FOR.value),
    );
}

/** A decision is a title of its own, whose years are counted from its first enforcement. */
function markEnforced(account: Account, event: ChargingEvent): void {
  if (account.facts.country !== "SE") return;
  const isNew = event.kind === "enforcement" && !isEnforced(account, event);
  for (const claim of account.select(event.claims))
    if (event.kind === "decision") claim.enforcedOn = null;
    else if (isNew) claim.enforcedOn = event.on;
}

/**
 * Would a Norwegian plan cost something if the law sheet were at one with itself? A collector may charge nothing to whoever
 * pays within the notice's deadline (inkassoloven § 17; norway.md 2.3), and the plan's fee is triggered by the agreement
 * alone (inkassoforskriften § 2-4; 3.3): before the demand it is doubtful, and none is charged.
 */
export function isPlanFeeDoubted(account: Account, event: ChargingEvent): boolean {
  const { country, operator, vatDeductible } = account.facts;
  if (event.kind !== "payment-plan" || country !== "NO" || operator === "self") return false;
  const { instalments, on } = event;
  if (no.planFee({ agreedOn: on, instalments, vatDeductible }).minor === 0n) return false;
  return account
    .select(event.claims)
    .some((claim) => lastDemand(claim) === undefined && !account.isPaid(claim, on));
}

/** The fees of plans that fall away because a claim goes to a court, as changes (inkassoforskriften § 2-4). */
export function planFeesEnded(account: Account, refs: readonly string[]): readonly CostChange[] {
  if (account.facts.country !== "NO") return [];
  return account.costs.flatMap(({ plan, item, claims: [claim], minor }) =>
    plan && minor !== null && minor > 0n && claim !== undefined && refs.includes(claim)
      ? [{ item, claim, minor: -minor }]
      : [],
  );
}

/** What nobody has paid of an application's costs, as changes: they follow a decision alone (lag 1990:746 22 §). */
export function legalCostsEnded(
  account: Account,
  refs: readonly string[],
  on: CalendarDate,
): readonly CostChange[] {
  return account.costs.flatMap((cost) => {
    const { item, claims } = cost;
    const [claim] = claims;
    const minor = account.costOpenOn(cost, on);
    const isOurs = item === "legal-costs" && claim !== undefined && refs.includes(claim);
    return isOurs && minor > 0n ? [{ item, claim, minor: -minor }] : [];
  });
}

/** The same for a step from elsewhere, which nobody has posted anything for. */
function feesEndedBy(account: Account, event: ChargingEvent): readonly CostChange[] {
  if (event.posted !== undefined) return [];
  const refs = account.select(event.claims).map(({ facts }) => facts.ref);
  return planFeesEnded(account, refs);
}

/** What a plan or a legal step would be charged, on the claim that bears it. Throws `OutsideCoverage`. */
export function chargesFor(account: Account, event: ChargingEvent): readonly PostedCharge[] {
  return newCosts(account, event).map(({ item, claims, figure }) => ({
    item,
    claim: claims[0]!,
    minor: figure.minor,
  }));
}

/** What a plan or step of ours was charged when it was recorded. */
function addPosted(account: Account, event: ChargingEvent, charges: readonly PostedCharge[]): void {
  const claims = account.select(event.claims);
  const figures = coveredOr(
    () => account.rules.costsOf(account, claims, event),
    () => [],
  );
  // A claim that was paid already has no part in it, and takes it over from no other.
  const open = claims.filter((claim) => !account.isPaid(claim, event.on)).map(({ facts }) => facts.ref);
  for (const [i, { item, claim, minor }] of charges.entries()) {
    const others = open.filter((ref) => ref !== claim);
    const figure = figures[i]?.item === item ? figures[i].figure : null;
    const plan = event.kind === "payment-plan";
    addCost(account, { item, claims: [claim, ...others], on: event.on, minor, explain: () => figure, plan });
  }
}

/**
 * What the law gives for a claim as late-payment compensation on a day, before costs are set off; null when it was
 * claimed already. Throws `OutsideCoverage`.
 */
export function compensationFor(account: Account, ref: string, on: CalendarDate): bigint | null {
  if (account.compensations.some(({ claim }) => claim === ref)) return null;
  return account.rules.compensation(dueDayOf(account.claim(ref)), on).minor;
}

/**
 * Late-payment compensation, once for each claim it can be claimed for. Throws `OutsideCoverage` where its amount is
 * missing: then the whole case is refused (D10).
 */
function applyCompensation(account: Account, event: FileEvent & { kind: "compensation" }): void {
  const { posted } = event;
  const permitted = (claim: ClaimState) =>
    account.rules.claimVerdict(account, claim, "compensation", event.on).kind === "permitted";
  const claims =
    posted === undefined
      ? account.select(event.claims).filter(permitted)
      : posted.map(({ claim }) => account.claim(claim));
  for (const claim of claims) {
    const { ref } = claim.facts;
    if (account.compensations.some((earlier) => earlier.claim === ref)) continue;
    // Accepted: as if it had never been claimed, and as if another had been paid by the money of its day.
    if (isNeverOwedAtAll(claim) || (account.hasNeverOwed && wasInTime(claim))) continue;
    const { minor } =
      posted?.find((charge) => charge.claim === ref) ?? account.rules.compensation(dueDayOf(claim), event.on);
    account.compensations.push({ claim: ref, minor, on: event.on });
  }
}
