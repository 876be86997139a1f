/** What an event does to a file. Letters, money and objections have files of their own; the rest is here. */
import { coveredOr } from "@innfri/law";
import type { Account } from "./account.ts";
import { dueDayOf } from "./due-day.ts";
import type { FileEvent, PostedCharge } from "./facts.ts";
import { addCost, applyLetter } from "./letter-event.ts";
import { applyCredit, applyPayment, applyWaiver } from "./money-event.ts";
import { applyCostChanges, applyObjection, applyObjectionResolved } from "./objection-event.ts";
import { isPermitted } from "./verdict.ts";
import { verdictOn } from "./verdict-on.ts";

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
      applyCharges(account, event);
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

type ChargingEvent = FileEvent & {
  kind: "payment-plan" | "application" | "attachment-application" | "decision" | "enforcement";
};

/** What a plan or a legal step is charged, for the claims that are not paid already. */
function applyCharges(account: Account, event: ChargingEvent): void {
  if (event.posted !== undefined) {
    addPosted(account, event, event.posted);
    return;
  }
  const claims = account.select(event.claims).filter((claim) => !account.isPaid(claim, event.on));
  if (claims.length === 0) return;
  for (const { item, claims: refs, figure, plan } of account.rules.costsOf(account, claims, event)) {
    const explain = () => figure;
    const { minor } = figure;
    addCost(account, { item, claims: [...refs], on: event.on, minor, explain, plan: plan ?? false });
  }
}

/** What a plan or step of ours was charged when it was recorded. */
function addPosted(account: Account, event: ChargingEvent, charges: readonly PostedCharge[]): void {
  const claims = account.select(event.claims);
  const figures = coveredOr(
    () => account.rules.costsOf(account, claims, event),
    () => [],
  );
  for (const [i, { item, claim, minor }] of charges.entries()) {
    const others = claims.map(({ facts }) => facts.ref).filter((ref) => ref !== claim);
    const figure = figures[i]?.item === item ? figures[i].figure : null;
    const plan = event.kind === "payment-plan";
    addCost(account, { item, claims: [claim, ...others], on: event.on, minor, explain: () => figure, plan });
  }
}

/** Late-payment compensation, once for each claim it can be claimed for. */
function applyCompensation(account: Account, event: FileEvent & { kind: "compensation" }): void {
  const verdict = event.posted ?? verdictOn(account, "compensation", event.on, event.claims);
  if ("kind" in verdict && !isPermitted(verdict)) return;
  const refs = "kind" in verdict ? verdict.claims : verdict.map(({ claim }) => claim);
  for (const ref of refs) {
    if (account.compensations.some((earlier) => earlier.claim === ref)) continue;
    const { neverClaimedMinor, facts } = account.claim(ref);
    if (neverClaimedMinor >= facts.principalMinor) continue; // accepted: as if it had never been claimed
    const posted = event.posted?.find(({ claim }) => claim === ref);
    const { minor } = posted ?? account.rules.compensation(dueDayOf(account.claim(ref)), event.on);
    account.compensations.push({ claim: ref, minor, on: event.on });
  }
}
