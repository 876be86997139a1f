import { type Day, dayOf, dayText, isLeap, workingDayFrom, workingDaysAfter, yearOf } from "./calendar.ts";
import { planFee } from "./charges.ts";
import type { DocumentContext } from "./document.ts";
import { amountText, halfUp, readAmount, sum } from "./exact.ts";
import { expectedLines, totalOf, totalOwed } from "./expected-lines.ts";
import { expectedNext } from "./expected-next.ts";
import { expectedAccount, expectedCompany, expectedOperator } from "./expected-parties.ts";
import type { Facts, LetterName } from "./facts.ts";
import { bearsInterest, dayCountOf, rateOn, shiftOf } from "./interest.ts";
import { shortestTerm } from "./judge.ts";
import { NotCovered } from "./lookup.ts";
import type { Walk } from "./replay.ts";
import type { ClaimState } from "./state.ts";

/** Letters by the name that the document gives them. */
export const LETTERS: Readonly<Record<Facts["country"], Readonly<Record<string, LetterName>>>> = {
  NO: { "no.reminder": "reminder", "no.notice": "notice", "no.demand": "demand" },
  SE: { "se.reminder": "reminder", "se.demand": "demand" },
};

/** The last day to pay: the plan's term, at least the law's, moved to a working day (reading 4). */
export function expectedPayBy(facts: Facts, context: DocumentContext, letter: LetterName): Day {
  const planned = context.plan.find(({ step }) => step === letter)?.termDays ?? 0;
  const term = Math.max(planned, shortestTerm(facts, letter));
  return workingDayFrom(facts.country, postedOn(facts, context, letter) + term);
}

/** The day of posting that the deadline counts from, by the channel that the letter takes. */
export function postedOn({ country }: Facts, context: DocumentContext, letter: LetterName): Day {
  const channel = channelOf(context, letter);
  const days = channel === null ? 0 : (context.postingDays[channel] ?? 0);
  return days === 0 ? dayOf(context.on) : workingDaysAfter(country, dayOf(context.on), days);
}

/** What is disputed of a claim, by claim: it is not asked for, and the letter says so (5.4; sweden.md 4.1). */
export type LeftOut = ReadonlyMap<string, bigint>;

/** The day of the letter that this one says again with less, by claim (5.4). */
export type Corrected = ReadonlyMap<string, Day>;

/**
 * `walk` stands at the end of the letter's day, the letter included and what is disputed left out; it is walked on to
 * the deadline.
 */
export function expectedLetter(
  walk: Walk,
  context: DocumentContext,
  { kind, letter, payBy }: { readonly kind: string; readonly letter: LetterName; readonly payBy: Day },
  { leftOut, corrected }: { readonly leftOut: LeftOut; readonly corrected: Corrected },
): Readonly<Record<string, unknown>> {
  const { file } = walk;
  const { facts } = file;
  const on = dayOf(context.on);
  const covered = context.covered.map((ref) => file.byRef.get(ref)!);
  const names = new Map(context.claims.map((claim) => [claim.ref, claim]));
  const nameOf = (ref: string) => names.get(ref)!.invoiceNumber;
  const lines = expectedLines(file, covered, on, nameOf);
  const total = totalOf(lines);
  const { reference } = names.get(covered[0]!.ref)!;
  const today = {
    kind,
    language: facts.country === "NO" ? "nb" : "sv",
    datedOn: context.on,
    payBy: dayText(payBy),
    objectBy: dayText(payBy),
    currency: facts.currency,
    audience: context.debtor.kind === "person" ? "person" : "business",
    operator: expectedOperator(context),
    creditor: expectedCompany(context.creditor),
    caseNumber: reference,
    paymentReference: { scheme: facts.country === "NO" ? "KID" : "OCR", value: reference },
    account: expectedAccount(context.account),
    claims: covered.map((claim) =>
      claimOf(claim, names.get(claim.ref)!, leftOut.get(claim.ref), corrected.get(claim.ref)),
    ),
    lines: lines.map(({ line }) => line),
    total: amountText(total),
    interestPerDay: interestPerDay(facts, covered, on),
    waivedRest: (readAmount(context.waivedRest) ?? 0n) > 0n ? context.waivedRest : null,
    planFee: planFeeOf(facts, letter, on),
    next: expectedNext(facts, context, covered, letter, payBy),
    channel: channelOf(context, letter),
  };
  return { ...today, payByTotal: amountText(totalOn(walk, covered, { on, payBy }, total)) };
}

