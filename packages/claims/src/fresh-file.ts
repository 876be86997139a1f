/** A plan by itself and a claim that nothing has been done about: what a check and a preview begin from. */
import type { CalendarDate } from "@innfri/kernel";
import { lawPack } from "@innfri/law";
import { NO_CONTACT_LIMITS } from "./contact-limits.ts";
import type { ClaimProgress, CreditorRules, DecisionFile } from "./decision.ts";
import { type DebtorKind, defaultLegalSettings, legalKindOf, type OperatorKind } from "./facts.ts";
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
    stale: [],
    remindsItself: false,
    remindedInvoices: [],
    postingDays: {},
    contact: NO_CONTACT_LIMITS,
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

/** An ordinary sale with an agreed due day, that nothing has happened to. */
export type FreshClaim = {
  readonly ref: string;
  readonly invoiceNumber: string;
  readonly principalMinor: bigint;
  readonly issuedOn: CalendarDate;
  readonly dueOn: CalendarDate;
  /** Sweden: a reminder fee was agreed. */
  readonly reminderFeeAgreed: boolean;
};

/** One debtor's fresh claims, with the sheets' default settings and VAT deducted. */
export function freshFile(
  { country }: Pick<Plan, "country">,
  {
    debtorKind,
    operator,
    claims,
  }: {
    readonly debtorKind: DebtorKind;
    readonly operator: OperatorKind;
    readonly claims: readonly FreshClaim[];
  },
): DecisionFile {
  return {
    facts: {
      country,
      currency: lawPack(country).currency,
      operator,
      vatDeductible: true,
      debtorKind: legalKindOf(debtorKind),
      settings: defaultLegalSettings(country),
      claims: claims.map(({ invoiceNumber: _, ...claim }) => ({
        ...claim,
        demandedOn: null,
        type: "sale",
        interestStated: true,
        interestBeforeDueMinor: 0n,
        agreedRateBasisPoints: null,
      })),
      events: [],
    },
    debtorKind,
    claims: claims.map(({ ref, invoiceNumber }) => freshClaim(ref, invoiceNumber)),
    holds: [],
  };
}
