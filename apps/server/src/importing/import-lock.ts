/** One import of a creditor at a time, on all machines: the next waits, and finds what the first has taken. */
import type { Uuid } from "@innfri/kernel";
import { type Pool, withCreditorLock } from "../store/index.ts";

const LOCK_CLASS = 72616481;

export function withImportLock<T>(pool: Pool, creditorId: Uuid, work: () => Promise<T>): Promise<T> {
  return withCreditorLock(pool, LOCK_CLASS, creditorId, work);
}
