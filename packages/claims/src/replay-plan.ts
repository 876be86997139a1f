/**
 * A file's own history under another plan (B8): what befell its claims befalls them again on the same days, and the
 * plan's steps are decided anew between. What a debtor would have done upon other letters nobody knows, so a replay
 * says on which day its letters part from those that were sent, and knows nothing of money and objections after it.
 */
import { addDays, type CalendarDate } from "@innfri/kernel";
import { accountOn } from "./account.ts";
import { allocate } from "./allocate.ts";
import type { ClaimProgress, DecisionFile, OpenHold } from "./decision.ts";
import type { ClaimFacts, FileEvent, FileFacts, PostedCharge } from "./facts.ts";
import { afterDecision, type Judge, takenEvent } from "./forecast.ts";
import { freshClaim } from "./fresh-file.ts";
import { costsNeverOwed, unposted } from "./never-owed.ts";
import { costsEndedBy } from "./objection-event.ts";

/** A fact with the day on which it became known, which for money is that of the bank's file. */
export type Known<T> = { readonly knownOn: CalendarDate; readonly what: T };

export type TakenOver = {
  readonly facts: ClaimFacts;
  readonly invoiceNumber: string;
  /** The day on which Innfri took it over. */
  readonly on: CalendarDate;
};

export type History = {
  /** The file without its claims and events. */
  readonly file: Pick<DecisionFile, "debtorKind"> & { readonly facts: Omit<FileFacts, "claims" | "events"> };
  /** Known from the first day whose run could see them. */
  readonly claims: readonly Known<TakenOver>[];
  /** What happened in the end; of what was undone, neither the step nor its undoing. */
  readonly events: readonly Known<FileEvent>[];
  /** Claims that a person took up again after they had waited for one. */
  readonly takenUp: readonly Known<string>[];
  /** Holds that have ended have their last day. */
  readonly holds: readonly OpenHold[];
};

/** Something that a plan did: a letter, or a step that costs. */
export type SentStep = {
  readonly on: CalendarDate;
  readonly step: string;
  readonly claims: readonly string[];
  readonly charges: readonly PostedCharge[];
};

/** A file looked at more often on one day goes round, which is a defect. */
const MOST_LOOKS_A_DAY = 12;

/** What the plan of the history did. */
export function asItWas({ events }: History): readonly SentStep[] {
  return events.flatMap(({ what }) => sentStep(what));
}

/**
 * What a run that judges so would have done with the same facts, through a day. Questions that wait for a person
 * are answered with yes. Charges of courts and agreements are no plan's, and not in it.
 */
export function replayPlan(history: History, judge: Judge, through: CalendarDate): readonly SentStep[] {
  const happenings = happeningsOf(history);
  const sent: SentStep[] = [];
  const { file, holds } = history;
  const facts: FileFacts = { ...file.facts, claims: [], events: [] };
  let state: Replayed = { ...file, facts, claims: [], holds, aside: [] };
  let day = happenings[0]?.on;
  while (day !== undefined && day <= through) {
    const today = day;
    while (happenings[0] !== undefined && happenings[0].on <= today)
      state = happenings.shift()!.happen(state);
    const looked = looksOf(state, judge, today);
    sent.push(...looked.sent);
    state = looked.state;
    day = firstOf([looked.nextLookOn, happenings[0]?.on]);
    // What was judged today is judged again tomorrow at the earliest.
    if (day === today) day = addDays(today, 1);
  }
  return sent;
}

function firstOf(days: readonly (CalendarDate | null | undefined)[]): CalendarDate | undefined {
  return days.filter((day) => day != null).toSorted()[0];
}

/** The first day on which two ways of one file did not do the same; null where they never part. */
export function partingDay(one: readonly SentStep[], other: readonly SentStep[]): CalendarDate | null {
  const [ones, others] = [one, other].map((steps) => new Map(steps.map((step) => [wordsOf(step), step.on])));
  const alone = [...missingIn(ones!, others!), ...missingIn(others!, ones!)];
  return firstOf(alone) ?? null;
}

function missingIn(steps: ReadonlyMap<string, CalendarDate>, other: ReadonlyMap<string, CalendarDate>) {
  return [...steps].flatMap(([words, on]) => (other.has(words) ? [] : [on]));
}

function wordsOf({ on, step, claims, charges }: SentStep): string {
  const charged = charges.map(({ item, claim, minor }) => `${item} ${claim} ${minor}`);
  return [on, step, ...claims.toSorted(), ...charged.toSorted()].join();
}

/** A file on its way, with the claims that wait for a person. */
type Replayed = DecisionFile & { readonly aside: readonly ClaimProgress[] };

type Looks = {
  readonly state: Replayed;
  readonly sent: readonly SentStep[];
  readonly nextLookOn: CalendarDate | null;
};

