/** A plan by itself and a claim that nothing has been done about: what a check and a preview begin from. */
import type { ClaimProgress, CreditorRules } from "./decision.ts";
import type { Plan } from "./plan.ts";

/** What a rest may come to before it is followed up, as each country's sheet has it (D13). */
const WAIVED_REST_MINOR = { NO: 5_000n, SE: 10_000n } as const;

/** The plan with nobody left out and nothing that waits for a person but what always does. */
export function plainRules(plan: Plan): CreditorRules {
  return {
    plan,
    automation: "automatic",
    approveAfterDays: 2,
    minimumMinor: 0n,
    lookBackDays: null,
    isExcluded: false,
    excludedInvoices: [],
    waivedRestMinor: WAIVED_REST_MINOR[plan.country],
    unconfirmed: [],
  };
}

export function freshClaim(ref: string, invoiceNumber: string): ClaimProgress {
  return {
    ref,
    invoiceNumber,
    taken: [],
    proposal: null,
    lastLetterTotalMinor: null,
    paidSinceLetterInTimeMinor: 0n,
    isParked: false,
  };
}
