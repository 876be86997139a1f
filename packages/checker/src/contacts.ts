/** How often and when the debtor may be contacted, counted again from the letters that were sent (B22). */
import type { RuleId } from "@innfri/law/tables";
import { type Day, dayOf, dayText, isWorkingDay, weekdayOf } from "./calendar.ts";
import type { Mismatch } from "./compare.ts";
import type { DocumentContext } from "./document.ts";
import type { Facts } from "./facts.ts";

type Refused = Mismatch & { readonly rule: RuleId };

/** What speaks against one more contact on the day of the document, by the channel that it names. */
export function againstContact(
  facts: Facts,
  context: DocumentContext,
  channel: string | undefined,
): Refused[] {
  return [...tooOften(facts, context), ...outsideHours(facts, context, channel)];
}

/** One letter to several claims is one event, and one contact. */
function tooOften({ country, events }: Facts, { on, contact }: DocumentContext): Refused[] {
  const { most, days } = contact;
  const today = dayOf(on);
  const letters = events.flatMap((event) => (event.kind === "letter" ? [event.on] : []));
  const still = [...letters, ...contact.others].map(dayOf).filter((day) => today - day < days);
  if (still.length < most) return [];
  // So many of the oldest ones have to be further back.
  const leaving = still.toSorted((a, b) => a - b)[still.length - most]!;
  return [
    {
      path: "letter.datedOn",
      expected: `no contact before ${dayText(leaving + days)}: at most ${most} in ${days} days`,
      found: on,
      rule: country === "NO" ? "no.good-practice" : "se.good-practice",
    },
  ];
}

/** A document knows its day and not its hour, so what can be seen is a day without any. */
function outsideHours(
  { country }: Facts,
  { on, contact }: DocumentContext,
  channel: string | undefined,
): Refused[] {
  const day = dayOf(on);
  const isHoliday = isWeekday(day) && !isWorkingDay(country, day);
  if (channel === "post" || (contact.weekdays.includes(weekdayOf(day) + 1) && !isHoliday)) return [];
  return [
    {
      path: "letter.channel",
      expected: "post: the day has no contact hours",
      found: channel ?? null,
      rule: country === "NO" ? "no.contact-hours" : "se.good-practice",
    },
  ];
}

function isWeekday(day: Day): boolean {
  return weekdayOf(day) < 5;
}
