/** One import of a creditor at a time, on all machines: the next waits, and finds what the first has taken. */
import type { Uuid } from "@innfri/kernel";
import type { Pool } from "../store/index.ts";

// Held by a connection of its own, so that it outlives the batches' transactions and ends when the program does.
const LOCK_CLASS = 72616481;

export async function withImportLock<T>(pool: Pool, creditorId: Uuid, work: () => Promise<T>): Promise<T> {
  const client = await pool.connections.connect();
  let isBroken = false;
  const onError = () => {
    isBroken = true;
  };
  client.on("error", onError);
  try {
    await client.query("select pg_advisory_lock($1::int, hashtext($2))", [LOCK_CLASS, creditorId]);
    return await work();
  } finally {
    await client
      .query("select pg_advisory_unlock($1::int, hashtext($2))", [LOCK_CLASS, creditorId])
      .catch(onError);
    client.off("error", onError);
    client.release(isBroken);
  }
}
