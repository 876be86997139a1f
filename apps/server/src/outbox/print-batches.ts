/** Batches at a print house, as rows: when each was handed over, and when the print house said that it has it. */
import type { Uuid } from "@innfri/kernel";
import { type Pool, sql, withCreditor } from "../store/index.ts";

/** Once, however often it is said. */
export async function recordBatches(
  pool: Pool,
  creditorId: Uuid,
  batchIds: readonly Uuid[],
  nowAt: string,
): Promise<void> {
  if (batchIds.length === 0) return;
  await withCreditor(pool, creditorId, (tx) =>
    tx.run(sql`
      insert into print_batch (creditor_id, batch_id, carrier, letters, pages, handed_over_at)
      select ${creditorId}::uuid, batch_id, min(carrier), count(*), sum(coalesce((detail ->> 'pages')::int, 1)),
        ${nowAt}::timestamptz
      from delivery_attempt
      where creditor_id = ${creditorId}::uuid and batch_id = any(${batchIds}::uuid[]) and called_at is not null
      group by batch_id order by batch_id
      on conflict do nothing`),
  );
}
