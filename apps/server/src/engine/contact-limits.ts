/** A company's contact hours and pressure limit, as the core asks for them and as an outbox holds to them (B22). */
import {
  type ContactHours,
  type ContactLimits,
  hoursOn,
  isImmediate,
  type Pressure,
  rulesOf,
} from "@innfri/claims";
import { no } from "@innfri/law";
import { type Clock, instantIn } from "../clock.ts";
import type { CreditorSettings } from "./creditor-settings.ts";
import type { Creditor } from "./creditors.ts";

type Settings = Pick<CreditorSettings, "contactHours" | "pressure">;

/** Innfri's own, not a law's: three letters in a week are what several invoices of one debtor come to at the most. */
const PRESSURE: Pressure = { contacts: 3, days: 7 };

/**
 * Norway: the hours that norway.md 5.10 takes for everybody, with Saturdays left alone. No hours were read in Sweden's
 * law (FFFS 2025:2): the same ones, as Innfri's own.
 */
const { from, until } = no.CONTACT_HOURS.weekdays;
const HOURS: ContactHours = Object.fromEntries([1, 2, 3, 4, 5].map((weekday) => [weekday, { from, until }]));

export function contactHoursOf({ contactHours }: Settings): ContactHours {
  return contactHours ?? HOURS;
}

export function pressureOf({ pressure }: Settings): Pressure {
  return pressure ?? PRESSURE;
}

/** `now` is the local time of the day that is judged; null for its first minute. */
export function contactLimitsOf(settings: Settings, now: ContactLimits["now"]): ContactLimits {
  return { hours: contactHoursOf(settings), pressure: pressureOf(settings), now };
}

/** Whether a person may be written to at once now; a sandbox's clock has days and no hours. */
export function isContactHour(
  settings: Settings,
  { country, timeZone }: Pick<Creditor, "country" | "timeZone">,
  { today, nowAt, isSandbox }: Clock,
): boolean {
  const hours = hoursOn(contactHoursOf(settings), today, rulesOf(country).calendar);
  if (hours === null || isSandbox) return hours !== null;
  return instantIn(timeZone, today, hours.from) <= nowAt && nowAt < instantIn(timeZone, today, hours.until);
}

export type SendWindow = {
  readonly sendAfter: string;
  /** Null where it may leave at any time. */
  readonly sendBefore: string | null;
};

/** When a message that is decided now may leave. */
export function sendWindow(
  settings: Settings,
  { country, timeZone }: Pick<Creditor, "country" | "timeZone">,
  { today, nowAt }: Clock,
  channel: string,
): SendWindow {
  if (!isImmediate(channel)) return { sendAfter: nowAt, sendBefore: null };
  const hours = hoursOn(contactHoursOf(settings), today, rulesOf(country).calendar);
  if (hours === null)
    throw new Error(`a message by ${channel} was decided for ${today}, which has no contact hours`);
  const opensAt = instantIn(timeZone, today, hours.from);
  return {
    sendAfter: opensAt > nowAt ? opensAt : nowAt,
    sendBefore: instantIn(timeZone, today, hours.until),
  };
}

/**
 * The clock to deliver by. A sandbox's day has run by the time its hours open, so that what it decided leaves on the
 * same day; a real company's messages wait for the hour.
 */
export function clockToSend(
  settings: Settings,
  creditor: Pick<Creditor, "country" | "timeZone">,
  clock: Clock,
): Clock {
  if (!clock.isSandbox) return clock;
  const hours = hoursOn(contactHoursOf(settings), clock.today, rulesOf(creditor.country).calendar);
  if (hours === null) return clock;
  const opensAt = instantIn(creditor.timeZone, clock.today, hours.from);
  return opensAt > clock.nowAt ? { ...clock, nowAt: opensAt } : clock;
}
