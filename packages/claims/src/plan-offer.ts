/**
 * What a payment plan would come to, for whoever is to choose one: every instalment with its day, and the whole cost in
 * its parts. What interest will come is an estimate: it takes today's rates and that each instalment is paid on its day.
 */
import {
  addDays,
  type CalendarDate,
  daysBetween,
  plus,
  type Rational,
  rational,
  roundHalfUp,
  times,
  ZERO,
} from "@innfri/kernel";
import { coveredOr } from "@innfri/law";
import type { Account } from "./account.ts";
import type { ClaimState } from "./account-state.ts";
import { minOf } from "./amount.ts";
import { chargesFor } from "./apply-event.ts";
import type { PostedCharge } from "./facts.ts";
import { instalmentOn } from "./plan-kept.ts";

export type PlanWish = {
  readonly claims: readonly string[];
  readonly instalments: number;
  readonly firstOn: CalendarDate;
  readonly wholeDebt: boolean;
};

export type PlanOffer = {
  readonly dueOn: readonly CalendarDate[];
  /** All are equal but the last. */
  readonly instalmentMinor: bigint;
  readonly lastMinor: bigint;
  readonly principalMinor: bigint;
  /** Fees and costs that are owed already. */
  readonly costsMinor: bigint;
  readonly interestMinor: bigint;
  /** From today until the last instalment. */
  readonly comingInterestMinor: bigint;
  /** What the plan itself costs. */
  readonly charges: readonly PostedCharge[];
  readonly feeMinor: bigint;
  readonly totalMinor: bigint;
};

/** `bearsFee` is false where nobody has confirmed the law that the plan's fee rests on. Throws `OutsideCoverage`. */
export function planOffer(
  account: Account,
  { claims: refs, instalments, firstOn, wholeDebt }: PlanWish,
  today: CalendarDate,
  bearsFee: boolean,
): PlanOffer {
  const event = { kind: "payment-plan" as const, on: today, instalments, wholeDebt, claims: refs };
  const charges = bearsFee ? chargesFor(account, event) : [];
  const feeMinor = charges.reduce((sum, { minor }) => sum + minor, 0n);
  const open = { principal: 0n, interest: 0n, costs: 0n };
  for (const { claim, item, openMinor } of account.itemsOn(today)) {
    if (!refs.includes(claim)) continue;
    open[item === "principal" || item === "interest" ? item : "costs"] += openMinor;
  }
  const { calendar } = account.rules;
  const dueOn = Array.from({ length: instalments }, (_, i) => instalmentOn(calendar, firstOn, i));
  const bearing = account.select(refs).map((claim) => bearingOf(account, claim, today));
  const beforeInterest = open.principal + open.interest + open.costs + feeMinor;
  const paidFirstMinor = open.costs + feeMinor + open.interest;
  let comingInterestMinor = 0n;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const instalmentMinor = perInstalment(beforeInterest + comingInterestMinor, instalments);
    const found = interestOver({ bearing, paidFirstMinor, instalmentMinor, dueOn, today });
    if (found === comingInterestMinor) break;
    comingInterestMinor = found;
  }
  const totalMinor = beforeInterest + comingInterestMinor;
  const instalmentMinor = perInstalment(totalMinor, instalments);
  return {
    ...{ dueOn, instalmentMinor, lastMinor: totalMinor - instalmentMinor * BigInt(instalments - 1) },
    ...{ principalMinor: open.principal, costsMinor: open.costs, interestMinor: open.interest },
    ...{ comingInterestMinor, charges, feeMinor, totalMinor },
  };
}

/** A larger instalment leaves less interest: it settles within a few rounds, and an øre more or less is no harm. */
const MOST_TRIES = 8;

function perInstalment(totalMinor: bigint, instalments: number): bigint {
  return (totalMinor + BigInt(instalments) - 1n) / BigInt(instalments);
}

type Bearing = { readonly principalMinor: bigint; readonly perDay: Rational };

/** What a claim's principal bears a day, by the rate of tomorrow, or of today where that day's is not known yet. */
function bearingOf(account: Account, claim: ClaimState, today: CalendarDate): Bearing {
  const between = (from: CalendarDate, to: CalendarDate) =>
    plus(account.runningInterest(claim, to), times(account.runningInterest(claim, from), rational(-1n)));
  const perDay = coveredOr(
    () => between(today, addDays(today, 1)),
    () => between(addDays(today, -1), today),
  );
  return { principalMinor: claim.principalMinor, perDay };
}

/** The interest of the time until the last instalment, each of which closes costs and interest before principal. */
function interestOver(given: {
  readonly bearing: readonly Bearing[];
  readonly paidFirstMinor: bigint;
  readonly instalmentMinor: bigint;
  readonly dueOn: readonly CalendarDate[];
  readonly today: CalendarDate;
}): bigint {
  const { bearing, instalmentMinor, dueOn } = given;
  let before = given.today;
  let firstMinor = given.paidFirstMinor;
  let sumMinor = 0n;
  const left = bearing.map(({ principalMinor }) => principalMinor);
  for (const on of dueOn) {
    const days = rational(BigInt(daysBetween(before, on)));
    const exact = bearing.reduce((sum, { principalMinor, perDay }, i) => {
      if (principalMinor === 0n) return sum;
      return plus(sum, times(times(perDay, days), rational(left[i]!, principalMinor)));
    }, ZERO);
    const interestMinor = roundHalfUp(exact);
    sumMinor += interestMinor;
    firstMinor += interestMinor;
    const toFirst = minOf(firstMinor, instalmentMinor);
    firstMinor -= toFirst;
    let toPrincipal = instalmentMinor - toFirst;
    for (const [i, minor] of left.entries()) {
      const part = minOf(minor, toPrincipal);
      left[i] = minor - part;
      toPrincipal -= part;
    }
    before = on;
  }
  return sumMinor;
}
