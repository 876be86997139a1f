/**
 * The neutral cases of `conformance/`: their form, what a case's facts are to the core, and whether each of its
 * expectations holds. Pure: reading the files is the caller's.
 */
import {
  type CalendarDate,
  formatMinor,
  isCurrency,
  isDate,
  parseMinor,
  rationalFromDecimal,
  roundHalfUp,
} from "@innfri/kernel";
import { OutsideCoverage } from "@innfri/law";
import { type Account, type Amounts, accountOn, rulesOf } from "./account.ts";
import { type ClaimFacts, defaultLegalSettings, type FileEvent, type FileFacts } from "./facts.ts";
import { limitationOf } from "./limitation.ts";
import { PLANS } from "./plan.ts";
import { comingSteps } from "./schedule.ts";
import type { StepKind, Verdict } from "./verdict.ts";
import { verdictOn } from "./verdict-on.ts";

/** Facts as a case or a calculation states them, checked field by field. */
export type ReadGiven =
  | { readonly kind: "facts"; readonly facts: FileFacts }
  | { readonly kind: "outside-coverage"; readonly why: string }
  | { readonly kind: "invalid"; readonly at: string; readonly message: string };

class Invalid extends Error {
  readonly at: string;
  constructor(at: string, message: string) {
    super(message);
    this.at = at;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads `country`, `currency`, `settings` and `given` of a case. What is malformed is said with its place. */
export function readGiven(input: unknown): ReadGiven {
  try {
    return readCase(fields(input, "case"));
  } catch (error) {
    if (error instanceof Invalid) return { kind: "invalid", at: error.at, message: error.message };
    throw error;
  }
}

function readCase(input: Fields): ReadGiven {
  const country = input["country"];
  if (country !== "NO" && country !== "SE")
    return {
      kind: "outside-coverage",
      why: `there is no law pack for the country ${JSON.stringify(country)}`,
    };
  const own = country === "NO" ? "NOK" : "SEK";
  const currency = input["currency"] ?? own;
  if (currency !== own || !isCurrency(currency))
    return {
      kind: "outside-coverage",
      why: `the law pack of ${country} covers ${own} only, not ${JSON.stringify(currency)}`,
    };
  const given = fields(input["given"], "given");
  const debtorKind = optionalFields(given["debtor"], "given.debtor")["kind"];
  if (debtorKind !== "consumer" && debtorKind !== "business" && debtorKind !== "public")
    return {
      kind: "outside-coverage",
      why: `the law packs do not cover the debtor kind ${JSON.stringify(debtorKind)}`,
    };
  const settings = optionalFields(input["settings"], "settings");
  const defaults = defaultLegalSettings(country);
  const claims = list(given["claims"], "given.claims").map((claim, i) =>
    readClaim(fields(claim, `given.claims[${i}]`), `given.claims[${i}]`),
  );
  if (claims.length === 0) throw new Invalid("given.claims", "at least one claim is needed");
  return {
    kind: "facts",
    facts: {
      country,
      currency,
      operator: oneOf(given["operator"] ?? "self", ["self", "agency"], "given.operator"),
      vatDeductible: flag(
        optionalFields(given["creditor"], "given.creditor")["vatDeductible"] ?? true,
        "given.creditor.vatDeductible",
      ),
      debtorKind,
      settings: {
        ...defaults,
        dayCount: oneOf(
          settings["dayCount"] ?? defaults.dayCount,
          ["ACT/ACT", "ACT/365F"],
          "settings.dayCount",
        ),
        allocation: oneOf(
          settings["allocation"] ?? defaults.allocation,
          ["costs-first", "principal-first"],
          "settings.allocation",
        ),
        waitAfterNoticeDays: whole(settings["waitAfterNotice"] ?? 0, "settings.waitAfterNotice"),
        residualLimitMinor: amount(
          settings["residualLimit"] ?? formatMinor(defaults.residualLimitMinor),
          "settings.residualLimit",
        ),
        newActFrom:
          settings["newActFrom"] === undefined ? null : day(settings["newActFrom"], "settings.newActFrom"),
      },
      claims,
      events: list(given["events"] ?? [], "given.events").map((event, i) =>
        readEvent(fields(event, `given.events[${i}]`), `given.events[${i}]`, claims),
      ),
    },
  };
}

function readClaim(claim: Fields, at: string): ClaimFacts {
  const rate = claim["agreedRate"];
  return {
    ref: text(claim["ref"], `${at}.ref`),
    principalMinor: amount(claim["principal"], `${at}.principal`),
    issuedOn: day(claim["issuedOn"], `${at}.issuedOn`),
    dueOn:
      claim["dueOn"] === null || claim["dueOn"] === undefined ? null : day(claim["dueOn"], `${at}.dueOn`),
    demandedOn: claim["demandedOn"] === undefined ? null : day(claim["demandedOn"], `${at}.demandedOn`),
    type: oneOf(claim["type"] ?? "sale", ["sale", "consumer-credit"], `${at}.type`),
    interestStated: flag(claim["interestStated"] ?? true, `${at}.interestStated`),
    interestBeforeDueMinor: amount(claim["interestBeforeDue"] ?? "0.00", `${at}.interestBeforeDue`),
    agreedRateBasisPoints: rate === undefined ? null : basisPoints(rate, `${at}.agreedRate`),
    reminderFeeAgreed: flag(claim["reminderFeeAgreed"] ?? true, `${at}.reminderFeeAgreed`),
  };
}

function readEvent(event: Fields, at: string, claims: readonly ClaimFacts[]): FileEvent {
  const on = day(event["on"], `${at}.on`);
  const claim = event["claim"] === undefined ? null : text(event["claim"], `${at}.claim`);
  if (claim !== null && !claims.some(({ ref }) => ref === claim))
    throw new Invalid(`${at}.claim`, `there is no claim ${claim}`);
  const named = claim === null ? null : [claim];
  const kind = event["do"];
  switch (kind) {
    case "reminder":
    case "notice":
    case "demand":
      return {
        kind: "letter",
        letter: kind,
        on,
        payBy: day(event["payBy"], `${at}.payBy`),
        fee: oneOf(event["fee"] ?? "standard", ["standard", "none"], `${at}.fee`),
        receivedOn: event["receivedOn"] === undefined ? null : day(event["receivedOn"], `${at}.receivedOn`),
        claims: named,
      };
    case "plan":
      return {
        kind: "payment-plan",
        on,
        instalments: whole(event["instalments"], `${at}.instalments`),
        wholeDebt: flag(event["wholeDebt"] ?? true, `${at}.wholeDebt`),
        claims: named,
      };
    case "compensation":
      return { kind, on, claims: named };
    case "payment": {
      const designation =
        event["designation"] === undefined
          ? null
          : oneOf(event["designation"], ["principal"], `${at}.designation`);
      return { kind, on, minor: amount(event["amount"], `${at}.amount`), designation, claim };
    }
    case "credit":
      return { kind, on, minor: amount(event["amount"], `${at}.amount`), claim };
    case "objection": {
      const scope = event["scope"] === "whole" ? "whole" : amount(event["scope"], `${at}.scope`);
      return { kind, on, scope, reasonable: flag(event["reasonable"], `${at}.reasonable`), claim };
    }
    case "objection-resolved":
      return {
        kind,
        on,
        outcome: oneOf(event["outcome"], ["withdrawn", "accepted", "groundless"], `${at}.outcome`),
        claim,
      };
    case "application":
    case "attachment-application":
    case "decision":
    case "enforcement":
      return { kind, on, claims: named };
    default:
      throw new Invalid(`${at}.do`, `unknown event ${JSON.stringify(kind)}`);
  }
}

// --- expectations ---------------------------------------------------------------------------------------------

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
  const id = String(given["id"] ?? "(no id)");
  const title = String(given["title"] ?? "");
  const read = readGiven(input);
  if (read.kind === "invalid")
    return {
      id,
      title,
      checks: [
        { holds: false, on: "", expected: "a case that can be read", found: `${read.at}: ${read.message}` },
      ],
    };
  const expectations = Array.isArray(given["expect"]) ? given["expect"] : [];
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
  if (expected["amounts"] !== undefined || expected["refused"] !== undefined) {
    const found = amountsOf(read, on);
    if (expected["refused"] !== undefined)
      return [check("refused", expected["refused"], found.kind === "refused" ? found.refused : undefined)];
    if (found.kind === "refused") return [check("amounts", expected["amounts"], found.refused)];
    return Object.entries(fieldsOr(expected["amounts"])).map(([key, want]) =>
      check(key, want, amountsJson(found.amounts)[key]),
    );
  }
  if (expected["step"] !== undefined) {
    const verdict = verdictJson(verdictOf(read, expected["step"] as StepKind, on, expected["claim"]));
    return ["verdict", "notBefore", "by", "payByEarliest", "fee"].flatMap((key) =>
      expected[key] === undefined ? [] : [check(key, expected[key], verdict[key])],
    );
  }
  if (read.kind !== "facts") return [check("facts", "covered", read.why)];
  if (expected["limitation"] !== undefined) {
    const claim = read.facts.claims.find(
      ({ ref }) => expected["claim"] === undefined || ref === expected["claim"],
    );
    return [
      check(
        "limitation",
        expected["limitation"],
        claim === undefined ? undefined : limitationOf(read.facts, claim, on),
      ),
    ];
  }
  if (expected["flow"] !== undefined) {
    const flow = flowOf(read.facts, String(expected["plan"]), on);
    return Object.entries(fieldsOr(expected["flow"])).map(([key, want]) => check(key, want, flow[key]));
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

// --- reading fields -------------------------------------------------------------------------------------------

function fieldsOr(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function fields(value: unknown, at: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Invalid(at, "an object is needed here");
  return value as Fields;
}

function optionalFields(value: unknown, at: string): Fields {
  return value === undefined ? {} : fields(value, at);
}

function list(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Invalid(at, "a list is needed here");
  if (value.length > 10_000) throw new Invalid(at, "at most 10,000 entries");
  return value;
}

function text(value: unknown, at: string): string {
  if (typeof value !== "string" || value === "") throw new Invalid(at, "a text is needed here");
  return value;
}

function day(value: unknown, at: string): CalendarDate {
  if (!isDate(value)) throw new Invalid(at, `a day YYYY-MM-DD is needed here, not ${JSON.stringify(value)}`);
  return value;
}

function amount(value: unknown, at: string): bigint {
  const minor = typeof value === "string" ? parseMinor(value) : undefined;
  if (minor === undefined || minor < 0n)
    throw new Invalid(at, `an amount such as "4500.00" is needed here, not ${JSON.stringify(value)}`);
  return minor;
}

function basisPoints(value: unknown, at: string): number {
  if (typeof value !== "string" || !/^\d{1,3}(\.\d{1,2})?$/.test(value))
    throw new Invalid(at, 'a rate in percent such as "12.25" is needed here');
  const exact = rationalFromDecimal(value);
  return Number(roundHalfUp({ numerator: exact.numerator * 100n, denominator: exact.denominator }));
}

function whole(value: unknown, at: string): number {
  const number = typeof value === "string" && /^\d{1,6}$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || number < 0)
    throw new Invalid(at, "a whole number is needed here");
  return number;
}

function flag(value: unknown, at: string): boolean {
  if (typeof value !== "boolean") throw new Invalid(at, "true or false is needed here");
  return value;
}

function oneOf<const T extends string>(value: unknown, allowed: readonly T[], at: string): T {
  const found = allowed.find((option) => option === value);
  if (found === undefined)
    throw new Invalid(at, `one of ${allowed.join(", ")} is needed here, not ${JSON.stringify(value)}`);
  return found;
}
