/** May a step be taken for one claim today, given everything that has happened up to now? */
import { no, se } from "@innfri/law/tables";
import { type Day, dayOf, monthsAfter, workingDayFrom, workingDaysAfter } from "./calendar.ts";
import { bearerOf, compensationBearer, openCompensation, openCosts } from "./costs.ts";
import type { Facts, LetterName } from "./facts.ts";
import { interestOf } from "./interest.ts";
import type { ClaimState, FileState, Sent } from "./state.ts";

export type Step = LetterName | "court" | "compensation";
export type BlockedBy =
  | "objection"
  | "paid"
  | "notice-missing"
  | "demand-missing"
  | "limit-reached"
  | "mode"
  | "debtor-kind"
  | "outside-coverage";

/** The answer for one claim, before anything is said of what it costs. */
export type Judgement =
  | { readonly kind: "permitted"; readonly bearsFee: boolean }
  | { readonly kind: "too-early"; readonly notBefore: Day }
  | { readonly kind: "blocked"; readonly by: BlockedBy };

const blocked = (by: BlockedBy): Judgement => ({ kind: "blocked", by });

/** The first day of the new Swedish consumer credit act as far as known; from then a person decides (1.3, sweden.md). */
const CONSUMER_CREDIT_BY_HAND = dayOf("2026-11-20");

export function judge(file: FileState, claim: ClaimState, step: Step, day: Day): Judgement {
  const { facts } = file;
  if (facts.country === "SE" && step === "notice") return blocked("mode"); // the inkassovarsel is Norwegian
  if (step === "compensation" && facts.debtorKind === "consumer") return blocked("debtor-kind");
  if (claim.countedFrom === null) return blocked("outside-coverage");
  if (step === "compensation") return judgeCompensation(claim, claim.countedFrom, day);
  if (claim.disputed === "whole") return blocked("objection");
  if (isPaid(file, claim, day)) return blocked("paid");
  const barred = barredBy(facts, claim, step, day);
  if (barred !== undefined) return blocked(barred);
  switch (step) {
    case "reminder":
    case "notice":
      return judgeSmallLetter(facts, claim, claim.countedFrom, step, day);
    case "demand":
      return facts.country === "NO" ? judgeDemandNO(file, claim, day) : judgeDemandSE(claim, day);
    case "court":
      return judgeCourt(facts, claim, day);
  }
}

function barredBy(
  { country, operator, settings }: Facts,
  claim: ClaimState,
  step: Step,
  day: Day,
): BlockedBy | undefined {
  if (country === "SE" && claim.facts.type === "consumer-credit" && day >= CONSUMER_CREDIT_BY_HAND)
    return "outside-coverage";
  return underNewAct(settings, day) && country === "NO" ? barredByNewAct(operator, claim, step) : undefined;
}

/** The Act of 2026 has begun, as the operator has entered it (section 1.1). */
function underNewAct({ newActFrom }: Facts["settings"], day: Day): boolean {
  return newActFrom !== null && day >= dayOf(newActFrom);
}

/**
 * NYINKL §§ 20-21: only a licensed collector signs the statutory notice and demand, by amounts and deadlines that no
 * table has; how running cases pass over is not known either: refuse and ask (section 1.1).
 */
function barredByNewAct(
  operator: Facts["operator"],
  { sent }: ClaimState,
  step: Step,
): BlockedBy | undefined {
  const isRunning = sent.some(({ letter }) => letter !== "reminder");
  const isMeant = step === "notice" || step === "demand" || (step === "court" && isRunning);
  if (!isMeant) return undefined;
  return operator === "self" ? "mode" : "outside-coverage";
}

/**
 * Nothing left to collect: no principal, and of what stands on its account no more than the rest that is not pursued
 * (P8; settings). What another claim bears keeps only that one open: a paid invoice must not get into a demand
 * (RH 1997:41).
 */
export function isPaid(file: FileState, claim: ClaimState, day: Day): boolean {
  return claim.principal === 0n && openOfClaim(file, claim, day) <= file.facts.settings.residualLimitMinor;
}

