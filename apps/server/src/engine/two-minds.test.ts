/** Two minds that share nothing but the law's tables say the same of what is owed and what may be done (B2). */
import { limitation, mayTake, replay } from "@innfri/checker";
import { accountOn, type FileFacts, limitationOf, type StepKind, verdictOn } from "@innfri/claims";
import type { CalendarDate } from "@innfri/kernel";
import { OutsideCoverage } from "@innfri/law";
import fc from "fast-check";
import { expect, it } from "vitest";
import { aLife } from "./test-lives.ts";

// The same lives each time; TWO_MINDS_RUNS and TWO_MINDS_SEED look further.
const LIVES = {
  numRuns: Number(process.env.TWO_MINDS_RUNS ?? 4_000),
  seed: Number(process.env.TWO_MINDS_SEED ?? 20_261_122),
};
const STEPS: readonly StepKind[] = ["reminder", "notice", "demand", "court", "compensation"];

function owedByClaims(facts: FileFacts, on: CalendarDate): object {
  try {
    return { ...accountOn(facts, on).amountsOn(on) };
  } catch (error) {
    if (error instanceof OutsideCoverage) return { refused: "outside-coverage" };
    throw error;
  }
}

function owedByChecker(facts: FileFacts, on: CalendarDate): object {
  const standing = replay(facts, on);
  if (standing.kind === "outside-coverage") return { refused: standing.kind };
  return { ...standing.amounts, total: standing.totalMinor, refund: standing.refundMinor };
}

it("they find the same amounts in thousands of invented lives", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(aLife, ({ facts, on }) => {
      expect(owedByChecker(facts, on)).toEqual(owedByClaims(facts, on));
    }),
    LIVES,
  );
});

/** Compensation is claimed claim by claim; everything else is asked for all claims that are ready. */
function asked(facts: FileFacts, step: StepKind): readonly string[] | null {
  return step === "compensation" ? [facts.claims[0]!.ref] : null;
}

function allowedByClaims(facts: FileFacts, on: CalendarDate, step: StepKind): object {
  const verdict = verdictOn(accountOn(facts, on), step, on, asked(facts, step));
  if (verdict.kind === "blocked") return { kind: verdict.kind, by: verdict.by };
  if (verdict.kind === "too-early") return { kind: verdict.kind, notBefore: verdict.notBefore };
  const { kind, claims, payByEarliest, fee } = verdict;
  return { kind, claims, payByEarliest, feeMinor: fee?.minor ?? 0n };
}

it("they allow the same steps, with the same charges and deadlines", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(aLife, fc.constantFrom(...STEPS), ({ facts, on }, step) => {
      if ("refused" in owedByClaims(facts, on)) return;
      expect(mayTake(facts, step, on, asked(facts, step))).toEqual(allowedByClaims(facts, on, step));
    }),
    LIVES,
  );
});

it("they find the same day on which each claim becomes too old", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(aLife, ({ facts, on }) => {
      for (const claim of facts.claims)
        expect(limitation(facts, claim.ref, on)).toBe(limitationOf(facts, claim, on));
    }),
    LIVES,
  );
});
