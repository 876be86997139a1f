import { type CalendarDate, date } from "@innfri/kernel/values";

/** The last day the Swedish tables were checked for; the half-year of the newest reference rate ends with it. */
export const SE_CHECKED_THROUGH: CalendarDate = date("2026-12-31");
