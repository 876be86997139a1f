/**
 * One story of a plan: `decide` is asked on every day on which it wants to be, what it takes is taken as done, and
 * what happens to the claim happens on its day. What the plan asked for is kept beside what was done.
 */
import { addDays, type CalendarDate, earliest } from "@innfri/kernel";
import { isRuleId, type RuleId } from "@innfri/law";
import { accountOn, rulesOf } from "../account.ts";
import { decide } from "../decide.ts";
import type { CreditorRules, Decision, DecisionFile, OpenHold } from "../decision.ts";
import type { FileEvent } from "../facts.ts";
import { afterDecision } from "../forecast.ts";
import { freshFile, plainRules } from "../fresh-file.ts";
import type { Plan, PlanStep } from "../plan.ts";
import { remaining } from "../plan-walk.ts";
import { termDeadline } from "../schedule.ts";
import type { JudgedStep, Situation } from "./situation.ts";

const REF = "A";

/** An amount of the middling band of both countries, whose interest stays within the waived rest for weeks. */
const PRINCIPAL_MINOR = 450_000n;

/** A plan has few steps, and each takes few looks. */
const MOST_LOOKS = 120;

export type LivedStep = {
  /** As the plan asks for it; null where it asks for nothing of its own. */
  readonly asked: JudgedStep;
  /** As it was done; null when the law refused it that day. */
  readonly done: JudgedStep | null;
  /** The rule that refused it or held it back. */
  readonly refusedBy: RuleId | null;
};

/** Lives through a situation, oldest step first. */
export function liveThrough(plan: Plan, situation: Situation): readonly LivedStep[] {
  const rules = plainRules(plan);
  const lived: LivedStep[] = [];
  let askedMinor = PRINCIPAL_MINOR;
  const days = daysOf(situation, () => askedMinor);
  const { dueOn, debtorKind, operator, reminderFeeAgreed } = situation;
  const issuedOn = addDays(dueOn, -14);
  const claim = {
    ref: REF,
    invoiceNumber: REF,
    principalMinor: PRINCIPAL_MINOR,
    issuedOn,
    dueOn,
    reminderFeeAgreed,
  };
  let state = freshFile(plan, { debtorKind, operator, claims: [claim] });
  let day = addDays(dueOn, 1);
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    while (days[0] !== undefined && days[0].on <= day) state = days.shift()!.happen(state);
    const { decisions, nextLookOn } = decide(state, rules, day);
    const decision = decisions[0];
    if (decision === undefined) break;
    const step = livedStep(state, rules, decision, day);
    if (step !== null) lived.push(step);
    if (decision.kind === "take" && decision.letter !== null)
      askedMinor = decision.payByTotalMinor ?? decision.statement.totalMinor;
    const isActed = decision.kind === "take" || decision.kind === "ask";
    if (
      decision.kind === "take" ||
      decision.kind === "ask" ||
      decision.kind === "close" ||
      decision.kind === "park"
    )
      state = afterDecision(state, decision, day);
    if (decision.kind === "ask" && decision.closesOn === null) state = approved(state);
    if (isActed) continue;
    const nextDay = days[0]?.on ?? null;
    const lookOn = nextLookOn === null || nextLookOn > day ? nextLookOn : addDays(day, 1);
    if (lookOn === null && nextDay === null) break;
    day = lookOn === null ? nextDay! : nextDay === null ? lookOn : earliest(lookOn, nextDay);
  }
  return lived;
}

/** What a look did, or was kept from doing by the law; null when it only waited. */
function livedStep(
  state: DecisionFile,
  rules: CreditorRules,
  decision: Decision,
  on: CalendarDate,
): LivedStep | null {
  switch (decision.kind) {
    case "take": {
      const step = rules.plan.steps.find((one) => one.step === decision.step)!;
      const chargedMinor = decision.charges.reduce((sum, { minor }) => sum + minor, 0n);
      const done: JudgedStep = {
        step,
        on,
        payBy: decision.payBy,
        closesOn: null,
        chargedMinor,
        isAsked: false,
      };
      return { asked: asked(state, step, on, null), done, refusedBy: null };
    }
    case "ask": {
      // Other questions are answered with yes on the spot, and the step is taken at the next look.
      if (decision.step !== "collection-list") return null;
      const step = rules.plan.steps.find((one) => one.step === decision.step)!;
      const list = asked(state, step, on, decision.closesOn);
      return { asked: list, done: { ...list, isAsked: false }, refusedBy: null };
    }
    case "wait":
    case "park": {
      const { rule } = decision.because;
      if (!isRuleId(rule) || rule === "coverage") return null;
      const step = nextStep(state, rules, on);
      return step === undefined ? null : { asked: asked(state, step, on, null), done: null, refusedBy: rule };
    }
    case "held":
    case "close":
      return null;
  }
}

