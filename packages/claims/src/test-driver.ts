/**
 * A day-by-day engine in memory: it decides when a look is due, and writes what was decided as the events and
 * proposals that the next look reads. What holds for every look, whatever the story, is checked at each.
 */
import { isDeepStrictEqual } from "node:util";
import { type CalendarDate, date, formatMinor, minorFromDecimal } from "@innfri/kernel";
import { daysFrom } from "@innfri/testing/claims";
import { expect } from "vitest";
import { accountOn, rulesOf } from "./account.ts";
import { allocate } from "./allocate.ts";
import {
  fileEventsOf,
  type LetterData,
  type PaymentData,
  progressOf,
  type StoredEvent,
} from "./claim-event.ts";
import { NO_CONTACT_LIMITS } from "./contact-limits.ts";
import { decide } from "./decide.ts";
import type { CreditorRules, Decision, DecisionFile, Judgement, OpenHold, Proposal } from "./decision.ts";
import { lettersTakenBack } from "./event-order.ts";
import type { DebtorKind, FileEvent, FileFacts } from "./facts.ts";
import { noStandard, seStandard } from "./plan.ts";
import { isPermitted } from "./verdict.ts";
import { verdictOn } from "./verdict-on.ts";

export type Take = Decision & { readonly kind: "take" };
export type Told = { readonly on: CalendarDate; readonly decision: Decision };

export type StoryOptions = {
  readonly debtorKind?: DebtorKind | null;
  readonly rules?: Partial<CreditorRules>;
  readonly invoiceNumbers?: Readonly<Record<string, string>>;
};

export function someRules(country: "NO" | "SE", changes: Partial<CreditorRules> = {}): CreditorRules {
  return {
    plan: country === "NO" ? noStandard : seStandard,
    automation: "automatic",
    approveAfterDays: 2,
    minimumMinor: 0n,
    lookBackDays: null,
    isExcluded: false,
    excludedInvoices: [],
    waivedRestMinor: country === "NO" ? 5_000n : 10_000n,
    unconfirmed: [],
    stale: [],
    remindsItself: false,
    remindedInvoices: [],
    postingDays: {},
    contact: NO_CONTACT_LIMITS,
    ...changes,
  };
}

export class Story {
  readonly facts: FileFacts;
  rules: CreditorRules;
  readonly debtorKind: DebtorKind | null;
  readonly events: StoredEvent[] = [];
  readonly proposals = new Map<string, Proposal>();
  readonly holds: OpenHold[] = [];
  /** Facts that chains do not tell, such as objections. */
  readonly more: FileEvent[] = [];
  readonly ended = new Set<string>();
  /** Everything decided, oldest first; waits and holds are not repeated. */
  readonly told: Told[] = [];
  nextLookOn: CalendarDate | null;
  #documents = 0;
  readonly #knownAt = new Map<FileEvent, number>();
  readonly #invoiceNumbers: Readonly<Record<string, string>>;

  constructor(facts: FileFacts, options: StoryOptions = {}) {
    this.facts = facts;
    this.rules = someRules(facts.country, options.rules);
    const kinds = { consumer: "person", business: "business", public: "public" } as const;
    this.debtorKind = options.debtorKind === undefined ? kinds[facts.debtorKind] : options.debtorKind;
    this.#invoiceNumbers = options.invoiceNumbers ?? {};
    this.nextLookOn = date("2000-01-01");
  }

