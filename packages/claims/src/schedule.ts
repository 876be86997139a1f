/** On which day a step of a plan is due. Dates only: what it costs, and whether the law allows it, is asked elsewhere. */
import { addDays, type CalendarDate, latest, type Weekday, weekdayOf } from "@innfri/kernel";
import { type Calendar, deadlineFrom } from "@innfri/law";
import type { Plan, PlanStep, PlanStepKind } from "./plan.ts";

/** What a step's day hangs on. */
export type Anchors = {
  readonly countedFrom: CalendarDate;
  /** Deadline of the newest letter; null before the first. */
  readonly deadline: CalendarDate | null;
  /** Day on which the collection list closed. */
  readonly closedOn: CalendarDate | null;
};

/** The first day on which the step is due; null while what it hangs on has not happened. */
export function dueDay(step: PlanStep, anchors: Anchors, calendar: Calendar): CalendarDate | null {
  const { wait } = step;
  const { deadline } = anchors;
  if (wait.after === "due") {
    const afterDue = calendar.nextBusinessDay(addDays(anchors.countedFrom, Math.max(1, wait.days)));
    return deadline === null || wait.graceBankingDays === undefined
      ? afterDue
      : latest(afterDue, calendar.addBankingDays(deadline, wait.graceBankingDays));
  }
  if (deadline === null) return null;
  if (wait.after === "list") {
    if (anchors.closedOn === null) return null;
    const afterList = calendar.nextBusinessDay(addDays(anchors.closedOn, 1));
    return latest(afterList, calendar.addBankingDays(deadline, wait.bankingDays));
  }
  if ("weekday" in wait) return calendar.nextBusinessDay(weekdayAfter(deadline, wait.weekday));
  if ("bankingDays" in wait)
    return wait.bankingDays === 0
      ? calendar.nextBusinessDay(addDays(deadline, 1))
      : calendar.addBankingDays(deadline, wait.bankingDays);
  return addDays(deadline, wait.days);
}

/**
 * The day on which a list sent on `sentOn` closes (D3): that week's day, moved off a holiday, with at least
 * `leastDays` between. A list that goes out late, on another day than its own, has until the next such weekday.
 */
export function closingDay(
  step: PlanStep,
  sentOn: CalendarDate,
  plannedOn: CalendarDate,
  calendar: Calendar,
): CalendarDate {
  const closes = step.closes;
  if (closes === undefined || !("weekday" in step.wait))
    throw new RangeError(`the step ${step.step} has no closing day`);
  const least = addDays(sentOn, closes.leastDays);
  if (sentOn !== plannedOn) return calendar.nextBusinessDay(weekdayAfter(addDays(least, -1), closes.weekday));
  const listWeekday = weekdayBefore(sentOn, step.wait.weekday);
  return calendar.nextBusinessDay(latest(weekdayAfter(listWeekday, closes.weekday), least));
}

/** The deadline that a letter of this step sets when it goes out on `sentOn`. */
export function termDeadline(step: PlanStep, sentOn: CalendarDate, calendar: Calendar): CalendarDate {
  return deadlineFrom(sentOn, step.termDays ?? 0, calendar);
}

/** The first such weekday strictly after a day. */
function weekdayAfter(day: CalendarDate, weekday: Weekday): CalendarDate {
  return addDays(day, ((weekday - weekdayOf(day) + 6) % 7) + 1);
}

/** The last such weekday on or before a day. */
function weekdayBefore(day: CalendarDate, weekday: Weekday): CalendarDate {
  return addDays(day, -((weekdayOf(day) - weekday + 7) % 7));
}

export type CoveredStep = {
  readonly step: PlanStepKind;
  readonly on: CalendarDate;
  readonly payBy: CalendarDate | null;
  readonly closesOn: CalendarDate | null;
};

/** The days of the coming steps if nothing else happens. `taken` are the steps that have been. */
export function comingSteps(
  plan: Plan,
  anchors: Anchors,
  taken: readonly PlanStepKind[],
  from: CalendarDate,
  calendar: Calendar,
): CoveredStep[] {
  const coming: CoveredStep[] = [];
  let now = anchors;
  let earliestDay = from;
  for (const step of plan.steps) {
    if (taken.includes(step.step)) continue;
    const due = dueDay(step, now, calendar);
    if (due === null) break;
    const on =
      step.wait.after === "deadline" && "days" in step.wait
        ? latest(due, earliestDay)
        : calendar.nextBusinessDay(latest(due, earliestDay));
    const payBy = step.termDays === undefined ? null : termDeadline(step, on, calendar);
    const closesOn = step.closes === undefined ? null : closingDay(step, on, due, calendar);
    coming.push({ step: step.step, on, payBy, closesOn });
    now = { ...now, deadline: payBy ?? now.deadline, closedOn: closesOn ?? now.closedOn };
    earliestDay = on;
  }
  return coming;
}
