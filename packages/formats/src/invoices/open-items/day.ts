import { type CalendarDate, dateFromParts } from "@innfri/kernel";
import type { DateForm } from "./options.ts";

type DateFormReader = { readonly pattern: RegExp; readonly order: "ymd" | "dmy" | "mdy" };

const READERS: Readonly<Record<DateForm, DateFormReader>> = {
  "yyyy-mm-dd": { pattern: /^(\d{4})-(\d{1,2})-(\d{1,2})$/, order: "ymd" },
  yyyymmdd: { pattern: /^(\d{4})(\d{2})(\d{2})$/, order: "ymd" },
  "yyyy/mm/dd": { pattern: /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, order: "ymd" },
  "dd.mm.yyyy": { pattern: /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, order: "dmy" },
  "dd-mm-yyyy": { pattern: /^(\d{1,2})-(\d{1,2})-(\d{4})$/, order: "dmy" },
  "dd/mm/yyyy": { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, order: "dmy" },
  "mm/dd/yyyy": { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, order: "mdy" },
};

export const DATE_FORMS = Object.keys(READERS) as readonly DateForm[];

// These say themselves which part is the day. Dashes and slashes with the year last do not: America writes the
// month first, and 03/04/2026 would move a due date by a month without anybody seeing it.
const SELF_EVIDENT: readonly DateForm[] = ["yyyy-mm-dd", "yyyymmdd", "yyyy/mm/dd", "dd.mm.yyyy"];
const AMBIGUOUS = /^\d{1,2}([-/])\d{1,2}\1(\d{4}|\d{2})$|^\d{1,2}\.\d{1,2}\.\d{2}$/;
const CLOCK = /[T ]\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** The form a written day is in; `ambiguous` when it could be two; `null` when it is none that is known. */
export function dateFormOf(text: string): DateForm | "ambiguous" | null {
  const day = withoutClock(text);
  const form = SELF_EVIDENT.find((each) => readDay(day, each) !== undefined);
  return form ?? (AMBIGUOUS.test(day) ? "ambiguous" : null);
}

/**
 * A day written in `form`; `undefined` when it is not, or there is no such day. A time of day behind it is left
 * out as written: a due date has no time zone to convert from.
 */
export function readDay(text: string, form: DateForm): CalendarDate | undefined {
  const { pattern, order } = READERS[form];
  const parts = pattern.exec(text) ?? pattern.exec(withoutClock(text));
  if (parts === null) return undefined;
  const [first, second, third] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  switch (order) {
    case "ymd":
      return dateFromParts(first, second, third);
    case "dmy":
      return dateFromParts(third, second, first);
    case "mdy":
      return dateFromParts(third, first, second);
  }
}

function withoutClock(text: string): string {
  return text.includes(":") ? text.replace(CLOCK, "") : text;
}
