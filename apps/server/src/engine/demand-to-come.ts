/** What the next demand of a file will add, and when: foretold by the same decisions that will send it. */
import { type CreditorRules, type Decision, type DecisionFile, forecast } from "@innfri/claims";
import type { CalendarDate } from "@innfri/kernel";

export type DemandToCome = {
  readonly on: CalendarDate;
  readonly claims: readonly string[];
  /** The demand's charge by the claim it stands on: the first of its case. */
  readonly adds: ReadonlyMap<string, bigint>;
};

type Demand = Decision & { readonly kind: "take" };

/** Null when no demand is in sight: held, disputed, parked, paid, or past it. */
export function demandToCome(
  file: DecisionFile,
  rules: CreditorRules,
  from: CalendarDate,
): DemandToCome | null {
  const { coming } = forecast(file, rules, from, ({ decision }) => isDemand(decision));
  for (const { on, decision } of coming) {
    if (!isDemand(decision)) continue;
    const adds = new Map<string, bigint>();
    for (const { claim, minor } of decision.charges) adds.set(claim, (adds.get(claim) ?? 0n) + minor);
    return { on, claims: decision.claims, adds };
  }
  return null;
}

function isDemand(decision: Decision): decision is Demand {
  return decision.kind === "take" && decision.letter === "demand";
}
