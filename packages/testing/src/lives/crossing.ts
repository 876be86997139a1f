/** Money that crosses a letter: it counts from a day before the one on which it is known (norway.md P5, R5). */
import {
  type Account,
  accountOn,
  allocate,
  type ClaimProgress,
  type DecisionFile,
  type FileEvent,
  type FileFacts,
  type StoredEvent,
  type UndoneStep,
  undoneBy,
} from "@innfri/claims";
import { addDays, type CalendarDate, formatMinor } from "@innfri/kernel";
import type { Chance } from "./chance.ts";

type Of<K extends FileEvent["kind"]> = Extract<FileEvent, { readonly kind: K }>;

/** The day on which something came to be known, where that was after the day from which it counts. */
const knownOn = new WeakMap<FileEvent, CalendarDate>();
/** What a letter asked for. */
const askedFor = new WeakMap<FileEvent, bigint>();

/** The facts with everything on the day on which it was known: what a step could be judged by when it was taken. */
export function asKnown(facts: FileFacts): FileFacts {
  if (!facts.events.some((event) => knownOn.has(event))) return facts;
  const events = facts.events.map((event) => ({ ...event, on: knownOn.get(event) ?? event.on }));
  return { ...facts, events: events.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)) };
}

/** To be called when a letter has been sent. */
export function asked(file: DecisionFile, minor: bigint): void {
  const letter = file.facts.events.at(-1);
  if (letter?.kind === "letter") askedFor.set(letter, minor);
}

/**
 * Money that was on the bank's account some days ago. What was done since the deadline that it met is undone, as far as
 * a program may; the rest is booked on what it met on its day.
 */
export function crossed(file: DecisionFile, today: CalendarDate, chance: Chance): DecisionFile {
  const claim = chance.of(file.facts.claims);
  const on = addDays(today, -chance.between(1, 14));
  if (on <= claim.issuedOn) return file;
  const letters = file.facts.events.filter(
    (event): event is Of<"letter"> => event.kind === "letter" && (event.claims?.includes(claim.ref) ?? true),
  );
  const wanted = letters.at(-2) ?? letters.at(-1);
  const minor = chance.of([
    claim.principalMinor,
    wanted === undefined ? claim.principalMinor : (askedFor.get(wanted) ?? claim.principalMinor),
    1n + (claim.principalMinor * BigInt(chance.between(1, 110))) / 100n,
  ]);
  const paid = { claims: [claim.ref], minor, orderedOn: on, bookedOn: on };
  const inTime = undoneBy(file.facts, storedOf(file.facts), paid);
  const undone = inTime === null ? file : withoutSteps(file, inTime.undone);
  return booked(undone, { on, minor, claim: claim.ref, designation: null }, today);
}

function booked(
  file: DecisionFile,
  payment: Pick<Of<"payment">, "on" | "minor" | "claim" | "designation">,
  today: CalendarDate,
): DecisionFile {
  const { lines } = allocate(metOn(file.facts, payment.on), payment);
  const event: FileEvent = { kind: "payment", ...payment, lines };
  knownOn.set(event, today);
  const { events } = file.facts;
  const at = events.findLastIndex(({ on }) => on <= payment.on) + 1;
  return { ...file, facts: { ...file.facts, events: events.toSpliced(at, 0, event) } };
}

const LOWERING: ReadonlySet<FileEvent["kind"]> = new Set<FileEvent["kind"]>([
  "payment",
  "credit",
  "waiver",
  "objection",
  "objection-resolved",
  "costs-changed",
]);

/** What money of this day meets: less what is known to have been closed since. */
function metOn(facts: FileFacts, day: CalendarDate): Account {
  const events = facts.events.map((event) =>
    LOWERING.has(event.kind) && event.on > day ? { ...event, on: day } : event,
  );
  return accountOn({ ...facts, events }, day);
}

