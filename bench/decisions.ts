/** What the core alone takes: decisions without a store, and interest over few and many rate changes. */
import {
  accountOn,
  afterDecision,
  type CreditorRules,
  type DecisionFile,
  decide,
  freshClaim,
  noStandard,
  plainRules,
  seStandard,
} from "@innfri/claims";
import { addDays, type CalendarDate, date, latest, yearOf } from "@innfri/kernel";
import { interestOf, RateIndex } from "@innfri/law";
import { aFile } from "@innfri/testing/claims";
import type { Figure } from "./figure.ts";

/** Every look that the plan takes at a claim that nobody pays, in both countries. */
const LOOKS = [...looksOf("NO", "2026-05-01", "2026-07-20"), ...looksOf("SE", "2026-05-01", "2026-07-20")];

type Look = { readonly file: DecisionFile; readonly rules: CreditorRules; readonly on: CalendarDate };

/** `rounds` times every look, and as many interests as closed form. */
export function benchDecisions(rounds: number): Figure[] {
  const n = rounds * LOOKS.length;
  const decided = perSecond(n, () => {
    for (let i = 0; i < rounds; i++) for (const { file, rules, on } of LOOKS) decide(file, rules, on);
  });
  const accounts = LOOKS.map(({ file, on }) => ({ account: accountOn(file.facts, on), on }));
  const floor = perSecond(n, () => {
    for (let i = 0; i < rounds; i++)
      for (const { account, on } of accounts) account.interestOn(account.claims[0]!, on);
  });
  return [
    {
      name: "decisions",
      value: decided,
      unit: "decisions/s",
      floor,
      ratio: decided / floor,
      target: 200_000,
      n,
    },
    interestFigure(rounds * 20),
  ];
}

/** What interest over forty rate changes costs, times that over one: a most, not a least. */
function interestFigure(n: number): Figure {
  // More changes than the tables have yet: a rate for each half-year of thirty years.
  const index = new RateIndex(
    {
      id: "bench",
      title: "A rate for each half-year",
      first: date("2000-01-01"),
      last: date("2029-12-31"),
      rateOf: (day) => 800 + 25 * (((yearOf(day) - 2000) * 2 + (day.slice(5, 7) < "07" ? 0 : 1)) % 11),
      figuresOf: () => [],
      rowsFrom: [],
    },
    "ACT/ACT",
  );
  const through = date("2026-03-31");
  const from = (after: CalendarDate) =>
    perSecond(n, () => {
      for (let i = 0; i < n; i++) interestOf(450_000n, index.weight(after, through));
    });
  const value = from(date("2025-12-01")) / from(date("2005-12-01"));
  return { name: "interest, 41 rates to 2", value, unit: "times", target: 1.1, lowerIsBetter: true, n };
}

/**
 * Warm, and the best of five, in a second of one core: processor time of the whole process, with what collects and
 * compiles beside the work, and without what other programs take of a shared machine.
 */
function perSecond(n: number, work: () => void): number {
  work();
  const microseconds = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return n / (Math.min(...microseconds) / 1e6);
}

/** The looks of a claim due on 30 April 2026 on each day that its plan looks at it, each with what happened before. */
function looksOf(country: "NO" | "SE", from: string, to: string): Look[] {
  const rules = plainRules(country === "NO" ? noStandard : seStandard);
  const looks: Look[] = [];
  let file: DecisionFile = {
    facts: aFile({ country }),
    debtorKind: "person",
    holds: [],
    claims: [freshClaim("A", "10481")],
  };
  for (let on: CalendarDate | null = date(from); on !== null && on <= date(to); ) {
    looks.push({ file, rules, on });
    const { decisions, nextLookOn } = decide(file, rules, on);
    const [decision] = decisions;
    const isDone = decision === undefined || decision.kind === "wait" || decision.kind === "held";
    if (!isDone) file = afterDecision(file, decision, on);
    on = isDone ? (nextLookOn === null ? null : latest(nextLookOn, addDays(on, 1))) : on;
  }
  return looks;
}
