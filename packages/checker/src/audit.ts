/**
 * Cases that did not come from Innfri: what somebody else wrote and charged, held against what the law allowed on that
 * day. Every charge is compared with what the same letters and steps could bear, item by item.
 */
import { type Citation, no, RULES, type RuleId } from "@innfri/law/tables";
import { dayOf, dayText, workingDayFrom } from "./calendar.ts";
import type { CostItem, Event, Facts, LetterName } from "./facts.ts";
import { shortestTerm } from "./judge.ts";
import { mayTake, type Verdict } from "./may-take.ts";
import { ruleOfLetter } from "./rule-of-path.ts";
import { replay, type Standing } from "./standing.ts";

/** What was stated with an event: amounts in minor units; null where nothing was stated. */
export type Stated = {
  /** The charges it brought; `other` is any that no rule knows. */
  readonly charges: readonly { readonly item: CostItem | "compensation" | "other"; readonly minor: bigint }[];
  /** The interest it asked for, and all it asked for together. */
  readonly interestMinor: bigint | null;
  readonly totalMinor: bigint | null;
};

/** One case: what happened, in the order of the days, with what was stated at each; a charge by itself has no event. */
export type AuditCase = {
  readonly id: string;
  /** Everything but the events. */
  readonly facts: Facts;
  readonly entries: readonly {
    readonly on: string;
    readonly event: Event | null;
    readonly stated: Stated;
  }[];
};

/** Something that the law did not allow. */
export type AuditFinding = {
  readonly case: string;
  readonly on: string;
  readonly kind:
    | "letter-not-allowed"
    | "deadline-too-short"
    | "charge-too-high"
    | "interest-too-high"
    | "sum-too-high"
    | "outside-coverage";
  /** What it is about: the item of a charge, the letter, or the table that is missing. */
  readonly about: string;
  readonly rule: RuleId;
  readonly citation: Citation;
  /** What was stated and what was lawful, `70.00` as minor units; null where it is no amount. */
  readonly statedMinor: bigint | null;
  readonly lawfulMinor: bigint | null;
  /** How much too much. */
  readonly excessMinor: bigint;
  /** The day from which it would have been allowed, where a later day would. */
  readonly notBefore: string | null;
};

const NOTHING: Stated = { charges: [], interestMinor: null, totalMinor: null };

/** Every finding of a case, oldest first. Never throws for what a case states. */
export function audit({ id, facts, entries }: AuditCase): readonly AuditFinding[] {
  const findings: AuditFinding[] = [];
  const stated = new Map<string, bigint>();
  const found = new Map<string, bigint>();
  const events: Event[] = [];
  for (const { on, event, stated: said = NOTHING } of entries) {
    const before: Facts = { ...facts, events: [...events] };
    if (event !== null) events.push(event);
    const after = replay({ ...facts, events: [...events] }, on);
    if (after.kind === "outside-coverage") {
      findings.push({ ...base(id, on, "outside-coverage", after.table, "coverage"), excessMinor: 0n });
      return findings;
    }
    const verdict = event?.kind === "letter" ? mayTake(before, event.letter, on, event.claims) : null;
    const add = (finding: AuditFinding): void => void findings.push(finding);
    if (event?.kind === "letter") judgeLetter(id, facts, event, verdict!).forEach(add);
    for (const { item, minor } of said.charges) {
      stated.set(item, (stated.get(item) ?? 0n) + minor);
      const allowed = allowedOf(item, after, before, event, on);
      const excess = (stated.get(item) ?? 0n) - allowed - (found.get(item) ?? 0n);
      if (excess <= 0n) continue;
      const lawfulMinor = minor > excess ? minor - excess : 0n;
      found.set(item, (found.get(item) ?? 0n) + excess);
      const rule = ruleOfCharge(facts, item, event, verdict, on);
      add({
        ...base(id, on, "charge-too-high", item, rule),
        statedMinor: minor,
        lawfulMinor,
        excessMinor: excess,
      });
    }
    sumFindings(id, facts, on, said, after, sumOf(found)).forEach(add);
  }
  return findings;
}

function base(id: string, on: string, kind: AuditFinding["kind"], about: string, rule: RuleId) {
  const { citation } = RULES[rule];
  const none = { statedMinor: null, lawfulMinor: null, notBefore: null };
  return { case: id, on, kind, about, rule, citation, ...none };
}

/** May it be sent that day, and does it give the days that the law asks for? */
function judgeLetter(
  id: string,
  facts: Facts,
  { letter, on, payBy }: Event & { kind: "letter" },
  verdict: Verdict,
): AuditFinding[] {
  const findings: AuditFinding[] = [];
  if (verdict.kind === "too-early" || verdict.kind === "blocked") {
    const rule = ruleOfRefusal(facts, letter, verdict);
    const notBefore = verdict.kind === "too-early" ? verdict.notBefore : null;
    findings.push({ ...base(id, on, "letter-not-allowed", letter, rule), notBefore, excessMinor: 0n });
  }
  if (!isTooShort(facts, letter, on, payBy)) return findings;
  const notBefore = dayText(workingDayFrom(facts.country, dayOf(on) + shortestTerm(facts, letter)));
  const rule = ruleOfLetter(facts.country, letter);
  return [...findings, { ...base(id, on, "deadline-too-short", letter, rule), notBefore, excessMinor: 0n }];
}

function isTooShort(facts: Facts, letter: LetterName, on: string, payBy: string): boolean {
  return letter !== "reminder" && dayOf(payBy) < dayOf(on) + shortestTerm(facts, letter);
}

