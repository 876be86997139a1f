/** May a step be taken today, for which claims, at what charge, and with which deadline? */

import { basesOf, demandOfTheDay, wasDemanded } from "./apply-letter.ts";
import { type Day, dayOf, dayText, workingDayFrom } from "./calendar.ts";
import { compensationOf, legalCosts, letterFeeNO, letterFeeSE, recoveryCosts } from "./charges.ts";
import { refuseDearCredit } from "./costs.ts";
import type { Facts } from "./facts.ts";
import { type BlockedBy, type Judgement, judge, type Step, shortestTerm } from "./judge.ts";
import { NotCovered } from "./lookup.ts";
import { walkTo } from "./replay.ts";
import type { ClaimState, FileState } from "./state.ts";

/** The answer in the words of the conformance cases. `feeMinor`: what the debtor could be charged for it. */
export type Verdict =
  | {
      readonly kind: "permitted" | "permitted-without-fee";
      /** The claims the step can be taken for. */
      readonly claims: readonly string[];
      readonly feeMinor: bigint;
      /** The earliest deadline it can set; null for a step that sets none. */
      readonly payByEarliest: string | null;
    }
  | { readonly kind: "too-early"; readonly notBefore: string }
  | { readonly kind: "blocked"; readonly by: BlockedBy };

/**
 * May `step` be taken on `on` for `claims` (null: all that are ready), given everything up to and including that
 * day?
 */
export function mayTake(facts: Facts, step: Step, on: string, claims: readonly string[] | null): Verdict {
  try {
    const day = dayOf(on);
    return verdictOf(walkTo(facts, day), step, day, claims);
  } catch (error) {
    if (error instanceof NotCovered) return { kind: "blocked", by: "outside-coverage" };
    throw error;
  }
}

export function verdictOf(file: FileState, step: Step, day: Day, refs: readonly string[] | null): Verdict {
  const { facts } = file;
  refuseDearCredit(file, day);
  const judged = file.claims
    .filter(({ ref }) => refs === null || refs.includes(ref))
    .map((claim) => ({ claim, judgement: judge(file, claim, step, day) }));
  const ready = judged.filter(({ judgement }) => judgement.kind === "permitted");
  if (ready.length === 0) return refused(judged.map(({ judgement }) => judgement));
  const bearing = ready.filter(({ judgement }) => judgement.kind === "permitted" && judgement.bearsFee);
  const feeMinor = feeOf(
    file,
    step,
    bearing.map(({ claim }) => claim),
    day,
  );
  const isLetter = step === "notice" || step === "demand";
  // A Norwegian demand is what collection starts with, whatever it adds.
  const isFree = bearing.length === 0 || (facts.country === "SE" && step === "demand" && feeMinor === 0n);
  return {
    kind: isFree ? "permitted-without-fee" : "permitted",
    claims: ready.map(({ claim }) => claim.ref),
    feeMinor,
    payByEarliest: isLetter ? dayText(workingDayFrom(facts.country, day + shortestTerm(facts, step))) : null,
  };
}

/** The nearest way forward that none of the claims has yet. */
function refused(judgements: readonly Judgement[]): Verdict {
  const early = judgements.filter((judgement) => judgement.kind === "too-early");
  if (early.length > 0)
    return { kind: "too-early", notBefore: dayText(Math.min(...early.map(({ notBefore }) => notBefore))) };
  const blocked = judgements.find((judgement) => judgement.kind === "blocked");
  return { kind: "blocked", by: blocked?.by ?? "paid" };
}

function feeOf(file: FileState, step: Step, claims: readonly ClaimState[], day: Day): bigint {
  const { facts } = file;
  if (claims.length === 0) return 0n;
  switch (step) {
    case "court":
      return legalCosts(facts, "application", day);
    case "compensation":
      return claims.reduce((total, claim) => total + compensationOf(facts, claim, day), 0n);
    case "demand":
      if (claims.some(wasDemanded)) return 0n;
      if (facts.country === "NO" && facts.operator === "agency")
        return recoveryCosts(facts, [...basesOf(claims).values()], day, false);
      if (demandOfTheDay(file, day) !== undefined) return 0n;
  }
  if (facts.country === "SE") return letterFeeSE(step, day);
  // One small fee, that of the oldest claim that may bear one; a demand's is that of them all.
  return letterFeeNO(step, step === "demand" ? claims : claims.slice(0, 1), day);
}
