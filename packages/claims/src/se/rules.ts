/** Swedish collection of money claims, as sweden.md reads it. */
import { addDays, type CalendarDate, formatMinor } from "@innfri/kernel";
import { calendarSE, type Figure, se as law, movedDueDay } from "@innfri/law";
import type { Account } from "../account.ts";
import { type ClaimState, lastDemand } from "../account-state.ts";
import { compensations } from "../compensations.ts";
import type { CostEvent, CountryRules, NewCost } from "../country-rules.ts";
import { lastDayOf } from "../deadlines.ts";
import { wasInTime } from "../due-day.ts";
import { type ClaimFacts, type FileFacts, interestReadingsOf, type Letter } from "../facts.ts";
import {
  blocked,
  type ClaimVerdict,
  longestWait,
  PERMITTED,
  type StepKind,
  type TooEarly,
  tooEarly,
} from "../verdict.ts";

function interestIndex(claim: ClaimFacts, facts: FileFacts) {
  const { dayCount } = interestReadingsOf(claim, facts.settings);
  // Without an agreed due day a consumer owes interest only when the demand said so (räntelagen 4 §).
  if (claim.dueOn === null && facts.debtorKind === "consumer" && !claim.interestStated) return null;
  const basisPoints = claim.agreedRateBasisPoints;
  if (basisPoints === null) return law.interestRates({ dayCount });
  const isConsumerCredit = claim.type === "consumer-credit";
  return law.interestRates({
    dayCount,
    agreed: { basisPoints, debtor: facts.debtorKind, isConsumerCredit },
  });
}

function countedFrom(claim: ClaimFacts): CalendarDate | null {
  if (claim.dueOn !== null)
    return law.interestStart({ kind: "agreed", dueOn: movedDueDay(claim.dueOn, calendarSE) });
  return claim.demandedOn === null ? null : law.interestStart({ kind: "demanded", sentOn: claim.demandedOn });
}

function minimumTermDays(letter: Letter): number | null {
  return letter === "demand" ? law.DEMAND_MIN_DAYS.value : null;
}

function claimVerdict(account: Account, claim: ClaimState, step: StepKind, on: CalendarDate): ClaimVerdict {
  if (step === "notice") return blocked("mode", "se.costs.closed-list"); // the inkassovarsel is Norwegian
  if (step === "compensation") return compensationVerdict(account, claim, on);
  if (claim.disputedWhole) return blocked("objection", "se.objection.stops");
  if (account.isPaid(claim, on)) return blocked("paid", "se.demand-fee.booking-day");
  if (claim.facts.type === "consumer-credit" && law.mustReviewConsumerCredit(on))
    return blocked("outside-coverage", "se.consumer-credit.human");
  switch (step) {
    case "reminder":
      return overdueVerdict(claim, on, "se.good-practice", null);
    case "demand": {
      // One demand for a claim, for ever (IkostL 4 §; sweden.md 2.2 no. 7).
      if (lastDemand(claim) !== undefined) return blocked("limit-reached", "se.demand.once");
      return overdueVerdict(claim, on, "se.demand.deadline", freshDays(claim));
    }
    case "court":
      return courtVerdict(claim, on);
  }
}

function overdueVerdict(
  claim: ClaimState,
  on: CalendarDate,
  rule: "se.good-practice" | "se.demand.deadline",
  also: TooEarly | null,
): ClaimVerdict {
  const due = claim.countedFrom;
  if (due === null) return blocked("outside-coverage", "se.interest.start");
  return longestWait(on, tooEarly(addDays(due, 1), rule), also) ?? PERMITTED(rule);
}

/** Whoever objected in vain has fresh days before anything goes on (sweden.md 4.1). */
function freshDays({ freshUntil }: ClaimState): TooEarly | null {
  return freshUntil === null ? null : tooEarly(addDays(freshUntil, 1), "se.objection.fresh-deadline");
}

/** Not before the demand was sent and its deadline has passed (inkassolagen 6 §). */
function courtVerdict(claim: ClaimState, on: CalendarDate): ClaimVerdict {
  const demand = lastDemand(claim);
  if (demand === undefined) return blocked("demand-missing", "se.court.after-demand");
  const deadline = lastDayOf(demand.payBy, calendarSE);
  const afterDemand = tooEarly(addDays(deadline, 1), "se.court.after-demand");
  return longestWait(on, afterDemand, freshDays(claim)) ?? PERMITTED("se.court.after-demand");
}

/** Between traders and towards authorities, with no reminder needed (IkostL 4 a §). */
function compensationVerdict(account: Account, claim: ClaimState, on: CalendarDate): ClaimVerdict {
  if (account.facts.debtorKind === "consumer") return blocked("debtor-kind", "se.compensation");
  if (claim.countedFrom === null) return blocked("outside-coverage", "se.interest.start");
  if (on <= claim.countedFrom) return tooEarly(addDays(claim.countedFrom, 1), "se.compensation");
  if (claim.disputedWhole) return blocked("objection", "se.objection.stops"); // sweden.md 4.1: fees stop
  if (wasInTime(claim)) return blocked("paid", "se.compensation");
  if (account.compensations.some((claimed) => claimed.claim === claim.facts.ref))
    return blocked("limit-reached", "se.compensation");
  return PERMITTED("se.compensation");
}

