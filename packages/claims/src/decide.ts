/**
 * What happens to a file today: every claim gets a step, a wait, a hold, an ending or a person to look at it, each
 * with its reason. Pure: the same facts, plan and day give the same answer, so tomorrow's date is the preview.
 */
import type { CalendarDate } from "@innfri/kernel";
import { OutsideCoverage, type RuleId } from "@innfri/law";
import { accountOn } from "./account.ts";
import { lawReason, reason } from "./because.ts";
import { type Answered, type AskFirst, answerFor, type Ready, type ReadyNow } from "./claim-answer.ts";
import type { CreditorRules, Decision, DecisionFile, Judgement, PlanReason } from "./decision.ts";
import { nextLook } from "./next-look.ts";
import { take } from "./take-step.ts";

/** Judges a file on a day. Throws only on a defect; what the tables do not cover parks its claims. */
export function decide(file: DecisionFile, rules: CreditorRules, today: CalendarDate): Judgement {
  if (file.debtorKind === null)
    return parkAll(
      file,
      "debtor.kind",
      "it is not known whether the debtor is a person, a business or a public body",
    );
  try {
    return judge(file, rules, today);
  } catch (error) {
    if (error instanceof OutsideCoverage) return parkAll(file, "coverage", error.message);
    throw error;
  }
}

function parkAll(file: DecisionFile, rule: RuleId | PlanReason, text: string): Judgement {
  const decisions = file.claims.map(
    ({ ref }): Decision => ({ kind: "park", claim: ref, because: { rule, text } }),
  );
  return { decisions, nextLookOn: null };
}

function judge(file: DecisionFile, rules: CreditorRules, today: CalendarDate): Judgement {
  const account = accountOn(file.facts, today);
  const answers = file.claims.map((claim) => answerFor(account, file, claim, rules, today));
  const ready = answers.filter((answer): answer is ReadyNow => answer.kind === "ready");
  const decisions: Decision[] = answers.filter(
    (answer): answer is Answered => answer.kind !== "ready" && answer.kind !== "ask-first",
  );
  decisions.push(...asks(answers.filter((answer): answer is AskFirst => answer.kind === "ask-first")));
  for (const together of byStep(ready)) decisions.push(take(account, together, today));
  return { decisions, nextLookOn: nextLook(account, file, rules, decisions, today) };
}

function byStep<R extends Ready>(ready: readonly R[]): R[][] {
  const groups = new Map<string, R[]>();
  for (const one of ready) groups.set(one.step.step, [...(groups.get(one.step.step) ?? []), one]);
  return [...groups.values()];
}

function asks(answers: readonly AskFirst[]): Decision[] {
  return byStep(answers).map((together): Decision => {
    const { step, closesOn: closes } = together[0]!;
    const rule = step.step === "collection-list" ? "no.collection-list" : "plan.approval";
    return {
      kind: "ask",
      step: step.step,
      claims: together.map(({ claim }) => claim.ref),
      closesOn: closes,
      closesAt: closes === null ? null : (step.closes?.time ?? "08:00"),
      because:
        rule === "plan.approval" ? reason(rule, "the creditor wants to see it first") : lawReason(rule),
    };
  });
}
