/** An act that would have kept a step from being taken, had it come before: whoever acts is told that it came after. */
import type { Letter, PlanStepKind, StoredEvent } from "@innfri/claims";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import type { Act } from "./act.ts";
import type { ActOutcome } from "./act-outcome.ts";

const KEEPS_STEPS_FROM: readonly Act["kind"][] = ["stop", "postpone", "object", "promise"];

/** The outcome, with the step of the same day that was written first. Earlier days' steps are no news to anybody. */
export function toldWhatCameFirst(
  outcome: ActOutcome,
  act: Act,
  { events, claimId, today }: Situation,
): ActOutcome {
  if (outcome.kind === "refused" || !KEEPS_STEPS_FROM.includes(act.kind)) return outcome;
  const step = events.findLast(
    ({ claim, on, kind }) => claim === claimId && on === today && (kind === "letter" || kind === "step"),
  );
  if (step === undefined) return outcome;
  const { letter, step: kind } = step.data as { readonly letter?: Letter; readonly step?: PlanStepKind };
  return {
    ...outcome,
    what: `${outcome.what}; too late for the ${letter ?? kind} of ${today}, which was decided before`,
  };
}

type Situation = {
  /** The chain as it was found under the lock. */
  readonly events: readonly StoredEvent[];
  readonly claimId: Uuid;
  readonly today: CalendarDate;
};
