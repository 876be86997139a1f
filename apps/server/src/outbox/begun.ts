/** Letters that somebody else began and did not end: what their carriers say of them. */
import type { Uuid } from "@innfri/kernel";
import type { Creditor } from "../engine/creditors.ts";
import type { Pool } from "../store/index.ts";
import type { Carrier } from "./carrier.ts";
import { addressed } from "./make-letters.ts";
import { recordBatch } from "./print-batches.ts";
import type { Claimed } from "./queue.ts";

/** What a carrier has taken for certain; null where it cannot be asked now. */
export async function takenOf(
  pool: Pool,
  creditor: Creditor,
  carrier: Carrier,
  messages: readonly Claimed[],
  nowAt: string,
): Promise<ReadonlySet<Uuid> | null> {
  const begun = messages.filter(({ isTakenOver }) => isTakenOver);
  if (begun.length === 0 || !carrier.canRepeat) return new Set();
  try {
    const taken = await carrier.taken(begun.map((message) => addressed(message, creditor)));
    for (const batchId of batchesOf(begun))
      await noteBatch(pool, creditor.creditorId, carrier, batchId, nowAt);
    return taken;
  } catch (error) {
    if (carrier.isBatched) return null;
    throw error;
  }
}

/** Records a batch that its carrier has taken. */
export async function noteBatch(
  pool: Pool,
  creditorId: Uuid,
  carrier: Carrier,
  batchId: Uuid,
  nowAt: string,
): Promise<void> {
  const batch = await carrier.batch?.(batchId);
  if (batch != null) await recordBatch(pool, creditorId, carrier.name, { batchId, batch, nowAt });
}

/** The batches that these messages were begun in. */
export function batchesOf(messages: readonly Claimed[]): Uuid[] {
  return [
    ...new Set(
      messages.flatMap(({ batchId, isTakenOver }) => (isTakenOver && batchId !== null ? [batchId] : [])),
    ),
  ];
}
