/** Norwegian collection of money claims under the Act of 1988, as norway.md reads it. */
import { addDays, type CalendarDate, earliest, latest } from "@innfri/kernel";
import { calendarNO, type Figure, no as law, movedDueDay } from "@innfri/law";
import type { Account } from "../account.ts";
import {
  type ClaimState,
  type CostEntry,
  lastDemand,
  letterToCorrect,
  type SentLetter,
} from "../account-state.ts";
import { bandShare } from "../band-share.ts";
import { compensations } from "../compensations.ts";
import type { CollectionCase, CostEvent, CountryRules, NewCost } from "../country-rules.ts";
import { lastDayOf, tooShort } from "../deadlines.ts";
import { latestDue, wasInTime } from "../due-day.ts";
import { type ClaimFacts, type FileFacts, interestReadingsOf, type Letter } from "../facts.ts";
import {
  type Blocked,
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
  const basisPoints = claim.agreedRateBasisPoints;
  if (basisPoints === null) return law.interestRates({ dayCount });
  return law.interestRates({ dayCount, agreed: { basisPoints, debtor: facts.debtorKind } });
}

/** Interest and waiting count from the agreed due day, moved off a non-business day, else from 30 days after the demand. */
function countedFrom(claim: ClaimFacts): CalendarDate | null {
  if (claim.dueOn !== null) return movedDueDay(claim.dueOn, calendarNO);
  return claim.demandedOn === null ? null : law.dueOnWithoutAgreement(claim.demandedOn);
}

function minimumTermDays(letter: Letter): number | null {
  if (letter === "reminder") return null; // no law sets one; what a short one costs is the second fee (§ 1-3)
  return letter === "notice" ? law.NOTICE_MIN_DAYS.value : law.DEMAND_MIN_DAYS.value;
}

function claimVerdict(account: Account, claim: ClaimState, step: StepKind, on: CalendarDate): ClaimVerdict {
  if (step === "compensation") return compensationVerdict(account, claim, on);
  if (claim.disputedWhole) return blocked("objection", "no.objection.stops");
  if (account.isPaid(claim, on)) return blocked("paid", "no.costs.necessary");
  switch (step) {
    case "reminder":
      return overdueVerdict(claim, on, "no.good-practice");
    case "notice":
      return refusedUnderNewAct(account, on) ?? overdueVerdict(claim, on, "no.notice.deadline");
    case "demand":
      return refusedUnderNewAct(account, on) ?? demandVerdict(account, claim, on);
    case "court":
      return suspended(account, claim, on) ?? courtVerdict(claim, on);
  }
}

function overdueVerdict(
  claim: ClaimState,
  on: CalendarDate,
  rule: "no.good-practice" | "no.notice.deadline",
): ClaimVerdict {
  const due = claim.countedFrom;
  if (due === null) return blocked("outside-coverage", "no.interest.start");
  return on <= due ? tooEarly(addDays(due, 1), rule) : PERMITTED(rule);
}

/**
 * Under the Act of 2026 a creditor signs no statutory notice and no demand of its own (D9). A licensed collector does,
 * by rules on deadlines and costs that no table has: then a person decides (norway.md 1.1).
 */
function refusedUnderNewAct(account: Account, on: CalendarDate): Blocked | null {
  const regime = law.regimeOn(on, account.facts.settings.newActFrom);
  if (regime === "NO-INKASSO-1988") return null;
  const isForbidden = account.facts.operator === "self" && !law.mayCreditorSignCollectionLetters(regime);
  return blocked(isForbidden ? "mode" : "outside-coverage", "no.regime.2026");
}

/** What the Act of 2026 does to a case that had its notice or demand under the one before is not known. */
function suspended(account: Account, claim: ClaimState, on: CalendarDate): Blocked | null {
  const isRunning = claim.letters.some(({ letter }) => letter === "notice" || letter === "demand");
  return isRunning ? refusedUnderNewAct(account, on) : null;
}

