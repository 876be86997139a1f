/** What Norwegian law counts in days, months, years and letters, under the Act of 1988. */
import type { Term } from "../term.ts";

/** A letter bears a fee at the earliest this long after the due date. */
export const FEE_FREE_DAYS: Term = {
  rule: "no.notice-fee.earliest",
  value: 14,
  unit: "days",
  confidence: "confirmed by 2 sources",
};

/** How many reminders and notices together bear a fee; the first of two is a reminder. */
export const MAX_SMALL_FEES: Term = {
  rule: "no.notice-fee.count",
  value: 2,
  unit: "letters",
  confidence: "confirmed by 2 sources",
};

/** The deadline in the first fee-bearing letter that has to be missed before a second fee. */
export const SECOND_FEE_MISSED_DAYS: Term = {
  rule: "no.notice-fee.second",
  value: 14,
  unit: "days",
  confidence: "confirmed by 2 sources",
};

/** After this long without a fee-bearing letter the count of small fees starts again. */
export const NOTICE_FEE_RESTART: Term = {
  rule: "no.notice-fee.restart",
  value: 6,
  unit: "months",
  confidence: "single source",
};

/** The deadline of a reminder or notice that has to be missed before the creditor's own demand bears a fee. */
export const OWN_DEMAND_MISSED_DAYS: Term = {
  rule: "no.own-demand-fee",
  value: 14,
  unit: "days",
  confidence: "confirmed by 2 sources",
};

/** The shortest deadline of a collection notice, from its sending (inkassoloven § 9; norway.md 2.3). */
export const NOTICE_MIN_DAYS: Term = {
  rule: "no.notice.deadline",
  value: 14,
  unit: "days",
  confidence: "confirmed by 4 sources",
};

/** The shortest deadline of a demand, from its sending (inkassoloven § 10; norway.md 2.4). */
export const DEMAND_MIN_DAYS: Term = {
  rule: "no.demand.deadline",
  value: 14,
  unit: "days",
  confidence: "confirmed by 2 sources",
};

/** A demand carries a legal step for this long. */
export const DEMAND_GOOD_FOR: Term = {
  rule: "no.demand.validity",
  value: 6,
  unit: "months",
  confidence: "single source",
};

/** Recovery costs double on this day counted from the demand's deadline: more than 28 days have passed. */
export const HEAVY_AFTER_DEADLINE: Term = {
  rule: "no.recovery-costs.heavy",
  value: 29,
  unit: "days",
  confidence: "confirmed by 4 sources",
  note: "not moved for weekends, which is derived",
};

/** Interest starts this long after a written demand when no due date was agreed. Not moved for weekends. */
export const INTEREST_AFTER_DEMAND: Term = {
  rule: "no.interest.start",
  value: 30,
  unit: "days",
  confidence: "confirmed by 2 sources",
};

/** The shortest deadline of a notice of legal steps (inkassoloven § 11; norway.md 2.5). */
export const LEGAL_NOTICE_MIN_DAYS: Term = {
  rule: "no.court.notice",
  value: 14,
  unit: "days",
  confidence: "single source",
};

/** How long before it an attachment is announced (tvangsfullbyrdelsesloven § 4-18; norway.md 6.2). */
export const ATTACHMENT_NOTICE: Term = {
  rule: "no.attachment.notice",
  value: 2,
  unit: "weeks",
  confidence: "confirmed by 3 sources",
};

/** How long a claim can be enforced (foreldelsesloven §§ 2-3; norway.md 6.3). `limitationOn` counts it. */
export const LIMITATION: Term = {
  rule: "no.limitation",
  value: 3,
  unit: "years",
  confidence: "confirmed by 4 sources",
};

/** The same after a judgment, settlement or attachment (foreldelsesloven § 21; norway.md 6.3). */
export const LIMITATION_AFTER_JUDGMENT: Term = {
  rule: "no.limitation.judgment",
  value: 10,
  unit: "years",
  confidence: "single source",
};

/** How long a debtor has after an objection that was withdrawn or found groundless. */
export const FRESH_DEADLINE_DAYS: Term = {
  rule: "no.objection.fresh-deadline",
  value: 14,
  unit: "days",
  confidence: "derived",
};
