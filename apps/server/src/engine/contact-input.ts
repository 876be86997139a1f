/** Contact hours and the pressure limit as people state them, and as they are shown. */
import type { ContactHours, DayHours, Pressure } from "@innfri/claims";
import type { Weekday } from "@innfri/kernel";
import { citationText, no, RULES } from "@innfri/law";
import { contactHoursOf, pressureOf } from "./contact-limits.ts";
import type { CreditorSettings } from "./creditor-settings.ts";
import type { SettingProblem } from "./legal-limits.ts";

type Settings = Pick<CreditorSettings, "contactHours" | "pressure">;
type StoredHours = NonNullable<CreditorSettings["contactHours"]>;

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat"];
const PART = /^(?:([a-z]{3})(?:-([a-z]{3}))?=)?((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * `09:00-16:00` is of every weekday from Monday to Friday. Where a country's law has hours a company can only narrow them:
 * in Norway those that norway.md 5.10 takes for everybody.
 */
export function readContactHours(
  text: string,
  country: "NO" | "SE",
  problems: SettingProblem[],
): StoredHours | undefined {
  const hours = new Map<Weekday, DayHours>();
  for (const part of text.toLowerCase().split(",")) {
    const [, first = "mon", last, from = "", until = ""] = PART.exec(part.trim()) ?? [];
    const isNamed = part.includes("=");
    const [start, end] = [DAYS.indexOf(first), DAYS.indexOf(last ?? (isNamed ? first : "fri"))];
    if (from === "" || from >= until || start < 0 || end < start) {
      const wanted = "hours such as 09:00-16:00 or mon-thu=09:00-16:00,fri=09:00-12:00";
      const sunday = part.includes("sun") ? "; nothing leaves on a Sunday" : "";
      problems.push({
        option: "--contact-hours",
        message: `${part} is not ${wanted}${sunday}`,
        citation: null,
      });
      return undefined;
    }
    for (let day = start; day <= end; day += 1) hours.set((day + 1) as Weekday, { from, until });
  }
  if (![...hours.keys()].some((weekday) => weekday < 6)) {
    const message = `${text} leaves no weekday from Monday to Friday on which anything could be sent`;
    problems.push({ option: "--contact-hours", message, citation: null });
    return undefined;
  }
  const wide = country === "NO" ? [...hours].flatMap(beyondLaw) : [];
  problems.push(...wide);
  return wide.length > 0
    ? undefined
    : (Object.fromEntries([...hours].sort(([a], [b]) => a - b)) as StoredHours);
}

function beyondLaw([weekday, { from, until }]: readonly [Weekday, DayHours]): SettingProblem[] {
  const law = weekday === 6 ? no.CONTACT_HOURS.saturdays : no.CONTACT_HOURS.weekdays;
  if (from >= law.from && until <= law.until) return [];
  return [
    {
      option: "--contact-hours",
      message: `${DAYS[weekday - 1]}=${from}-${until}: nobody is contacted before ${law.from} or from ${law.until} on, so hours can only be narrower`,
      citation: citationText(RULES["no.contact-hours"].citation),
      law: RULES["no.contact-hours"].citation,
    },
  ];
}

export function readPressure(text: string, problems: SettingProblem[]): Pressure | undefined {
  const [, contacts, days] = /^(\d{1,2})\/(\d{1,3})$/.exec(text) ?? [];
  const pressure = { contacts: Number(contacts), days: Number(days) };
  if (pressure.contacts >= 1 && pressure.days >= 1 && pressure.days <= 365) return pressure;
  const message = `${text} is not a number of letters and of days such as 3/7`;
  problems.push({ option: "--pressure", message, citation: null });
  return undefined;
}

/** `mon-fri 08:00-21:00`, with `Innfri's own` where nobody has stated any. */
export function contactHoursText(settings: Settings): string {
  const shown = hoursText(contactHoursOf(settings));
  return settings.contactHours === undefined ? `${shown} (as Innfri has it)` : shown;
}

function hoursText(hours: ContactHours): string {
  const runs: { first: number; last: number; text: string }[] = [];
  for (const [key, { from, until }] of Object.entries(hours)) {
    const weekday = Number(key);
    const text = `${from}-${until}`;
    const run = runs.at(-1);
    if (run !== undefined && run.last === weekday - 1 && run.text === text) run.last = weekday;
    else runs.push({ first: weekday, last: weekday, text });
  }
  const daysOf = (first: number, last: number) =>
    first === last ? DAYS[first - 1] : `${DAYS[first - 1]}-${DAYS[last - 1]}`;
  return runs.map(({ first, last, text }) => `${daysOf(first, last)} ${text}`).join(", ");
}

export function pressureText(settings: Settings): string {
  const { contacts, days } = pressureOf(settings);
  const shown = `at most ${contacts} letters in ${days} days`;
  return settings.pressure === undefined ? `${shown} (as Innfri has it)` : shown;
}