/**
 * A notice or demand from before an objection to a part is said again for the rest (norway.md 5.4). A reminder is not:
 * no law sets its deadline, and the notice after it asks for the rest with one of its own.
 */
function corrects(claim: ClaimState, letter: Letter, on: CalendarDate): SentLetter | null {
  const asked = letter === "reminder" ? null : letterToCorrect(claim, letter);
  const holdsNoLonger = letter === "demand" && asked !== null && on > law.demandGoodThrough(asked.on);
  return holdsNoLonger ? null : asked;
}

/** After the deadline of a lawful notice has passed unpaid (inkassoloven §§ 9-10), and not while another runs. */
function demandVerdict(account: Account, claim: ClaimState, on: CalendarDate): ClaimVerdict {
  if (corrects(claim, "demand", on) !== null)
    return longestWait(on, freshDays(claim)) ?? PERMITTED("no.objection.partial");
  const notice = claim.letters
    .slice(claim.part?.lettersBefore ?? 0)
    .findLast(({ letter }) => letter === "notice");
  if (notice === undefined) return blocked("notice-missing", "no.demand.after-notice");
  const last = lastDemand(claim);
  if (last !== undefined && on <= law.demandGoodThrough(last.on))
    return blocked("limit-reached", "no.demand.validity");

  const wait = account.facts.settings.waitAfterNoticeDays;
  const deadline = lastDayOf(notice.payBy, calendarNO);
  const afterNotice = wait === 0 ? addDays(deadline, 1) : calendarNO.addBankingDays(deadline, wait);
  const running = runningUntil(account, claim, on);
  return (
    longestWait(
      on,
      tooEarly(afterNotice, "no.demand.after-notice"),
      freshDays(claim),
      running === null ? null : tooEarly(addDays(running, 1), "no.demand.one-open"),
    ) ?? PERMITTED("no.demand.deadline")
  );
}

/** Whoever objected in vain has fresh days before anything goes on (norway.md, section 9, disputes). */
function freshDays({ freshUntil }: ClaimState): TooEarly | null {
  return freshUntil === null ? null : tooEarly(addDays(freshUntil, 1), "no.objection.fresh-deadline");
}

/** The last deadline that runs of demands for other claims whose principal is not paid, also of a disputed one. */
function runningUntil(account: Account, claim: ClaimState, on: CalendarDate): CalendarDate | null {
  const deadlines = account.claims
    .filter((other) => other !== claim && other.principalMinor > 0n)
    .flatMap(({ letters }) => letters)
    .filter(({ letter, on: sentOn }) => letter === "demand" && sentOn < on)
    .map(({ payBy }) => lastDayOf(payBy, calendarNO))
    .filter((deadline) => on <= deadline);
  return deadlines.length === 0 ? null : deadlines.reduce((a, b) => latest(a, b));
}

/** Legal steps after the demand's deadline and within six months of sending it (inkassoloven § 11). */
function courtVerdict(claim: ClaimState, on: CalendarDate): ClaimVerdict {
  const demand = lastDemand(claim);
  if (demand === undefined) return blocked("demand-missing", "no.court.after-demand");
  if (on > law.demandGoodThrough(demand.on)) return blocked("demand-missing", "no.demand.validity");
  const deadline = lastDayOf(demand.payBy, calendarNO);
  const afterDemand = tooEarly(addDays(deadline, 1), "no.court.after-demand");
  return longestWait(on, afterDemand, freshDays(claim)) ?? PERMITTED("no.court.after-demand");
}

