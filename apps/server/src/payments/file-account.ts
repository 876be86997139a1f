/** A file's account while money is booked on it: the chains as they were read, and what has been added since. */
import { type Account, accountOn, type FileEvent, type FileFacts, type StoredEvent } from "@innfri/claims";
import type { CalendarDate, Currency } from "@innfri/kernel";
import { type FactsContext, factsOf, type LoadedClaim, type LoadedFile } from "../engine/load-files.ts";
import { asIs, countedClaims } from "../engine/record-facts.ts";

/** What lowers what is owed, whatever day it happened on: money of an earlier day does not meet it any more. */
const LOWERING: ReadonlySet<FileEvent["kind"]> = new Set<FileEvent["kind"]>([
  "payment",
  "credit",
  "waiver",
  "objection",
  "objection-resolved",
  "costs-changed",
]);
/** The events that change what is owed. */
const MOVING: ReadonlySet<FileEvent["kind"]> = new Set<FileEvent["kind"]>([
  ...LOWERING,
  "letter",
  "heavy",
  "payment-plan",
  "compensation",
  "application",
  "attachment-application",
  "decision",
  "enforcement",
]);

export class FileAccount {
  readonly #file: LoadedFile;
  readonly #context: FactsContext;
  readonly #isClosed: (claim: LoadedClaim) => boolean;
  readonly #events: StoredEvent[];
  // The same question is asked of a file several times before anything is added to it.
  #facts = new Map<Currency, FileFacts | null>();
  #met = new Map<string, Account | null>();

  constructor(file: LoadedFile, context: FactsContext, isClosed: (claim: LoadedClaim) => boolean) {
    // What a debtor is decides what may be charged, not what money closes: an unknown one has been charged nothing.
    this.#file = { ...file, kind: file.kind ?? "person" };
    this.#context = context;
    this.#isClosed = isClosed;
    this.#events = [...file.events];
  }

  get events(): readonly StoredEvent[] {
    return this.#events;
  }

  add(event: StoredEvent): void {
    this.#events.push(event);
    this.changed();
  }

  /** To be called when a claim was closed. */
  changed(): void {
    this.#facts.clear();
    this.#met.clear();
  }

  /** What is open at the end of a day; null when nothing is open in this currency. Throws `OutsideCoverage`. */
  on(currency: Currency, day: CalendarDate): Account | null {
    const facts = this.#factsIn(currency);
    return facts === null ? null : accountOn(facts, day);
  }

  /**
   * What money of this day meets: the charges and the interest of the day, less what other money has closed, also
   * later money that was booked before. Throws `OutsideCoverage`.
   */
  metOn(currency: Currency, day: CalendarDate): Account | null {
    const known = this.#met.get(currency + day);
    if (known !== undefined) return known;
    const facts = this.#factsIn(currency);
    const met = facts === null ? null : accountOn({ ...facts, events: pulledBack(facts.events, day) }, day);
    this.#met.set(currency + day, met);
    return met;
  }

  /** The last day on which anything changed what is owed, `day` at the earliest. */
  movedBy(currency: Currency, day: CalendarDate): CalendarDate {
    const events = this.#factsIn(currency)?.events ?? [];
    return events.reduce((last, { kind, on }) => (MOVING.has(kind) && on > last ? on : last), day);
  }

  #factsIn(currency: Currency): FileFacts | null {
    const known = this.#facts.get(currency);
    if (known !== undefined) return known;
    const file = { ...this.#file, events: this.#events };
    const claims = countedClaims(file, this.#isClosed)
      .filter((claim) => claim.currency === currency)
      .map((claim) => asIs(claim, this.#isClosed(claim)));
    const facts = claims.every(this.#isClosed) ? null : factsOf(file, this.#context, claims);
    this.#facts.set(currency, facts);
    return facts;
  }
}

/** Later money, and what was later found not to be owed, counts as if it had come on the day. */
function pulledBack(events: readonly FileEvent[], day: CalendarDate): readonly FileEvent[] {
  if (!events.some(({ kind, on }) => on > day && LOWERING.has(kind))) return events;
  return events.map((event) => (LOWERING.has(event.kind) && event.on > day ? { ...event, on: day } : event));
}
