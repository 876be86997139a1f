/** What each event does to the file, on its day. */

import { se } from "@innfri/law/tables";
import { book, lessPrincipal, spread, spreadOn } from "./allocate.ts";
import { applyLetter, applyPostedHeavy, wasDemanded } from "./apply-letter.ts";
import { applyChanges, postCharges } from "./apply-posted.ts";
import { type Day, monthsAfter, workingDayFrom } from "./calendar.ts";
import { compensationOf, legalFees, planFee } from "./charges.ts";
import { bearerOf, compensationBearer, openCompensation, openOfCost } from "./costs.ts";
import type { Event } from "./facts.ts";
import { fixInterest } from "./interest.ts";
import { isPaid, judge, openOfClaim } from "./judge.ts";
import type { ClaimState, Cost, FileState, LegalStep } from "./state.ts";

export function apply(file: FileState, event: Event, day: Day): void {
  switch (event.kind) {
    case "letter":
      applyLetter(file, event, day);
      break;
    case "heavy":
      applyPostedHeavy(file, event, day);
      break;
    case "payment-plan":
      applyPlan(file, event, day);
      break;
    case "compensation":
      applyCompensation(file, event, day);
      break;
    case "payment":
      if (event.lines === undefined) spread(file, event, day);
      else book(file, event, event.lines, day);
      break;
    case "credit":
      applyCredit(file, event, day);
      break;
    case "objection":
      applyObjection(file, event, day);
      break;
    case "objection-resolved":
      applyResolved(file, event, day);
      break;
    case "costs-changed":
      applyChanges(file, event.changed, day);
      break;
    case "waiver":
      applyWaiver(file, event, day);
      break;
    case "procedure-ended":
      break; // moves limitation alone
    default:
      applyLegal(file, event, day);
  }
}

type Of<K extends Event["kind"]> = Extract<Event, { readonly kind: K }>;

function named(file: FileState, refs: readonly string[] | null): readonly ClaimState[] {
  return refs === null ? file.claims : file.claims.filter(({ ref }) => refs.includes(ref));
}

function meant(file: FileState, ref: string | null): readonly ClaimState[] {
  return named(file, ref === null ? null : [ref]);
}

/** A plan for a claim already paid costs nothing. */
function applyPlan(file: FileState, event: Of<"payment-plan">, day: Day): void {
  const open = stillOpen(file, event, day);
  const amount = event.posted === undefined ? planFeeOf(file, event, day) : 0n;
  markPlanned(file, named(file, event.claims), day);
  if (event.posted !== undefined) postCharges(file, event, event.posted, "plan-fee", day);
  if (amount === 0n) return;
  file.costs.push({
    item: "recovery-costs",
    name: "plan-fee",
    on: day,
    claims: new Set(open.map(({ ref }) => ref)),
    agreedFor: new Set(open.map(({ ref }) => ref)),
    amount,
    demand: null,
    paid: 0n,
    source: { event, nth: 0, posted: null, isMoved: false },
  });
}

/** What a plan costs that is agreed on `day`, as the file stands before it. */
export function planFeeOf(file: FileState, event: Of<"payment-plan">, day: Day): bigint {
  const open = stillOpen(file, event, day);
  return open.length === 0 || barsPlanFee(file, open) ? 0n : planFee(file.facts, event, day);
}

/** The claims of an event that are not paid by then. */
function stillOpen(
  file: FileState,
  { claims }: { readonly claims: readonly string[] | null },
  day: Day,
): readonly ClaimState[] {
  return named(file, claims).filter((claim) => !isPaid(file, claim, day));
}

/**
 * Norway: no fee for a plan before the demand or after a legal step (INKF § 2-4), and one for a claim (3.3, norway.md,
 * knows of one plan).
 * Sweden: one, as it is for the whole debt (2.2 no. 7).
 */
