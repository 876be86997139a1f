/** When a letter that was not taken is tried again: sooner at first, never at the same moment as all others. */
import { sha256, type Uuid } from "@innfri/kernel";
import { type Clock, dayIn } from "../clock.ts";

/** Minutes after each try. A server that does not know us yet wants to be asked again after a few. */
const WAITS_MINUTES = [5, 15, 45, 120, 240];
/** A share of the wait by which it is longer or shorter. */
const JITTER = 0.2;

type Tried = {
  readonly messageId: Uuid;
  readonly attemptNo: number;
  /** Its contact hours are over by then. */
  readonly sendBefore: string | null;
};

/** The instant of the next try; null when there is none within the hours of the day that the letter is dated. */
export function nextTry(
  { messageId, attemptNo, sendBefore }: Tried,
  { nowAt, today }: Clock,
  timeZone: string,
): string | null {
  const minutes = WAITS_MINUTES[attemptNo - 1];
  if (minutes === undefined) return null;
  // Chance that is the same whenever it is asked: two processes agree, and a test can.
  const chance = sha256(messageId, String(attemptNo)).readUInt16BE(0) / 0xffff;
  const waitMs = minutes * 60_000 * (1 + JITTER * (2 * chance - 1));
  const next = new Date(new Date(nowAt).getTime() + Math.round(waitMs));
  if (sendBefore !== null && next.toISOString() >= sendBefore) return null;
  return dayIn(timeZone, next) === today ? next.toISOString() : null;
}

/** How long a carrier that is out is left alone after so many failures in a row, in milliseconds. */
export function outageMs(failures: number): number {
  const minutes = Math.min(30, 2 ** Math.min(failures - 1, 10));
  return minutes * 60_000 * (1 - JITTER * Math.random());
}
