/** When a creditor's day is run by itself. */
import { addDays, type CalendarDate } from "@innfri/kernel";
import { instantIn } from "../clock.ts";
import type { CreditorSettings } from "./creditor-settings.ts";

/** Before people come to work, so that what waits for them is there when they do. */
export const DEFAULT_RUN_AT = "06:00";

/** Soon after midnight: the day before is complete then. */
const SEAL_AT = "00:15";

/** The instant at which the root over a day's events is made. */
export function nextSealAt({ timeZone }: { readonly timeZone: string }, day: CalendarDate): string {
  return instantIn(timeZone, addDays(day, 1), SEAL_AT);
}

/** The instant at which the day after this one is run, in the creditor's time zone. */
export function nextRunAt(
  { timeZone }: { readonly timeZone: string },
  { runAt }: Pick<CreditorSettings, "runAt">,
  after: CalendarDate,
): string {
  return instantIn(timeZone, addDays(after, 1), runAt ?? DEFAULT_RUN_AT);
}
