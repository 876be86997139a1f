/**
 * What comes if nothing else happens: the same judgement as a run's, asked for the file's next days one after the
 * other, with what it decided taken as done. What needs a person's yes is taken as approved on the spot, and says so.
 */
import { addDays, type CalendarDate, latest } from "@innfri/kernel";
import { decide } from "./decide.ts";
import type { ClaimProgress, CreditorRules, Decision, DecisionFile, Judgement } from "./decision.ts";
import type { FileEvent } from "./facts.ts";

export type Coming = {
  readonly on: CalendarDate;
  readonly decision: Decision & { readonly kind: "take" | "ask" | "close" | "park" };
  /** Only if a person says yes, which is taken to happen on the day it is asked. */
  readonly needsYes: boolean;
};

export type Forecast = {
  readonly coming: readonly Coming[];
  /** Where each claim stands on the first day. */
  readonly now: ReadonlyMap<string, Decision>;
};

/** A plan has few steps and each takes few looks; more is a plan that goes round. */
const MOST_LOOKS = 40;

/** What a run would answer for a file on a day. */
export type Judge = (state: DecisionFile, on: CalendarDate) => Judgement;

/** Where a file is on its way: what would be so by then, and the day of the next look. */
export type Walk = {
  readonly state: DecisionFile;
  readonly day: CalendarDate;
  readonly looks: number;
  /** Claims whose question was answered with yes, until the step is taken. */
  readonly approved: ReadonlySet<string>;
};

export function walkFrom(state: DecisionFile, day: CalendarDate): Walk {
  return { state, day, looks: 0, approved: new Set() };
}

export type Looked = {
  readonly decisions: readonly Decision[];
  readonly coming: readonly Coming[];
  /** Null at the end of the way. */
  readonly next: Walk | null;
};

/** One look, with what it decides taken as done. */
export function lookOn({ state: before, day, looks, approved: yes }: Walk, judge: Judge): Looked {
  const { decisions, nextLookOn } = judge(before, day);
  const coming: Coming[] = [];
  const approved = new Set(yes);
  let state = before;
  let again = false;
  for (const decision of decisions) {
    if (decision.kind === "wait" || decision.kind === "held") {
      // A question that waits for a person is answered with yes, to see what would follow.
      if (decision.kind !== "wait" || decision.until !== null || decision.because.rule !== "plan.approval")
        continue;
      approved.add(decision.claim);
      state = withProposal(state, [decision.claim], { state: "approved" });
      again = true;
      continue;
    }
    const refs = decidedFor(decision);
    coming.push({ on: day, decision, needsYes: refs.some((ref) => approved.has(ref)) });
    for (const ref of refs) approved.delete(ref);
    state = afterDecision(state, decision, day);
    again ||= decision.kind === "ask" && decision.closesOn === null;
  }
  const isEnd = state.claims.length === 0 || looks + 1 >= MOST_LOOKS || (!again && nextLookOn === null);
  if (isEnd) return { decisions, coming, next: null };
  // The same day again only after a step or a yes: everything else would be answered as before.
  const sameDay = again || decisions.some(({ kind }) => kind === "take");
  const next = again ? day : latest(nextLookOn!, sameDay ? day : addDays(day, 1));
  return { decisions, coming, next: { state, day: next, looks: looks + 1, approved } };
}

/** `enough` ends the forecast early, once what was looked for is in sight. */
export function forecast(
  file: DecisionFile,
  rules: CreditorRules,
  from: CalendarDate,
  enough: (coming: Coming) => boolean = () => false,
): Forecast {
  const coming: Coming[] = [];
  const now = new Map<string, Decision>();
  const judge: Judge = (state, on) => decide(state, rules, on);
  let walk: Walk | null = file.claims.length === 0 ? null : walkFrom(file, from);
  while (walk !== null) {
    const looked: Looked = lookOn(walk, judge);
    if (walk.looks === 0)
      for (const decision of looked.decisions) for (const ref of decidedFor(decision)) now.set(ref, decision);
    for (const one of looked.coming) {
      coming.push(one);
      if (enough(one)) return { coming, now };
    }
    walk = looked.next;
  }
  return { coming, now };
}

/** The claims that a decision is about. */
export function decidedFor(decision: Decision): readonly string[] {
  return "claims" in decision ? decision.claims : [decision.claim];
}

/** The file after a decision has been carried out on a day. */
export function afterDecision(
  state: DecisionFile,
  decision: Coming["decision"],
  day: CalendarDate,
): DecisionFile {
  switch (decision.kind) {
    case "ask": {
      const { step, closesOn } = decision;
      return withProposal(state, decision.claims, { step, state: "open", openedOn: day, closesOn });
    }
    case "take":
      return afterStep(state, decision, day);
    case "close":
    case "park":
      return { ...state, claims: state.claims.filter(({ ref }) => ref !== decision.claim) };
  }
}

function afterStep(state: DecisionFile, taken: Decision & { kind: "take" }, day: CalendarDate): DecisionFile {
  const event = takenEvent(taken, day);
  const step = { step: taken.step, on: day, payBy: taken.payBy };
  return {
    ...state,
    facts: { ...state.facts, events: event === null ? state.facts.events : [...state.facts.events, event] },
    claims: state.claims.map((claim) =>
      taken.claims.includes(claim.ref)
        ? {
            ...claim,
            taken: [...claim.taken, step],
            ...(taken.letter === null
              ? {}
              : { lastLetterTotalMinor: taken.asks.totalMinor, paidSinceLetterInTimeMinor: 0n }),
          }
        : claim,
    ),
  };
}

/** What a step that was taken is among the facts; null where it is none. */
export function takenEvent(taken: Decision & { kind: "take" }, on: CalendarDate): FileEvent | null {
  const { letter, payBy, postedOn, claims, charges } = taken;
  if (letter !== null && payBy !== null)
    return {
      kind: "letter",
      letter,
      on,
      payBy,
      fee: charges.length === 0 ? "none" : "standard",
      ...(postedOn === null ? {} : { postedOn }),
      receivedOn: null,
      claims,
      posted: charges,
    };
  return taken.step === "heavy" ? { kind: "heavy", on, claims, posted: charges } : null;
}

function withProposal(
  state: DecisionFile,
  refs: readonly string[],
  change: Partial<NonNullable<ClaimProgress["proposal"]>>,
): DecisionFile {
  return {
    ...state,
    claims: state.claims.map((claim) => {
      if (!refs.includes(claim.ref)) return claim;
      const before = claim.proposal ?? { step: "notice", state: "open", openedOn: "", closesOn: null };
      return { ...claim, proposal: { ...before, ...change } as NonNullable<ClaimProgress["proposal"]> };
    }),
  };
}
