/** Today, for a creditor: the real day in its time zone, or a sandbox's own day, which only moves forward. */
import { type CalendarDate, date } from "@innfri/kernel";

export type Clock = {
  readonly isSandbox: boolean;
  readonly today: CalendarDate;
  /** The instant that is recorded for what happens now; a sandbox's is the same whenever it is replayed. */
  readonly nowAt: string;
  /**
   * The day that the machine says it is, where that is before the company's last run: its clock was set back, and today
   * stays the day of that run. Nothing is decided or sent by such a clock.
   */
  readonly setBackTo?: CalendarDate;
};

/** A sandbox's runs see its day from the morning on; what people do there, they do in the middle of the day. */
const SANDBOX_MORNING = "T05:00:00.000Z";
const SANDBOX_NOON = "T10:00:00.000Z";

export function clockOf(
  creditor: {
    readonly isSandbox: boolean;
    readonly clockOn: CalendarDate | null;
    readonly timeZone: string;
    /** The day of its last run. */
    readonly lastRunOn?: CalendarDate | null;
  },
  now: Date,
): Clock {
  if (creditor.isSandbox) {
    const today = creditor.clockOn ?? dayIn(creditor.timeZone, now);
    return { isSandbox: true, today, nowAt: `${today}${SANDBOX_NOON}` };
  }
  const day = dayIn(creditor.timeZone, now);
  const nowAt = now.toISOString();
  const { lastRunOn = null } = creditor;
  return lastRunOn !== null && day < lastRunOn
    ? { isSandbox: false, today: lastRunOn, nowAt, setBackTo: day }
    : { isSandbox: false, today: day, nowAt };
}

/** Why nothing is run by this clock; null where it is fine. */
export function setBackText({ today, setBackTo }: Clock): string | null {
  if (setBackTo === undefined) return null;
  return (
    `the machine says it is ${setBackTo}, and the last run was of ${today}: a real company's day never goes back. ` +
    `Set the machine's clock right; the next run is of ${today} or later`
  );
}

/** The clock when a run handles a day. */
export function clockOnDay(clock: Clock, day: CalendarDate): Clock {
  return clock.isSandbox
    ? { isSandbox: true, today: day, nowAt: `${day}${SANDBOX_MORNING}` }
    : { ...clock, today: day };
}

/** The local time at which a clock's day is judged; null for a sandbox, whose runs see their day from the morning on. */
export function localTime(
  { isSandbox, today, nowAt }: Clock,
  timeZone: string,
): { readonly on: CalendarDate; readonly time: string } | null {
  if (isSandbox) return null;
  const [day, time] = new Date(nowAt).toLocaleString("sv-SE", { timeZone }).split(" ");
  // A run that was begun before midnight judges a day whose hours are over.
  return { on: today, time: day === today ? time!.slice(0, 5) : "24:00" };
}

/** The calendar day that an instant falls on in a time zone. */
export function dayIn(timeZone: string, instant: Date): CalendarDate {
  return date(instant.toLocaleDateString("sv-SE", { timeZone }));
}

const INSTANTS_MAX = 100;
// A run asks for the same two or three for each of its letters, and a time zone's answer takes longer than a judgement.
const instants = new Map<string, string>();

/**
 * The instant of a wall-clock time on a day in a time zone, as `2026-06-04T06:00:00.000Z`. A time that there is not, as
 * clocks go forward, is as much later; of one that comes twice it is the second.
 */
export function instantIn(timeZone: string, day: CalendarDate, time: string): string {
  const key = `${timeZone} ${day} ${time}`;
  const kept = instants.get(key);
  if (kept !== undefined) return kept;
  const instant = computedInstant(timeZone, day, time);
  if (instants.size >= INSTANTS_MAX) instants.clear();
  instants.set(key, instant);
  return instant;
}

function computedInstant(timeZone: string, day: CalendarDate, time: string): string {
  const asUtc = new Date(`${day}T${time}:00.000Z`);
  const offsetAt = (at: Date) =>
    new Date(`${at.toLocaleString("sv-SE", { timeZone }).replace(" ", "T")}.000Z`).getTime() - at.getTime();
  // Read at a guess, and in the nights when it changes again at what that comes to.
  const near = new Date(asUtc.getTime() - offsetAt(asUtc));
  return new Date(asUtc.getTime() - offsetAt(near)).toISOString();
}

/** An instant as people in a time zone read it, `Thursday 2026-06-04 at 08:00`. */
export function shownInstant(timeZone: string, instant: string): string {
  const at = new Date(instant);
  const weekday = at.toLocaleDateString("en-GB", { timeZone, weekday: "long" });
  const [day, time] = at.toLocaleString("sv-SE", { timeZone }).split(" ");
  return `${weekday} ${day} at ${time?.slice(0, 5)}`;
}
