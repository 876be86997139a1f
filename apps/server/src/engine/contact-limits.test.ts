import { hoursOn, rulesOf } from "@innfri/claims";
import { date } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import { contactHoursOf, sendWindow } from "./contact-limits.ts";

const PLACES = {
  NO: { country: "NO", timeZone: "Europe/Oslo" },
  SE: { country: "SE", timeZone: "Europe/Stockholm" },
} as const;

/** As `2026-04-01 08:00-21:00`, in UTC; a day without hours says so. */
function windowOf(country: "NO" | "SE", day: string): string {
  const today = date(day);
  if (hoursOn(contactHoursOf({}), today, rulesOf(country).calendar) === null) return "none";
  const clock = { isSandbox: false, today, nowAt: `${day}T00:00:00.000Z` };
  const { sendAfter, sendBefore } = sendWindow({}, PLACES[country], clock, "email");
  return `${sendAfter.slice(11, 16)}-${sendBefore?.slice(11, 16)}`;
}

describe("Contact hours where a company has stated none (norway.md 5.10)", () => {
  it.each([
    ["NO", "2026-04-01", "06:00-19:00", "Wednesday before Easter"],
    ["NO", "2026-04-02", "none", "Maundy Thursday"],
    ["SE", "2026-04-02", "06:00-19:00", "Maundy Thursday, a working day in Sweden"],
    ["NO", "2026-04-03", "none", "Good Friday"],
    ["SE", "2026-04-03", "none", "Good Friday"],
    ["NO", "2026-04-04", "none", "a Saturday"],
    ["NO", "2026-04-06", "none", "Easter Monday"],
    ["SE", "2026-04-06", "none", "Easter Monday"],
    ["NO", "2026-04-07", "06:00-19:00", "the Tuesday after Easter"],
    ["NO", "2026-05-17", "none", "17 May on a Sunday"],
    ["NO", "2026-05-18", "06:00-19:00", "the Monday after it, for which nobody gets a day off"],
    ["NO", "2027-05-17", "none", "17 May on a Monday"],
    ["NO", "2033-05-17", "none", "17 May on a Tuesday"],
    ["SE", "2033-05-17", "06:00-19:00", "a Tuesday like others in Sweden"],
    ["NO", "2028-02-29", "07:00-20:00", "29 February, a Tuesday"],
    ["SE", "2028-02-29", "07:00-20:00", "29 February, a Tuesday"],
    ["NO", "2026-01-06", "07:00-20:00", "a Tuesday like others in Norway"],
    ["SE", "2026-01-06", "none", "Epiphany on a Tuesday"],
    ["SE", "2026-06-18", "06:00-19:00", "the day before midsummer eve"],
    ["SE", "2026-06-19", "none", "midsummer eve"],
    ["NO", "2026-06-19", "06:00-19:00", "a Friday like others in Norway"],
    ["SE", "2026-06-22", "06:00-19:00", "the Monday after midsummer"],
    ["NO", "2026-03-27", "07:00-20:00", "the Friday before clocks go forward"],
    ["NO", "2026-03-30", "06:00-19:00", "the Monday after"],
    ["SE", "2026-10-23", "06:00-19:00", "the Friday before clocks go back"],
    ["SE", "2026-10-26", "07:00-20:00", "the Monday after"],
  ] as const)("in %s on %s are %s: %s", (country, day, told, _what) => {
    expect(windowOf(country, day)).toBe(told);
  });
});
