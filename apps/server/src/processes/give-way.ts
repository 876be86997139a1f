/** Who gives way to whom on a machine that does two things at once. */
import { constants, getPriority, setPriority } from "node:os";

/**
 * A process that only works off what is due takes the time that nobody who waits for an answer needs: on a machine of its
 * own that is all of it.
 */
export function giveWay(): void {
  try {
    const lower = constants.priority.PRIORITY_BELOW_NORMAL;
    if (getPriority() < lower) setPriority(lower);
  } catch {
    // Not everywhere may a process say so of itself; it works as well without.
  }
}