/** All looks of a day, until nothing more is to be done on it. */
function looksOf(before: Replayed, judge: Judge, day: CalendarDate): Looks {
  const sent: SentStep[] = [];
  let state = before;
  for (let look = 0; look < MOST_LOOKS_A_DAY; look += 1) {
    const { decisions, nextLookOn } = judge(state, day);
    const acts = decisions.filter((one) => one.kind !== "held" && one.kind !== "wait");
    for (const decision of acts) {
      const parked = state.claims.filter(({ ref }) => decision.kind === "park" && ref === decision.claim);
      state = { ...afterDecision(state, decision, day), aside: [...state.aside, ...parked] };
      if (decision.kind === "ask" && decision.closesOn === null) state = approved(state, decision.claims);
      const event = decision.kind === "take" ? takenEvent(decision, day) : null;
      if (event !== null) sent.push(...sentStep(event));
    }
    // After a step or a yes the same day is looked at again.
    if (!acts.some(({ kind }) => kind === "take" || kind === "ask")) return { state, sent, nextLookOn };
  }
  throw new Error(`the looks of ${day} do not come to an end`);
}

/** A letter to all its claims is one step; heavy costs are one of each claim, as its chain has them. */
function sentStep(event: FileEvent): SentStep[] {
  if (event.kind !== "letter" && event.kind !== "heavy") return [];
  const { on, claims, posted: charges = [] } = event;
  if (event.kind === "letter") return [{ on, step: event.letter, claims: claims ?? [], charges }];
  if (claims === null) return [{ on, step: event.kind, claims: [], charges }];
  return claims.map((ref) => ({
    on,
    step: event.kind,
    claims: [ref],
    charges: charges.filter(({ claim }) => claim === ref),
  }));
}

function approved(state: Replayed, refs: readonly string[]): Replayed {
  const claims = state.claims.map((claim) =>
    claim.proposal !== null && refs.includes(claim.ref)
      ? { ...claim, proposal: { ...claim.proposal, state: "approved" as const } }
      : claim,
  );
  return { ...state, claims };
}

type Happening = { readonly on: CalendarDate; readonly happen: (state: Replayed) => Replayed };

/** What befell the file, by the day on which it was known. */
function happeningsOf({ claims, events, takenUp }: History): Happening[] {
  return [
    ...claims.map(({ knownOn, what }) => ({ on: knownOn, happen: takenOver(what) })),
    ...takenUp.map(({ knownOn, what }) => ({ on: knownOn, happen: takingUp(what) })),
    ...events.flatMap(({ knownOn, what }) => {
      const happen = befalling(what);
      return happen === null ? [] : [{ on: knownOn, happen }];
    }),
  ].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

function takenOver({ facts, invoiceNumber }: TakenOver): Happening["happen"] {
  return (state) => ({
    ...state,
    facts: { ...state.facts, claims: [...state.facts.claims, facts] },
    claims: [...state.claims, freshClaim(facts.ref, invoiceNumber)],
  });
}

function takingUp(ref: string): Happening["happen"] {
  return (state) => ({
    ...state,
    claims: [...state.claims, ...state.aside.filter((claim) => claim.ref === ref)],
    aside: state.aside.filter((claim) => claim.ref !== ref),
  });
}

/** Null for what a plan did, and for what follows from it: a waiver, costs that changed. */
function befalling(event: FileEvent): Happening["happen"] | null {
  switch (event.kind) {
    case "payment":
      return (state) => paid(state, event);
    case "credit":
    case "compensation":
    case "payment-plan":
      return (state) => unposted(event).reduce(withEvent, state);
    case "application":
    case "attachment-application":
    case "decision":
    case "enforcement": {
      const { kind, on, claims } = event;
      return (state) => withEvent(state, { kind, on, claims });
    }
    case "objection":
    case "objection-resolved":
      return (state) => objected(state, event);
    default:
      return null;
  }
}

/** The debtor's no and what became of it, with what it changes of the costs that were charged here. */
function objected(
  state: Replayed,
  event: FileEvent & { kind: "objection" | "objection-resolved" },
): Replayed {
  const { claim, on } = event;
  const told: FileEvent = { ...event, changed: [] };
  const after = withEvent(state, told);
  if (claim === null) return after;
  if (event.kind === "objection") {
    const changed = costsEndedBy(accountOn(state.facts, on), { ...event, claim }, on);
    return withEvent(state, { ...event, changed });
  }
  if (event.outcome !== "accepted") return after;
  return withEvent(state, { ...event, changed: costsNeverOwed(accountOn(after.facts, on), claim, on) });
}

/** The same money, divided over what is owed here. */
function paid(state: Replayed, event: FileEvent & { kind: "payment" }): Replayed {
  const { on, minor, designation, claim } = event;
  const { lines } = allocate(accountOn(state.facts, on), { on, minor, designation, claim });
  const claims = state.claims.map((own) => {
    const payBy = own.taken.findLast((step) => step.payBy !== null)?.payBy;
    const part = lines.reduce((sum, line) => (line.claim === own.ref ? sum + line.minor : sum), 0n);
    return payBy == null || on > payBy
      ? own
      : { ...own, paidSinceLetterInTimeMinor: own.paidSinceLetterInTimeMinor + part };
  });
  return withEvent({ ...state, claims }, { kind: "payment", on, minor, designation, claim, lines });
}

function withEvent(state: Replayed, event: FileEvent): Replayed {
  return { ...state, facts: { ...state.facts, events: [...state.facts.events, event] } };
}
