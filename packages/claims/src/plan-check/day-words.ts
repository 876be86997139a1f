/** Days and steps as a counter-example says them. */
import { type CalendarDate, monthOf, weekdayOf, yearOf } from "@innfri/kernel";
import type { PlanStepKind } from "../plan.ts";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** `Fri`. */
export function weekdayWord(day: CalendarDate): string {
  return WEEKDAYS[weekdayOf(day) - 1]!;
}

/** `May 2026`. */
export function monthWords(day: CalendarDate): string {
  return `${MONTHS[monthOf(day) - 1]} ${yearOf(day)}`;
}

/** `Fri 15 May 2026`. */
export function dayWords(day: CalendarDate): string {
  return `${weekdayWord(day)} ${Number(day.slice(8))} ${monthWords(day)}`;
}

const STEPS: Readonly<Record<PlanStepKind, string>> = {
  reminder: "reminder",
  notice: "notice",
  "collection-list": "collection list",
  demand: "demand",
  "follow-up": "follow-up",
  heavy: "step to heavy costs",
  legal: "question of legal steps",
  solvency: "solvency question",
};

export function stepWords(step: PlanStepKind): string {
  return STEPS[step];
}