  get now(): FileFacts {
    const told = fileEventsOf(this.events);
    // An objection comes before the letters of its day that were decided when it was known.
    const known = (from: number, to: number) =>
      this.more.filter(
        (event) =>
          from <= (this.#knownAt.get(event) ?? told.length) && (this.#knownAt.get(event) ?? told.length) < to,
      );
    const events = [
      ...told.flatMap((event, i) => [...known(i, i + 1), event]),
      ...known(told.length, Infinity),
    ];
    return { ...this.facts, events: events.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)) };
  }

  get file(): DecisionFile {
    const progress = progressOf(this.events);
    const open = this.facts.claims.filter(({ ref }) => !this.ended.has(ref));
    return {
      facts: this.now,
      debtorKind: this.debtorKind,
      holds: this.holds,
      contactedOn: lettersTakenBack(this.events),
      claims: open.map(({ ref }) => ({
        ref,
        invoiceNumber: this.#invoiceNumbers[ref] ?? `invoice ${ref}`,
        taken: progress.get(ref)?.taken ?? [],
        proposal: this.proposals.get(ref) ?? null,
        lastLetterTotalMinor: progress.get(ref)?.lastLetterTotalMinor ?? null,
        paidSinceLetterInTimeMinor: progress.get(ref)?.paidSinceLetterInTimeMinor ?? 0n,
        isParked: false,
      })),
    };
  }

  /** Looks at the file on every day from `from` to `to` on which it is due. */
  run(from: string, to: string): this {
    for (const today of daysFrom(date(from), date(to))) this.look(today);
    return this;
  }

  /** Looks on one day, until nothing more is to be done on it. Skipped when no look is due. */
  look(today: CalendarDate): void {
    for (let round = 0; this.nextLookOn !== null && this.nextLookOn <= today; round++) {
      expect(round, `decisions of ${today} come to an end`).toBeLessThan(5);
      const judgement = this.judge(today);
      const acts = judgement.decisions.filter(({ kind }) => kind === "take" || kind === "ask");
      for (const decision of judgement.decisions) this.#write(decision, today);
      this.nextLookOn = acts.length > 0 ? today : judgement.nextLookOn;
      if (acts.length === 0) return;
    }
  }

  /** What would be decided on a day, with everything that must hold of it. */
  judge(today: CalendarDate): Judgement {
    for (const event of this.more)
      if (event.kind === "objection" && event.on <= today && !this.#knownAt.has(event))
        this.#knownAt.set(event, fileEventsOf(this.events).length);
    const { file } = this;
    const judgement = decide(file, this.rules, today);
    if (judgement.nextLookOn !== null) expect(judgement.nextLookOn >= today).toBe(true);
    const answered = judgement.decisions.flatMap((decision) =>
      "claims" in decision ? decision.claims : [decision.claim],
    );
    expect([...answered].sort()).toEqual(file.claims.map(({ ref }) => ref).sort());
    for (const decision of judgement.decisions)
      if (decision.kind === "take") this.#checkTake(decision, today);
    return judgement;
  }

  #checkTake(decision: Take, today: CalendarDate): void {
    const { calendar } = rulesOf(this.facts.country);
    if (decision.letter !== null) {
      // Each letter is lawful on its day by itself, whatever the plan said.
      const verdict = verdictOn(accountOn(this.now, today), decision.letter, today, decision.claims);
      expect(verdict.kind).toMatch(/^permitted/);
      if (!isPermitted(verdict)) return;
      expect(verdict.claims).toEqual(decision.claims);
      expect(calendar.isBusinessDay(today)).toBe(true);
      expect(calendar.isBusinessDay(decision.payBy!)).toBe(true);
      if (verdict.payByEarliest !== null) expect(decision.payBy! >= verdict.payByEarliest).toBe(true);
      const charged = decision.charges.reduce((sum, { minor }) => sum + minor, 0n);
      expect(charged).toBeLessThanOrEqual(verdict.fee?.minor ?? 0n);
    }
    for (const { claim } of decision.charges) expect(decision.claims).toContain(claim);
    expect(decision.statement.on).toBe(today);
    expect(decision.statement.lines.reduce((sum, { minor }) => sum + minor, 0n)).toBe(
      decision.statement.totalMinor,
    );
  }

  #write(decision: Decision, today: CalendarDate): void {
    switch (decision.kind) {
      case "take":
        this.#take(decision, today);
        break;
      case "ask":
        for (const ref of decision.claims)
          this.proposals.set(ref, {
            step: decision.step,
            state: "open",
            openedOn: today,
            closesOn: decision.closesOn,
          });
        break;
      case "close":
        if (decision.reason === "waived") this.append(decision.claim, "waiver", today, {});
        this.ended.add(decision.claim);
        break;
      case "park":
        this.ended.add(decision.claim);
        break;
      case "wait":
      case "held":
        break;
    }
    const last = this.told.findLast((one) => isAbout(one.decision, decision));
    const isNew =
      decision.kind === "take" || decision.kind === "ask" || !isDeepStrictEqual(last?.decision, decision);
    if (isNew) this.told.push({ on: today, decision });
  }

  #take(decision: Take, today: CalendarDate): void {
    this.#documents += 1;
    for (const ref of decision.claims) {
      const charges = decision.charges
        .filter(({ claim }) => claim === ref)
        .map(({ item, minor }) => ({ item, amount: formatMinor(minor) }));
      if (decision.letter === null) this.append(ref, "step", today, { step: decision.step, charges });
      else
        this.append(ref, "letter", today, {
          letter: decision.letter,
          document: `document ${this.#documents}`,
          payBy: decision.payBy!,
          fee: charges.length === 0 ? "none" : "standard",
          charges,
          total: formatMinor(decision.asks.totalMinor),
        } satisfies LetterData);
    }
    // What was said in the letter is what the chain then tells.
    const after = accountOn(this.now, today);
    const owed = decision.claims.reduce((sum, ref) => sum + after.openOn(ref, today), 0n);
    expect(owed).toBe(decision.statement.totalMinor);
  }

  append(claim: string, kind: string, on: CalendarDate, data: Readonly<Record<string, unknown>>): void {
    const seq = this.events.filter((event) => event.claim === claim).length + 1;
    this.events.push({ claim, seq, kind, on, data });
  }

  /** Money on the account, allocated and written; the file is looked at again that day. */
  pay(on: string, amount: string, more: { readonly claim?: string; readonly orderedOn?: string } = {}): this {
    const day = date(on);
    const payment = {
      on: day,
      minor: minorFromDecimal(amount),
      designation: null,
      claim: more.claim ?? null,
    };
    const { lines } = allocate(accountOn(this.now, day), payment);
    for (const [claim, own] of Map.groupBy(lines, (line) => line.claim))
      this.append(claim, "payment", day, {
        payment: `payment of ${on}`,
        lines: own.map(({ item, minor }) => ({ item, amount: formatMinor(minor) })),
        designation: null,
        orderedOn: more.orderedOn === undefined ? null : date(more.orderedOn),
      } satisfies PaymentData);
    return this.poke(on);
  }

  hold(kind: string, fromOn: string, untilOn: string | null = null, claim: string | null = null): this {
    this.holds.push({ claim, kind, fromOn: date(fromOn), untilOn: untilOn === null ? null : date(untilOn) });
    return this.poke(fromOn);
  }

  /** Something happened: the file wants a look. */
  poke(on: string): this {
    const day = date(on);
    if (this.nextLookOn === null || this.nextLookOn > day) this.nextLookOn = day;
    return this;
  }

  decideProposal(claim: string, state: Proposal["state"], on: string): this {
    this.proposals.set(claim, { ...this.proposals.get(claim)!, state });
    return this.poke(on);
  }

  get takes(): readonly (Told & { readonly decision: Take })[] {
    return this.told.filter((one): one is Told & { readonly decision: Take } => one.decision.kind === "take");
  }

  /** Each step on its day with its deadline and the sum asked for: `2026-05-15 notice A by 2026-05-29: 4560.19`. */
  get steps(): string[] {
    return this.takes.map(({ on, decision }) => {
      const by = decision.payBy === null ? "" : ` by ${decision.payBy}`;
      return `${on} ${decision.step} ${decision.claims.join("+")}${by}: ${formatMinor(decision.statement.totalMinor)}`;
    });
  }

  /** The last thing decided about a claim. */
  last(claim = this.facts.claims[0]!.ref): Told | undefined {
    return this.told.findLast(({ decision }) => claimsOf(decision).includes(claim));
  }

  /** The charges of all steps. */
  get chargedMinor(): bigint {
    return this.takes.flatMap(({ decision }) => decision.charges).reduce((sum, { minor }) => sum + minor, 0n);
  }
}

function isAbout(one: Decision, other: Decision): boolean {
  return claimsOf(one).join() === claimsOf(other).join();
}

function claimsOf(decision: Decision): readonly string[] {
  return "claims" in decision ? decision.claims : [decision.claim];
}
