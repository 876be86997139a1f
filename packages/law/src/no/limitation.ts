import type { CalendarDate } from "@innfri/kernel/values";
import { endOfTerm } from "../deadline.ts";
import { LIMITATION, LIMITATION_AFTER_JUDGMENT } from "./terms.ts";

/**
 * The last day before a claim is too old (foreldelsesloven §§ 2-3): three years from the day the creditor could
 * first demand payment, which is the due date as printed where it was agreed beforehand.
 */
export function limitationOn(demandableFrom: CalendarDate): CalendarDate {
  return endOfTerm(demandableFrom, LIMITATION);
}

/**
 * Ten years from a judgment, settlement or attachment (foreldelsesloven § 21; norway.md 6.3). Interest and costs that
 * accrue later have three years of their own: `limitationOn`.
 */
export function limitationAfterJudgmentOn(decidedOn: CalendarDate): CalendarDate {
  return endOfTerm(decidedOn, LIMITATION_AFTER_JUDGMENT);
}
