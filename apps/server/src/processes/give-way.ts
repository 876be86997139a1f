/** Who gives way to whom on a machine that does two things at once. */
import { constants, setPriority } from "node:os";

/**
 * A process that only works off what is due takes the time that nobody who waits for an answer needs: on a machine of its
 * own that is all of it.
 */
export function giveWay(): void {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}