function barsPlanFee({ facts, costs }: FileState, claims: readonly ClaimState[]): boolean {
  const fees = costs.filter(({ name }) => name === "plan-fee");
  if (facts.country === "SE") return fees.length > 0;
  // Before the demand 2.3 speaks against it (INKL § 17) and 3.3 for it: what is doubtful is not charged.
  if (!claims.every(wasDemanded)) return true;
  const borne = fees.filter((fee) => fee.amount !== 0n && fee.claims.size > 0);
  return claims.some(({ atCourt, ref }) => atCourt || borne.some(({ agreedFor }) => agreedFor?.has(ref)));
}

/** Reading 6: a plan agreed before the heavy day keeps the costs light, also those of claims collected together. */
function markPlanned(file: FileState, planned: readonly ClaimState[], day: Day): void {
  for (const { demand, claims } of file.costs) {
    const isMeant = planned.some(({ ref }) => claims.has(ref));
    if (demand !== null && isMeant) demand.plannedOn ??= day;
  }
  for (const demand of file.demands)
    if (planned.some(({ ref }) => demand.bases.has(ref))) demand.plannedOn ??= day;
}

/** Owed from default by anybody but a consumer, once for a claim, also when the principal has come too late. */
function applyCompensation(file: FileState, event: Of<"compensation">, day: Day): void {
  const isFreed = file.claims.some(({ accepted }) => accepted.length > 0);
  for (const { claim: ref, minor } of event.posted ?? []) {
    const claim = file.byRef.get(ref)!;
    if (claim.compensation !== null || claim.neverOwedAtAll) continue;
    // Reading 10: the money of a claim that was never owed may have paid this one before it was late.
    if (isFreed && claim.nilOn !== null && claim.countedFrom !== null && claim.nilOn <= claim.countedFrom)
      continue;
    claim.compensation = minor;
    file.compensations.push({ ref, minor, on: day });
  }
  if (event.posted !== undefined) return;
  for (const claim of named(file, event.claims)) {
    if (claim.compensation !== null || judge(file, claim, "compensation", day).kind !== "permitted") continue;
    claim.compensation = compensationOf(file.facts, claim, day);
    file.compensations.push({ ref: claim.ref, minor: claim.compensation, on: day });
  }
}

/** Against the principal, oldest first; what it is more than that is owed back. */
function applyCredit(file: FileState, event: Of<"credit">, day: Day): void {
  let left = event.minor;
  for (const claim of meant(file, event.claim)) {
    const part = left < claim.principal ? left : claim.principal;
    lessPrincipal(claim, part, day);
    left -= part;
    const never = left < claim.neverOwed ? left : claim.neverOwed;
    claim.neverOwed -= never;
    left -= never;
  }
  file.refund += left;
}

function applyObjection(file: FileState, event: Of<"objection">, day: Day): void {
  if (event.changed !== undefined) applyChanges(file, event.changed, day);
  for (const claim of meant(file, event.claim)) {
    if (event.scope === "whole") {
      claim.disputed = "whole";
      // INKL § 17: an objection worth examining ends the costs, those incurred before it too.
      const endsCosts = file.facts.country === "NO" && event.reasonable;
      if (endsCosts) for (const { bases } of file.demands) bases.delete(claim.ref);
      if (endsCosts && event.changed === undefined) endCosts(file, claim);
    } else if (claim.disputed !== "whole") {
      // What was found never to have been owed is out of the principal already, and is not taken off twice.
      const scope = claim.accepted.includes(event) ? 0n : event.scope;
      claim.disputed = (claim.disputed ?? 0n) + scope;
      claim.part = { after: claim.sent.length, instead: claim.part };
    }
  }
}

function endCosts(file: FileState, claim: ClaimState): void {
  for (const cost of file.costs) release(cost, claim.ref);
}

/** The claim owes nothing more of this charge; what has been paid of it stays paid. */
function release(cost: Cost, ref: string): void {
  cost.claims.delete(ref);
  cost.demand?.bases.delete(ref);
}

/** Days that a debtor has anew after an objection that failed (reading 10): a deadline, so it ends on a working day. */
const FRESH_DAYS = 14;

