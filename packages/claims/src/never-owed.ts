/** What an accepted objection makes of the charges before it: they are as if its amount had never been claimed. */
import type { CalendarDate } from "@innfri/kernel";
import { type Account, accountOn } from "./account.ts";
import { type CostEntry, isNeverOwedAtAll } from "./account-state.ts";
import { maxOf, minOf } from "./amount.ts";
import type { CostChange, FileEvent } from "./facts.ts";

/**
 * The charges that fall away when an objection to a claim is accepted, as changes. The account has the acceptance
 * already. A letter that asked for what was never owed costs nothing: what a claim that was owed in no part bears falls
 * away whole, also what was paid of it (RH 1997:41; inkassoloven § 17). Of the rest stays what the law gives the same
 * letters and steps on what is left, judged anew without what was posted.
 */
export function costsNeverOwed(account: Account, ref: string, on: CalendarDate): readonly CostChange[] {
  const isWhole = isNeverOwedAtAll(account.claim(ref));
  const bare = accountOn({ ...account.facts, events: account.facts.events.flatMap(unposted) }, on);
  const allowed = sums(bare, on);
  const changes: CostChange[] = [];
  for (const [charge, costs] of Map.groupBy(account.costs, (cost) => chargeOf(account, cost))) {
    let beyond = maxOf(0n, sum(account, costs, on) - (allowed.get(charge) ?? 0n));
    for (const cost of costs.toReversed()) {
      const claim = cost.claims[0];
      if (claim === undefined || cost.minor === null) continue;
      const part = isWhole && claim === ref ? cost.minor : minOf(beyond, cost.minor);
      beyond = maxOf(0n, beyond - part);
      add(changes, { item: cost.item, claim, minor: -part, ...(cost.plan ? { plan: true } : {}) });
    }
  }
  return changes;
}

/** What a cost is charged for: a case's letters and its heavy day are one charge, all else stands by itself. */
function chargeOf(account: Account, { item, claims, on, plan }: CostEntry): string {
  const collection = account.cases.findLast((one) => one.on <= on && one.shares.has(claims[0] ?? ""));
  const since = item === "recovery-costs" && !plan ? (collection?.on ?? on) : on;
  return `${item} ${plan ? "plan " : ""}${since}`;
}

function sums(account: Account, on: CalendarDate): ReadonlyMap<string, bigint> {
  const byCharge = Map.groupBy(account.costs, (cost) => chargeOf(account, cost));
  return new Map([...byCharge].map(([charge, costs]) => [charge, sum(account, costs, on)]));
}

function sum(account: Account, costs: readonly CostEntry[], on: CalendarDate): bigint {
  return costs.reduce((all, cost) => all + account.costOn(cost, on), 0n);
}

/** One change for each item of a claim, and one for the fees of plans. */
function add(changes: CostChange[], change: CostChange): void {
  if (change.minor === 0n) return;
  const same = changes.findIndex(
    ({ item, claim, plan }) => item === change.item && claim === change.claim && plan === change.plan,
  );
  if (same < 0) changes.push(change);
  else changes[same] = { ...change, minor: changes[same]!.minor + change.minor };
}

/** An event as a neutral case tells it: what happened, without what was charged for it. */
export function unposted(event: FileEvent): FileEvent[] {
  switch (event.kind) {
    case "heavy":
    case "costs-changed":
      return [];
    case "objection":
    case "objection-resolved": {
      const { changed: _, ...objection } = event;
      return [objection];
    }
    default: {
      if (!("posted" in event)) return [event];
      const { posted: _, ...bare } = event;
      return [bare as FileEvent];
    }
  }
}
