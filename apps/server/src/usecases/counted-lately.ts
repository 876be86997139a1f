/** Counts of a whole company that take long: told as they were a short while ago, and counted anew meanwhile. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { type Pool, type Tx, withCreditor } from "../store/index.ts";

export type Counted<T> = {
  /** When it was counted. */
  readonly at: Date;
  readonly on: CalendarDate;
  readonly value: T;
};

type Kept<T> = {
  last?: Counted<T> & { readonly tookMs: number };
  running?: { readonly on: CalendarDate; readonly counted: Promise<Counted<T>> } | undefined;
};

/** What takes less is counted for everybody who asks. */
const QUICK_MS = 50;
const FRESH_MS = 10_000;
/** Counting takes at most one part in so many of the time. */
const SELDOM = 100;
/** Older than that nobody is told: the next to ask waits for the count. */
const STALE_MS = 120_000;

/** A count that is kept for each company, for one day; of a large company it may be some seconds old. */
export function countedLately<T>(
  count: (tx: Tx, creditorId: Uuid, on: CalendarDate) => Promise<T>,
): (pool: Pool, creditorId: Uuid, on: CalendarDate, now: Date) => Promise<Counted<T>> {
  const pools = new WeakMap<Pool, Map<Uuid, Kept<T>>>();

  // Those who ask at once wait for one count.
  const countNow = (kept: Kept<T>, pool: Pool, creditorId: Uuid, on: CalendarDate, now: Date) => {
    if (kept.running?.on === on) return kept.running.counted;
    const startedMs = performance.now();
    const counted = withCreditor(pool, creditorId, (tx) => count(tx, creditorId, on)).then((value) => {
      kept.last = { at: now, on, value, tookMs: performance.now() - startedMs };
      return kept.last;
    });
    const running = { on, counted };
    kept.running = running;
    const isOver = () => {
      if (kept.running === running) kept.running = undefined;
    };
    counted.then(isOver, isOver);
    return counted;
  };

  return async (pool, creditorId, on, now) => {
    const companies = pools.get(pool) ?? new Map<Uuid, Kept<T>>();
    pools.set(pool, companies);
    const kept = companies.get(creditorId) ?? {};
    companies.set(creditorId, kept);
    const { last } = kept;
    if (last === undefined || last.on !== on || last.tookMs < QUICK_MS)
      return countNow(kept, pool, creditorId, on, now);
    const ageMs = now.getTime() - last.at.getTime();
    if (ageMs < 0 || ageMs > STALE_MS) return countNow(kept, pool, creditorId, on, now);
    // Whoever comes first after it has grown old lets it be counted anew and need not wait.
    if (ageMs > Math.max(FRESH_MS, SELDOM * last.tookMs))
      countNow(kept, pool, creditorId, on, now).catch(() => undefined);
    return last;
  };
}
