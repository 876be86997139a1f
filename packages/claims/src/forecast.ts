/**
 * What comes if nothing else happens: the same judgement as a run's, asked for the file's next days one after the
 * other, with what it decided taken as done. What needs a person's yes is taken as approved on the spot, and says so.
 */
import { addDays, type CalendarDate, latest } from "@innfri/kernel";
import { decide } from "./decide.ts";
import type { ClaimProgress, CreditorRules, Decision, DecisionFile } from "./decision.ts";
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

/** `enough` ends the forecast early, once what was looked for is in sight. */
export function forecast(
  file: DecisionFile,
  rules: CreditorRules,
  from: CalendarDate,
  enough: (coming: Coming) => boolean = () => false,
): Forecast {
  const coming: Coming[] = [];
  const now = new Map<string, Decision>();
  const approved = new Set<string>();
  let state = file;
  let day = from;
  for (let look = 0; look < MOST_LOOKS && state.claims.length > 0; look += 1) {
    const { decisions, nextLookOn } = decide(state, rules, day);
    if (look === 0)
      for (const decision of decisions) for (const ref of refsOf(decision)) now.set(ref, decision);
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
      const refs = refsOf(decision);
      const one: Coming = { on: day, decision, needsYes: refs.some((ref) => approved.has(ref)) };
      coming.push(one);
      if (enough(one)) return { coming, now };
      for (const ref of refs) approved.delete(ref);
      state = afterDecision(state, decision, day);
      again ||= decision.kind === "ask" && decision.closesOn === null;
    }
    if (again) continue;
    if (nextLookOn === null) break;
    // The same day again only after a step: everything else would be answered as before.
    day = latest(nextLookOn, decisions.some(({ kind }) => kind === "take") ? day : addDays(day, 1));
  }
  return { coming, now };
}

function refsOf(decision: Decision): readonly string[] {
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
  const event = eventOf(taken, day);
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

function eventOf(taken: Decision & { kind: "take" }, on: CalendarDate): FileEvent | null {
  const { letter, payBy, claims, charges } = taken;
  if (letter !== null && payBy !== null)
    return {
      kind: "letter",
      letter,
      on,
      payBy,
      fee: charges.length === 0 ? "none" : "standard",
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
