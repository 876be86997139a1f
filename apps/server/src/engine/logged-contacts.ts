/** Contacts that people had with a debtor, as the chains of its claims hold them: they count as letters do (B22). */
import type { StoredEvent } from "@innfri/claims";
import type { CalendarDate } from "@innfri/kernel";

export const CONTACT_WAYS = ["call", "email", "sms", "letter"] as const;
export type ContactWay = (typeof CONTACT_WAYS)[number];

/** Steps of an objection that the debtor is written to about. */
const WRITTEN: ReadonlySet<unknown> = new Set([
  "acknowledged",
  "agreed",
  "rejected",
  "onward",
  "closed",
  "settled",
]);

/** The days on which the debtor was written to about an objection, one for each. */
export function writtenOfObjections(events: readonly StoredEvent[]): readonly CalendarDate[] {
  return events.flatMap(({ kind, on, data }) =>
    kind === "objection-answered" && WRITTEN.has(data.step) && data.told === undefined ? [on] : [],
  );
}

/** The days on which the debtor was contacted by hand, one for each contact. */
export function contactedByHand(events: readonly StoredEvent[]): readonly CalendarDate[] {
  return events.flatMap(({ kind, on, data }) =>
    kind === "contact" && data.direction === "to-debtor" ? [on] : [],
  );
}