function feeOf(
  account: Account,
  claims: readonly ClaimState[],
  step: StepKind,
  on: CalendarDate,
): Figure | null {
  switch (step) {
    case "reminder":
      return claims.some((claim) => mayBearReminderFee(claim, on)) ? law.charge("REMINDER", on) : null;
    case "demand":
      // Demands of one creditor to one debtor on one day carry one fee (sweden.md 2.2 no. 4).
      return account.cases.some((other) => other.on === on) ? null : law.charge("DEMAND", on);
    case "court":
      return together(law.charge("KFM_APP", on), law.charge("KFM_AGENT", on));
    case "compensation":
      return compensations(claims.map((claim) => compensation(claim.countedFrom!)));
    case "notice":
      return null;
  }
}

/** Once, when it was agreed, never for a consumer credit, and not after a demand (IkostL 2, 4 §§; KkrL 19 a §). */
function mayBearReminderFee(claim: ClaimState, on: CalendarDate): boolean {
  if (!claim.facts.reminderFeeAgreed) return false;
  if (claim.facts.type === "consumer-credit" && !law.mayChargeConsumerCreditReminder(on)) return false;
  if (lastDemand(claim) !== undefined) return false;
  return claim.feeLetters.length < law.MAX_REMINDER_FEES.value;
}

/** A consumer credit costs no more than the credit itself (KkrL 19 b §; sweden.md 1.3, 2.2 no. 10). */
function refuseAmounts(account: Account, day: CalendarDate): void {
  if (account.facts.debtorKind !== "consumer") return;
  for (const claim of account.claims) {
    const { ref, type, principalMinor: creditMinor } = claim.facts;
    if (type !== "consumer-credit") continue;
    const costs = account.costs.filter(({ item, claims }) => item !== "legal-costs" && claims[0] === ref);
    const interestMinor = account.interestOn(claim, day) + claim.interestPaidMinor;
    const costMinor = costs.reduce((sum, cost) => sum + account.costOn(cost, day), interestMinor);
    law.refuseAboveCredit({ creditMinor, costMinor, on: day });
  }
}

function letterFigure(
  _account: Account,
  _claims: readonly ClaimState[],
  letter: Letter,
  on: CalendarDate,
): Figure | null {
  return letter === "notice" ? null : law.charge(letter === "demand" ? "DEMAND" : "REMINDER", on);
}

function together(first: Figure, second: Figure): Figure {
  const { derivation } = first;
  const minor = first.minor + second.minor;
  return {
    minor,
    derivation: {
      ...derivation,
      figures: [...derivation.figures, ...second.derivation.figures],
      arithmetic: `${derivation.arithmetic} + ${second.derivation.arithmetic} = ${formatMinor(minor)}`,
    },
  };
}

function costsOf(account: Account, claims: readonly ClaimState[], event: CostEvent): readonly NewCost[] {
  const refs = claims.map(({ facts }) => facts.ref);
  const { on } = event;
  switch (event.kind) {
    case "payment-plan": {
      // A complete plan for the whole remaining debt, once (IkostL 3 §).
      if (!event.wholeDebt || account.costs.some(({ plan }) => plan)) return [];
      return [{ item: "recovery-costs", claims: refs, figure: law.charge("PLAN", on), plan: true }];
    }
    case "application":
      return [
        { item: "legal-costs", claims: refs, figure: law.charge("KFM_APP", on) },
        { item: "legal-costs", claims: refs, figure: law.charge("KFM_AGENT", on) },
      ];
    case "enforcement":
      return [{ item: "legal-costs", claims: refs, figure: law.charge("ENF_BASE", on) }];
    case "decision":
    case "attachment-application":
      return [];
  }
}

function compensation(dueOn: CalendarDate): Figure {
  return law.compensation({ dueOn });
}

export const se: CountryRules = {
  country: "SE",
  calendar: calendarSE,
  interestIndex,
  countedFrom,
  minimumTermDays,
  corrects: () => null, // sweden.md 4.1 asks for no letter anew, and 2.2 no. 7 knows one demand for a claim
  freshDeadlineDays: law.FRESH_DEADLINE_DAYS.value,
  claimVerdict,
  suspended: () => null,
  refuseAmounts,
  feeOf,
  letterFigure,
  costsOf,
  recoveryCosts: () => null,
  heavyFrom: () => null,
  compensation,
  designationBinds: false,
  // The day it was booked decides (IkostL 4 §; sweden.md 2.3), whatever the payer ordered before.
  orderedInTimeCounts: false,
  objectionEndsCosts: false,
};
