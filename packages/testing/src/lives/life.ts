/**
 * One life: a file is looked at on every day on which it wants to be, things befall it by chance, the law is loaded on
 * the way, runs are run again, and after each of them everything that must always hold is asked again.
 */
import { isDeepStrictEqual } from "node:util";
import {
  afterDecision,
  type Channel,
  type ClaimFacts,
  type ClaimProgress,
  type CreditorRules,
  type Decision,
  type DecisionFile,
  decide,
  decidedFor,
  type FileEvent,
  freshClaim,
} from "@innfri/claims";
import { addDays, type CalendarDate, date, daysBetween, earliest, weekdayOf } from "@innfri/kernel";
import { coveredOr, withLaw } from "@innfri/law";
import { Chance } from "./chance.ts";
import { asked } from "./crossing.ts";
import { happen } from "./happenings.ts";
import { inventedFile } from "./invented-file.ts";
import { type InventedLimits, someLimits } from "./invented-limits.ts";
import { halfYearFrom, halfYearOf, lawKnown } from "./known-law.ts";
import { coveredOn, mustHold, mustHoldOfStep, owedOn } from "./must-hold.ts";

export type Lived = {
  /** What was done or befell the file. */
  readonly events: number;
  readonly letters: number;
  readonly claims: number;
  /** How often the law was loaded, and how often a run was run again. */
  readonly laws: number;
  readonly reruns: number;
};

const LIFE_DAYS = 300;
const LAST_DAY = date("2027-12-31");
/** Looks of one day: a plan that goes round is found. */
const MOST_LOOKS_A_DAY = 12;

/**
 * Lives through the life of a seed. Throws with the seed and the day when something does not hold that must. What limits
 * contacts is drawn apart: an unlimited life is what it was before there were limits.
 */
export function liveLife(
  country: "NO" | "SE",
  seed: number,
  contacts: "limited" | "unlimited" = "limited",
): Lived {
  const limits = contacts === "limited" ? someLimits(new Chance(seed + 7_919)) : null;
  const life = new Life(country, new Chance(seed), limits);
  try {
    while (!life.isOver) life.liveDay();
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`${country} life ${seed} on ${life.day}: ${what}`, { cause: error });
  }
  return life.lived;
}

class Life {
  readonly lived = { events: 0, letters: 0, claims: 0, laws: 0, reruns: 0 };
  day: CalendarDate;
  readonly #chance: Chance;
  readonly #rules: CreditorRules;
  readonly #last: CalendarDate;
  readonly #firstHalfYear: number;
  readonly #coming: ClaimFacts[];
  /** Claims that wait for a law that nobody has loaded yet. */
  #uncovered: ClaimProgress[] = [];
  #file: DecisionFile;
  #halfYear: number;
  #loadOn: CalendarDate | null;
  #newActOn: CalendarDate | null;
  #lookOn: CalendarDate | null;
  readonly #contactedOn: CalendarDate[] = [];

  constructor(country: "NO" | "SE", chance: Chance, limits: InventedLimits | null) {
    const { file, rules, coming } = inventedFile(country, chance);
    this.#chance = chance;
    this.#file = limits === null ? file : { ...file, reachedBy: limits.reachedBy };
    this.#rules =
      limits === null ? rules : { ...rules, contact: limits.contact, postingDays: limits.postingDays };
    this.#coming = [...coming];
    this.day = addDays(file.facts.claims[0]!.issuedOn, 1);
    this.#last = earliest(LAST_DAY, addDays(this.day, LIFE_DAYS));
    this.#firstHalfYear = halfYearOf(this.day);
    this.#halfYear = this.#firstHalfYear;
    this.#loadOn = this.#nextLoad();
    const isEntered = country === "NO" && file.facts.settings.newActFrom === null && chance.oneIn(12);
    this.#newActOn = isEntered ? addDays(this.day, chance.between(0, 250)) : null;
    this.#lookOn = this.day;
    this.lived.claims = file.facts.claims.length + coming.length;
  }

  get isOver(): boolean {
    const isSettled = this.#file.claims.length + this.#uncovered.length + this.#coming.length === 0;
    return this.day > this.#last || isSettled;
  }