function nextStep(state: DecisionFile, rules: CreditorRules, on: CalendarDate): PlanStep | undefined {
  const left = remaining(accountOn(state.facts, on), state.claims[0]!, rules);
  return left.find(({ step }) => step !== "collection-list");
}

function asked(
  state: DecisionFile,
  step: PlanStep,
  on: CalendarDate,
  closesOn: CalendarDate | null,
): JudgedStep {
  const { calendar } = rulesOf(state.facts.country);
  const isLetter = step.step === "reminder" || step.step === "notice" || step.step === "demand";
  const payBy = isLetter ? termDeadline(step, on, calendar) : null;
  return { step, on, payBy, closesOn, chargedMinor: 0n, isAsked: true };
}

function approved(state: DecisionFile): DecisionFile {
  const claims = state.claims.map((claim) =>
    claim.proposal === null
      ? claim
      : { ...claim, proposal: { ...claim.proposal, state: "approved" as const } },
  );
  return { ...state, claims };
}

type Day = { readonly on: CalendarDate; readonly happen: (state: DecisionFile) => DecisionFile };

/** What happens, by day; `asked` is what the newest letter says is owed on its deadline. */
function daysOf({ happening }: Situation, asked: () => bigint): Day[] {
  const claim = REF;
  switch (happening.kind) {
    case "nothing":
      return [];
    case "part-paid":
      return [{ on: happening.on, happen: paying(happening.on, happening.on, () => PRINCIPAL_MINOR / 2n) }];
    case "paid": {
      const all = (state: DecisionFile) => accountOn(state.facts, happening.on).openOn(REF, happening.on);
      return [{ on: happening.on, happen: paying(happening.on, happening.on, all) }];
    }
    case "paid-in-time":
      return [{ on: happening.on, happen: paying(happening.orderedOn, happening.on, asked) }];
    case "objection":
    case "part-objection":
    case "groundless-objection": {
      const scope = happening.kind === "part-objection" ? PRINCIPAL_MINOR / 3n : ("whole" as const);
      const objected: FileEvent = { kind: "objection", on: happening.on, scope, reasonable: true, claim };
      const days = [{ on: happening.on, happen: adding(objected) }];
      if (happening.kind !== "groundless-objection") return days;
      const on = happening.resolvedOn;
      return [
        ...days,
        { on, happen: adding({ kind: "objection-resolved", on, outcome: "groundless", claim }) },
      ];
    }
    case "part-credited":
    case "credited": {
      const minor = happening.kind === "credited" ? PRINCIPAL_MINOR : PRINCIPAL_MINOR / 3n;
      return [{ on: happening.on, happen: adding({ kind: "credit", on: happening.on, minor, claim }) }];
    }
    case "held": {
      const hold: OpenHold = { claim, kind: "other", fromOn: happening.on, untilOn: happening.untilOn };
      return [{ on: happening.on, happen: (state) => ({ ...state, holds: [...state.holds, hold] }) }];
    }
  }
}

function adding(event: FileEvent): Day["happen"] {
  return (state) => ({ ...state, facts: { ...state.facts, events: [...state.facts.events, event] } });
}

/** Money on the account, and what of it was in time for the newest letter. */
function paying(
  orderedOn: CalendarDate,
  on: CalendarDate,
  sum: (state: DecisionFile) => bigint,
): Day["happen"] {
  return (state) => {
    if (state.claims.length === 0) return state; // it was closed before
    const minor = sum(state);
    if (minor <= 0n) return state;
    const after = adding({ kind: "payment", on, minor, designation: null, claim: REF })(state);
    const claims = after.claims.map((claim) => {
      const payBy = claim.taken.findLast((step) => step.payBy !== null)?.payBy;
      const isInTime = payBy !== undefined && payBy !== null && orderedOn <= payBy;
      return isInTime
        ? { ...claim, paidSinceLetterInTimeMinor: claim.paidSinceLetterInTimeMinor + minor }
        : claim;
    });
    return { ...after, claims };
  };
}
