/** What Swedish law asks of a plan's steps, as sweden.md, sections 2 and 4 to 5, states it. */
import { calendarSE, se as law } from "@innfri/law";
import {
  afterDemand,
  type Duty,
  done,
  freshDays,
  graceBeforeCosts,
  leastDays,
  leaves,
  nothingAfterPayment,
  onBusinessDays,
  overdueWithADeadline,
  stopsWhileOpen,
} from "../plan-check/duty.ts";

/** IkostL 2 §: a reminder is charged for only when that was agreed. */
const feeAgreed: Duty = {
  rule: "se.reminder-fee.agreed",
  broken: (step, { situation }) =>
    step.step.step === "reminder" && step.chargedMinor > 0n && !situation.reminderFeeAgreed
      ? `${leaves(step)} with a fee that was not agreed`
      : null,
};

/** IkostL 4 §: one reminder fee for a claim, and none after the demand. */
const oneReminderFee: Duty = {
  rule: law.MAX_REMINDER_FEES.rule,
  broken: (step, story) => {
    if (step.step.step !== "reminder" || step.chargedMinor === 0n) return null;
    const fees = done(story, "reminder").filter(({ chargedMinor }) => chargedMinor > 0n);
    return fees.length < law.MAX_REMINDER_FEES.value && done(story, "demand").length === 0
      ? null
      : `${leaves(step)} with a further fee`;
  },
};

const oneDemand: Duty = {
  rule: law.MAX_DEMANDS.rule,
  broken: (step, story) =>
    step.step.step === "demand" && done(story, "demand").length >= law.MAX_DEMANDS.value
      ? `${leaves(step)}, and a demand was sent before it`
      : null,
};

/** A letter that nobody gets is none. */
const someChannel: Duty = {
  rule: "se.good-practice",
  broken: (step) =>
    step.payBy !== null && (step.step.channels ?? []).length === 0
      ? `${leaves(step)} by no channel at all`
      : null,
};

export const SE_DUTIES: readonly Duty[] = [
  leastDays("demand", law.DEMAND_MIN_DAYS),
  overdueWithADeadline("se.good-practice"),
  feeAgreed,
  oneReminderFee,
  oneDemand,
  graceBeforeCosts(
    calendarSE,
    "se.payment.grace",
    ({ step }) => step.fee !== "none" && (step.step === "reminder" || step.step === "demand"),
  ),
  ...onBusinessDays(calendarSE, { sent: "se.good-practice", deadline: "se.deadline.business-day" }),
  stopsWhileOpen("se.objection.stops"),
  freshDays(calendarSE, law.FRESH_DEADLINE_DAYS),
  nothingAfterPayment("se.demand-fee.booking-day"),
  someChannel,
  afterDemand("se.court.after-demand", ["solvency"]),
];
