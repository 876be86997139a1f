/** Facts as a neutral case or a calculation states them in JSON, read into the core's own. */
import { formatMinor, isCurrency } from "@innfri/kernel";
import { type ClaimFacts, defaultLegalSettings, type FileEvent, type FileFacts } from "./facts.ts";
import {
  amount,
  basisPoints,
  day,
  type Fields,
  fields,
  flag,
  Invalid,
  list,
  oneOf,
  optionalFields,
  printed,
  shown,
  text,
  whole,
} from "./read-fields.ts";

/** Facts as a case or a calculation states them, checked field by field. */
export type ReadGiven =
  | { readonly kind: "facts"; readonly facts: FileFacts }
  | { readonly kind: "outside-coverage"; readonly why: string }
  | { readonly kind: "invalid"; readonly at: string; readonly message: string };
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
  const country = input.country;
  if (country !== "NO" && country !== "SE")
    return {
      kind: "outside-coverage",
      why: `there is no law pack for the country ${shown(country)}`,
    };
  const own = country === "NO" ? "NOK" : "SEK";
  const currency = input.currency ?? own;
  if (currency !== own || !isCurrency(currency))
    return {
      kind: "outside-coverage",
      why: `the law pack of ${country} covers ${own} only, not ${shown(currency)}`,
    };
  const given = fields(input.given, "given");
  const debtorKind = optionalFields(given.debtor, "given.debtor").kind;
  if (debtorKind !== "consumer" && debtorKind !== "business" && debtorKind !== "public")
    return {
      kind: "outside-coverage",
      why: `the law packs do not cover the debtor kind ${shown(debtorKind)}`,
    };
  const settings = optionalFields(input.settings, "settings");
  const defaults = defaultLegalSettings(country);
  const claims = readClaims(given.claims);
  return {
    kind: "facts",
    facts: {
      country,
      currency,
      operator: oneOf(given.operator ?? "self", ["self", "agency"], "given.operator"),
      vatDeductible: flag(
        optionalFields(given.creditor, "given.creditor").vatDeductible ?? true,
        "given.creditor.vatDeductible",
      ),
      debtorKind,
      settings: {
        ...defaults,
        dayCount: oneOf(settings.dayCount ?? defaults.dayCount, ["ACT/ACT", "ACT/365F"], "settings.dayCount"),
        firstInterestDay: oneOf(
          settings.firstInterestDay ?? defaults.firstInterestDay,
          ["day-after", "due-day"],
          "settings.firstInterestDay",
        ),
        allocation: oneOf(
          settings.allocation ?? defaults.allocation,
          ["costs-first", "principal-first"],
          "settings.allocation",
        ),
        waitAfterNoticeDays: whole(settings.waitAfterNotice ?? 0, "settings.waitAfterNotice", 365),
        residualLimitMinor: amount(
          settings.residualLimit ?? formatMinor(defaults.residualLimitMinor),
          "settings.residualLimit",
        ),
        newActFrom:
          settings.newActFrom === undefined ? null : day(settings.newActFrom, "settings.newActFrom"),
      },
      claims,
      events: readEvents(given.events ?? [], claims),
    },
  };
}

/** Every verdict asks about every claim, and every letter is a verdict: these bounds keep that small. */
const MOST_CLAIMS = 200;
const MOST_EVENTS = 1_000;

function readClaims(value: unknown): ClaimFacts[] {
  const claims = list(value, "given.claims", MOST_CLAIMS).map((claim, i) =>
    readClaim(fields(claim, `given.claims[${i}]`), `given.claims[${i}]`),
  );
  if (claims.length === 0) throw new Invalid("given.claims", "at least one claim is needed");
  const refs = claims.map(({ ref }) => ref);
  const twice = refs.findIndex((ref, i) => refs.indexOf(ref) !== i);
  if (twice >= 0)
    throw new Invalid(`given.claims[${twice}].ref`, `two claims are called ${shown(refs[twice])}`);
  return claims;
}

