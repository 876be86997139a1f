/**
 * A company's own history under another plan (B8): which letters would have gone, when, and what they would have asked
 * for. What a debtor would have done upon a letter that it never had is not guessed: money and objections count as known
 * up to the day on which the two ways of a file part. Nothing is stored.
 */
import {
  asItWas,
  type CostItem,
  type History,
  type Judge,
  type Plan,
  partingDay,
  plainRules,
  replayPlan,
  type SentStep,
} from "@innfri/claims";
import { type CalendarDate, daysBetween, earliest } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { type CreditorSettings, rulesCache } from "../engine/creditor-settings.ts";
import { type Creditor, settingsOn } from "../engine/creditors.ts";
import { judgeAsked } from "../engine/judge-file.ts";
import { historyPages } from "../engine/read-history.ts";
import type { Installation, Operator } from "../installation.ts";
import { withCreditor } from "../store/index.ts";

/** What a plan did or would have done. */
export type Way = {
  /** How often each step was taken. */
  readonly steps: ReadonlyMap<string, number>;
  readonly letters: number;
  /** Claims that no letter asked for. */
  readonly claimsWithoutLetter: number;
  /** From the due day to a claim's first letter, the middle one; null without letters. */
  readonly firstLetterDays: number | null;
  /** What letters and heavy costs added, by item. */
  readonly chargedMinor: ReadonlyMap<CostItem, bigint>;
};

/** Money and objections, as they came. */
export type Befallen = {
  readonly paidMinor: bigint;
  /** From the due day to the payment, the mean by amount; null without money. */
  readonly paidAfterDays: number | null;
  readonly objections: number;
};

export type PlanReplay =
  | { readonly kind: "no-history" }
  | {
      readonly kind: "replayed";
      readonly from: CalendarDate;
      readonly through: CalendarDate;
      readonly claims: number;
      readonly customers: number;
      /** Claims of files for which both plans did the same. */
      readonly claimsAlike: number;
      readonly asItWas: Way;
      readonly underPlan: Way;
      /** Before the two ways part: it came the same under both. */
      readonly known: Befallen;
      /** After: what would have come under the other plan nobody knows. */
      readonly unknown: Befallen;
    };

export type ReplayOptions = { readonly pageSize?: number; readonly onPage?: (claims: number) => void };

export async function replayUnderPlan(
  { pool, operator }: Pick<Installation, "pool"> & { readonly operator: Operator },
  creditor: Creditor,
  plan: Plan,
  now: Date,
  { pageSize = 500, onPage }: ReplayOptions = {},
): Promise<PlanReplay> {
  const { today } = clockOf(creditor, now);
  const settings = await withCreditor(pool, creditor.creditorId, (tx) =>
    settingsOn(tx, creditor.creditorId, today),
  );
  const rulesOf = rulesUnder(plan, settings);
  const sums = new Sums();
  for await (const files of historyPages(pool, creditor, operator.kind, pageSize)) {
    let claims = 0;
    for (const { file, history } of files) {
      if (history === null) continue;
      claims += history.claims.length;
      const rules = rulesOf(file.customerNumber);
      const judge: Judge = (state, on) => judgeAsked(state, file, { clock: { today: on } }, rules, "sums");
      sums.add(history, replayPlan(history, judge, today));
    }
    onPage?.(claims);
  }
  return sums.replay(today);
}

/** The creditor's own rules with this plan as it stands: its changes were made to another. */
function rulesUnder(plan: Plan, settings: CreditorSettings | undefined) {
  if (settings === undefined || settings.plan === null) return () => plainRules(plan);
  const rulesOf = rulesCache(settings, []);
  return (customerNumber: string) => ({ ...rulesOf(customerNumber), plan });
}

class Sums {
  readonly #was = new WaySums();
  readonly #would = new WaySums();
  readonly #known = new BefallenSums();
  readonly #unknown = new BefallenSums();
  #from: CalendarDate | null = null;
  #claims = 0;
  #customers = 0;
  #alike = 0;

  add(history: History, would: readonly SentStep[]): void {
    const was = asItWas(history);
    const partedOn = partingDay(was, would);
    this.#customers += 1;
    this.#claims += history.claims.length;
    if (partedOn === null) this.#alike += history.claims.length;
    for (const { what } of history.claims)
      this.#from = this.#from === null ? what.on : earliest(this.#from, what.on);
    this.#was.add(history, was);
    this.#would.add(history, would);
    const dueOn = new Map(history.claims.map(({ what: { facts } }) => [facts.ref, dueDay(facts)]));
    for (const { what } of history.events) {
      const isKnown = partedOn === null || what.on <= partedOn;
      const sums = isKnown ? this.#known : this.#unknown;
      if (what.kind === "payment")
        sums.paid(what.minor, daysBetween(dueOn.get(what.claim ?? "") ?? what.on, what.on));
      if (what.kind === "objection") sums.objected();
    }
  }

  replay(through: CalendarDate): PlanReplay {
    if (this.#from === null) return { kind: "no-history" };
    return {
      kind: "replayed",
      from: this.#from,
      through,
      claims: this.#claims,
      customers: this.#customers,
      claimsAlike: this.#alike,
      asItWas: this.#was.way(),
      underPlan: this.#would.way(),
      known: this.#known.befallen(),
      unknown: this.#unknown.befallen(),
    };
  }
}

class WaySums {
  readonly #steps = new Map<string, number>();
  readonly #charged = new Map<CostItem, bigint>();
  /** How many claims had their first letter so many days after the due day. */
  readonly #firstAfter = new Map<number, number>();
  #letters = 0;
  #withoutLetter = 0;

  add({ claims }: History, sent: readonly SentStep[]): void {
    const first = new Map<string, CalendarDate>();
    for (const { on, step, claims: refs, charges } of sent) {
      count(this.#steps, step);
      for (const { item, minor } of charges) this.#charged.set(item, (this.#charged.get(item) ?? 0n) + minor);
      if (step === "heavy") continue;
      this.#letters += 1;
      for (const ref of refs) if (!first.has(ref)) first.set(ref, on);
    }
    for (const { what } of claims) {
      const on = first.get(what.facts.ref);
      if (on === undefined) this.#withoutLetter += 1;
      else count(this.#firstAfter, daysBetween(dueDay(what.facts), on));
    }
  }

  way(): Way {
    return {
      steps: this.#steps,
      letters: this.#letters,
      claimsWithoutLetter: this.#withoutLetter,
      firstLetterDays: medianOf(this.#firstAfter),
      chargedMinor: this.#charged,
    };
  }
}

class BefallenSums {
  #paidMinor = 0n;
  /** Øre times days. */
  #waited = 0n;
  #objections = 0;

  paid(minor: bigint, days: number): void {
    this.#paidMinor += minor;
    this.#waited += minor * BigInt(days);
  }

  objected(): void {
    this.#objections += 1;
  }

  befallen(): Befallen {
    const paidMinor = this.#paidMinor;
    const paidAfterDays = paidMinor === 0n ? null : Number((this.#waited * 10n) / paidMinor) / 10;
    return { paidMinor, paidAfterDays, objections: this.#objections };
  }
}

function dueDay({ dueOn, issuedOn }: History["claims"][number]["what"]["facts"]): CalendarDate {
  return dueOn ?? issuedOn;
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function medianOf(counts: ReadonlyMap<number, number>): number | null {
  const all = [...counts.values()].reduce((sum, one) => sum + one, 0);
  let passed = 0;
  for (const [days, claims] of [...counts].sort(([a], [b]) => a - b)) {
    passed += claims;
    if (passed * 2 >= all) return days;
  }
  return null;
}
