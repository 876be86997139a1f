/**
 * Which open items a payment closes. Costs, then interest, then principal, is the custom in both countries
 * (norway.md, section 7; sweden.md, section 9); the debtor's word goes first where it binds. The law of the day
 * decides the amounts, the order is a setting.
 */
import type { CalendarDate } from "@innfri/kernel";
import type { Account } from "./account.ts";
import type { ClaimState } from "./account-state.ts";
import { minOf } from "./amount.ts";
import type { AllocationLine, CostItem } from "./facts.ts";

export type Allocatable = {
  readonly on: CalendarDate;
  readonly minor: bigint;
  readonly designation: "principal" | null;
  /** The claim that the payment names. */
  readonly claim: string | null;
  /**
   * The one claim that it may close anything of; null or left out for all. What else a cost that it bears is for makes no
   * difference then, so that it does not matter which claims of a letter are closed and not read any more.
   */
  readonly only?: string | null;
};

export type AllocationOutcome = {
  readonly lines: readonly AllocationLine[];
  /** What no open item could take: a refund that is due. */
  readonly leftMinor: bigint;
};

type OpenItem = AllocationLine;

/** Legal costs first, the compensation last: it is what the costs are set off against. */
const COST_ORDER: readonly CostItem[] = ["legal-costs", "recovery-costs", "notice-fee"];

/** Divides a payment over what is open at the end of its day. Changes nothing. Throws `OutsideCoverage`. */
export function allocate(account: Account, payment: Allocatable): AllocationOutcome {
  const only = payment.only ?? null;
  const items = inOrder(account, payment).filter(({ claim }) => only === null || claim === only);
  const lines: AllocationLine[] = [];
  let left = payment.minor;
  const taken = new Map<string, bigint>();
  for (const item of items) {
    const key = `${item.item} ${item.claim}`;
    const already = taken.get(key) ?? 0n; // an item can stand twice: first as named, then in its usual place
    const part = minOf(left, item.minor - already);
    if (part <= 0n) continue;
    lines.push({ item: item.item, claim: item.claim, minor: part });
    taken.set(key, already + part);
    left -= part;
  }
  return { lines: merged(lines), leftMinor: left };
}

function inOrder(account: Account, payment: Allocatable): OpenItem[] {
  const on = payment.on;
  const principalFirst =
    (payment.designation === "principal" && account.rules.designationBinds) ||
    account.facts.settings.allocation === "principal-first";
  const named = payment.claim === null ? [] : [account.claim(payment.claim)];
  const costs = costItems(account, on);
  const isOwn = ([bearer, ...others]: readonly string[]) =>
    bearer === payment.claim && (payment.only === bearer || others.every((ref) => ref === bearer));
  const ownCosts = payment.claim === null ? [] : costItems(account, on, isOwn);
  const usual = principalFirst
    ? [...principals(account.claims), ...interests(account, account.claims, on), ...costs]
    : [
        ...costs,
        ...account.claims.flatMap((claim) => [...interests(account, [claim], on), ...principals([claim])]),
      ];
  if (payment.claim === null) return usual;
  return principalFirst
    ? [...principals(named), ...interests(account, named, on), ...ownCosts, ...usual]
    : [...ownCosts, ...interests(account, named, on), ...principals(named), ...usual];
}

/** The open costs of the case, or of those claims, the bearer first, that are meant. */
function costItems(
  account: Account,
  on: CalendarDate,
  isMeant: (claims: readonly string[]) => boolean = () => true,
): OpenItem[] {
  const compensation = account.compensationOn(on).openMinor;
  const open = account.openCosts(on);
  // Two entries with one item and one first claim are one item to a payment.
  const items: OpenItem[] = [];
  for (const item of COST_ORDER) {
    for (const cost of account.costs) {
      const minor = open.get(cost) ?? 0n;
      const claim = cost.claims[0];
      if (cost.item !== item || minor === 0n || claim === undefined || !isMeant(cost.claims)) continue;
      const same = items.findIndex((other) => other.item === item && other.claim === claim);
      if (same < 0) items.push({ item, claim, minor });
      else items[same] = { ...items[same]!, minor: items[same]!.minor + minor };
    }
  }
  const bearer = account.compensationBearer?.claim;
  if (compensation > 0n && bearer !== undefined) {
    const claims = [bearer, ...account.compensations.map(({ claim }) => claim)];
    if (isMeant(claims)) items.push({ item: "compensation", claim: bearer, minor: compensation });
  }
  return items;
}

function interests(account: Account, claims: readonly ClaimState[], on: CalendarDate): OpenItem[] {
  return claims.map((claim) => ({
    item: "interest",
    claim: claim.facts.ref,
    minor: account.interestOn(claim, on),
  }));
}

function principals(claims: readonly ClaimState[]): OpenItem[] {
  return claims.map((claim) => ({ item: "principal", claim: claim.facts.ref, minor: claim.principalMinor }));
}

function merged(lines: readonly AllocationLine[]): AllocationLine[] {
  const result: AllocationLine[] = [];
  for (const line of lines) {
    const same = result.findIndex(({ item, claim }) => item === line.item && claim === line.claim);
    if (same < 0) result.push(line);
    else result[same] = { ...line, minor: result[same]!.minor + line.minor };
  }
  return result;
}
