/** A debtor with some claims and the rules it is followed up by, all by chance. */
import {
  type ClaimFacts,
  type CreditorRules,
  type DebtorKind,
  type DecisionFile,
  freshClaim,
  legalKindOf,
  NO_CONTACT_LIMITS,
  noGentle,
  noStandard,
  seStandard,
} from "@innfri/claims";
import { addDays, date } from "@innfri/kernel";
import { aClaim, aFile } from "../claim-builders.ts";
import type { Chance } from "./chance.ts";

export type Invented = {
  readonly file: DecisionFile;
  readonly rules: CreditorRules;
  /** Invoices that come while the others are followed up. */
  readonly coming: readonly ClaimFacts[];
};

const FIRST_DUE = date("2023-10-02");
/** Due days reach over a leap year and six changes of rate, and lives into a year whose law is loaded on the way. */
const DUE_DAYS = 1_100;

export function inventedFile(country: "NO" | "SE", chance: Chance): Invented {
  const debtorKind: DebtorKind = chance.of(["person", "person", "sole-trader", "business", "public"]);
  const operator = chance.of(["agency", "agency", "self"]);
  const first = addDays(FIRST_DUE, chance.between(0, DUE_DAYS));
  const invented = Array.from({ length: chance.of([1, 1, 1, 2, 3]) }, (_, i) => {
    const dueOn = addDays(first, i * chance.between(0, 20) + (i > 0 && chance.oneIn(3) ? 60 : 0));
    return {
      ...aClaim({ ref: "ABC"[i]!, dueOn, issuedOn: addDays(dueOn, -14) }),
      principalMinor: BigInt(
        chance.of([1, 49_999, 50_000, 50_001, 100_000, 250_001, chance.between(2, 6_000_000)]),
      ),
      interestBeforeDueMinor: chance.oneIn(6) ? 1_500n : 0n,
      agreedRateBasisPoints: chance.oneIn(6) ? chance.of([600, 1_225, 2_400]) : null,
      reminderFeeAgreed: !chance.oneIn(4),
    };
  });
  // As a file is read: by the day that the invoice prints.
  const all = invented.toSorted((a, b) => (a.dueOn! < b.dueOn! ? -1 : a.dueOn! > b.dueOn! ? 1 : 0));
  const isThere = ({ dueOn }: ClaimFacts) => dueOn! < addDays(first, 60);
  const claims = all.filter(isThere);
  const newActFrom = country === "NO" && chance.oneIn(12) ? addDays(first, chance.between(0, 200)) : null;
  const facts = aFile({
    country,
    operator,
    debtorKind: legalKindOf(debtorKind),
    vatDeductible: !chance.oneIn(3),
    settings: { residualLimitMinor: 0n, newActFrom },
    claims,
  });
  return {
    file: {
      facts,
      debtorKind,
      holds: [],
      claims: claims.map(({ ref }) => freshClaim(ref, ref)),
    },
    coming: all.filter((claim) => !isThere(claim)),
    rules: {
      plan: country === "SE" ? seStandard : chance.of([noStandard, noStandard, noGentle]),
      automation: chance.of(["automatic", "automatic", "approve"]),
      approveAfterDays: 2,
      minimumMinor: 0n,
      lookBackDays: null,
      isExcluded: false,
      excludedInvoices: [],
      waivedRestMinor: chance.of([0n, 5_000n]),
      unconfirmed: [],
      stale: [],
      remindsItself: false,
      remindedInvoices: [],
      postingDays: {},
      contact: NO_CONTACT_LIMITS,
    },
  };
}
