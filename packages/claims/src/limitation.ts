/** The day a claim becomes too old, as the law sheets count it. */
import { addDays, addMonths, type CalendarDate, latest } from "@innfri/kernel";
import { no, type RuleId, se } from "@innfri/law";
import type { ClaimFacts, FileEvent, FileFacts } from "./facts.ts";

/**
 * Norway: three years from the agreed due day as printed, else from the invoice's day; a written plan starts it
 * anew, letters and mere payments do not, and a judgment gives ten years (foreldelsesloven § 21). A complaint interrupts
 * it too, but what comes of one that nobody decides on is not known here: it moves nothing. Sweden: ten years, three against consumers, from the invoice's day; a
 * payment, a plan, a letter shown to have been received and a decision start it anew.
 */
export function limitationOf(facts: FileFacts, claim: ClaimFacts, day: CalendarDate): CalendarDate {
  const isNorway = facts.country === "NO";
  let runsFrom = isNorway ? (claim.dueOn ?? claim.issuedOn) : claim.issuedOn;
  for (const event of facts.events)
    runsFrom = latest(runsFrom, restart(facts, event, claim.ref, day) ?? runsFrom);
  return isNorway
    ? latest(no.limitationOn(runsFrom), ...afterJudgments(facts, claim.ref, day))
    : se.limitationOn({ runsFrom, isConsumer: facts.debtorKind === "consumer" });
}

function afterJudgments({ events }: FileFacts, ref: string, day: CalendarDate): readonly CalendarDate[] {
  return events.flatMap((event) =>
    event.kind === "decision" && event.on <= day && (event.claims?.includes(ref) ?? true)
      ? [no.limitationAfterJudgmentOn(event.on)]
      : [],
  );
}

/** The rule that a claim is too old by. */
export function limitationRule(country: "NO" | "SE"): RuleId {
  return country === "NO" ? "no.limitation" : "se.limitation";
}

/** How near its limitation a claim is: passed, or within the stretch before it that it is warned about. */
export type LimitationAlert = { readonly on: CalendarDate; readonly within: string | null };

type Stretch = { readonly within: string; readonly from: (limit: CalendarDate) => CalendarDate };

/** The alerts that the law sheets set, the nearest first (norway.md 6.3; sweden.md 7). */
const ALERTS: Readonly<Record<"NO" | "SE", readonly Stretch[]>> = {
  NO: [30, 90, 180].map((days) => ({ within: `${days} days`, from: (limit) => addDays(limit, -days) })),
  SE: [1, 3, 6].map((months) => ({
    within: months === 1 ? "1 month" : `${months} months`,
    from: (limit) => addMonths(limit, -months),
  })),
};

/** Null while it is further off than the first alert. `within` is null once the day has passed. */
export function limitationAlert(
  country: "NO" | "SE",
  limit: CalendarDate,
  today: CalendarDate,
): LimitationAlert | null {
  if (today > limit) return { on: limit, within: null };
  const near = ALERTS[country].find(({ from }) => today >= from(limit));
  return near === undefined ? null : { on: limit, within: near.within };
}

/** The day from which an event starts a claim's limitation anew; null where it does not. */
function restart(facts: FileFacts, event: FileEvent, ref: string, day: CalendarDate): CalendarDate | null {
  if ("claims" in event && event.claims !== null && !event.claims.includes(ref)) return null;
  if ("claim" in event && event.claim !== null && event.claim !== ref) return null;
  const from = event.kind === "letter" ? event.receivedOn : event.on;
  if (from === null || from > day) return null;
  if (event.kind === "payment-plan") return from;
  if (facts.country === "NO") return null;
  return event.kind === "payment" || event.kind === "letter" || event.kind === "decision" ? from : null;
}
