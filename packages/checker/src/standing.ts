/** What is owed at the end of a day, in numbers anybody can lay beside the engine's. */
import { type Day, dayOf, dayText } from "./calendar.ts";
import { amountOfCost, openCompensation, openCosts, refuseDearCredit } from "./costs.ts";
import type { Facts, Item } from "./facts.ts";
import { interestOf } from "./interest.ts";
import { NotCovered } from "./lookup.ts";
import { type Refusal, walkTo } from "./replay.ts";
import type { Cost, CostName, FileState, Run } from "./state.ts";

/** One claim at the end of the day. Amounts in minor units. */
export type ClaimStanding = {
  readonly ref: string;
  readonly principalMinor: bigint;
  readonly interestMinor: bigint;
  /** The stretches since interest was last fixed. */
  readonly runs: readonly Run[];
};

/** One charge at the end of the day. */
export type CostStanding = {
  readonly item: Cost["item"];
  readonly name: CostName;
  readonly on: string;
  readonly claims: readonly string[];
  readonly chargedMinor: bigint;
  readonly openMinor: bigint;
};

/** The whole file at the end of `on`; `refundMinor` is owed back and no part of the total. */
export type Standing = {
  readonly kind: "standing";
  readonly on: string;
  readonly claims: readonly ClaimStanding[];
  readonly costs: readonly CostStanding[];
  /** Open, by item. */
  readonly amounts: Readonly<Record<Item, bigint>>;
  readonly refundMinor: bigint;
  readonly totalMinor: bigint;
};

/** What is owed at the end of `on`, or why nothing may be said of that day. */
export function replay(facts: Facts, on: string): Standing | Refusal {
  try {
    const day = dayOf(on);
    return standingOf(walkTo(facts, day), day);
  } catch (error) {
    return refusalOf(error);
  }
}

/** Lets anything but a missing figure go on. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof NotCovered)) throw error;
  return { kind: "outside-coverage", table: error.table, day: error.day };
}

export function standingOf(file: FileState, day: Day): Standing {
  refuseDearCredit(file, day);
  const open = openCosts(file, day);
  const claims = file.claims.map((claim) => ({
    ref: claim.ref,
    principalMinor: claim.principal,
    interestMinor: interestOf(claim),
    runs: claim.runs,
  }));
  const costs = file.costs.map((cost) => ({
    item: cost.item,
    name: cost.name,
    on: dayText(cost.on),
    claims: [...cost.claims],
    chargedMinor: amountOfCost(file, cost, day),
    openMinor: open.get(cost)!,
  }));
  const ofItem = (item: Cost["item"]) =>
    total(
      costs.filter((cost) => cost.item === item),
      "openMinor",
    );
  const amounts: Record<Item, bigint> = {
    principal: total(claims, "principalMinor"),
    interest: total(claims, "interestMinor"),
    "notice-fee": ofItem("notice-fee"),
    "recovery-costs": ofItem("recovery-costs"),
    "legal-costs": ofItem("legal-costs"),
    compensation: openCompensation(file, day),
  };
  const totalMinor = Object.values(amounts).reduce((a, b) => a + b, 0n);
  const refundMinor = file.refund;
  return { kind: "standing", on: dayText(day), claims, costs, amounts, refundMinor, totalMinor };
}

function total<K extends string>(rows: readonly Readonly<Record<K, bigint>>[], key: K): bigint {
  return rows.reduce((sum, row) => sum + row[key], 0n);
}
