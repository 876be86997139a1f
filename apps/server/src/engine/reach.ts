/** By which channels a debtor can be reached. */
import type { Channel, Plan } from "@innfri/claims";
import type { LoadedFile } from "./load-files.ts";

const CHANNELS: readonly Channel[] = ["email", "post"];

export function reaches({ contact }: Pick<LoadedFile, "contact">, channel: Channel): boolean {
  if (contact === null) return false;
  return channel === "email" ? contact.data.email !== null : contact.data.addressLines.length > 0;
}

export function reachedBy(file: Pick<LoadedFile, "contact">): readonly Channel[] {
  return CHANNELS.filter((channel) => reaches(file, channel));
}

/** The plan with the debtor's channel first wherever the plan has it: no wish adds one that the plan or the law leaves out. */
export function preferring(plan: Plan, prefers: Channel | null): Plan {
  if (prefers === null) return plan;
  const steps = plan.steps.map((step) =>
    step.channels?.includes(prefers) === true
      ? { ...step, channels: [prefers, ...step.channels.filter((channel) => channel !== prefers)] }
      : step,
  );
  return { ...plan, steps };
}
