/**
 * The named moments between one write and the next, and between a write and the world: where a process is stopped, cut
 * off and killed by the fault test. In a process of a user nobody listens and a point is passed at once; only code that
 * calls `listenAtPoints` can listen, no setting and no environment does.
 */

export const POINTS = [
  "job-taken",
  "job-done",
  "day-opened",
  "page-locked",
  "page-written",
  "page-committed",
  "day-worked",
  "day-closing",
  "day-closed",
  "letters-taken",
  "batch-written",
  "letter-called",
  "batch-handed-over",
  "letter-answered",
  "letters-ending",
  "letters-ended",
  "file-half-written",
  "list-handed-over",
  "root-made",
  "bank-file-stored",
  "payments-written",
  "request-written",
  "request-committed",
] as const;

export type Point = (typeof POINTS)[number];

type Listener = (point: Point) => Promise<void>;

let listener: Listener | null = null;

/** For the fault test's own processes. */
export function listenAtPoints(listen: Listener): void {
  listener = listen;
}

/** Awaited where the point lies. */
export function at(point: Point): Promise<void> | undefined {
  return listener?.(point);
}
