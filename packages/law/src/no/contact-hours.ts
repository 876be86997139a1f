/** When a debtor may be called, written an SMS or visited (norway.md 5.10). */
import { addDays, type CalendarDate, weekdayOf } from "@innfri/kernel/values";
import { calendarNO } from "./calendar.ts";
import type { RegimeId } from "./regimes.ts";

/** From the first minute to the one before the last: `until` itself is too late. */
export type ContactHours = { readonly from: string; readonly until: string };

/**
 * The hours of § 15 of the Act of 2026. That Act binds licensed collectors and is not in force; norway.md 5.10 takes its
 * hours for everybody and already now. Local time in Norway.
 */
export const CONTACT_HOURS: { readonly weekdays: ContactHours; readonly saturdays: ContactHours } = {
  weekdays: { from: "08:00", until: "21:00" },
  saturdays: { from: "09:00", until: "15:00" },
};

/** Whether a debtor may be contacted at a time, by which rule, and when next if not. */
export type ContactAnswer =
  | { readonly allowed: true; readonly rule: "no.contact-hours" }
  | {
      readonly allowed: false;
      readonly rule: "no.contact-hours";
      readonly because: "holiday" | "sunday" | "saturday" | "hour";
      /** The first local day and time on which it is allowed. */
      readonly next: { readonly day: CalendarDate; readonly from: string };
    };

/**
 * May a debtor in Norway be called, written an SMS or visited at this time? Monday to Friday from 08:00 until 21:00,
 * never on Sundays or public holidays (LOV-2026-05-22-19 § 15, taken for everybody by norway.md 5.10). Saturdays from
 * 09:00 until 15:00 once the letter regime is that of 2026 (`regimeOn`); under the Act of 1988 they are left alone unless
 * `saturdays` says otherwise, because calls at weekends are held to be bad practice today. Letters and e-mail are not
 * contact in this sense. Nobody qualified has confirmed the reading: `no.sign-off.contact-hours`.
 *
 * `day` and `time` (`HH:MM`, 00:00 to 23:59) are local in Norway. Throws `RangeError` when `time` is not such a time.
 */
export function mayContactAt(given: {
  readonly day: CalendarDate;
  readonly time: string;
  readonly regime: RegimeId;
  readonly saturdays?: boolean;
}): ContactAnswer {
  const { day, time, regime } = given;
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw new RangeError(`not a time of day: ${time}`);
  const withSaturdays = given.saturdays ?? regime === "NO-INKASSO-2026";
  const today = hoursOn(day, withSaturdays);
  if (typeof today === "object" && today.from <= time && time < today.until)
    return { allowed: true, rule: "no.contact-hours" };
  return {
    allowed: false,
    rule: "no.contact-hours",
    because: typeof today === "object" ? "hour" : today,
    next:
      typeof today === "object" && time < today.from
        ? { day, from: today.from }
        : nextHours(addDays(day, 1), withSaturdays),
  };
}

function hoursOn(
  day: CalendarDate,
  withSaturdays: boolean,
): ContactHours | "holiday" | "sunday" | "saturday" {
  if (calendarNO.isHoliday(day)) return "holiday";
  const weekday = weekdayOf(day);
  if (weekday === 7) return "sunday";
  if (weekday < 6) return CONTACT_HOURS.weekdays;
  return withSaturdays ? CONTACT_HOURS.saturdays : "saturday";
}

/** Never far: no run of days off in Norway is longer than Easter's. */
function nextHours(from: CalendarDate, withSaturdays: boolean): { day: CalendarDate; from: string } {
  for (let day = from; ; day = addDays(day, 1)) {
    const hours = hoursOn(day, withSaturdays);
    if (typeof hours === "object") return { day, from: hours.from };
  }
}
