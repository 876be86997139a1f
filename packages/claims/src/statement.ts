/** What a letter or a screen shows of an account: each open amount on its line, with its reason. */
import { addDays, type CalendarDate, formatMinor, plus, roundHalfUp, ZERO } from "@innfri/kernel";
import { coveredOr, type Derivation, RULES } from "@innfri/law";
import type { Account } from "./account.ts";
import type { ClaimState, CostEntry } from "./account-state.ts";
import { dueDayOf } from "./due-day.ts";
import type { Item } from "./facts.ts";
import { type InterestSpan, interestOf } from "./interest.ts";

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
  /**
   * What tomorrow adds: interest of one more day on what is open, rounded once; null where no rate covers that day or
   * nothing bears interest.
   */
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
    interestPerDayMinor: perDay(claims, on),
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
  return [...account.openCosts(on)]
    .filter(([{ claims }]) => claims[0] !== undefined && refs.includes(claims[0]))
    .map(([cost, minor]) => costLine(cost, minor, on));
}

function costLine(cost: CostEntry, minor: bigint, on: CalendarDate): StatementLine {
  const derivation = cost.explain(on)?.derivation ?? null;
  const letter = derivation?.inputs.letter === "own-demand" ? "own-demand" : null;
  return { item: cost.item, claim: cost.claims[0] ?? "", minor, on: cost.on, derivation, spans: [], letter };
}

function compensationLine(account: Account, refs: readonly string[], on: CalendarDate): StatementLine[] {
  // What it adds to the costs is one amount for the file, and stands where a payment would find it.
  const first = account.compensations[0];
  if (first === undefined || !refs.includes(first.claim)) return [];
  const { derivation } = account.rules.compensation(dueDayOf(account.claim(first.claim)), first.on);
  const minor = account.compensationOn(on).openMinor;
  return [
    { item: "compensation", claim: first.claim, minor, on: first.on, derivation, spans: [], letter: null },
  ];
}

function perDay(claims: readonly ClaimState[], on: CalendarDate): bigint | null {
  const bearing = claims.filter(
    ({ index, countedFrom, principalMinor }) =>
      index !== null && countedFrom !== null && countedFrom <= on && principalMinor > 0n,
  );
  if (bearing.length === 0) return null;
  return coveredOr(
    () => {
      const exact = bearing.map(({ index, principalMinor }) =>
        interestOf(principalMinor, index?.weight(on, addDays(on, 1)) ?? 0n),
      );
      return roundHalfUp(exact.reduce(plus, ZERO));
    },
    () => null,
  );
}