function applyResolved(file: FileState, event: Of<"objection-resolved">, day: Day): void {
  if (event.changed !== undefined) applyChanges(file, event.changed, day);
  for (const claim of meant(file, event.claim)) {
    if (claim.disputed === null) continue;
    claim.disputed = null;
    if (event.outcome === "accepted") continue;
    claim.freshThrough = workingDayFrom(file.facts.country, day + FRESH_DAYS);
    // All that was taken back at once: only what a letter has answered still counts.
    while (claim.part?.after === claim.sent.length) claim.part = claim.part.instead;
  }
}

/** D13: the rest of the claim, which is what stands on its account; what another claim bears stays owed. */
function applyWaiver(file: FileState, event: Of<"waiver">, day: Day): void {
  const claim = file.byRef.get(event.claim);
  if (claim === undefined) return;
  fixInterest(claim, 0n);
  lessPrincipal(claim, claim.principal, day);
  for (const cost of file.costs) if (bearerOf(cost) === claim.ref) cost.paid += openOfCost(file, cost, day);
  if (compensationBearer(file) === claim.ref) file.compensationPaid += openCompensation(file, day);
}

/** A legal step for a claim already paid costs nothing. In Norway it takes away the fee of a plan (INKF § 2-4). */
function applyLegal(file: FileState, event: Of<LegalStep>, day: Day): void {
  const claims = named(file, event.claims);
  for (const claim of claims) claim.atCourt = true;
  if (event.changed !== undefined) applyChanges(file, event.changed, day, "plan-fee");
  const isSamePeriod = isEnforcedAlready(file, event, claims, day);
  if (event.posted !== undefined) {
    postCharges(file, event, event.posted, "court-costs", day);
    return;
  }
  if (file.facts.country === "NO" && event.changed === undefined) endPlanFees(file, claims, day);
  const open = stillOpen(file, event, day);
  if (open.length === 0 || isSamePeriod) return;
  for (const [nth, { minor }] of legalFees(file.facts, event.kind, day).entries())
    file.costs.push({
      item: "legal-costs",
      name: "court-costs",
      on: day,
      claims: new Set(open.map(({ ref }) => ref)),
      amount: minor,
      demand: null,
      paid: 0n,
      source: { event, nth, posted: null, isMoved: false },
    });
}

/** What a step costs that is taken on `day`, as the file stands before it; the file is of no use after it. */
export function stepFees(file: FileState, event: Of<LegalStep>, day: Day): ReturnType<typeof legalFees> {
  const isPaidFor = isEnforcedAlready(file, event, named(file, event.claims), day);
  return isPaidFor || stillOpen(file, event, day).length === 0 ? [] : legalFees(file.facts, event.kind, day);
}

/**
 * AvgF 5-6 §§ (6.4, sweden.md): one basic fee for a title and year of it, and none again for less than 100 kronor. A
 * decision is a title of its own.
 */
function isEnforcedAlready(
  file: FileState,
  { kind }: Of<LegalStep>,
  claims: readonly ClaimState[],
  day: Day,
): boolean {
  if (file.facts.country !== "SE") return false;
  if (kind === "decision") for (const claim of claims) claim.enforcedOn = null;
  if (kind !== "enforcement") return false;
  const days = claims.flatMap(({ enforcedOn }) => enforcedOn ?? []);
  const isRunning = days.some((on) => day < monthsAfter(on, 12 * se.ENFORCEMENT_FEE_FOR.value));
  if (isRunning) return true;
  const unpaid = claims.reduce((all, claim) => all + openOfClaim(file, claim, day), 0n);
  for (const claim of claims) claim.enforcedOn = day;
  return days.length > 0 && unpaid < se.ENFORCEMENT_LEAST_UNPAID_MINOR;
}

/** The fee falls away whole; money that had paid for it stays with its claim. */
function endPlanFees(file: FileState, claims: readonly ClaimState[], day: Day): void {
  const refs = new Set(claims.map(({ ref }) => ref));
  for (const cost of file.costs) {
    const bearer = bearerOf(cost);
    if (cost.name !== "plan-fee" || bearer === undefined || !refs.has(bearer)) continue;
    const { paid } = cost;
    cost.claims.clear();
    cost.paid = 0n;
    if (paid > 0n) spreadOn(file, bearer, { minor: paid, designation: null }, day);
  }
}
