/** The due days a plan is tried on. */
import { addDays, type CalendarDate, date } from "@innfri/kernel";
import type { Plan } from "../plan.ts";

/** `short` takes seconds; `long` is every day of the years that the law tables have. */
export type Scope = "short" | "long";

/** The law sheets' own examples come first: a counter-example among them is the easiest to follow. */
const EXAMPLES: Readonly<Record<Plan["country"], CalendarDate>> = {
  NO: date("2026-04-30"),
  SE: date("2026-04-01"),
};

/** A year of due days with its Easter, May holidays, midsummer, Christmas and both rate changes; then a leap day. */
const SHORT = [
  { from: date("2025-06-20"), through: date("2026-07-31") },
  { from: date("2024-01-10"), through: date("2024-03-05") },
] as const;

/** Plans with long waits come to their end only from an early due day. */
const EARLY = { from: date("2016-01-04"), through: date("2021-12-31"), every: 17 } as const;

const LONG = { from: date("2016-01-04"), through: date("2026-11-30") } as const;

/** One due day for each trap: May holidays, Easter, New Year and the new rates, a leap day, midsummer, a Saturday. */
const UNQUIET: readonly CalendarDate[] = [
  "2026-04-30",
  "2026-04-01",
  "2025-12-17",
  "2024-02-15",
  "2026-06-05",
  "2026-01-31",
].map(date);

const UNQUIET_LONG = { from: date("2025-07-01"), through: date("2026-06-30") } as const;

/** The due days on which nothing happens but the plan. */
export function calmDueDays(country: Plan["country"], scope: Scope): readonly CalendarDate[] {
  const days =
    scope === "long"
      ? everyDay(LONG)
      : [...SHORT.flatMap(everyDay), ...everyDay(EARLY).filter((_, i) => i % EARLY.every === 0)];
  return [...new Set([EXAMPLES[country], ...days])];
}

/** The due days on which everything else happens. */
export function happeningDueDays(country: Plan["country"], scope: Scope): readonly CalendarDate[] {
  return [...new Set([EXAMPLES[country], ...UNQUIET, ...(scope === "long" ? everyDay(UNQUIET_LONG) : [])])];
}

function everyDay({ from, through }: { from: CalendarDate; through: CalendarDate }): CalendarDate[] {
  const days: CalendarDate[] = [];
  for (let day = from; day <= through; day = addDays(day, 1)) days.push(day);
  return days;
}
