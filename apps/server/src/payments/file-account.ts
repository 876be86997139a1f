/** A file's account while money is booked on it: the chains as they were read, and what has been added since. */
import { type Account, accountOn, type FileEvent, type FileFacts, type StoredEvent } from "@innfri/claims";
import { type CalendarDate, type Currency, earliest } from "@innfri/kernel";
import { type FactsContext, factsOf, type LoadedClaim, type LoadedFile } from "../engine/load-files.ts";

/** The events that change what is owed. */
const MOVING: ReadonlySet<FileEvent["kind"]> = new Set<FileEvent["kind"]>([
  "letter",
  "heavy",
  "payment-plan",
  "compensation",
  "payment",
  "credit",
  "waiver",
  "application",
  "attachment-application",
  "decision",
  "enforcement",
]);
const MONEY: ReadonlySet<FileEvent["kind"]> = new Set<FileEvent["kind"]>(["payment", "credit", "waiver"]);

export class FileAccount {
  readonly #file: LoadedFile;
  readonly #context: FactsContext;
  readonly #isClosed: (claim: LoadedClaim) => boolean;
  readonly events: StoredEvent[];

  constructor(file: LoadedFile, context: FactsContext, isClosed: (claim: LoadedClaim) => boolean) {
    // What a debtor is decides what may be charged, not what money closes: an unknown one has been charged nothing.
    this.#file = { ...file, kind: file.kind ?? "person" };
    this.#context = context;
    this.#isClosed = isClosed;
    this.events = [...file.events];
  }

  /** What is open at the end of a day; null when nothing is open in this currency. Throws `OutsideCoverage`. */
  on(currency: Currency, day: CalendarDate): Account | null {
    const facts = this.#facts(currency);
    return facts === null ? null : accountOn(facts, day);
  }

  /**
   * What money of this day meets: the charges and the interest of the day, less what other money has closed, also
   * later money that was booked before. Throws `OutsideCoverage`.
   */
  metOn(currency: Currency, day: CalendarDate): Account | null {
    const facts = this.#facts(currency);
    if (facts === null) return null;
    const events = facts.events.map((event) =>
      MONEY.has(event.kind) && event.on > day ? { ...event, on: earliest(event.on, day) } : event,
    );
    return accountOn({ ...facts, events }, day);
  }

  /** The last day on which anything changed what is owed, `day` at the earliest. */
  movedBy(currency: Currency, day: CalendarDate): CalendarDate {
    const events = this.#facts(currency)?.events ?? [];
    return events.reduce((last, { kind, on }) => (MOVING.has(kind) && on > last ? on : last), day);
  }

  #facts(currency: Currency): FileFacts | null {
    const claims = this.#file.claims.filter((claim) => claim.currency === currency && !this.#isClosed(claim));
    return factsOf({ ...this.#file, events: this.events }, this.#context, claims);
  }
}
