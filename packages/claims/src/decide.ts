/**
 * What happens to a file today: every claim gets a step, a wait, a hold, an ending or a person to look at it, each
 * with its reason. Pure: the same facts, plan and day give the same answer, so tomorrow's date is the preview.
 */
import type { CalendarDate } from "@innfri/kernel";
import { coveredOr, lawPack, type RuleId } from "@innfri/law";
import { type Account, accountOn } from "./account.ts";
import { lawReason, reason } from "./because.ts";
import {
  type Answered,
  type AskFirst,
  answerFor,
  type ClaimAnswer,
  type Ready,
  type ReadyNow,
} from "./claim-answer.ts";
import { Contacts } from "./contact-limits.ts";
import type {
  ClaimProgress,
  CreditorRules,
  Decision,
  DecisionFile,
  Detail,
  Judgement,
  PlanReason,
} from "./decision.ts";
import { nextLook } from "./next-look.ts";
import { correctedDemand, letterOf, restarted } from "./plan-walk.ts";
import { take } from "./take-step.ts";

/** Judges a file on a day, with statements in `full` or as their `sums` alone. Throws only on a defect; what the tables do not cover parks its claims. */
export function decide(
  file: DecisionFile,
  rules: CreditorRules,
  today: CalendarDate,
  detail: Detail = "full",
): Judgement {
  if (file.debtorKind === null)
    return parkAll(
      file,
      "debtor.kind",
      "it is not known whether the debtor is a person, a business or a public body",
    );
  const { country, currency } = file.facts;
  if (currency !== lawPack(country).currency)
    return parkAll(file, "coverage", `the law pack of ${country} does not cover ${currency}`);
  return coveredOr(
    () => judge(file, rules, today, detail),
    ({ message }) => parkAll(file, "coverage", message),
  );
}

function parkAll(file: DecisionFile, rule: RuleId | PlanReason, text: string): Judgement {
  const decisions = file.claims.map(
    ({ ref }): Decision => ({ kind: "park", claim: ref, because: { rule, text } }),
  );
  return { decisions, nextLookOn: null };
}

/** `refused`: claims whose step no table covers, and why; the others of the file are judged without them. */
function judge(
  given: DecisionFile,
  rules: CreditorRules,
  today: CalendarDate,
  detail: Detail,
  refused: ReadonlyMap<string, string> = new Map(),
): Judgement {
  const account = accountOn(given.facts, today);
  const file = { ...given, claims: given.claims.map((claim) => restarted(account, claim)) };
  const answers = file.claims.map((claim): ClaimAnswer => {
    const why = refused.get(claim.ref);
    return why === undefined ? answerOrPark(account, file, claim, rules, today) : uncovered(claim, why);
  });
  const ready = answers.filter((answer): answer is ReadyNow => answer.kind === "ready");
  const decisions: Decision[] = answers.filter(
    (answer): answer is Answered => answer.kind !== "ready" && answer.kind !== "ask-first",
  );
  const asking = answers.filter((answer): answer is AskFirst => answer.kind === "ask-first");
  decisions.push(...together(asking, ({ step, closesOn }) => `${step.step} ${closesOn}`).map(ask));
  const contacts = new Contacts(given, rules, account.rules.calendar);
  // A first demand is no part of a corrected one, which costs nothing.
  const apart = ({ claim, step }: Ready) =>
    step.step === "demand" && correctedDemand(account, claim, rules, today) !== null;
  const groups = together(ready, (one) => `${one.step.step} ${apart(one)}`);
  // What a step without a letter charges moves what a letter of the same day asks for, where a compensation is set off.
  const waitsFor = groups.find(([one]) => letterOf(one!.step) === null)?.[0]?.step.step;
  for (const group of groups) {
    const { step } = group[0]!;
    if (rules.stale.length > 0) {
      for (const { claim } of group) decisions.push(heldByAge(claim, rules.stale));
      continue;
    }
    if (waitsFor !== undefined && letterOf(step) !== null) {
      const because = reason("plan.wait", `${step.step} is decided when ${waitsFor} is done`);
      for (const { claim } of group)
        decisions.push({ kind: "wait", claim: claim.ref, next: step.step, until: today, because });
      continue;
    }
    const notNow = contacts.against(step, today);
    if (notNow === null) {
      const taken = coveredOr(
        () => take(account, group, file, rules, today, detail),
        ({ message }) => message,
      );
      if (typeof taken === "string") {
        const more = group.map(({ claim }) => [claim.ref, taken] as const);
        return judge(given, rules, today, detail, new Map([...refused, ...more]));
      }
      decisions.push(taken);
      contacts.add(step, today);
    } else
      for (const { claim } of group)
        decisions.push({ kind: "wait", claim: claim.ref, next: step.step, ...notNow });
  }
  return { decisions, nextLookOn: nextLook(account, file, rules, decisions, today) };
}

/** What the tables do not cover for one claim says nothing about the others of its file. */
function answerOrPark(
  account: Account,
  file: DecisionFile,
  claim: ClaimProgress,
  rules: CreditorRules,
  today: CalendarDate,
): ClaimAnswer {
  return coveredOr(
    () => answerFor(account, file, claim, rules, today),
    ({ message }) => uncovered(claim, message),
  );
}

function uncovered({ ref }: ClaimProgress, why: string): ClaimAnswer {
  return { kind: "park", claim: ref, because: reason("coverage", why) };
}

/** The answers that are taken or asked as one. */
function together<R extends Ready>(answers: readonly R[], key: (answer: R) => string): R[][] {
  return answers.length < 2 ? answers.map((answer) => [answer]) : [...Map.groupBy(answers, key).values()];
}

/** Until it is seen again, which makes the file due; no day does. */
function heldByAge({ ref }: ClaimProgress, stale: readonly string[]): Decision {
  const because = reason("plan.stale-data", stale.join("; "));
  return { kind: "held", claim: ref, by: "stale-data", until: null, because };
}

function ask(answers: readonly AskFirst[]): Decision {
  const { step, closesOn } = answers[0]!;
  const isList = step.step === "collection-list";
  return {
    kind: "ask",
    step: step.step,
    claims: answers.map(({ claim }) => claim.ref),
    closesOn,
    closesAt: closesOn === null ? null : (step.closes?.time ?? "08:00"),
    because: isList
      ? lawReason("no.collection-list")
      : reason("plan.approval", "the creditor wants to see it first"),
  };
}
