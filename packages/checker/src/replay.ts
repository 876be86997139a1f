/** Walks the calendar day by day: each day's interest first, then the day's events in their order. */
import { apply } from "./apply.ts";
import { type Day, dayOf, dayText } from "./calendar.ts";
import type { Event, Facts } from "./facts.ts";
import { DailyInterest } from "./interest.ts";
import { NotCovered } from "./lookup.ts";
import { type Accepted, type FileState, type NeverOwed, openState } from "./state.ts";

/** Nothing may be said of that day: a figure is missing, or the country, currency or kind of debtor is none of ours. */
export type Refusal = { readonly kind: "outside-coverage"; readonly table: string; readonly day: string };

const CURRENCIES: Readonly<Record<string, string>> = { NO: "NOK", SE: "SEK" };
const DEBTOR_KINDS: readonly string[] = ["consumer", "business", "public"];

/** A file on its way through the calendar. */
export class Walk {
  readonly file: FileState;
  readonly #daily: readonly DailyInterest[];
  readonly #events: readonly { readonly event: Event; readonly on: Day }[];
  #next = 0;
  #today: Day;

  /** Knows what is known at the end of `known`. Throws `NotCovered` for what is none of ours. */
  constructor(facts: Facts, known: Day) {
    refuseForeign(facts, known);
    this.#events = facts.events
      .map((event) => ({ event, on: dayOf(event.on) }))
      .filter(({ on }) => on <= known)
      .toSorted((a, b) => a.on - b.on);
    this.file = openState(
      facts,
      acceptedOf(
        facts,
        this.#events.map(({ event }) => event),
      ),
    );
    this.#daily = this.file.claims.map((claim) => new DailyInterest(facts, claim));
    this.#today = firstDay(this.file, this.#events[0]?.on ?? known) - 1;
  }

  /** Goes on to the end of `day`. Throws `NotCovered`. */
  to(day: Day): FileState {
    while (this.#today < day) {
      this.#today++;
      for (const interest of this.#daily) interest.bear(this.#today);
      for (; this.#events[this.#next] !== undefined; this.#next++) {
        const { event, on } = this.#events[this.#next]!;
        if (on > this.#today) break;
        apply(this.file, event, this.#today);
      }
    }
    return this.file;
  }
}

/** The file at the end of `day`. Throws `NotCovered`. */
export function walkTo(facts: Facts, day: Day): FileState {
  return new Walk(facts, day).to(day);
}

function firstDay(file: FileState, firstEvent: Day): Day {
  const counted = file.claims.flatMap(({ countedFrom }) => (countedFrom === null ? [] : [countedFrom]));
  return Math.min(firstEvent, ...counted);
}

function refuseForeign({ country, currency, debtorKind }: Facts, day: Day): void {
  const isKnown = CURRENCIES[country] === currency && DEBTOR_KINDS.includes(debtorKind);
  if (!isKnown) throw new NotCovered("scope", dayText(day));
}

/** What the creditor has agreed by then was never owed: whole claims, and amounts (reading 10). */
function acceptedOf(facts: Facts, events: readonly Event[]): Accepted {
  const open = new Map<string, NeverOwed>();
  const accepted = new Map<string, NeverOwed>();
  for (const event of events) {
    if (event.kind !== "objection" && event.kind !== "objection-resolved") continue;
    const refs = event.claim === null ? facts.claims.map(({ ref }) => ref) : [event.claim];
    for (const ref of refs) {
      if (event.kind === "objection")
        open.set(ref, joined(open.get(ref), { scope: event.scope, objections: [event] }));
      else {
        const never = open.get(ref);
        open.delete(ref);
        if (event.outcome === "accepted" && never !== undefined)
          accepted.set(ref, joined(accepted.get(ref), never));
      }
    }
  }
  return accepted;
}

function joined(a: NeverOwed | undefined, b: NeverOwed): NeverOwed {
  if (a === undefined) return b;
  const isWhole = a.scope === "whole" || b.scope === "whole";
  const scope = isWhole ? "whole" : (a.scope as bigint) + (b.scope as bigint);
  return { scope, objections: [...a.objections, ...b.objections] };
}
