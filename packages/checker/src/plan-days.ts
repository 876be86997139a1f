/** The days that a creditor's plan names for the step after a letter, counted on the checker's own calendar. */
import {
  type Country,
  type Day,
  isWorkingDay,
  weekdayOf,
  workingDayFrom,
  workingDaysAfter,
} from "./calendar.ts";

/** When a step comes, in the words of the creditor's plan. */
export type Wait =
  | { readonly after: "due"; readonly days: number; readonly graceBankingDays?: number }
  | { readonly after: "deadline"; readonly bankingDays: number }
  | { readonly after: "deadline"; readonly days: number }
  | { readonly after: "deadline"; readonly weekday: number }
  | { readonly after: "list"; readonly bankingDays: number };

/** A step of the plan; only what bears on a document is read. */
export type PlanStep = {
  readonly step: string;
  readonly wait: Wait;
  readonly termDays?: number;
  readonly fee?: "standard" | "none";
  readonly channels?: readonly string[];
  readonly closes?: { readonly weekday: number; readonly leastDays: number };
};

/** The first working day on which the demand of the plan can go out, after a letter whose deadline is `payBy`. */
export function demandDay(country: Country, plan: readonly PlanStep[], payBy: Day): Day {
  const wait = plan.find(({ step }) => step === "demand")?.wait;
  if (wait === undefined) return payBy + 1;
  if (wait.after === "list") {
    const closed = listClosesOn(country, plan, payBy);
    // D12: money ordered on the last day has its banking days to arrive.
    return Math.max(workingDayFrom(country, closed + 1), bankingDaysAfter(country, payBy, wait.bankingDays));
  }
  if ("bankingDays" in wait) return bankingDaysAfter(country, payBy, wait.bankingDays);
  return workingDayFrom(country, payBy + ("days" in wait ? Math.max(wait.days, 1) : 1));
}

/**
 * The first working day on which the notice of the plan can go out, after a reminder whose deadline is `payBy`, for
 * claims of which the oldest counts as due on `countedFrom`. Undefined when the plan has no notice.
 */
export function noticeDay(
  country: Country,
  plan: readonly PlanStep[],
  countedFrom: Day,
  payBy: Day,
): Day | undefined {
  const wait = plan.find(({ step }) => step === "notice")?.wait;
  if (wait === undefined) return undefined;
  const first = workingDayFrom(country, payBy + 1);
  if (wait.after === "due") {
    const afterDue = workingDayFrom(country, countedFrom + Math.max(wait.days, 1));
    const grace = wait.graceBankingDays;
    return Math.max(first, afterDue, grace === undefined ? 0 : bankingDaysAfter(country, payBy, grace));
  }
  if ("bankingDays" in wait) return bankingDaysAfter(country, payBy, wait.bankingDays);
  return "days" in wait ? Math.max(first, workingDayFrom(country, payBy + wait.days)) : first;
}

/** The so manieth working day after `day`; none asked for is the first. */
function bankingDaysAfter(country: Country, day: Day, count: number): Day {
  return workingDaysAfter(country, day, Math.max(count, 1));
}

/**
 * D3: the list goes out on its first weekday strictly after the deadline and closes on its second weekday after that;
 * each moves off a holiday, and at least so many days lie between.
 */
function listClosesOn(country: Country, plan: readonly PlanStep[], payBy: Day): Day {
  const list = plan.find(({ step }) => step === "collection-list");
  if (list === undefined || !("weekday" in list.wait) || list.closes === undefined) return payBy;
  const nominal = firstWeekday(payBy + 1, list.wait.weekday);
  const sent = workingDayFrom(country, nominal);
  const closes = firstWeekday(nominal + 1, list.closes.weekday);
  let found = Math.max(closes, sent + list.closes.leastDays);
  while (!isWorkingDay(country, found)) found++;
  return found;
}

/** Monday is 1 in a plan. */
function firstWeekday(from: Day, weekday: number): Day {
  return from + ((weekday - 1 - weekdayOf(from) + 7) % 7);
}
