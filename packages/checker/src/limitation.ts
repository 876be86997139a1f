/** The day a claim becomes too old (reading 11). */
import { no, se } from "@innfri/law/tables";
import { type Day, dayOf, dayText, monthsAfter } from "./calendar.ts";
import type { Claim, Event, Facts } from "./facts.ts";

/** The day on which `ref` becomes too old, as known at the end of `on`. Undefined for a claim that is not there. */
export function limitation(facts: Facts, ref: string, on: string): string | undefined {
  const claim = facts.claims.find((one) => one.ref === ref);
  if (claim === undefined) return undefined;
  const known = dayOf(on);
  let clock: Clock = { end: endFrom(facts, startOf(facts, claim)), floor: 0, waits: false, hadYear: false };
  const happened = facts.events.flatMap((event): Happened[] => {
    const day = event.kind === "letter" ? event.receivedOn : event.on;
    return day !== null && dayOf(day) <= known && isAbout(event, ref) ? [{ event, day: dayOf(day) }] : [];
  });
  for (const { event, day } of happened.toSorted((a, b) => a.day - b.day))
    clock = after(facts, clock, event, day);
  return dayText(Math.max(clock.end, clock.floor));
}

type Happened = { readonly event: Event; readonly day: Day };
type Clock = {
  /** The end of the time that runs. */
  readonly end: Day;
  /** The end is no earlier than this: ten years of a judgment, one after a procedure nobody told the debtor of. */
  readonly floor: Day;
  /** Somebody is asked to decide. */
  readonly waits: boolean;
  readonly hadYear: boolean;
};

/** Norway: a plan and a judgment (FOREL §§ 14, 21). Sweden: PreskrL 5-7 §§; what is too old stays so (8 §). */
function after(facts: Facts, clock: Clock, event: Event, day: Day): Clock {
  const tooOld = !clock.waits && day > Math.max(clock.end, clock.floor);
  const anew = { ...clock, end: endFrom(facts, day) };
  const later = (years: number) => ({ floor: Math.max(clock.floor, monthsAfter(day, 12 * years)) });
  if (event.kind === "decision") {
    if (facts.country === "SE") return { ...anew, waits: false };
    return { ...clock, ...later(no.LIMITATION_AFTER_JUDGMENT.value), waits: false };
  }
  if (tooOld) return clock;
  switch (event.kind) {
    case "application":
    case "attachment-application":
      return { ...clock, waits: true };
    case "procedure-ended": {
      if (event.isNotified) return { ...anew, waits: false };
      if (clock.hadYear) return { ...clock, waits: false };
      return { ...clock, ...later(se.LIMITATION_AFTER_PROCEDURE.value), waits: false, hadYear: true };
    }
    case "payment-plan":
      return anew;
    case "payment":
    case "letter":
      return facts.country === "SE" ? anew : clock;
    default:
      return clock;
  }
}

/** Norway: the agreed due day as printed, else the invoice's (FOREL §§ 2-3); Sweden: the invoice's (PreskrL 2 §). */
function startOf({ country }: Facts, claim: Claim): Day {
  return dayOf(country === "NO" ? (claim.dueOn ?? claim.issuedOn) : claim.issuedOn);
}

function endFrom({ country, debtorKind }: Facts, start: Day): Day {
  const swedish = debtorKind === "consumer" ? se.LIMITATION_CONSUMER : se.LIMITATION;
  return monthsAfter(start, 12 * (country === "NO" ? no.LIMITATION : swedish).value);
}

function isAbout(event: Event, ref: string): boolean {
  if ("claims" in event) return event.claims === null || event.claims.includes(ref);
  return !("claim" in event) || event.claim === null || event.claim === ref;
}
