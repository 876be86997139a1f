/**
 * The neutral cases of `conformance/`: whether each of a case's expectations holds. Pure: reading the files is the
 * caller's.
 */
import { type CalendarDate, formatMinor, isDate } from "@innfri/kernel";
import { OutsideCoverage } from "@innfri/law";
import { type Account, accountOn, rulesOf } from "./account.ts";
import type { Amounts } from "./account-state.ts";
import type { FileFacts } from "./facts.ts";
import { limitationOf } from "./limitation.ts";
import { PLANS } from "./plan.ts";
import { type Fields, fieldsOr } from "./read-fields.ts";
import { type ReadGiven, readGiven } from "./read-given.ts";
import { comingSteps } from "./schedule.ts";
import type { StepKind, Verdict } from "./verdict.ts";
import { verdictOn } from "./verdict-on.ts";

export type Check = {
  readonly holds: boolean;
  readonly on: string;
  readonly expected: string;
  readonly found: string;
};
export type CaseResult = { readonly id: string; readonly title: string; readonly checks: readonly Check[] };

/** Holds one case against this core. A case that cannot be read fails with its place. */
export function checkCase(input: unknown): CaseResult {
  const given = fieldsOr(input);
  const id = String(given.id ?? "(no id)");
  const title = String(given.title ?? "");
  const read = readGiven(input);
  if (read.kind === "invalid")
    return {
      id,
      title,
      checks: [
        { holds: false, on: "", expected: "a case that can be read", found: `${read.at}: ${read.message}` },
      ],
    };
  const expectations = Array.isArray(given.expect) ? given.expect : [];
  if (expectations.length === 0)
    return {
      id,
      title,
      checks: [{ holds: false, on: "", expected: "at least one expectation", found: "none" }],
    };
  return {
    id,
    title,
    checks: expectations.flatMap((expectation) => checkExpectation(read, fieldsOr(expectation))),
  };
}

function checkExpectation(read: Exclude<ReadGiven, { kind: "invalid" }>, expected: Fields): Check[] {
  const { on } = expected;
  if (!isDate(on)) return [{ holds: false, on: String(on), expected: "a day", found: "none" }];
  const check = (key: string, want: unknown, found: unknown): Check => ({
    holds: JSON.stringify(want) === JSON.stringify(found),
    on,
    expected: `${key} ${JSON.stringify(want)}`,
    found: JSON.stringify(found) ?? "nothing",
  });
  if (expected.amounts !== undefined || expected.refused !== undefined) {
    const found = amountsOf(read, on);
    if (expected.refused !== undefined)
      return [check("refused", expected.refused, found.kind === "refused" ? found.refused : undefined)];
    if (found.kind === "refused") return [check("amounts", expected.amounts, found.refused)];
    return Object.entries(fieldsOr(expected.amounts)).map(([key, want]) =>
      check(key, want, amountsJson(found.amounts)[key]),
    );
  }
  if (expected.step !== undefined) {
    const verdict = verdictJson(verdictOf(read, expected.step as StepKind, on, expected.claim));
    return ["verdict", "notBefore", "by", "payByEarliest", "fee"].flatMap((key) =>
      expected[key] === undefined ? [] : [check(key, expected[key], verdict[key])],
    );
  }
  if (read.kind !== "facts") return [check("facts", "covered", read.why)];
  if (expected.limitation !== undefined) {
    const claim = read.facts.claims.find(({ ref }) => expected.claim === undefined || ref === expected.claim);
    return [
      check(
        "limitation",
        expected.limitation,
        claim === undefined ? undefined : limitationOf(read.facts, claim, on),
      ),
    ];
  }
  if (expected.flow !== undefined) {
    const flow = flowOf(read.facts, String(expected.plan), on);
    return Object.entries(fieldsOr(expected.flow)).map(([key, want]) => check(key, want, flow[key]));
  }
  return [check("expectation", "a known kind", Object.keys(expected))];
}

type FoundAmounts =
  | { readonly kind: "amounts"; readonly amounts: Amounts; readonly account: Account }
  | { readonly kind: "refused"; readonly refused: "outside-coverage"; readonly why: string };

/** What is owed at the end of a day, or that no amount may be stated for it. */
export function amountsOf(read: Exclude<ReadGiven, { kind: "invalid" }>, on: CalendarDate): FoundAmounts {
  if (read.kind === "outside-coverage")
    return { kind: "refused", refused: "outside-coverage", why: read.why };
  try {
    const account = accountOn(read.facts, on);
    return { kind: "amounts", amounts: account.amountsOn(on), account };
  } catch (error) {
    if (error instanceof OutsideCoverage)
      return { kind: "refused", refused: "outside-coverage", why: error.message };
    throw error;
  }
}

function verdictOf(
  read: Exclude<ReadGiven, { kind: "invalid" }>,
  step: StepKind,
  on: CalendarDate,
  claim: unknown,
): Verdict {
  const outside: Verdict = { kind: "blocked", by: "outside-coverage", rule: "coverage" };
  if (read.kind === "outside-coverage") return outside;
  try {
    return verdictOn(accountOn(read.facts, on), step, on, typeof claim === "string" ? [claim] : null);
  } catch (error) {
    if (error instanceof OutsideCoverage) return outside;
    throw error;
  }
}

export function amountsJson(amounts: Amounts): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(amounts).map(([key, minor]) => [key, formatMinor(minor)]));
}

function verdictJson(verdict: Verdict): Readonly<Record<string, string | undefined>> {
  const permitted = verdict.kind === "permitted" || verdict.kind === "permitted-without-fee";
  return {
    verdict: verdict.kind,
    notBefore: verdict.kind === "too-early" ? verdict.notBefore : undefined,
    by: verdict.kind === "blocked" ? verdict.by : undefined,
    payByEarliest: permitted ? (verdict.payByEarliest ?? undefined) : undefined,
    fee: permitted ? formatMinor(verdict.fee?.minor ?? 0n) : undefined,
  };
}

const FLOW_KEYS: Readonly<Record<string, readonly [day: string, payBy?: string]>> = {
  reminder: ["reminder", "reminderPayBy"],
  notice: ["notice", "noticePayBy"],
  demand: ["demand", "demandPayBy"],
  heavy: ["heavy"],
  solvency: ["solvency"],
};

function flowOf(facts: FileFacts, planName: string, from: CalendarDate): Readonly<Record<string, string>> {
  const plan = PLANS[planName];
  const claim = facts.claims[0];
  const { calendar, countedFrom } = rulesOf(facts.country);
  const start = claim === undefined ? null : countedFrom(claim, facts.debtorKind);
  if (plan === undefined || start === null) return {};
  const flow: Record<string, string> = {};
  for (const { step, on, payBy, closesOn } of comingSteps(
    plan,
    { countedFrom: start, deadline: null, closedOn: null },
    [],
    from,
    calendar,
  )) {
    if (step === "collection-list" && closesOn !== null) Object.assign(flow, { list: on, cutOff: closesOn });
    const keys = FLOW_KEYS[step];
    if (keys === undefined) continue;
    flow[keys[0]] = on;
    if (keys[1] !== undefined && payBy !== null) flow[keys[1]] = payBy;
  }
  return flow;
}