/** All that stands on a claim's account. */
export function openOfClaim(file: FileState, claim: ClaimState, day: Day): bigint {
  const costs = [...openCosts(file, day)]
    .filter(([cost]) => bearerOf(cost) === claim.ref)
    .reduce((total, [, open]) => total + open, 0n);
  const compensation = compensationBearer(file) === claim.ref ? openCompensation(file, day) : 0n;
  return claim.principal + interestOf(claim) + costs + compensation;
}

/** Days before a letter bears a fee (INKF § 1-2, F1); from the day after the due day it may go without one (F2, D1). */
function judgeSmallLetter(
  facts: Facts,
  claim: ClaimState,
  countedFrom: Day,
  letter: "reminder" | "notice",
  day: Day,
): Judgement {
  if (day <= countedFrom) return { kind: "too-early", notBefore: countedFrom + 1 };
  const bearsFee =
    facts.country === "NO" ? mayBearFeeNO(facts, claim, countedFrom, day) : mayBearFeeSE(claim, letter, day);
  return { kind: "permitted", bearsFee };
}

function mayBearFeeNO(facts: Facts, claim: ClaimState, countedFrom: Day, day: Day): boolean {
  if (day < countedFrom + no.FEE_FREE_DAYS.value || underNewAct(facts.settings, day)) return false;
  if (claim.sent.some(({ letter }) => letter === "demand")) return false;
  const counted = sinceRestart(claim.feeLetters, day);
  const [first] = counted;
  if (first === undefined) return true;
  // F4-F5: the first of two is a reminder whose deadline of at least 14 days was missed.
  return (
    counted.length < no.MAX_SMALL_FEES.value &&
    first.letter === "reminder" &&
    first.payBy >= first.posted + no.SECOND_FEE_MISSED_DAYS.value &&
    day > deadlineOf(facts, first)
  );
}

/** F6: six months after the last fee-bearing letter the count starts again. */
function sinceRestart(letters: readonly Sent[], day: Day): readonly Sent[] {
  const last = letters.at(-1);
  if (last === undefined || day > monthsAfter(last.on, no.NOTICE_FEE_RESTART.value)) return [];
  const before = letters.findLastIndex((letter, index) => {
    const next = letters[index + 1];
    return next !== undefined && next.on > monthsAfter(letter.on, no.NOTICE_FEE_RESTART.value);
  });
  return letters.slice(before + 1);
}

/** IkostL 2 §: agreed when the debt arose, once; none on a consumer credit (KkrL 19 a §); none after a demand. */
function mayBearFeeSE(claim: ClaimState, letter: LetterName, day: Day): boolean {
  const { reminderFeeAgreed, type } = claim.facts;
  const capped = type === "consumer-credit" && day >= dayOf(se.consumerCreditCap.rows[0].from);
  return (
    letter === "reminder" &&
    reminderFeeAgreed &&
    !capped &&
    claim.feeLetters.length < se.MAX_REMINDER_FEES.value &&
    !claim.sent.some((sent) => sent.letter === "demand")
  );
}

/** The last day of a letter's deadline: what it prints, moved where that is no working day (reading 4). */
export function deadlineOf({ country }: Facts, { payBy }: { readonly payBy: Day }): Day {
  return workingDayFrom(country, payBy);
}

function freshAfter(claim: ClaimState): Day {
  return claim.freshThrough === null ? 0 : claim.freshThrough + 1;
}

/** Letters from before the last partial objection, and those since. */
export function sentAround({ sent, part }: ClaimState): { readonly before: Sent[]; readonly since: Sent[] } {
  const cut = part?.after ?? 0;
  return { before: sent.slice(0, cut), since: sent.slice(cut) };
}

/**
 * Section 5.4: the notice or demand that is to be said again for the undisputed part, if this letter is that. A demand
 * that holds no longer (INKL § 11) is not: what follows it begins with a notice.
 */
export function saidAgain(
  { facts }: FileState,
  claim: ClaimState,
  letter: LetterName,
  day: Day,
): Sent | undefined {
  if (facts.country !== "NO" || letter === "reminder") return undefined;
  const { before, since } = sentAround(claim);
  const first = before.findLast((sent) => sent.letter === letter);
  if (first === undefined || since.some((sent) => sent.letter === letter)) return undefined;
  return letter === "demand" && day > monthsAfter(first.on, no.DEMAND_GOOD_FOR.value) ? undefined : first;
}

