/** Where money goes: item by item in the order of reading 9, each as far as the money reaches. */
import type { Day } from "./calendar.ts";
import { bearerOf, compensationBearer, openCompensation, openCosts, openOfCost } from "./costs.ts";
import type { BookedLine, CostItem, Item } from "./facts.ts";
import { fixInterest, interestOf } from "./interest.ts";
import type { ClaimState, Cost, FileState } from "./state.ts";

/** Takes what it can of `money` and says what is left. */
type Target = (money: bigint) => bigint;

const COSTS_IN_ORDER: readonly CostItem[] = ["legal-costs", "recovery-costs", "notice-fee"];

export type Money = {
  readonly minor: bigint;
  readonly designation: "principal" | null;
  readonly claim: string | null;
};

/** Spreads the money; what nothing is left for is owed back. */
export function spread(file: FileState, money: Money, day: Day): void {
  spreadOver(file, money.minor, targetsOf(file, money, day));
}

/**
 * Money that was paid on a claim stays with it: it closes what stands on the claim's account, for whatever claims a cost
 * of it was, and what the claim does not owe goes back to who paid (P6).
 */
export function spreadOn(file: FileState, ref: string, money: Omit<Money, "claim">, day: Day): void {
  const borne = costTargets(
    file,
    file.costs.filter((cost) => bearerOf(cost) === ref),
    day,
  );
  const costs = compensationBearer(file) === ref ? [...borne, compensationTarget(file, day)] : borne;
  const first = principalFirst(file, { ...money, claim: ref });
  spreadOver(file, money.minor, inOrder(costs, [file.byRef.get(ref)!], first, day));
}

function spreadOver(file: FileState, minor: bigint, targets: readonly Target[]): void {
  let left = minor;
  for (const target of targets) {
    if (left === 0n) return;
    left = target(left);
  }
  file.refund += left;
}

/** A claim that the payment names comes first, whole; then the costs of the case, and the claims by age. */
function targetsOf(file: FileState, money: Money, day: Day): Target[] {
  const named = money.claim === null ? undefined : file.byRef.get(money.claim);
  const others = file.claims.filter((claim) => claim !== named);
  const first = principalFirst(file, money);
  const own = named === undefined ? [] : ownTargets(file, money, named, day);
  return [...own, ...inOrder(costsOf(file, day), others, first, day)];
}

function ownTargets(file: FileState, money: Money, claim: ClaimState, day: Day): Target[] {
  return inOrder(costsOf(file, day, claim), [claim], principalFirst(file, money), day);
}

/** Costs, then claim by claim interest and principal; or all of the principal, then the interest, then the costs. */
function inOrder(
  costs: readonly Target[],
  claims: readonly ClaimState[],
  first: boolean,
  day: Day,
): Target[] {
  const interest = claims.map((claim) => interestOfClaim(claim));
  const principal = claims.map((claim) => principalOf(claim, day));
  if (first) return [...principal, ...interest, ...costs];
  return [...costs, ...claims.flatMap((_, index) => [interest[index]!, principal[index]!])];
}

/** A setting, or the word of a Norwegian debtor (P1); in Sweden that word does not bind the creditor (section 9). */
function principalFirst({ facts }: FileState, { designation }: Money): boolean {
  const said = designation === "principal" && facts.country === "NO";
  return said || facts.settings.allocation === "principal-first";
}

/** Costs of the case, then compensation; or those that concern one claim alone. */
function costsOf(file: FileState, day: Day, alone?: ClaimState): Target[] {
  const costs = file.costs.filter(
    ({ claims }) => alone === undefined || (claims.size === 1 && claims.has(alone.ref)),
  );
  const targets = costTargets(file, costs, day);
  const isOfOthers = file.claims.some((claim) => claim !== alone && claim.compensation !== null);
  if (alone !== undefined && isOfOthers) return targets;
  return [...targets, compensationTarget(file, day)];
}

/**
 * Item by item. A booked line names an item and a claim but no charge, so what a claim bears of an item is one, as old as
 * the oldest of it that is open.
 */
function costTargets(file: FileState, costs: readonly Cost[], day: Day): Target[] {
  const before = openCosts(file, day);
  return COSTS_IN_ORDER.flatMap((item) => {
    const ofItem = costs.filter((cost) => cost.item === item && before.get(cost)! > 0n);
    return [...Map.groupBy(ofItem, bearerOf)].map(([bearer, group]): Target => {
      return (money) => {
        const open = openCosts(file, day);
        const part = smaller(
          money,
          group.reduce((sum, cost) => sum + open.get(cost)!, 0n),
        );
        return money - part + payItem(file, { item, claim: bearer, minor: part }, day);
      };
    });
  });
}

/**
 * The oldest charge first, and says what is left. What a compensation has covered of a charge is no payment of it: were
 * that charge to end, the compensation would stand by itself again (reading 8).
 */
function payItem(
  file: FileState,
  { item, claim, minor }: { readonly item: Item; readonly claim: string | undefined; readonly minor: bigint },
  day: Day,
): bigint {
  let left = minor;
  for (const cost of file.costs) {
    if (cost.item !== item || bearerOf(cost) !== claim) continue;
    const part = smaller(left, openOfCost(file, cost, day));
    cost.paid += part;
    left -= part;
  }
  return left;
}

function compensationTarget(file: FileState, day: Day): Target {
  return (money) => {
    const part = smaller(money, openCompensation(file, day));
    file.compensationPaid += part;
    return money - part;
  };
}

function interestOfClaim(claim: ClaimState): Target {
  return (money) => {
    const owed = interestOf(claim);
    const part = smaller(money, owed);
    // Reading 1: interest is fixed only when a payment reduces this claim's interest or principal.
    if (part > 0n) fixInterest(claim, owed - part);
    claim.interestPaid += part;
    return money - part;
  };
}

function principalOf(claim: ClaimState, day: Day): Target {
  return (money) => {
    const part = smaller(money, claim.principal);
    if (part > 0n) fixInterest(claim, interestOf(claim));
    lessPrincipal(claim, part, day);
    return money - part;
  };
}

/** Takes from the principal and remembers the day on which nothing of it was left. */
export function lessPrincipal(claim: ClaimState, part: bigint, day: Day): void {
  claim.principal -= part;
  if (claim.principal === 0n) claim.nilOn ??= day;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/**
 * A payment as it was booked: its lines are facts. What a line finds nothing to close of, because less was owed than
 * was thought, goes where money goes; what no line took is owed back.
 */
export function book(file: FileState, money: Money, lines: readonly BookedLine[], day: Day): void {
  let unbooked = money.minor;
  let unused = 0n;
  for (const line of lines) {
    unbooked -= line.minor;
    unused += lineTarget(file, line, day)(line.minor);
  }
  file.refund += unbooked;
  if (unused === 0n) return;
  const rest = { ...money, minor: unused };
  if (money.claim === null) spread(file, rest, day);
  else spreadOn(file, money.claim, rest, day);
}

function lineTarget(file: FileState, { item, claim: ref }: BookedLine, day: Day): Target {
  const claim = file.byRef.get(ref)!;
  if (item === "principal") return principalOf(claim, day);
  if (item === "interest") return interestOfClaim(claim);
  if (item === "compensation") return compensationTarget(file, day);
  return (money) => payItem(file, { item, claim: ref, minor: money }, day);
}
