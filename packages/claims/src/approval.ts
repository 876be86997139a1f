/** Whether a person is asked before a step, and what became of it. */
import { addDays, type CalendarDate } from "@innfri/kernel";
import type { Account } from "./account.ts";
import { reason } from "./because.ts";
import type { ClaimAnswer } from "./claim-answer.ts";
import type { ClaimProgress, CreditorRules } from "./decision.ts";
import type { PlanStep } from "./plan.ts";
import { stepsOf } from "./plan-walk.ts";
import { closingDay } from "./schedule.ts";

/** Whether a person is asked first, as the plan and the creditor's degree of automation say. */
export function approval(
  account: Account,
  claim: ClaimProgress,
  step: PlanStep,
  due: CalendarDate,
  rules: CreditorRules,
  today: CalendarDate,
): ClaimAnswer {
  const ready: ClaimAnswer = { kind: "ready", claim, step };
  if (!isAsked(account, step, rules)) return ready;
  const proposal = claim.proposal?.step === step.step ? claim.proposal : null;
  // A plan is walked forward only, so an answer about this step is about the step that is due now.
  if (proposal === null || proposal.state === "postponed" || proposal.state === "lapsed")
    return { kind: "ask-first", claim, step, closesOn: closesOn(account, step, due, rules, today) };
  switch (proposal.state) {
    case "approved":
      // An early yes to the list does not take the days from those who may still stop a claim on it (D3).
      return step.step === "collection-list" ? untilClosed(claim, step, proposal.closesOn) : ready;
    case "stopped":
      return {
        kind: "held",
        claim: claim.ref,
        by: "stopped",
        until: null,
        because: reason("plan.hold", "stopped by the creditor"),
      };
    case "open":
      if (proposal.closesOn !== null && proposal.closesOn < today) return ready;
      return untilClosed(claim, step, proposal.closesOn);
  }
}

function untilClosed(claim: ClaimProgress, step: PlanStep, closesOn: CalendarDate | null): ClaimAnswer {
  const text = closesOn === null ? "waits for a person" : `goes by itself after ${closesOn} unless stopped`;
  return {
    kind: "wait",
    claim: claim.ref,
    until: closesOn === null ? null : addDays(closesOn, 1),
    next: step.step,
    because: reason("plan.approval", text),
  };
}

/** The list comes at every level of automation and stands for the demand; legal steps always wait for a person. */
function isAsked(account: Account, step: PlanStep, rules: CreditorRules): boolean {
  switch (step.step) {
    case "collection-list":
    case "legal":
    case "solvency":
      return true;
    case "demand":
      return (
        rules.automation !== "automatic" &&
        !stepsOf(account, rules).some(({ step: kind }) => kind === "collection-list")
      );
    case "reminder":
    case "notice":
      return rules.automation !== "automatic";
    case "follow-up":
    case "heavy":
      return false;
  }
}

function closesOn(
  account: Account,
  step: PlanStep,
  due: CalendarDate,
  rules: CreditorRules,
  today: CalendarDate,
): CalendarDate | null {
  const { calendar } = account.rules;
  if (step.step === "collection-list") return closingDay(step, today, due, calendar);
  if (step.step === "legal" || step.step === "solvency" || rules.automation === "suggest") return null;
  return calendar.addBankingDays(today, rules.approveAfterDays);
}