/** INKL §§ 9-11 and circular 1/2018 (readings 4, 5, 7, 10). */
function judgeDemandNO(file: FileState, claim: ClaimState, day: Day): Judgement {
  const { facts } = file;
  if (saidAgain(file, claim, "demand", day) !== undefined) {
    const notBefore = freshAfter(claim);
    return day < notBefore ? { kind: "too-early", notBefore } : { kind: "permitted", bearsFee: true };
  }
  const notice = sentAround(claim).since.findLast(({ letter }) => letter === "notice");
  if (notice === undefined) return blocked("notice-missing");
  const earlier = claim.sent.findLast(({ letter }) => letter === "demand");
  if (earlier !== undefined && day <= monthsAfter(earlier.on, no.DEMAND_GOOD_FOR.value))
    return blocked("limit-reached");
  const wait = facts.settings.waitAfterNoticeDays;
  const deadline = deadlineOf(facts, notice);
  const afterNotice = wait === 0 ? deadline + 1 : workingDaysAfter(facts.country, deadline, wait);
  const notBefore = Math.max(afterNotice, freshAfter(claim), otherDemandsRunUntil(file, claim, day) + 1);
  return day < notBefore ? { kind: "too-early", notBefore } : { kind: "permitted", bearsFee: true };
}

/**
 * Reading 7: no further demand goes out while the deadline of another runs whose principal is not paid; demands of one
 * day count as one.
 */
function otherDemandsRunUntil(file: FileState, claim: ClaimState, day: Day): Day {
  const running = file.claims
    .filter((other) => other !== claim && other.principal > 0n)
    .flatMap((other) => other.sent.filter(({ letter, on }) => letter === "demand" && on < day))
    .map((sent) => deadlineOf(file.facts, sent));
  return Math.max(-1, ...running);
}

/** IkL 5-6 §§, one demand for a claim (2.2 no. 7). */
function judgeDemandSE(claim: ClaimState, day: Day): Judgement {
  if (claim.sent.some(({ letter }) => letter === "demand")) return blocked("limit-reached");
  const notBefore = Math.max(claim.countedFrom! + 1, freshAfter(claim));
  return day < notBefore ? { kind: "too-early", notBefore } : { kind: "permitted", bearsFee: true };
}

/** INKL § 11: six months; IkL 6 §. */
function judgeCourt(facts: Facts, claim: ClaimState, day: Day): Judgement {
  const demand = claim.sent.findLast(({ letter }) => letter === "demand");
  if (demand === undefined) return blocked("demand-missing");
  if (facts.country === "NO" && day > monthsAfter(demand.on, no.DEMAND_GOOD_FOR.value))
    return blocked("demand-missing");
  const notBefore = Math.max(deadlineOf(facts, demand) + 1, freshAfter(claim));
  return day < notBefore ? { kind: "too-early", notBefore } : { kind: "permitted", bearsFee: true };
}

/**
 * FRL § 3 a, IkostL 4 a §: from default; never for a claim that was paid, or credited away, in time. While the whole is
 * disputed no charge comes to it (5.2, norway.md; 4.1, sweden.md).
 */
function judgeCompensation(
  { nilOn, compensation, disputed }: Pick<ClaimState, "nilOn" | "compensation" | "disputed">,
  countedFrom: Day,
  day: Day,
): Judgement {
  if (day <= countedFrom) return { kind: "too-early", notBefore: countedFrom + 1 };
  if (disputed === "whole") return blocked("objection");
  if (nilOn !== null && nilOn <= countedFrom) return blocked("paid");
  return compensation === null ? { kind: "permitted", bearsFee: true } : blocked("limit-reached");
}

/** The shortest time a letter must give from the day it is sent; nil where the law asks for none. */
export function shortestTerm({ country }: Facts, letter: LetterName): number {
  if (letter === "reminder") return 0;
  if (country === "SE") return se.DEMAND_MIN_DAYS.value;
  return (letter === "notice" ? no.NOTICE_MIN_DAYS : no.DEMAND_MIN_DAYS).value;
}