/** In the order of their days; within a day in the order listed. */
function readEvents(value: unknown, claims: readonly ClaimFacts[]): FileEvent[] {
  return list(value, "given.events", MOST_EVENTS)
    .map((event, i) => readEvent(fields(event, `given.events[${i}]`), `given.events[${i}]`, claims))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** A field of another name would be left out of every sum in silence. */
const CLAIM_FIELDS: ReadonlySet<string> = new Set([
  ...["ref", "principal", "issuedOn", "dueOn", "demandedOn", "type"],
  ...["interestStated", "interestBeforeDue", "agreedRate", "reminderFeeAgreed"],
]);

function readClaim(claim: Fields, at: string): ClaimFacts {
  const strange = Object.keys(claim).find((name) => !CLAIM_FIELDS.has(name));
  if (strange !== undefined) throw new Invalid(at, `a claim has no field ${shown(strange)}`);
  const rate = claim.agreedRate;
  const issuedOn = day(claim.issuedOn, `${at}.issuedOn`);
  const dueOn = claim.dueOn === null || claim.dueOn === undefined ? null : day(claim.dueOn, `${at}.dueOn`);
  if (dueOn !== null && dueOn < issuedOn)
    throw new Invalid(`${at}.dueOn`, `it is due before it was issued, on ${issuedOn}`);
  return {
    ref: printed(claim.ref, `${at}.ref`),
    principalMinor: amount(claim.principal, `${at}.principal`),
    issuedOn,
    dueOn,
    demandedOn: claim.demandedOn === undefined ? null : day(claim.demandedOn, `${at}.demandedOn`),
    type: oneOf(claim.type ?? "sale", ["sale", "consumer-credit"], `${at}.type`),
    interestStated: flag(claim.interestStated ?? true, `${at}.interestStated`),
    interestBeforeDueMinor: amount(claim.interestBeforeDue ?? "0.00", `${at}.interestBeforeDue`),
    agreedRateBasisPoints: rate === undefined ? null : basisPoints(rate, `${at}.agreedRate`),
    reminderFeeAgreed: flag(claim.reminderFeeAgreed ?? true, `${at}.reminderFeeAgreed`),
  };
}

function readEvent(event: Fields, at: string, claims: readonly ClaimFacts[]): FileEvent {
  const on = day(event.on, `${at}.on`);
  const claim = event.claim === undefined ? null : text(event.claim, `${at}.claim`);
  if (claim !== null && !claims.some(({ ref }) => ref === claim))
    throw new Invalid(`${at}.claim`, `there is no claim ${claim}`);
  const named = claim === null ? null : [claim];
  const kind = event.do;
  switch (kind) {
    case "reminder":
    case "notice":
    case "demand":
      return {
        kind: "letter",
        letter: kind,
        on,
        payBy: day(event.payBy, `${at}.payBy`),
        fee: oneOf(event.fee ?? "standard", ["standard", "none"], `${at}.fee`),
        receivedOn: event.receivedOn === undefined ? null : day(event.receivedOn, `${at}.receivedOn`),
        claims: named,
      };
    case "plan":
      return {
        kind: "payment-plan",
        on,
        instalments: whole(event.instalments, `${at}.instalments`, 1_000),
        wholeDebt: flag(event.wholeDebt ?? true, `${at}.wholeDebt`),
        claims: named,
      };
    case "compensation":
      return { kind, on, claims: named };
    case "payment": {
      const designation =
        event.designation === undefined ? null : oneOf(event.designation, ["principal"], `${at}.designation`);
      return { kind, on, minor: amount(event.amount, `${at}.amount`), designation, claim };
    }
    case "credit":
      return { kind, on, minor: amount(event.amount, `${at}.amount`), claim };
    case "objection": {
      const scope = event.scope === "whole" ? "whole" : amount(event.scope, `${at}.scope`);
      return { kind, on, scope, reasonable: flag(event.reasonable, `${at}.reasonable`), claim };
    }
    case "objection-resolved":
      return {
        kind,
        on,
        outcome: oneOf(event.outcome, ["withdrawn", "accepted", "groundless"], `${at}.outcome`),
        claim,
      };
    case "application":
    case "attachment-application":
    case "decision":
    case "enforcement":
      return { kind, on, claims: named };
    default:
      throw new Invalid(`${at}.do`, `unknown event ${shown(kind)}`);
  }
}
