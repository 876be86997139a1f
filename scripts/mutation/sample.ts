/** A fair sample of the changes of a package, the same each time for the same code. */
import { createHash } from "node:crypto";

const SEED = "20261122";

/** Whether the change of this number is among every so-manieth. */
export function isInSample(id: string, every: number): boolean {
  return createHash("sha256").update(`${SEED} ${id}`).digest().readUInt32BE() % every === 0;
}
