/**
 * One life: a file is looked at on every day on which it wants to be, things befall it by chance, and after each of
 * them everything that must always hold is asked again.
 */
import { accountOn, afterDecision, type Decision, type DecisionFile, decide } from "@innfri/claims";
import { addDays, type CalendarDate, date, earliest } from "@innfri/kernel";
import { Chance } from "./chance.ts";
import { happen } from "./happenings.ts";
import { type Invented, inventedFile } from "./invented-file.ts";
import { mustHold, mustHoldOfStep } from "./must-hold.ts";

export type Lived = {
  /** What was done or befell the file. */
  readonly events: number;
  readonly letters: number;
  readonly claims: number;
};

const LIFE_DAYS = 300;
const LAST_DAY = date("2026-12-31");
/** Looks of one day: a plan that goes round is found. */
const MOST_LOOKS_A_DAY = 12;

/** Lives through the life of a seed. Throws with the seed and the day when something does not hold that must. */
export function liveLife(country: "NO" | "SE", seed: number): Lived {
  const chance = new Chance(seed);
  const { file, rules } = inventedFile(country, chance);
  let state = file;
  let day = addDays(file.facts.claims[0]!.issuedOn, 1);
  const last = earliest(LAST_DAY, addDays(day, LIFE_DAYS));
  const lived = { events: 0, letters: 0, claims: file.facts.claims.length };
  let lookOn: CalendarDate | null = day;
  try {
    for (; day <= last && state.claims.length > 0; day = addDays(day, 1)) {
      if (chance.oneIn(24)) {
        const before = state;
        state = happen(state, accountOn(state.facts, day), day, chance);
        if (state !== before) {
          lived.events += 1;
          lookOn = day;
          mustHold(state, day);
        }
      }
      if (lookOn !== null && lookOn <= day) {
        const looked = look({ file: state, rules }, day, lived);
        state = looked.state;
        lookOn = looked.nextLookOn;
      }
    }
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`${country} life ${seed} on ${day}: ${what}`, { cause: error });
  }
  return lived;
}

/** All that is to be done on a day, and then once more: what was done is not done again. */
function look({ file, rules }: Invented, day: CalendarDate, lived: { events: number; letters: number }) {
  let state = file;
  for (let round = 0; round < MOST_LOOKS_A_DAY; round += 1) {
    const { decisions, nextLookOn } = decide(state, rules, day);
    const acts = decisions.filter(isAct);
    if (acts.length === 0) return { state, nextLookOn };
    for (const decision of acts) {
      if (decision.kind === "take") {
        mustHoldOfStep(state, decision, day);
        lived.letters += decision.letter === null ? 0 : 1;
      }
      state = carriedOut(state, decision, day);
      lived.events += 1;
    }
    mustHold(state, day);
  }
  throw new Error("the looks of the day do not come to an end");
}

type Act = Decision & { readonly kind: "take" | "ask" | "close" | "park" };

function isAct(decision: Decision): decision is Act {
  return decision.kind !== "wait" && decision.kind !== "held";
}

function carriedOut(state: DecisionFile, decision: Act, day: CalendarDate): DecisionFile {
  const after = afterDecision(state, decision, day);
  if (decision.kind === "ask" && decision.closesOn === null)
    return {
      ...after,
      claims: after.claims.map((claim) =>
        decision.claims.includes(claim.ref)
          ? { ...claim, proposal: { ...claim.proposal!, state: "approved" } }
          : claim,
      ),
    };
  if (decision.kind !== "close" || decision.reason !== "waived") return after;
  const waiver = { kind: "waiver" as const, on: day, claim: decision.claim };
  return { ...after, facts: { ...after.facts, events: [...after.facts.events, waiver] } };
}
