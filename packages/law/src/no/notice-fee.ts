import {
  addDays,
  addMonths,
  type CalendarDate,
  formatMinor,
  rational,
  roundDownToMinor,
  roundHalfUpToWhole,
  times,
} from "@innfri/kernel/values";
import type { Figure } from "../derivation.ts";
import { exactText, figure, keptFigures, rationalFromText, usedFigure } from "../derive.ts";
import { inForce } from "../effective.ts";
import { collectionRate } from "./collection-rate.ts";
import { type NoticeFeeFractions, noticeFeeFractions } from "./notice-fee-fractions.ts";
import { noticeFeeRounding } from "./notice-fee-rounding.ts";
import { FEE_FREE_DAYS, NOTICE_FEE_RESTART } from "./terms.ts";

/** A reminder (purring), a collection notice (inkassovarsel), or a demand the creditor sends itself. */
export type NoticeLetter = "reminder" | "notice" | "own-demand";

/**
 * The fee one letter of the creditor's bears (inkassoforskriften § 1-2): a fraction chosen by the day the claim
 * falls due, of the collection rate on the day the letter is sent, in whole kroner from 2026. Whether the letter
 * may bear a fee at all is another question. Throws `OutsideCoverage`.
 */
export function noticeFee(given: {
  readonly letter: NoticeLetter;
  readonly claimDueOn: CalendarDate;
  readonly sentOn: CalendarDate;
}): Figure {
  return kept([given.letter, given.claimDueOn, given.sentOn], () => madeNoticeFee(given));
}

const kept = keptFigures();

function madeNoticeFee(given: Parameters<typeof noticeFee>[0]): Figure {
  const fractions = inForce(noticeFeeFractions, given.claimDueOn);
  const rate = inForce(collectionRate, given.sentOn);
  const rounding = inForce(noticeFeeRounding, given.sentOn);
  const fraction = fractionOf(fractions.value, given.letter);
  const exact = times(rationalFromText(fraction), rational(rate.value));
  const isRounded = rounding.value === "half-up-to-whole-kroner";
  return figure(
    given.letter === "own-demand" ? "no.own-demand-fee" : "no.notice-fee.amount",
    isRounded ? roundHalfUpToWhole(exact) : roundDownToMinor(exact),
    {
      figures: [
        usedFigure(noticeFeeFractions, fractions, fraction),
        usedFigure(collectionRate, rate),
        ...(isRounded ? [usedFigure(noticeFeeRounding, rounding)] : []),
      ],
      inputs: { letter: given.letter, claimDueOn: given.claimDueOn, sentOn: given.sentOn },
      arithmetic: `${fraction} × ${formatMinor(rate.value)} = ${exactText(exact)}`,
      rounding: isRounded ? "half up to whole kroner" : null,
    },
  );
}

function fractionOf(fractions: NoticeFeeFractions, letter: NoticeLetter): string {
  return fractions[letter === "own-demand" ? "ownDemand" : letter];
}

/**
 * The first day a reminder or notice can bear a fee (inkassoforskriften § 1-2): 14 days after the day that interest
 * counts from, which is the due date moved off a non-business day, or the thirtieth day after a demand.
 */
export function firstFeeDay(countedFrom: CalendarDate): CalendarDate {
  return addDays(countedFrom, FEE_FREE_DAYS.value);
}

/** The day the count of small fees starts again (inkassoforskriften § 1-3): six months have then passed. */
export function noticeFeeRestartsOn(lastFeeLetterOn: CalendarDate): CalendarDate {
  return addDays(addMonths(lastFeeLetterOn, NOTICE_FEE_RESTART.value), 1);
}