  liveDay(): void {
    if (this.#loadOn !== null && this.#loadOn <= this.day) this.#load();
    withLaw(this.#law, () => {
      if (this.#newActOn === this.day) this.#enterNewAct();
      this.#invoice();
      if (this.#chance.oneIn(24) && coveredOn(this.#file.facts, this.day) !== null) this.#befall();
      if (this.#lookOn !== null && this.#lookOn <= this.day) this.#look();
      else if (this.#chance.oneIn(24)) this.#lookForNothing();
    });
    this.day = addDays(this.day, 1);
  }

  get #law() {
    return lawKnown(this.#firstHalfYear, this.#halfYear);
  }

  /** Mostly some days ahead, seldom too late. */
  #nextLoad(): CalendarDate | null {
    const from = halfYearFrom(this.#halfYear + 1);
    return from === undefined ? null : addDays(from, this.#chance.of([-20, -20, -6, -1, 0, 3, 9]));
  }

  /** A day that was answered keeps its answer, and what waited for the law goes on. */
  #load(): void {
    const { facts } = this.#file;
    const yesterday = addDays(this.day, -1);
    const before = withLaw(this.#law, () => owedOn(facts, yesterday));
    this.#halfYear += 1;
    this.#loadOn = this.#nextLoad();
    const after = withLaw(this.#law, () => owedOn(facts, yesterday));
    if (before !== null && before !== after)
      throw new Error(`the law made ${before} of yesterday into ${after}`);
    const waiting = [...this.#file.claims, ...this.#uncovered];
    const claims = facts.claims.flatMap(({ ref }) => waiting.filter((claim) => claim.ref === ref));
    this.#file = { ...this.#file, claims };
    this.#uncovered = [];
    this.#lookOn = this.day;
    this.lived.laws += 1;
    withLaw(this.#law, () => mustHold(this.#file, this.day));
  }

  /** The operator enters the day from which the Act of 2026 counts; it is still to come. */
  #enterNewAct(): void {
    const { facts } = this.#file;
    const newActFrom = addDays(this.day, this.#chance.between(1, 60));
    this.#changed({ ...this.#file, facts: { ...facts, settings: { ...facts.settings, newActFrom } } });
    this.lived.laws += 1;
  }

  #invoice(): void {
    const [next] = this.#coming;
    if (next === undefined || next.issuedOn >= this.day) return;
    this.#coming.shift();
    const { facts, claims } = this.#file;
    this.#changed({
      ...this.#file,
      facts: { ...facts, claims: [...facts.claims, next] },
      claims: [...claims, freshClaim(next.ref, next.ref)],
    });
    this.lived.events += 1;
  }

  #befall(): void {
    const account = coveredOn(this.#file.facts, this.day)!;
    const after = coveredOr(
      () => happen(this.#file, account, this.day, this.#chance, this.#coming.length === 0),
      () => this.#file, // what it costs cannot be computed yet: it is refused
    );
    if (after === this.#file) return;
    this.#changed(after);
    this.lived.events += 1;
  }

  #changed(file: DecisionFile): void {
    this.#file = file;
    this.#lookOn = this.day;
    mustHold(file, this.day);
  }

  /** All that is to be done on the day, and then once more: what was done is not done again. */
  #look(): void {
    const before = this.#file;
    for (let round = 0; round < MOST_LOOKS_A_DAY; round += 1) {
      const { decisions, nextLookOn } = decide(this.#file, this.#rules, this.day);
      const acts = decisions.filter(isAct);
      if (acts.length === 0) {
        this.#lookOn = nextLookOn;
        if (this.#file !== before && this.#chance.oneIn(4)) this.#runAgain(before);
        return;
      }
      for (const decision of acts) {
        if (decision.kind === "take") {
          mustHoldOfStep(this.#file, decision, this.day);
          if (decision.letter !== null) this.#contact(decision.channels);
          this.lived.letters += decision.letter === null ? 0 : 1;
        }
        this.#keepUncovered(decision);
        this.#file = carriedOut(this.#file, decision, this.day);
        this.lived.events += 1;
      }
      mustHold(this.#file, this.day);
    }
    throw new Error("the looks of the day do not come to an end");
  }

  /** Counted here alone: what is taken back afterwards has been read. */
  #contact(channels: readonly Channel[]): void {
    const { pressure, hours } = this.#rules.contact;
    this.#contactedOn.push(this.day);
    const recent = this.#contactedOn.filter((on) => daysBetween(on, this.day) < pressure.days);
    if (recent.length > pressure.contacts)
      throw new Error(`${recent.length} contacts in ${pressure.days} days: ${recent.join(", ")}`);
    const channel = channels.find((one) => this.#file.reachedBy?.includes(one) ?? true);
    if (channel === "email" && hours[weekdayOf(this.day)] === undefined)
      throw new Error(`an e-mail on ${this.day}, which has no contact hours`);
  }

  #keepUncovered(decision: Act): void {
    if (!isUncovered(decision)) return;
    this.#uncovered.push(...this.#file.claims.filter(({ ref }) => ref === decision.claim));
  }

  /** A run that was stopped after any of its acts, and begun again, comes to the same. */
  #runAgain(before: DecisionFile): void {
    let file = before;
    for (;;) {
      const first = decide(file, this.#rules, this.day).decisions.find(isAct);
      if (first === undefined) break;
      file = carriedOut(file, first, this.day);
    }
    if (!isDeepStrictEqual(unordered(file), unordered(this.#file)))
      throw new Error("a run that was stopped came to something else");
    this.lived.reruns += 1;
  }

  /** A run on a day on which nothing is due does nothing; that a person must look can be known sooner. */
  #lookForNothing(): void {
    const acts = decide(this.#file, this.#rules, this.day)
      .decisions.filter(isAct)
      .filter(({ kind }) => kind !== "park");
    const done = acts.map((act) => `${act.kind} ${decidedFor(act)}`);
    if (done.length > 0) throw new Error(`nothing is due before ${this.#lookOn}, but: ${done.join(", ")}`);
    this.lived.reruns += 1;
  }
}

type Act = Decision & { readonly kind: "take" | "ask" | "close" | "park" };

function isAct(decision: Decision): decision is Act {
  return decision.kind !== "wait" && decision.kind !== "held";
}

/** Steps of several claims may come in another order on their day, and those without a letter together or one by one. */
function unordered({ facts, ...file }: DecisionFile): object {
  const events = facts.events.flatMap((event): FileEvent[] => {
    if (event.kind !== "heavy" || event.claims === null) return [event];
    return event.claims.map((ref) => ({
      ...event,
      claims: [ref],
      posted: event.posted.filter(({ claim }) => claim === ref),
    }));
  });
  return { ...file, facts: { ...facts, events: new Set(events) } };
}

/** Parked because nobody has loaded the law of the day. */
function isUncovered(act: Act): act is Act & { readonly kind: "park" } {
  return act.kind === "park" && act.because.rule === "coverage";
}

function carriedOut(state: DecisionFile, decision: Act, day: CalendarDate): DecisionFile {
  const after = afterDecision(state, decision, day);
  if (decision.kind === "take" && decision.letter !== null) asked(after, decision.asks.totalMinor);
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
