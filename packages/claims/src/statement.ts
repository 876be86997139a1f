/** What a letter or a screen shows of an account: each open amount on its line, with its reason. */
import { type CalendarDate, formatMinor, roundHalfUp } from "@innfri/kernel";
import { type Derivation, RULES } from "@innfri/law";
import type { Account } from "./account.ts";
import type { ClaimState, CostEntry } from "./account-state.ts";
import { minOf } from "./amount.ts";
import type { Item } from "./facts.ts";
import type { InterestSpan } from "./interest.ts";

export type StatementLine = {
  readonly item: Item;
  /** The claim whose line it is; for costs the first claim of the letter that bore them. */
  readonly claim: string;
  readonly minor: bigint;
  /** The day a cost arose; null for principal and interest. */
  readonly on: CalendarDate | null;
  readonly derivation: Derivation | null;
  /** Interest since it was last fixed; what was fixed before has no spans. */
  readonly spans: readonly (InterestSpan & { readonly principalMinor: bigint })[];
  /** The letter whose charge it is, where it matters which. */
  readonly letter: "own-demand" | null;
};

export type Statement = {
  readonly on: CalendarDate;
  readonly lines: readonly StatementLine[];
  readonly totalMinor: bigint;
  /** What tomorrow adds: interest of one more day on what is open, rounded once; null where no rate covers it. */
  readonly interestPerDayMinor: bigint | null;
};

/** The account's open amounts on a day; claims with nothing open are left out. Throws `OutsideCoverage`. */
export function statementOn(account: Account, refs: readonly string[], on: CalendarDate): Statement {
  const claims = refs.map((ref) => account.claim(ref));
  const lines = [
    ...claims.map((claim) => principalLine(claim)),
    ...costLines(account, refs, on),
    ...compensationLine(account, refs, on),
    ...claims.map((claim) => interestLine(account, claim, on)),
  ].filter(({ minor }) => minor !== 0n);
  return {
    on,
    lines,
    totalMinor: lines.reduce((sum, { minor }) => sum + minor, 0n),
    interestPerDayMinor: perDay(account, claims, on),
  };
}

function principalLine(claim: ClaimState): StatementLine {
  const { ref } = claim.facts;
  return {
    item: "principal",
    claim: ref,
    minor: claim.principalMinor,
    on: null,
    derivation: null,
    spans: [],
    letter: null,
  };
}

function interestLine(account: Account, claim: ClaimState, on: CalendarDate): StatementLine {
  const minor = account.interestOn(claim, on);
  const spans = minor === 0n ? [] : account.interestSpans(claim, on);
  const derivation = minor === 0n ? null : interestDerivation(account, claim, spans, minor);
  return { item: "interest", claim: claim.facts.ref, minor, on: null, derivation, spans, letter: null };
}

/** How the interest of a line came about, span by span. */
function interestDerivation(
  account: Account,
  claim: ClaimState,
  spans: StatementLine["spans"],
  minor: bigint,
): Derivation {
  const rule = account.facts.country === "NO" ? "no.interest.rate" : "se.interest.rate";
  const terms = spans.map(
    ({ principalMinor, rateBasisPoints, days, yearDays }) =>
      `${formatMinor(principalMinor)} × ${formatMinor(BigInt(rateBasisPoints))} % × ${days}/${yearDays}`,
  );
  if (claim.fixedInterestMinor !== 0n) terms.unshift(formatMinor(claim.fixedInterestMinor));
  return {
    rule,
    citation: RULES[rule].citation,
    figures: spans.map(({ from, rateBasisPoints }) => ({
      table: claim.index?.schedule.id ?? "",
      from,
      value: formatMinor(BigInt(rateBasisPoints)),
      regulation: null,
      source: null,
    })),
    inputs: { countedFrom: claim.countedFrom ?? "", through: spans.at(-1)?.through ?? "" },
    arithmetic: `${terms.join(" + ")} = ${formatMinor(minor)}`,
    rounding: "half up to øre, once",
  };
}

function costLines(account: Account, refs: readonly string[], on: CalendarDate): StatementLine[] {
  let paidBeyond = account.compensationOn(on).paidBeyondMinor;
  return account.costs
    .filter((cost) => cost.claims.some((ref) => refs.includes(ref)))
    .map((cost) => {
      const open = account.costOpenOn(cost, on);
      const covered = cost.item === "legal-costs" || paidBeyond <= 0n ? 0n : minOf(open, paidBeyond);
      paidBeyond -= covered;
      return costLine(cost, open - covered, on);
    });
}

function costLine(cost: CostEntry, minor: bigint, on: CalendarDate): StatementLine {
  const derivation = cost.explain(on)?.derivation ?? null;
  const letter = derivation?.inputs.letter === "own-demand" ? "own-demand" : null;
  return { item: cost.item, claim: cost.claims[0] ?? "", minor, on: cost.on, derivation, spans: [], letter };
}

function compensationLine(account: Account, refs: readonly string[], on: CalendarDate): StatementLine[] {
  const first = account.compensations.find(({ claim }) => refs.includes(claim));
  if (first === undefined) return [];
  const claim = account.claim(first.claim);
  const { derivation } = account.rules.compensation(
    claim.facts,
    claim.countedFrom ?? claim.facts.issuedOn,
    first.on,
  );
  const minor = account.compensationOn(on).openMinor;
  return [
    { item: "compensation", claim: first.claim, minor, on: first.on, derivation, spans: [], letter: null },
  ];
}

function perDay(account: Account, claims: readonly ClaimState[], on: CalendarDate): bigint | null {
  const last = claims.map((claim) => account.interestSpans(claim, on).at(-1));
  if (last.every((span) => span === undefined)) return null;
  // In units of 1 / (10000 × 365 × 366), as the interest itself is summed.
  const numerator = last.reduce(
    (sum, span) =>
      span === undefined
        ? sum
        : sum + span.principalMinor * BigInt(span.rateBasisPoints) * (span.yearDays === 365 ? 366n : 365n),
    0n,
  );
  return roundHalfUp({ numerator, denominator: 10_000n * 365n * 366n });
}
