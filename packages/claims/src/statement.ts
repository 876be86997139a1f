/** What a letter or a screen shows of an account: each open amount on its line, with its reason. */
import { addDays, type CalendarDate, formatMinor, plus, roundHalfUp, ZERO } from "@innfri/kernel";
import {
  coveredOr,
  type Derivation,
  distinctFigures,
  type Figure,
  figuresOfSpans,
  type InterestSpan,
  interestOf,
  interestTerm,
  RULES,
} from "@innfri/law";
import type { Account } from "./account.ts";
import type { ClaimState, CostEntry } from "./account-state.ts";
import { minOf } from "./amount.ts";
import { dueDayOf } from "./due-day.ts";
import { type Item, interestReadingsOf, type LegalSettings } from "./facts.ts";

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
  /** What the charge is of, where it matters which. */
  readonly of: "own-demand" | "payment-plan" | null;
};

export type Statement = {
  readonly on: CalendarDate;
  readonly lines: readonly StatementLine[];
  readonly totalMinor: bigint;
  /**
   * What tomorrow adds: interest of one more day on what is open, rounded once; null where no rate covers that day,
   * nothing bears interest, or it rounds to nothing.
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
    interestPerDayMinor: perDay(claims, on, account.facts.settings),
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
    of: null,
  };
}

function interestLine(account: Account, claim: ClaimState, on: CalendarDate): StatementLine {
  const minor = account.interestOn(claim, on);
  const spans = minor === 0n ? [] : account.interestSpans(claim, on);
  const derivation = minor === 0n ? null : interestDerivation(account, claim, spans, minor, on);
  return { item: "interest", claim: claim.facts.ref, minor, on: null, derivation, spans, of: null };
}

/** How the interest of a line came about, span by span, with the rows of the tables that the rates stand in. */
function interestDerivation(
  account: Account,
  claim: ClaimState,
  spans: StatementLine["spans"],
  minor: bigint,
  on: CalendarDate,
): Derivation {
  const { country, debtorKind, settings } = account.facts;
  const rule = country === "NO" ? "no.interest.rate" : "se.interest.rate";
  const terms = spans.map((span) => interestTerm(span.principalMinor, span));
  const fixedMinor = claim.fixedInterestMinor;
  if (fixedMinor !== 0n) terms.unshift(formatMinor(fixedMinor));
  const agreed = claim.facts.agreedRateBasisPoints;
  return {
    rule,
    citation: RULES[rule].citation,
    figures: claim.index === null ? [] : figuresOfSpans(claim.index.schedule, spans),
    inputs: {
      countedFrom: claim.countedFrom ?? "",
      through: spans.at(-1)?.through ?? on,
      spans: spans.map(({ from, through }) => `${from}/${through}`).join(" "),
      dayCount: interestReadingsOf(claim.facts, settings).dayCount,
      debtor: debtorKind,
      ...(agreed === null ? {} : { agreedRate: formatMinor(BigInt(agreed)) }),
      ...(fixedMinor === 0n ? {} : { fixedBefore: formatMinor(fixedMinor) }),
    },
    arithmetic: `${terms.join(" + ")} = ${formatMinor(minor)}`,
    rounding: "half up to øre, once",
  };
}

function costLines(account: Account, refs: readonly string[], on: CalendarDate): StatementLine[] {
  return [...account.openCosts(on)]
    .filter(([{ claims }]) => claims[0] !== undefined && refs.includes(claims[0]))
    .map(([cost, minor]) => costLine(account, cost, minor, on));
}

function costLine(account: Account, cost: CostEntry, minor: bigint, on: CalendarDate): StatementLine {
  const figure = cost.explain(on);
  const isOwnDemand = figure?.derivation.inputs.letter === "own-demand";
  return {
    item: cost.item,
    claim: cost.claims[0] ?? "",
    minor,
    on: cost.on,
    derivation: figure === null ? null : costDerivation(account, cost, figure, minor, on),
    spans: [],
    of: cost.plan ? "payment-plan" : isOwnDemand ? "own-demand" : null,
  };
}

/** The rule's derivation with what lies between its amount and the line's: what was charged and paid before. */
function costDerivation(
  account: Account,
  cost: CostEntry,
  { minor: owedMinor, derivation }: Figure,
  openMinor: bigint,
  on: CalendarDate,
): Derivation {
  const chargedMinor = account.costOn(cost, on);
  return {
    ...derivation,
    inputs: {
      ...derivation.inputs,
      debtor: account.facts.debtorKind,
      ...amountInput("chargedBefore", owedMinor - chargedMinor),
      ...amountInput("paid", chargedMinor - openMinor),
    },
  };
}

function amountInput(name: string, minor: bigint): Readonly<Record<string, string>> {
  return minor === 0n ? {} : { [name]: formatMinor(minor) };
}

function compensationLine(account: Account, refs: readonly string[], on: CalendarDate): StatementLine[] {
  // What it adds to the costs is one amount for the file, and stands where a payment would find it.
  const bearer = account.compensationBearer;
  if (bearer === null || !refs.includes(bearer.claim)) return [];
  const minor = account.compensationOn(on).openMinor;
  const derivation = compensationDerivation(account, minor, on);
  return [
    { item: "compensation", claim: bearer.claim, minor, on: bearer.on, derivation, spans: [], of: null },
  ];
}

/** The compensation of each claim, less the costs it is set off against and what was paid. */
function compensationDerivation(account: Account, openMinor: bigint, on: CalendarDate): Derivation {
  const { compensations, rules, facts } = account;
  const given = compensations.map(({ claim, on: day }) =>
    rules.compensation(dueDayOf(account.claim(claim)), day),
  ) as [Figure, ...Figure[]];
  const [first] = given;
  const claimedMinor = compensations.reduce((sum, { minor }) => sum + minor, 0n);
  const setOffMinor = minOf(account.setOffOn(on), claimedMinor);
  const paidMinor = claimedMinor - setOffMinor - openMinor;
  const terms = [
    compensations.map(({ minor }) => formatMinor(minor)).join(" + "),
    ...[setOffMinor, paidMinor].filter((minor) => minor !== 0n).map((minor) => `− ${formatMinor(minor)}`),
  ];
  return {
    ...first.derivation,
    figures: distinctFigures(given.flatMap(({ derivation }) => derivation.figures)),
    inputs: {
      ...allInputs(given),
      debtor: facts.debtorKind,
      ...(given.length === 1 ? {} : { claims: String(given.length) }),
      ...amountInput("setOff", setOffMinor),
      ...amountInput("paid", paidMinor),
    },
    arithmetic:
      given.length === 1 && openMinor === claimedMinor
        ? first.derivation.arithmetic
        : `${terms.join(" ")} = ${formatMinor(openMinor)}`,
  };
}

/** The inputs of several figures of one rule, each with its different values. */
function allInputs(figures: readonly [Figure, ...Figure[]]): Derivation["inputs"] {
  const valuesOf = (name: string) => new Set(figures.map(({ derivation }) => derivation.inputs[name]));
  return Object.fromEntries(
    Object.keys(figures[0].derivation.inputs).map((name) => [name, [...valuesOf(name)].join(" ")]),
  );
}

function perDay(claims: readonly ClaimState[], on: CalendarDate, settings: LegalSettings): bigint | null {
  const bearing = claims.filter(
    ({ index, countedFrom, principalMinor }) =>
      index !== null && countedFrom !== null && countedFrom <= on && principalMinor > 0n,
  );
  if (bearing.length === 0) return null;
  return coveredOr(
    () => {
      const exact = bearing.map(({ index, principalMinor, facts }) => {
        const { firstInterestDay } = interestReadingsOf(facts, settings);
        const after = firstInterestDay === "day-after" ? on : addDays(on, -1);
        return interestOf(principalMinor, index?.weight(after, addDays(after, 1)) ?? 0n);
      });
      const minor = roundHalfUp(exact.reduce(plus, ZERO));
      return minor === 0n ? null : minor;
    },
    () => null,
  );
}