function claimOf(
  { facts, principal, countedFrom }: ClaimState,
  { invoiceNumber, printedDueOn, description }: DocumentContext["claims"][number],
  disputed: bigint | undefined,
  correctedOn: Day | undefined,
): Readonly<Record<string, unknown>> {
  return {
    invoiceNumber,
    issuedOn: facts.issuedOn,
    dueOn: printedDueOn,
    countedFromOn: countedFrom === null ? printedDueOn : dayText(countedFrom),
    description,
    principal: amountText(facts.principalMinor),
    openPrincipal: amountText(principal),
    ...(disputed === undefined ? {} : { disputed: amountText(disputed) }),
    ...(correctedOn === undefined ? {} : { corrects: dayText(correctedOn) }),
  };
}

/** Interest of the day after the letter on what is open, rounded once; null where none runs or its rate is not known. */
function interestPerDay(facts: Facts, covered: readonly ClaimState[], on: Day): string | null {
  try {
    const bearing = covered.filter(
      ({ facts: claim, principal, countedFrom }) =>
        principal > 0n && countedFrom !== null && countedFrom <= on && bearsInterest(facts, claim),
    );
    const exact = bearing.map(({ facts: claim, principal }) => {
      const day = on + 1 - shiftOf(facts, claim);
      const yearDays = dayCountOf(facts, claim) === "ACT/ACT" && isLeap(yearOf(day)) ? 366n : 365n;
      return { top: principal * BigInt(rateOn(facts, claim, day).rate), bottom: 10_000n * yearDays };
    });
    const perDay = halfUp(exact.reduce(sum, { top: 0n, bottom: 1n }));
    return perDay === 0n ? null : amountText(perDay);
  } catch (error) {
    if (error instanceof NotCovered) return null;
    throw error;
  }
}

/**
 * What is owed on the last day to pay, with the charges of the letter's day: what a letter charges stays what it was,
 * also when a rate changes before its deadline. Where the rate of interest is not known yet, what is owed today.
 */
function totalOn(
  walk: Walk,
  covered: readonly ClaimState[],
  { on, payBy }: { readonly on: Day; readonly payBy: Day },
  today: bigint,
): bigint {
  try {
    const file = walk.to(payBy);
    return totalOwed(file, covered, on);
  } catch (error) {
    if (error instanceof NotCovered) return today;
    throw error;
  }
}

/** More than this many instalments bear the Norwegian fee; the most that a plan can cost is stated. */
const MANY_INSTALMENTS = 1000;

/** INKF § 2-4 once an agency has demanded; IkostL 3 § at any time. Null where a plan costs nothing. */
function planFeeOf(facts: Facts, letter: LetterName, on: Day): string | null {
  if (facts.country === "NO" && letter !== "demand") return null;
  const fee = planFee(facts, { instalments: MANY_INSTALMENTS, wholeDebt: true }, on);
  return fee === 0n ? null : amountText(fee);
}

/** The first of the plan's channels by which this debtor can be reached; none is a difference in itself. */
function channelOf({ plan, debtor }: DocumentContext, letter: LetterName): string | null {
  const channels = plan.find(({ step }) => step === letter)?.channels ?? [];
  const reaches = (channel: string) =>
    channel === "email" ? debtor.email !== null : channel === "post" && debtor.addressLines.length > 0;
  return channels.find(reaches) ?? null;
}
