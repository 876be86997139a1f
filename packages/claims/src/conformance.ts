/**
 * The neutral cases of `conformance/`: whether each of a case's expectations holds. Pure: reading the files is the
 * caller's.
 */
import { type CalendarDate, formatMinor } from "@innfri/kernel";
import { coveredOr } from "@innfri/law";
import { type Account, accountOn, rulesOf } from "./account.ts";
import type { Amounts } from "./account-state.ts";
import type { FileFacts } from "./facts.ts";
import { limitationOf } from "./limitation.ts";
import { PLANS } from "./plan.ts";
import { type Fields, fieldsOr, isDayOfCase, shown } from "./read-fields.ts";
import { type ReadGiven, readGiven } from "./read-given.ts";
import { comingSteps } from "./schedule.ts";
import { isPermitted, type StepKind, type Verdict } from "./verdict.ts";
import { verdictOn } from "./verdict-on.ts";

export type Check = {
  readonly holds: boolean;
  readonly on: string;
  readonly expected: string;
  readonly found: string;
};
export type CaseResult = { readonly id: string; readonly title: string; readonly checks: readonly Check[] };

/** Holds one case against this core. A case that cannot be read fails with its place; nothing throws. */
export function checkCase(input: unknown): CaseResult {
  const { id, title, expect } = fieldsOr(input);
  const named = { id: nameOr(id, "(no id)"), title: nameOr(title, "") };
  const read = readGiven(input);
  if (read.kind === "invalid")
    return { ...named, checks: [failed("a case that can be read", `${read.at}: ${read.message}`)] };
  const expectations = Array.isArray(expect) ? expect.slice(0, MOST_EXPECTATIONS) : [];
  if (expectations.length === 0) return { ...named, checks: [failed("at least one expectation", "none")] };
  return {
    ...named,
    checks: expectations.flatMap((expectation) => checkExpectation(read, fieldsOr(expectation))),
  };
}

const MOST_EXPECTATIONS = 1_000;
const STEPS: readonly StepKind[] = ["reminder", "notice", "demand", "court", "compensation"];

function nameOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value.replaceAll(/\p{C}/gu, "") : otherwise;
}

/** What an object has by this name itself; a case can ask for any name. */
function ownOf(found: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(found, key) ? found[key] : undefined;
}

function failed(expected: string, found: string, on = ""): Check {
  return { holds: false, on, expected, found };
}

type Covered = Exclude<ReadGiven, { kind: "invalid" }>;
type Checker = (key: string, want: unknown, found: unknown) => Check;

function checkExpectation(read: Covered, expected: Fields): Check[] {
  const { on, claim } = expected;
  if (!isDayOfCase(on)) return [failed("a day", shown(on))];
  if (read.kind === "facts" && claim !== undefined && !read.facts.claims.some(({ ref }) => ref === claim))
    return [failed("a claim of the case", shown(claim), on)];
  const checks = checksOf(read, expected, on, (key, want, found) => ({
    holds: want === found,
    on,
    expected: `${key} ${shown(want)}`,
    found: found === undefined ? "nothing" : shown(found),
  }));
  // An expectation without a word that is known would otherwise hold whatever the core does.
  return checks.length > 0 ? checks : [failed("something to check", Object.keys(expected).join(", "), on)];
}

function checksOf(read: Covered, expected: Fields, on: CalendarDate, check: Checker): Check[] {
  if (expected.amounts !== undefined || expected.refused !== undefined)
    return amountChecks(read, expected, on, check);
  if (expected.step !== undefined) return verdictChecks(read, expected, on, check);
  if (read.kind !== "facts") return [check("facts", "covered", read.why)];
  if (expected.limitation !== undefined) {
    const claim = read.facts.claims.find(({ ref }) => expected.claim === undefined || ref === expected.claim);
    const found = claim === undefined ? undefined : limitationOf(read.facts, claim, on);
    return [check("limitation", expected.limitation, found)];
  }
  if (expected.flow !== undefined) {
    const flow = flowOf(read.facts, expected.plan, on);
    return Object.entries(fieldsOr(expected.flow)).map(([key, want]) => check(key, want, ownOf(flow, key)));
  }
  return [];
}

function amountChecks(read: Covered, expected: Fields, on: CalendarDate, check: Checker): Check[] {
  const found = amountsOf(read, on);
  if (expected.refused !== undefined)
    return [check("refused", expected.refused, found.kind === "refused" ? found.refused : undefined)];
  if (found.kind === "refused") return [check("amounts", "stated", found.refused)];
  const amounts = amountsJson(found.amounts);
  return Object.entries(fieldsOr(expected.amounts)).map(([key, want]) =>
    check(key, want, ownOf(amounts, key)),
  );
}

function verdictChecks(read: Covered, expected: Fields, on: CalendarDate, check: Checker): Check[] {
  const step = STEPS.find((known) => known === expected.step);
  if (step === undefined) return [check("step", STEPS.join(", "), expected.step)];
  const verdict = verdictJson(verdictOf(read, step, on, expected.claim));
  return ["verdict", "notBefore", "by", "payByEarliest", "fee"].flatMap((key) =>
    expected[key] === undefined ? [] : [check(key, expected[key], verdict[key])],
  );
}

type FoundAmounts =
  | { readonly kind: "amounts"; readonly amounts: Amounts; readonly account: Account }
  | { readonly kind: "refused"; readonly refused: "outside-coverage"; readonly why: string };

/** What is owed at the end of a day, or that no amount may be stated for it. */
export function amountsOf(read: Covered, on: CalendarDate): FoundAmounts {
  if (read.kind === "outside-coverage")
    return { kind: "refused", refused: "outside-coverage", why: read.why };
  return coveredOr(
    (): FoundAmounts => {
      const account = accountOn(read.facts, on);
      return { kind: "amounts", amounts: account.amountsOn(on), account };
    },
    ({ message }): FoundAmounts => ({ kind: "refused", refused: "outside-coverage", why: message }),
  );
}

function verdictOf(read: Covered, step: StepKind, on: CalendarDate, claim: unknown): Verdict {
  const outside: Verdict = { kind: "blocked", by: "outside-coverage", rule: "coverage" };
  if (read.kind === "outside-coverage") return outside;
  return coveredOr(
    () => verdictOn(accountOn(read.facts, on), step, on, typeof claim === "string" ? [claim] : null),
    () => outside,
  );
}

export function amountsJson(amounts: Amounts): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(amounts).map(([key, minor]) => [key, formatMinor(minor)]));
}

function verdictJson(verdict: Verdict): Readonly<Record<string, string | undefined>> {
  const permitted = isPermitted(verdict);
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

function flowOf(facts: FileFacts, planName: unknown, from: CalendarDate): Readonly<Record<string, string>> {
  const plan = Object.values(PLANS).find(({ name }) => name === planName);
  const claim = facts.claims[0];
  const { calendar, countedFrom } = rulesOf(facts.country);
  const start = claim === undefined ? null : countedFrom(claim);
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
