/** Every report there is, each a question. They read set-wise, within the time that a call has. */
import { departments } from "./departments.ts";
import { afterFirstReminder, creditTime, planVersions, repeatLateness } from "./paying.ts";
import type { Report } from "./report.ts";
import { moneyAtRisk, recoveryByAge } from "./returning.ts";
import { answerTimes, automation, incomeAndCost, objectionAnswers, satisfaction } from "./working.ts";

export const REPORTS = {
  "credit-time": creditTime,
  "after-first-reminder": afterFirstReminder,
  "plan-versions": planVersions,
  "repeat-lateness": repeatLateness,
  "recovery-by-age": recoveryByAge,
  "money-at-risk": moneyAtRisk,
  "objection-answers": objectionAnswers,
  automation,
  "income-and-cost": incomeAndCost,
  "answer-times": answerTimes,
  departments,
  satisfaction,
} as const satisfies Readonly<Record<string, Report>>;