/** The most that could be charged of an item by the end of the day, all charges of the case together. */
function allowedOf(
  item: Stated["charges"][number]["item"],
  after: Standing,
  before: Facts,
  event: Event | null,
  on: string,
): bigint {
  if (item === "other") return 0n;
  if (item === "compensation") {
    const claims = event?.kind === "compensation" ? event.claims : null;
    const verdict = mayTake(before, "compensation", on, claims);
    return verdict.kind === "permitted" ? verdict.feeMinor : 0n;
  }
  return after.costs.filter((cost) => cost.item === item).reduce((sum, cost) => sum + cost.chargedMinor, 0n);
}

/** Interest and the whole sum, beyond what was found of the charges already. */
function sumFindings(
  id: string,
  { country }: Facts,
  on: string,
  { interestMinor, totalMinor }: Stated,
  after: Standing,
  foundMinor: bigint,
): AuditFinding[] {
  const findings: AuditFinding[] = [];
  const lawful = after.amounts.interest;
  const tooMuch = interestMinor === null ? 0n : interestMinor - lawful;
  if (interestMinor !== null && tooMuch > 0n) {
    const rule = country === "NO" ? "no.interest.rate" : "se.interest.rate";
    const sums = { statedMinor: interestMinor, lawfulMinor: lawful, excessMinor: tooMuch };
    findings.push({ ...base(id, on, "interest-too-high", "interest", rule), ...sums });
  }
  if (totalMinor === null) return findings;
  const excess = totalMinor - after.totalMinor - foundMinor - (tooMuch > 0n ? tooMuch : 0n);
  if (excess <= 0n) return findings;
  const rule = country === "NO" ? "no.fee.separate" : "se.costs.closed-list";
  const sums = { statedMinor: totalMinor, lawfulMinor: after.totalMinor, excessMinor: excess };
  return [...findings, { ...base(id, on, "sum-too-high", "total", rule), ...sums }];
}

function sumOf(amounts: ReadonlyMap<string, bigint>): bigint {
  return [...amounts.values()].reduce((sum, minor) => sum + minor, 0n);
}

/** The provision that a letter sent too early, or at all, goes against. */
function ruleOfRefusal(
  { country }: Facts,
  letter: LetterName,
  verdict: Verdict & { kind: "too-early" | "blocked" },
): RuleId {
  const isNO = country === "NO";
  if (verdict.kind === "too-early") {
    if (letter === "demand") return isNO ? "no.demand.after-notice" : "se.good-practice";
    return isNO ? "no.notice.deadline" : "se.good-practice";
  }
  switch (verdict.by) {
    case "objection":
      return isNO ? "no.objection.stops" : "se.objection.stops";
    case "paid":
      return isNO ? "no.costs.necessary" : "se.demand-fee.booking-day";
    case "notice-missing":
      return "no.demand.after-notice";
    case "demand-missing":
      return isNO ? "no.court.after-demand" : "se.court.after-demand";
    case "limit-reached":
      return isNO ? "no.demand.validity" : "se.demand.once";
    case "mode":
      return isNO ? "no.regime.2026" : "se.costs.closed-list";
    case "debtor-kind":
      return isNO ? "no.compensation" : "se.compensation";
    case "outside-coverage":
      return "coverage";
  }
}

/** The provision that a charge goes beyond. */
function ruleOfCharge(
  facts: Facts,
  item: Stated["charges"][number]["item"],
  event: Event | null,
  verdict: Verdict | null,
  on: string,
): RuleId {
  const isNO = facts.country === "NO";
  if (item === "other") return isNO ? "no.costs.necessary" : "se.costs.closed-list";
  if (item === "compensation") return isNO ? "no.compensation" : "se.compensation";
  if (item === "legal-costs") return isNO ? "no.court-fee.conciliation" : "se.court.application-fee";
  if (verdict !== null && (verdict.kind === "too-early" || verdict.kind === "blocked"))
    return ruleOfRefusal(facts, (event as Event & { kind: "letter" }).letter, verdict);
  // A letter with too short a deadline counts for nothing, so nothing can be charged for it either.
  if (event?.kind === "letter" && isTooShort(facts, event.letter, on, event.payBy))
    return ruleOfLetter(facts.country, event.letter);
  if (item === "recovery-costs") {
    if (!isNO) return event?.kind === "payment-plan" ? "se.plan-fee" : "se.demand-fee";
    return event?.kind === "payment-plan"
      ? "no.plan-fee"
      : event === null
        ? "no.recovery-costs.heavy"
        : "no.recovery-costs.light";
  }
  const letter = event?.kind === "letter" ? event.letter : null;
  if (isNO) {
    if (letter === "demand") return "no.own-demand-fee";
    if (verdict?.kind !== "permitted-without-fee") return "no.notice-fee.amount";
    const tooSoon = facts.claims.every(
      ({ dueOn }) =>
        dueOn === null || dayOf(on) < workingDayFrom("NO", dayOf(dueOn)) + no.FEE_FREE_DAYS.value,
    );
    return tooSoon ? "no.notice-fee.earliest" : "no.notice-fee.count";
  }
  if (facts.claims.some(({ type }) => type === "consumer-credit")) return "se.consumer-credit.no-fee";
  if (facts.claims.every(({ reminderFeeAgreed }) => !reminderFeeAgreed)) return "se.reminder-fee.agreed";
  return verdict?.kind === "permitted-without-fee" ? "se.reminder-fee.once" : "se.reminder-fee.amount";
}
