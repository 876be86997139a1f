/** The machine's clock as a port: the one place of the server that asks it, and another clock's opinion of it. */
import { type Pool, sql, withOperator } from "./store/index.ts";

export type TimeSource = {
  readonly now: () => Date;
  /** What another clock says; null where there is none to ask. */
  readonly secondOpinion: (pool: Pool) => Promise<Date | null>;
};

/** This machine, and the database that all machines share. With the embedded database both are one clock. */
export const machineTime: TimeSource = {
  now: () => new Date(),
  secondOpinion: async (pool) => {
    const { at } = await withOperator(pool, (tx) =>
      tx.one<{ at: string }>(sql`select clock_timestamp() as at`),
    );
    return new Date(at);
  },
};

/**
 * How many milliseconds have gone by since, as either of the machine's two clocks has it: one stands still while the
 * machine sleeps, the other may be set back.
 */
export function stopwatch(): () => number {
  const [steady, wall] = [performance.now(), Date.now()];
  return () => Math.max(performance.now() - steady, Date.now() - wall);
}

const MOST_MINUTES_APART = 5;

export type ClocksDiffer = { readonly differenceMs: number; readonly text: string };

/** Null when the other clock says the same, within some minutes, or there is none. */
export function clocksDiffer(now: Date, other: Date | null): ClocksDiffer | null {
  if (other === null) return null;
  const differenceMs = now.getTime() - other.getTime();
  if (Math.abs(differenceMs) <= MOST_MINUTES_APART * 60_000) return null;
  const shown = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const text =
    `this machine's clock says ${shown(now)} and the database's ${shown(other)}. Nothing is run before they agree ` +
    `within ${MOST_MINUTES_APART} minutes: set the one that is wrong`;
  return { differenceMs, text };
}