/** Every debtor that is not a consumer, from default on (forsinkelsesrenteloven § 3 a). */
function compensationVerdict(account: Account, claim: ClaimState, on: CalendarDate): ClaimVerdict {
  if (account.facts.debtorKind === "consumer") return blocked("debtor-kind", "no.compensation");
  if (claim.countedFrom === null) return blocked("outside-coverage", "no.interest.start");
  if (on <= claim.countedFrom) return tooEarly(addDays(claim.countedFrom, 1), "no.compensation");
  if (claim.disputedWhole) return blocked("objection", "no.objection.stops"); // norway.md 5.2: fees stop too
  if (wasInTime(claim)) return blocked("paid", "no.compensation");
  if (account.compensations.some((claimed) => claimed.claim === claim.facts.ref))
    return blocked("limit-reached", "no.compensation");
  return PERMITTED("no.compensation");
}

function feeOf(
  account: Account,
  claims: readonly ClaimState[],
  step: StepKind,
  on: CalendarDate,
): Figure | null {
  switch (step) {
    case "reminder":
    case "notice": {
      // What a creditor's letter may cost under the Act of 2026 stands in a regulation that nobody has seen: nothing.
      if (law.regimeOn(on, account.facts.settings.newActFrom) !== "NO-INKASSO-1988") return null;
      const bearer = claims.find((claim) => mayBearSmallFee(claim, on));
      if (bearer === undefined) return null;
      return law.noticeFee({ letter: step, claimDueOn: latestDue([bearer]), sentOn: on });
    }
    case "demand":
      return account.facts.operator === "self"
        ? ownDemandFee(account, claims, on)
        : agencyDemandFee(account, claims, on);
    case "court":
      return law.courtFee({ kind: "conciliation", on });
    case "compensation":
      return compensations(claims.map((claim) => compensation(claim.countedFrom!, on)));
  }
}

/** The count of inkassoforskriften §§ 1-2 and 1-3: F1, F4 to F6 of norway.md. */
function mayBearSmallFee(claim: ClaimState, on: CalendarDate): boolean {
  if (claim.countedFrom === null || on < law.firstFeeDay(claim.countedFrom)) return false;
  if (lastDemand(claim) !== undefined) return false;
  const counted = sinceRestart(claim.feeLetters);
  const first = counted[0];
  const last = counted.at(-1);
  if (first === undefined || last === undefined || on >= law.noticeFeeRestartsOn(last.on)) return true;
  if (counted.length >= law.MAX_SMALL_FEES.value || first.letter !== "reminder") return false;
  const isLongEnough = !tooShort(first.postedOn, first.payBy, law.SECOND_FEE_MISSED_DAYS.value);
  return isLongEnough && on > lastDayOf(first.payBy, calendarNO);
}

/** The fee-bearing letters that count together: six months without one start the count again. */
function sinceRestart(letters: readonly SentLetter[]): readonly SentLetter[] {
  const start = letters.findLastIndex((letter, i) => {
    const before = letters[i - 1];
    return before !== undefined && letter.on >= law.noticeFeeRestartsOn(before.on);
  });
  return letters.slice(Math.max(0, start));
}

/** A creditor that collects its own claims charges one fee for its demand, after a missed deadline of 14 days (F7). */
function ownDemandFee(account: Account, claims: readonly ClaimState[], on: CalendarDate): Figure | null {
  if (demandedBefore(claims) || account.cases.some((other) => other.on === on)) return null;
  return law.noticeFee({ letter: "own-demand", claimDueOn: latestDue(claims), sentOn: on });
}

/** What a licensed agency's demand would add: the light costs of one case on the sum of the claims (norway.md 3.4). */
function agencyDemandFee(account: Account, claims: readonly ClaimState[], on: CalendarDate): Figure | null {
  if (demandedBefore(claims)) return null;
  const bandBaseMinor = claims.reduce((sum, claim) => sum + bandShare(claim), 0n);
  return costsOfBand(account, { bandBaseMinor, claimDueOn: latestDue(claims), coveredOn: on, heavy: false });
}

function demandedBefore(claims: readonly ClaimState[]): boolean {
  return claims.some((claim) => lastDemand(claim) !== undefined);
}

