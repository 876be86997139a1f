/** Letters that somebody else began and did not end: what their carriers say of them. */
import type { Creditor } from "../engine/creditors.ts";
import type { Pool } from "../store/index.ts";
import type { Carrier, Found } from "./carrier.ts";
import { addressed } from "./make-letters.ts";
import { recordBatches } from "./print-batches.ts";
import type { Claimed } from "./queue.ts";

/** Null where the carrier cannot be asked now. */
export async function foundOf(
  pool: Pool,
  creditor: Creditor,
  carrier: Carrier,
  messages: readonly Claimed[],
  nowAt: string,
): Promise<Found | null> {
  const begun = messages.filter(
    ({ isTakenOver, isCalled }) => isTakenOver && (carrier.canRepeat || isCalled),
  );
  if (begun.length === 0) return new Map();
  try {
    const found = await carrier.found(begun.map((message) => addressed(message, creditor)));
    const taken = begun.flatMap(({ messageId, batchId }) =>
      batchId !== null && found.get(messageId) === "taken" ? [batchId] : [],
    );
    await recordBatches(pool, creditor.creditorId, taken, nowAt);
    return found;
  } catch (error) {
    if (carrier.isBatched) return null;
    throw error;
  }
}
