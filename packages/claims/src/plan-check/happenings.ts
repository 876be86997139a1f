/** What can happen to an invoice at each point between the steps of its plan. */
import { addDays, type CalendarDate } from "@innfri/kernel";
import { rulesOf } from "../account.ts";
import type { Plan } from "../plan.ts";
import { liveThrough } from "./live-through.ts";
import type { Happening, JudgedStep, Situation } from "./situation.ts";

/** Days that a payment ordered on the last day can take to arrive, in banking days. */
const ARRIVES_AFTER = [1, 2, 3] as const;
const ANSWERED_AFTER_DAYS = 10;
const HELD_DAYS = 7;

/** The situation with each happening at each point of its quiet life. */
export function happeningsIn(plan: Plan, calm: Situation): readonly Situation[] {
  const { calendar } = rulesOf(plan.country);
  const steps = liveThrough(plan, calm).flatMap(({ done }) => (done === null ? [] : [done]));
  const happenings = [
    ...pointsOf(calm.dueOn, steps).flatMap(happeningsOn),
    ...steps.flatMap(({ payBy }): Happening[] =>
      payBy === null
        ? []
        : ARRIVES_AFTER.map((days) => ({
            kind: "paid-in-time",
            orderedOn: payBy,
            on: calendar.addBankingDays(payBy, days),
          })),
    ),
  ];
  return happenings.map((happening) => ({ ...calm, happening }));
}

/** Around each step and its deadline: the day before, the day and the day after. */
function pointsOf(dueOn: CalendarDate, steps: readonly JudgedStep[]): readonly CalendarDate[] {
  const days = steps.flatMap(({ on, payBy, closesOn }) => [
    ...[addDays(on, -1), on, addDays(on, 1)],
    ...[payBy, closesOn].flatMap((day) => (day === null ? [] : [day, addDays(day, 1)])),
  ]);
  return [...new Set([addDays(dueOn, 1), ...days])].filter((day) => day > dueOn).sort();
}

function happeningsOn(on: CalendarDate): readonly Happening[] {
  return [
    { kind: "part-paid", on },
    { kind: "paid", on },
    { kind: "objection", on },
    { kind: "part-objection", on },
    { kind: "groundless-objection", on, resolvedOn: addDays(on, ANSWERED_AFTER_DAYS) },
    { kind: "part-credited", on },
    { kind: "credited", on },
    { kind: "held", on, untilOn: addDays(on, HELD_DAYS) },
  ];
}
