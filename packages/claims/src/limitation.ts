/** The day a claim becomes too old, as the law sheets count it. */
import { addDays, addMonths, type CalendarDate, latest } from "@innfri/kernel";
import { no, type RuleId, se } from "@innfri/law";
import type { ClaimFacts, FileEvent, FileFacts } from "./facts.ts";

/**
 * Norway: three years from the agreed due day as printed, else from the invoice's day; a written plan starts it
 * anew, letters and mere payments do not, and a judgment gives ten years (foreldelsesloven §§ 14, 21). A complaint
 * interrupts it too, but what comes of one that nobody decides on is not known here: it moves nothing. Sweden: ten
 * years, three against consumers, from the invoice's day; a payment, a plan, a letter shown to have been received and a
 * decision start it anew, and so does the end of a payment order that the debtor was told of and nobody decided
 * (preskriptionslagen 5-7 §§). Once it has passed nothing but a decision starts it anew (8 §).
 */
export function limitationOf(facts: FileFacts, claim: ClaimFacts, day: CalendarDate): CalendarDate {
  const period = new Period(facts, facts.country === "NO" ? (claim.dueOn ?? claim.issuedOn) : claim.issuedOn);
  const events = facts.events
    .filter((event) => concerns(event, claim.ref))
    .map((event) => ({ event, on: event.kind === "letter" ? event.receivedOn : event.on }))
    .filter(({ on }) => on !== null && on <= day)
    .map(({ event, on }) => ({ event, on: on! }));
  for (const { event, on } of events.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)))
    period.meet(event, on);
  return period.end;
}

/** A claim's time, as what happens to it moves its end. */
class Period {
  readonly #facts: FileFacts;
  #runsFrom: CalendarDate;
  /** No earlier end than this, whatever interrupts it: a judgment's ten years, the year after a procedure. */
  #atLeast: CalendarDate | null = null;
  #hadItsYear = false;
  /** Somebody has been asked to decide, and has not: until then no time passes for the claim. */
  #isPending = false;

  constructor(facts: FileFacts, runsFrom: CalendarDate) {
    this.#facts = facts;
    this.#runsFrom = runsFrom;
  }

  get end(): CalendarDate {
    const { country, debtorKind } = this.#facts;
    const end =
      country === "NO"
        ? no.limitationOn(this.#runsFrom)
        : se.limitationOn({ runsFrom: this.#runsFrom, isConsumer: debtorKind === "consumer" });
    return this.#atLeast === null ? end : latest(end, this.#atLeast);
  }

  /** Events come in the order of their days. */
  meet(event: FileEvent, on: CalendarDate): void {
    const isAlive = this.#isPending || on <= this.end;
    const isNorway = this.#facts.country === "NO";
    switch (event.kind) {
      case "application":
      case "attachment-application":
        this.#isPending = isAlive;
        break;
      case "decision":
        this.#isPending = false;
        if (isNorway) this.#notBefore(no.limitationAfterJudgmentOn(on));
        else this.#runsFrom = on;
        break;
      case "procedure-ended":
        this.#isPending = false;
        if (isAlive) this.#undecided(event.isNotified, on);
        break;
      case "payment-plan":
        if (isAlive) this.#runsFrom = on;
        break;
      case "payment":
      case "letter":
        if (isAlive && !isNorway) this.#runsFrom = on;
        break;
    }
  }

  /** A procedure that the debtor never heard of leaves a year from its end, once (preskriptionslagen 7 §). */
  #undecided(isNotified: boolean, on: CalendarDate): void {
    if (isNotified) this.#runsFrom = on;
    else if (!this.#hadItsYear) {
      this.#hadItsYear = true;
      this.#notBefore(se.limitationAfterProcedureOn(on));
    }
  }

  #notBefore(day: CalendarDate): void {
    this.#atLeast = this.#atLeast === null ? day : latest(this.#atLeast, day);
  }
}

function concerns(event: FileEvent, ref: string): boolean {
  if ("claims" in event) return event.claims?.includes(ref) ?? true;
  return !("claim" in event) || event.claim === null || event.claim === ref;
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
