/** Days and steps as a counter-example says them. */
import { type CalendarDate, weekdayOf } from "@innfri/kernel";
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

/** `Fri 15 May 2026`. */
export function dayWords(day: CalendarDate): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  return `${WEEKDAYS[weekdayOf(day) - 1]} ${date} ${MONTHS[month - 1]} ${year}`;
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
