/** Many rows read in flat memory, through a cursor that stays on one snapshot. */
import type { Uuid } from "@innfri/kernel";
import { type Pool, type Tx, withCreditor } from "../store/index.ts";

const BATCH_ROWS = 2000;

/** The rows of a cursor that the transaction has declared; read to its end, it is closed. */
export async function* fetched<Row extends object>(tx: Tx, cursor: string): AsyncGenerator<Row> {
  const fetch = { name: `fetch ${cursor}`, text: `fetch ${BATCH_ROWS} from ${cursor}`, values: [] };
  for (;;) {
    const rows = await tx.many<Row>(fetch);
    if (rows.length === 0) break;
    yield* rows;
  }
  await tx.run({ name: `close ${cursor}`, text: `close ${cursor}`, values: [] });
}

/** The same in a transaction of its own, which is open as long as somebody reads; leaving early ends it. */
export async function* streaming<Row extends object>(
  pool: Pool,
  creditorId: Uuid,
  cursor: string,
  declare: (tx: Tx) => Promise<unknown>,
): AsyncGenerator<Row> {
  const opened = Promise.withResolvers<Tx>();
  const left = Promise.withResolvers<void>();
  const transaction = withCreditor(pool, creditorId, async (tx) => {
    await declare(tx);
    opened.resolve(tx);
    await left.promise;
  });
  transaction.catch(opened.reject);
  try {
    yield* fetched<Row>(await opened.promise, cursor);
  } finally {
    left.resolve();
    await transaction;
  }
}
