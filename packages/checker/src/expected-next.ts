/** What the letter must say of the time after it: never a day before the law lets it come (INKL §§ 9, 11; IkL 6 §). */
import { no, se } from "@innfri/law/tables";
import { basesOf } from "./apply-letter.ts";
import { type Day, dayOf, dayText, workingDayFrom } from "./calendar.ts";
import { heavyFrom, letterFeeNO, recoveryCosts } from "./charges.ts";
import type { DocumentContext } from "./document.ts";
import { amountText } from "./exact.ts";
import type { Facts, LetterName } from "./facts.ts";
import { shortestTerm } from "./judge.ts";
import { figureOn, NotCovered } from "./lookup.ts";
import { demandDay, noticeDay } from "./plan-days.ts";
import type { ClaimState } from "./state.ts";

type NextStep = Readonly<Record<string, unknown>>;

export function expectedNext(
  facts: Facts,
  context: DocumentContext,
  covered: readonly ClaimState[],
  letter: LetterName,
  payBy: Day,
): readonly NextStep[] {
  if (letter === "demand") return afterDemand(facts, context, covered, payBy);
  const isReminder = facts.country === "NO" && letter === "reminder";
  return [
    isReminder ? afterReminder(facts, context, covered, payBy) : collection(facts, context, covered, payBy),
  ];
}

/** Norway: the notice, with its fee where it can bear one; a person goes on where the plan has none. */
function afterReminder(
  facts: Facts,
  context: DocumentContext,
  covered: readonly ClaimState[],
  payBy: Day,
): NextStep {
  const oldest = covered.reduce((a, b) => (b.countedFrom! < a.countedFrom! ? b : a));
  const sentOn = noticeDay("NO", context.plan, oldest.countedFrom!, payBy);
  if (sentOn === undefined) return { kind: "contact", earliestOn: dayText(workingDayFrom("NO", payBy + 1)) };
  const bears = stepOf(context, "notice")?.fee !== "none" && mayBearSecond(context, oldest, payBy, sentOn);
  return {
    kind: "notice",
    earliestOn: dayText(sentOn),
    answerDays: termOf(facts, context, "notice"),
    fee: bears ? feeOrNull(oldest, sentOn) : null,
  };
}

/** F1, F5: 14 days after the due day; after a fee-bearing reminder only when that gave at least 14 days. */
function mayBearSecond(context: DocumentContext, claim: ClaimState, payBy: Day, sentOn: Day): boolean {
  if (sentOn < claim.countedFrom! + no.FEE_FREE_DAYS.value) return false;
  const boreOne = claim.feeLetters.length > 0;
  return !boreOne || payBy >= dayOf(context.on) + no.SECOND_FEE_MISSED_DAYS.value;
}

/** Next year's rate may not be known yet: then no fee is named. */
function feeOrNull(claim: ClaimState, sentOn: Day): string | null {
  try {
    return amountText(letterFeeNO("notice", [claim], sentOn));
  } catch (error) {
    if (error instanceof NotCovered) return null;
    throw error;
  }
}

function collection(
  facts: Facts,
  context: DocumentContext,
  covered: readonly ClaimState[],
  payBy: Day,
): NextStep {
  return {
    kind: "collection",
    earliestOn: dayText(Math.max(payBy + 1, demandDay(facts.country, context.plan, payBy))),
    by: null,
    answerDays: termOf(facts, context, "demand"),
    estimate:
      facts.country === "SE" || stepOf(context, "demand")?.fee === "none"
        ? null
        : amountText(demandAdds(facts, covered, dayOf(context.on))),
  };
}

/** The most a Norwegian demand for these claims adds: the creditor's own fee, or an agency's light costs. */
function demandAdds(facts: Facts, covered: readonly ClaimState[], on: Day): bigint {
  if (facts.operator === "self") return letterFeeNO("demand", covered, on);
  return recoveryCosts(facts, [...basesOf(covered).values()], on, false);
}

function afterDemand(
  facts: Facts,
  context: DocumentContext,
  covered: readonly ClaimState[],
  payBy: Day,
): readonly NextStep[] {
  const on = dayOf(context.on);
  const after = dayText(payBy + 1);
  if (facts.country === "SE")
    return [
      {
        kind: "payment-order",
        earliestOn: after,
        applicationFee: amountText(figureOn(se.applicationFee, on)),
        applicationWork: amountText(figureOn(se.agentCost, on)),
      },
    ];
  const legal = { kind: "legal-collection", earliestOn: after };
  // Reading 6: what was demanded when the principal was nil already never becomes heavy.
  if (facts.operator === "self" || covered.every(({ principal }) => principal === 0n)) return [legal];
  const heavy = amountText(recoveryCosts(facts, [...basesOf(covered).values()], on, true));
  return [{ kind: "higher-costs", earliestOn: dayText(heavyFrom(payBy)), estimate: heavy }, legal];
}

function stepOf({ plan }: DocumentContext, name: LetterName) {
  return plan.find(({ step }) => step === name);
}

/** Days to pay: the plan's, at least the law's. */
function termOf(facts: Facts, context: DocumentContext, letter: LetterName): number {
  return Math.max(stepOf(context, letter)?.termDays ?? 0, shortestTerm(facts, letter));
}
