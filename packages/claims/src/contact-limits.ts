/**
 * When, and how often, a debtor is contacted (B22). Limits of the engine, whatever the plan says: a step that would go
 * beyond them waits, and steps that contact nobody go on.
 */
import { addDays, type CalendarDate, type Weekday, weekdayOf } from "@innfri/kernel";
import type { Calendar } from "@innfri/law";
import { reason } from "./because.ts";
import type { Because, CreditorRules, DecisionFile } from "./decision.ts";
import type { PlanStep } from "./plan.ts";
import { letterOf } from "./plan-walk.ts";
import { channelFor } from "./posting.ts";

/** Local times of one day, such as 08:00. `until` itself is too late. */
export type DayHours = { readonly from: string; readonly until: string };

/** The hours of each weekday; one that is left out has none, and neither has a public holiday. */
export type ContactHours = Readonly<Partial<Record<Weekday, DayHours>>>;

/** At most so many contacts in any so many days that follow each other. */
export type Pressure = { readonly contacts: number; readonly days: number };

export type ContactLimits = {
  readonly hours: ContactHours;
  readonly pressure: Pressure;
  /** The local time at which its day is judged; null, and on every other day: from its first minute on. */
  readonly now: { readonly on: CalendarDate; readonly time: string } | null;
};

/** Nothing is limited: a plan by itself, with no company that sends anything. */
export const NO_CONTACT_LIMITS: ContactLimits = {
  hours: Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, { from: "00:00", until: "24:00" }]),
  ),
  pressure: { contacts: Number.POSITIVE_INFINITY, days: 1 },
  now: null,
};

/** A letter in the post is read when somebody opens it; everything else calls for attention the moment it comes. */
export function isImmediate(channel: string): boolean {
  return channel !== "post";
}

/** The hours in which an immediate channel may be used on a day; null for none. */
export function hoursOn(hours: ContactHours, day: CalendarDate, calendar: Calendar): DayHours | null {
  return calendar.isHoliday(day) ? null : (hours[weekdayOf(day)] ?? null);
}

/** A contact that is not to be made today: until when, and why. */
type NotNow = { readonly until: CalendarDate | null; readonly because: Because };

/** Keeps count of a debtor's contacts while a day is judged. A letter to several claims is one. */
export class Contacts {
  readonly #days: CalendarDate[];
  readonly #file: DecisionFile;
  readonly #rules: CreditorRules;
  readonly #calendar: Calendar;

  constructor(file: DecisionFile, rules: CreditorRules, calendar: Calendar) {
    const letters = file.facts.events.filter(({ kind }) => kind === "letter");
    this.#days = [...letters.map(({ on }) => on), ...(file.contactedOn ?? [])];
    this.#file = file;
    this.#rules = rules;
    this.#calendar = calendar;
  }

  /** Why a step is not taken today; null when it may be. A step without a letter contacts nobody by itself. */
  against(step: PlanStep, today: CalendarDate): NotNow | null {
    if (letterOf(step) === null) return null;
    return this.#tooOften(today) ?? this.#outsideHours(step, today);
  }

  add(step: PlanStep, today: CalendarDate): void {
    if (letterOf(step) !== null) this.#days.push(today);
  }

  #tooOften(today: CalendarDate): NotNow | null {
    const { contacts, days } = this.#rules.contact.pressure;
    const recent = this.#days.filter((on) => on > addDays(today, -days)).toSorted();
    const leaves = recent.at(-contacts);
    if (recent.length < contacts || leaves === undefined) return null;
    const until = this.#calendar.nextBusinessDay(addDays(leaves, days));
    const often = recent.length === 1 ? "once" : `${recent.length} times`;
    const most = `at most ${contacts} in ${days} ${days === 1 ? "day" : "days"}`;
    const text = `the debtor was contacted ${often} since ${recent[0]}: ${most}, so not before ${until}`;
    return { until, because: reason("plan.pressure", text) };
  }

  #outsideHours(step: PlanStep, today: CalendarDate): NotNow | null {
    const { hours, now } = this.#rules.contact;
    const channel = channelFor(step, this.#rules, this.#file);
    if (channel === undefined || !isImmediate(channel)) return null;
    const open = hoursOn(hours, today, this.#calendar);
    if (open !== null && (now?.on !== today || now.time < open.until)) return null;
    const until = nextContactDay(hours, addDays(today, 1), this.#calendar);
    const over = open === null ? `${today} has no contact hours` : `contact hours ended at ${open.until}`;
    return { until, because: reason("plan.contact-hours", `${over}: not before ${until ?? "any are set"}`) };
  }
}

/** No run of days off is longer than this, so what is not found is not there. */
const FARTHEST_DAYS = 60;

/** The first business day with contact hours; null where no weekday has any. */
function nextContactDay(hours: ContactHours, from: CalendarDate, calendar: Calendar): CalendarDate | null {
  for (let ahead = 0; ahead <= FARTHEST_DAYS; ahead += 1) {
    const day = addDays(from, ahead);
    if (calendar.isBusinessDay(day) && hoursOn(hours, day, calendar) !== null) return day;
  }
  return null;
}