function withoutSteps(file: DecisionFile, undone: readonly UndoneStep[]): DecisionFile {
  const isUndone = (ref: string, step: string, on: CalendarDate) =>
    undone.some((one) => one.claim === ref && one.what === step && one.on === on);
  const events = file.facts.events.flatMap((event): FileEvent[] => {
    if (event.kind !== "letter" && event.kind !== "heavy") return [event];
    const step = event.kind === "letter" ? event.letter : "heavy";
    const claims = event.claims?.filter((ref) => !isUndone(ref, step, event.on)) ?? [];
    if (claims.length === event.claims?.length) return [event];
    const posted = (event.posted ?? []).filter(({ claim }) => claims.includes(claim));
    return claims.length === 0 ? [] : [{ ...event, claims, posted }];
  });
  // What was taken back has been read all the same.
  const isLetter = ({ kind }: FileEvent) => kind === "letter";
  const gone = file.facts.events.filter((event) => isLetter(event) && !isKept(events, event));
  const contactedOn = [...(file.contactedOn ?? []), ...gone.map(({ on }) => on)];
  const claims = file.claims.map((claim): ClaimProgress => {
    const taken = claim.taken.filter(({ step, on }) => !isUndone(claim.ref, step, on));
    if (taken.length === claim.taken.length) return claim;
    const letter = events.findLast((event) => event.kind === "letter" && event.claims?.includes(claim.ref));
    const lastLetterTotalMinor = letter === undefined ? null : (askedFor.get(letter) ?? null);
    return { ...claim, taken, proposal: null, lastLetterTotalMinor, paidSinceLetterInTimeMinor: 0n };
  });
  return { ...file, facts: { ...file.facts, events }, claims, contactedOn };
}

/** A letter of which a claim was taken out is another object, of the same day and kind. */
function isKept(events: readonly FileEvent[], letter: FileEvent): boolean {
  return events.some(
    (event) =>
      event === letter ||
      (event.kind === "letter" &&
        letter.kind === "letter" &&
        event.on === letter.on &&
        event.letter === letter.letter),
  );
}

/** The events as chains hold them, as far as it matters to what a payment undoes. */
function storedOf({ claims, events }: FileFacts): readonly StoredEvent[] {
  const seqs = new Map<string, number>();
  const stored: StoredEvent[] = [];
  const add = (ref: string, kind: string, on: CalendarDate, data: StoredEvent["data"]) => {
    const seq = (seqs.get(ref) ?? 0) + 1;
    seqs.set(ref, seq);
    stored.push({ claim: ref, seq, kind, on, data });
  };
  for (const [i, event] of events.entries()) {
    const { kind, on } = event;
    const named =
      "claims" in event ? event.claims : "claim" in event && event.claim !== null ? [event.claim] : null;
    for (const ref of named ?? claims.map((claim) => claim.ref))
      add(ref, kind === "heavy" ? "step" : kind, on, dataOf(event, i, ref));
  }
  return stored;
}

/** What decides about money in time: principal and interest by their days, what letters asked for and charged. */
function dataOf(event: FileEvent, i: number, ref: string): StoredEvent["data"] {
  const id = String(i);
  switch (event.kind) {
    case "letter": {
      const { letter, payBy, fee, posted } = event;
      const total = formatMinor(askedFor.get(event) ?? 0n);
      return { letter, document: id, payBy, fee, charges: charges(posted, ref), total };
    }
    case "heavy":
      return { step: "heavy", charges: charges(event.posted, ref) };
    case "payment": {
      const own = (event.lines ?? []).filter(({ claim }) => claim === ref);
      const lines = own.map(({ item, minor }) => ({ item, amount: formatMinor(minor) }));
      return { payment: id, lines, designation: event.designation, orderedOn: null };
    }
    case "credit":
      return { invoice: id, amount: formatMinor(event.minor) };
    case "compensation":
      return { amount: formatMinor(event.posted?.find(({ claim }) => claim === ref)?.minor ?? 0n) };
    case "objection": {
      const { scope, reasonable, on } = event;
      const extent = scope === "whole" ? { extent: "whole" } : { extent: "part", amount: formatMinor(scope) };
      return { objection: id, ...extent, reasonable, received: on, changed: [] };
    }
    case "objection-resolved":
      return { outcome: event.outcome, changed: [] };
    case "payment-plan": {
      const { instalments, wholeDebt, posted } = event;
      return { plan: id, instalments, wholeDebt, charges: charges(posted, ref) };
    }
    case "costs-changed":
    case "waiver":
    case "procedure-ended":
      return {};
    default:
      return { legal: id, charges: charges(event.posted, ref) };
  }
}

function charges(posted: Of<"letter">["posted"] = [], ref: string) {
  return posted
    .filter(({ claim }) => claim === ref)
    .map(({ item, minor }) => ({ item, amount: formatMinor(minor) }));
}
