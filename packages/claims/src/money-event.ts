/** What money does to a file: payments, credit notes and what is waived. */
import type { CalendarDate } from "@innfri/kernel";
import type { Account } from "./account.ts";
import type { ClaimState } from "./account-state.ts";
import { allocate } from "./allocate.ts";
import { maxOf, minOf } from "./amount.ts";
import type { AllocationLine, FileEvent } from "./facts.ts";

export function applyPayment(account: Account, event: FileEvent & { kind: "payment" }): void {
  const { lines, leftMinor } =
    event.lines === undefined
      ? allocate(account, event)
      : { lines: event.lines, leftMinor: event.minor - sumOf(event.lines) };
  const unusedMinor = lines.reduce((sum, line) => sum + line.minor - pay(account, line, event.on), 0n);
  account.refundMinor += leftMinor;
  if (unusedMinor > 0n) payAgain(account, event, unusedMinor);
  markCovered(account, event.on);
}

/**
 * An objection accepted later can leave less open than a payment was posted on. What it then finds nothing to close
 * of is allocated as if it had just come, so nothing is owed below zero and nothing is lost. Money that was paid on
 * one claim stays with it: the rest goes back to who paid (norway.md P6).
 */
export function payAgain(
  account: Account,
  event: Pick<FileEvent & { kind: "payment" }, "on" | "claim" | "designation">,
  minor: bigint,
): void {
  const { lines, leftMinor } = allocate(account, { ...event, minor, only: event.claim });
  for (const line of lines) pay(account, line, event.on);
  account.refundMinor += leftMinor;
  markCovered(account, event.on);
}

/** Closes what is open of a line's item, and says how much that was. */
function pay(account: Account, line: AllocationLine, on: CalendarDate): bigint {
  switch (line.item) {
    case "principal": {
      const claim = account.claim(line.claim);
      const part = minOf(line.minor, claim.principalMinor);
      if (part === 0n) return 0n;
      fixInterest(account, claim, on);
      claim.principalMinor -= part;
      claim.principalPaidMinor += part;
      const last = claim.stretches.at(-1);
      if (last !== undefined) last.principalMinor = claim.principalMinor;
      return part;
    }
    case "interest": {
      const claim = account.claim(line.claim);
      const part = minOf(line.minor, account.interestOn(claim, on));
      if (part === 0n) return 0n;
      fixInterest(account, claim, on);
      claim.fixedInterestMinor -= part;
      claim.interestPaidMinor += part;
      return part;
    }
    case "compensation": {
      const part = minOf(line.minor, account.compensationOn(on).openMinor);
      account.compensationPaidMinor += part;
      return part;
    }
    default:
      return payCosts(account, line, on);
  }
}

function payCosts(account: Account, line: AllocationLine, on: CalendarDate): bigint {
  let left = line.minor;
  for (const cost of account.costs) {
    if (cost.item !== line.item || cost.claims[0] !== line.claim) continue;
    const part = minOf(left, account.costOpenOn(cost, on));
    cost.paidMinor += part;
    left -= part;
  }
  return line.minor - left;
}

/** A payment that closes some of a claim's interest or principal fixes the interest in whole minor units; counting then starts again. */
function fixInterest(account: Account, claim: ClaimState, on: CalendarDate): void {
  const first = claim.stretches[0];
  if (first === undefined) return;
  claim.fixedInterestMinor = account.interestOn(claim, on);
  const after = on > first.after ? on : first.after;
  claim.stretches = [{ after, principalMinor: claim.principalMinor }];
}

function markCovered(account: Account, on: CalendarDate): void {
  for (const claim of account.claims) if (claim.principalMinor === 0n) claim.coveredOn ??= on;
  for (const collection of account.cases) if (account.isCovered(collection)) collection.coveredOn ??= on;
}

/** A credit note lowers the principal from its day on; one that names no claim, that of the oldest first. */
export function applyCredit(account: Account, event: FileEvent & { kind: "credit" }): void {
  let left = event.minor;
  for (const claim of account.select(event.claim === null ? null : [event.claim])) {
    const part = minOf(left, claim.principalMinor);
    if (part > 0n) lowerPrincipal(claim, part, event.on);
    left -= part;
    // What was never claimed was never paid.
    const never = minOf(left, claim.neverClaimedMinor - claim.creditedNeverClaimedMinor);
    claim.creditedNeverClaimedMinor += never;
    left -= never;
  }
  // More than the claims is a credit on the debtor, never a negative claim.
  account.refundMinor += left;
  markCovered(account, event.on);
}

function lowerPrincipal(claim: ClaimState, part: bigint, on: CalendarDate): void {
  claim.principalMinor -= part;
  const last = claim.stretches.at(-1);
  if (last === undefined) return;
  if (on <= last.after) last.principalMinor = claim.principalMinor;
  else claim.stretches.push({ after: on, principalMinor: claim.principalMinor });
}

/** Nothing more is asked for on a claim. */
export function applyWaiver(account: Account, event: FileEvent & { kind: "waiver" }): void {
  const claim = account.claim(event.claim);
  claim.fixedInterestMinor = 0n;
  claim.principalMinor = 0n;
  claim.stretches = [];
  for (const cost of account.costs)
    if (cost.claims[0] === event.claim)
      cost.paidMinor = maxOf(cost.paidMinor, account.costOn(cost, event.on));
  if (account.compensationBearer?.claim === event.claim)
    account.compensationPaidMinor += account.compensationOn(event.on).openMinor;
  markCovered(account, event.on);
}

function sumOf(lines: readonly AllocationLine[]): bigint {
  return lines.reduce((sum, { minor }) => sum + minor, 0n);
}
