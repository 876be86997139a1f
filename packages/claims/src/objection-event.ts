/** What an objection does to a file, and what becomes of it. */
import { type CalendarDate, latest } from "@innfri/kernel";
import type { Account } from "./account.ts";
import { type ClaimState, type CostEntry, isNeverOwedAtAll, type PartObjection } from "./account-state.ts";
import { maxOf, minOf } from "./amount.ts";
import type { CollectionCase } from "./country-rules.ts";
import { freshDeadline } from "./deadlines.ts";
import type { CostChange, FileEvent, FileFacts } from "./facts.ts";
import { addCost } from "./letter-event.ts";
import { payAgain } from "./money-event.ts";

/** A reasonable objection to the whole also ends the costs incurred so far, where the country's law says so. */
export function applyObjection(account: Account, event: FileEvent & { kind: "objection" }): void {
  for (const claim of account.select(event.claim === null ? null : [event.claim])) {
    if (event.scope === "whole") claim.disputedWhole = true;
    else {
      // What is found never to have been owed is out of the principal from the start, and is not taken off twice.
      if (!account.isNeverOwed(claim.facts.ref, event)) claim.disputedMinor += event.scope;
      claim.part = partOf(claim, event.on);
    }
    if (event.scope !== "whole" || !event.reasonable || !account.rules.objectionEndsCosts) continue;
    endCosts(account, claim.facts.ref, event);
  }
  if (event.changed !== undefined) applyCostChanges(account, event.changed, event.on);
}

/** Several that come before any letter has followed them are taken back as one. */
function partOf({ part, letters }: ClaimState, on: CalendarDate): PartObjection {
  const isUnanswered = part !== null && part.lettersBefore === letters.length;
  return { on, lettersBefore: letters.length, earlier: isUnanswered ? part.earlier : part };
}

function endCosts(account: Account, ref: string, event: FileEvent & { kind: "objection" }): void {
  leaveToTheOwed(account);
  const cases = account.cases.filter(({ shares }) => shares.delete(ref));
  for (const collection of cases) coverRest(account, collection);
  // What it ended of the costs that the claim bears was posted; it takes over none of another's later.
  const isPosted = event.changed !== undefined;
  for (const cost of account.costs) {
    const at = cost.claims.indexOf(ref);
    if (at > 0 || (at === 0 && !isPosted)) cost.claims.splice(at, 1);
  }
  if (isPosted) return;
  for (const collection of cases) capToBand(account, collection, event.on);
}

/** A claim that was never owed takes over nothing of another's: the letter that named it is none that it has had. */
function leaveToTheOwed(account: Account): void {
  const refs = account.claims.filter(isNeverOwedAtAll).map(({ facts }) => facts.ref);
  for (const { shares } of account.cases) for (const ref of refs) shares.delete(ref);
  for (const { claims } of account.costs) {
    const heirs = claims.splice(1);
    claims.push(...heirs.filter((ref) => !refs.includes(ref)));
  }
}

/** What is left of a case may have been paid before the rest was: its costs are those of the day on which it was. */
function coverRest(account: Account, collection: CollectionCase): void {
  const days = [...collection.shares.keys()].map((ref) => account.claim(ref).coveredOn);
  if (days.every((day) => day !== null)) collection.coveredOn = latest(collection.on, ...days);
}

/** Costs that were posted for more claims than a case has left are not more than what those that are left justify. */
function capToBand(account: Account, collection: CollectionCase, on: CalendarDate): void {
  const members = [...collection.shares.keys()];
  const posted = account.costs.filter(
    (cost) =>
      cost.item === "recovery-costs" &&
      !cost.plan &&
      cost.collection === null &&
      cost.claims.some((ref) => members.includes(ref)),
  );
  const owed = members.length === 0 ? null : account.rules.recoveryCosts(account, collection, on);
  if (owed === null) return;
  let more = posted.reduce((sum, cost) => sum + account.costOn(cost, on), 0n) - owed.minor;
  for (const cost of posted.toReversed()) {
    const part = minOf(maxOf(0n, more), account.costOpenOn(cost, on));
    cost.minor = (cost.minor ?? 0n) - part;
    more -= part;
  }
}

export function applyObjectionResolved(
  account: Account,
  event: FileEvent & { kind: "objection-resolved" },
): void {
  for (const claim of account.select(event.claim === null ? null : [event.claim])) {
    if (!claim.disputedWhole && claim.disputedMinor === 0n) continue;
    claim.disputedWhole = false;
    claim.disputedMinor = 0n;
    if (event.outcome === "accepted") continue;
    claim.freshUntil = freshDeadline(account.rules, event.on);
    // What was asked for before it is owed after all, so there is nothing to correct.
    if (claim.part?.lettersBefore === claim.letters.length) claim.part = claim.part.earlier;
  }
  if (event.changed !== undefined) applyCostChanges(account, event.changed, event.on);
}

/**
 * What an objection changes of the costs charged before, as changes; the account then has the objection. Where the
 * law ends costs, those of the claim fall away, and a letter's one fee goes over to another claim that it covers.
 * What was charged after the day on which the objection came was never to be charged.
 */
