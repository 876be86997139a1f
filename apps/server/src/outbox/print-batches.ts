/** Batches at a print house, as rows: when each was handed over, and when the print house said that it has it. */
import type { Uuid } from "@innfri/kernel";
import { type CarrierName, type Pool, sql, withCreditor } from "../store/index.ts";
import type { Batch } from "./carrier.ts";

/** Once, however often it is said. */
export async function recordBatch(
  pool: Pool,
  creditorId: Uuid,
  carrier: CarrierName,
  { batchId, batch, nowAt }: { readonly batchId: Uuid; readonly batch: Batch; readonly nowAt: string },
): Promise<void> {
  await withCreditor(pool, creditorId, (tx) =>
    tx.run(sql`
      insert into print_batch (creditor_id, batch_id, carrier, letters, pages, handed_over_at)
      values (${creditorId}::uuid, ${batchId}::uuid, ${carrier}, ${batch.letters.length}::int, ${batch.pages}::int,
        ${nowAt}::timestamptz)
      on conflict do nothing`),
  );
}
