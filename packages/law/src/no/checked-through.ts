import { type CalendarDate, date } from "@innfri/kernel/values";

/** The last day the Norwegian tables were checked for; the half-year of the newest interest rate ends with it. */
export const NO_CHECKED_THROUGH: CalendarDate = date("2026-12-31");