/**
 * Recovery costs on a day: the rate and the weight of the day the principal became nil, else of the day asked about
 * (inkassoforskriften §§ 2-2, 2-3). A plan agreed before the heavy day keeps them light.
 */
function recoveryCosts(account: Account, collection: CollectionCase, day: CalendarDate): Figure | null {
  if (account.facts.operator === "self") return null;
  const coveredOn = collection.coveredOn === null ? day : earliest(collection.coveredOn, day);
  const heavyFrom = law.heavyFrom(collection.payBy);
  const planKeepsLight = collection.planOn !== null && collection.planOn < heavyFrom;
  const heavy = coveredOn >= heavyFrom && !planKeepsLight;
  const bandBaseMinor = [...collection.shares.values()].reduce((sum, share) => sum + share, 0n);
  return costsOfBand(account, { bandBaseMinor, claimDueOn: collection.claimDueOn, coveredOn, heavy });
}

function letterFigure(
  account: Account,
  claims: readonly ClaimState[],
  letter: Letter,
  on: CalendarDate,
): Figure | null {
  if (letter !== "demand") return law.noticeFee({ letter, claimDueOn: latestDue(claims), sentOn: on });
  if (account.facts.operator === "self")
    return law.noticeFee({ letter: "own-demand", claimDueOn: latestDue(claims), sentOn: on });
  const collection = account.cases.find((other) => other.on === on);
  return collection === undefined ? null : recoveryCosts(account, collection, on);
}

function costsOfBand(
  account: Account,
  band: { bandBaseMinor: bigint; claimDueOn: CalendarDate; coveredOn: CalendarDate; heavy: boolean },
): Figure {
  const { debtorKind, vatDeductible } = account.facts;
  return law.recoveryCosts({ ...band, isConsumer: debtorKind === "consumer", vatDeductible });
}

function costsOf(account: Account, claims: readonly ClaimState[], event: CostEvent): readonly NewCost[] {
  const refs = claims.map(({ facts }) => facts.ref);
  switch (event.kind) {
    case "payment-plan": {
      if (account.facts.operator === "self") return []; // § 2-4 is part of a collector's costs
      // The sheet tells of one plan: a further one of a claim that it bore a fee for adds none (norway.md 3.3).
      const isBorne = ({ plan, minor, claims: bearing, chargedFor }: CostEntry) =>
        plan && minor !== 0n && bearing.length > 0 && chargedFor.some((ref) => refs.includes(ref));
      if (account.costs.some(isBorne)) return [];
      // Before the demand it is doubtful whether there is one: see `isPlanFeeDoubted`.
      if (!claims.every((claim) => lastDemand(claim) !== undefined)) return [];
      const { instalments, on } = event;
      const figure = law.planFee({ agreedOn: on, instalments, vatDeductible: account.facts.vatDeductible });
      return figure.minor === 0n ? [] : [{ item: "recovery-costs", claims: refs, figure, plan: true }];
    }
    case "application":
      return [
        { item: "legal-costs", claims: refs, figure: law.courtFee({ kind: "conciliation", on: event.on }) },
      ];
    case "attachment-application":
      return [
        { item: "legal-costs", claims: refs, figure: law.courtFee({ kind: "attachment", on: event.on }) },
      ];
    case "decision":
    case "enforcement":
      return [];
  }
}

function compensation(dueOn: CalendarDate, claimedOn: CalendarDate): Figure {
  return law.compensation({ dueOn, claimedOn });
}

export const no: CountryRules = {
  country: "NO",
  calendar: calendarNO,
  interestIndex,
  countedFrom,
  minimumTermDays,
  corrects,
  freshDeadlineDays: law.FRESH_DEADLINE_DAYS.value,
  claimVerdict,
  suspended,
  refuseAmounts: () => {},
  feeOf,
  letterFigure,
  costsOf,
  recoveryCosts,
  heavyFrom: law.heavyFrom,
  compensation,
  designationBinds: true,
  orderedInTimeCounts: true,
  objectionEndsCosts: true,
};
