/** One import of a creditor at a time, on all machines: the next waits, and finds what the first has taken. */
import type { Uuid } from "@innfri/kernel";
import { LOCKS, type Pool, withCreditorLock } from "../store/index.ts";

export function withImportLock<T>(pool: Pool, creditorId: Uuid, work: () => Promise<T>): Promise<T> {
  return withCreditorLock(pool, LOCKS.imports, creditorId, work);
}