export function costsEndedBy(
  account: Account,
  event: FileEvent & { readonly kind: "objection"; readonly claim: string },
  receivedOn: CalendarDate,
): readonly CostChange[] {
  const before = account.costs.map((cost) => ({
    cost,
    bearer: cost.claims[0],
    openMinor: account.costOpenOn(cost, event.on),
  }));
  applyObjection(account, event);
  return before.flatMap(({ cost, bearer, openMinor }): CostChange[] => {
    const { item, on } = cost;
    const ofPlan = cost.plan ? { plan: true as const } : {};
    if (bearer === undefined || openMinor === 0n) return [];
    const heir = cost.claims[0];
    const leftMinor = heir === undefined ? 0n : account.costOpenOn(cost, event.on);
    if (heir === bearer) {
      const isLate = bearer === event.claim && on > receivedOn;
      const less = isLate ? openMinor : openMinor - leftMinor;
      return less === 0n ? [] : [{ item, claim: bearer, minor: -less, ...ofPlan }];
    }
    const ended: CostChange = { item, claim: bearer, minor: -openMinor, ...ofPlan };
    if (heir === undefined || leftMinor === 0n) return [ended];
    const taken = { item, claim: heir, minor: leftMinor, since: on, ...ofPlan };
    if (cost.plan) return [ended, taken];
    const letter = account.claim(heir).letters.find((sent) => sent.on === on)?.letter;
    return [ended, letter === undefined ? taken : { ...taken, letter }];
  });
}

/**
 * Plays what a recorded fact changed of the costs. Money paid on what falls away closes the claim's other items. What a
 * legal step ends is the fee of a plan.
 */
export function applyCostChanges(
  account: Account,
  changes: readonly CostChange[],
  on: CalendarDate,
  isLegalStep = false,
): void {
  for (const change of changes) {
    if (change.minor > 0n) takeOver(account, change, on);
    else if (change.minor < 0n) {
      const freedMinor = lower(account, change, isLegalStep);
      if (freedMinor > 0n) payAgain(account, { on, claim: change.claim, designation: null }, freedMinor);
    }
  }
}

function takeOver(
  account: Account,
  { item, claim, minor, since, letter, plan }: CostChange,
  on: CalendarDate,
): void {
  const day = since ?? on;
  const agreed = account.costs.find((cost) => cost.plan && cost.on === day);
  const explain = () => {
    if (plan === true) return agreed?.explain(day) ?? null;
    return letter === undefined
      ? null
      : account.rules.letterFigure(account, [account.claim(claim)], letter, day);
  };
  addCost(account, { item, claims: [claim], on: day, minor, explain, plan: plan === true });
}

/** Lowers what the claim bears of the item, the newest charge first and a plan's apart, and says what of it had been paid. */
function lower(account: Account, change: CostChange, isLegalStep: boolean): bigint {
  const { item, claim, minor } = change;
  const isPlanFee = isLegalStep || change.plan === true;
  let left = -minor;
  let freed = 0n;
  const newestFirst = account.costs.toReversed();
  const isMeant = ({ plan }: CostEntry) => plan === isPlanFee;
  for (const cost of [...newestFirst.filter(isMeant), ...newestFirst.filter((one) => !isMeant(one))]) {
    if (cost.item !== item || cost.claims[0] !== claim || cost.minor === null) continue;
    const part = minOf(left, cost.minor);
    cost.minor -= part;
    left -= part;
    const paidBeyond = maxOf(0n, cost.paidMinor - cost.minor);
    cost.paidMinor -= paidBeyond;
    freed += paidBeyond;
  }
  return freed;
}

/** `isWhole`: the claim as it stood was never owed, and what had come to it before the due day was not either. */
export type NeverOwed = {
  readonly minor: bigint;
  readonly isWhole: boolean;
  /** The objections that were accepted. */
  readonly objections: readonly FileEvent[];
};

const NOTHING: NeverOwed = { minor: 0n, isWhole: false, objections: [] };

/** What each claim was found never to have been owed, by the objections accepted up to a day. */
export function acceptedBy(facts: FileFacts, day: CalendarDate): ReadonlyMap<string, NeverOwed> {
  const open = new Map<string, NeverOwed>();
  const accepted = new Map<string, NeverOwed>();
  for (const event of facts.events) {
    if (event.on > day) continue;
    if (event.kind !== "objection" && event.kind !== "objection-resolved") continue;
    for (const claim of facts.claims) {
      if (event.claim !== null && event.claim !== claim.ref) continue;
      if (event.kind === "objection") {
        const isWhole = event.scope === "whole";
        const minor = event.scope === "whole" ? claim.principalMinor : event.scope;
        open.set(claim.ref, sumOf(open.get(claim.ref), { minor, isWhole, objections: [event] }));
      } else {
        if (event.outcome === "accepted")
          accepted.set(claim.ref, sumOf(accepted.get(claim.ref), open.get(claim.ref)));
        open.delete(claim.ref);
      }
    }
  }
  return accepted;
}

function sumOf(a: NeverOwed = NOTHING, b: NeverOwed = NOTHING): NeverOwed {
  return {
    minor: a.minor + b.minor,
    isWhole: a.isWhole || b.isWhole,
    objections: [...a.objections, ...b.objections],
  };
}
