/**
 * A file as it stands: the fold over what has happened. `accountOn` plays the facts up to a day; what is owed on
 * that day, and whether a step may be taken, is then asked of the account.
 */
import { addDays, type CalendarDate, type Rational, roundHalfUp, ZERO } from "@innfri/kernel";
import { type InterestSpan, interestOf } from "@innfri/law";
import type { Amounts, ClaimState, CostEntry } from "./account-state.ts";
import { maxOf, minOf } from "./amount.ts";
import { applyEvent } from "./apply-event.ts";
import { compareText } from "./compare-text.ts";
import type { CollectionCase, CountryRules } from "./country-rules.ts";
import { dueDayOf } from "./due-day.ts";
import { type ClaimFacts, type FileEvent, type FileFacts, type Item, interestReadingsOf } from "./facts.ts";
import { no } from "./no/rules.ts";
import { acceptedBy, type NeverOwed } from "./objection-event.ts";
import { se } from "./se/rules.ts";

const RULES: Readonly<Record<"NO" | "SE", CountryRules>> = { NO: no, SE: se };

export function rulesOf(country: "NO" | "SE"): CountryRules {
  return RULES[country];
}

const NO_COSTS: ReadonlyMap<CostEntry, bigint> = new Map();
const NO_COMPENSATION = { netMinor: 0n, openMinor: 0n, paidBeyondMinor: 0n } as const;

/** What a claim has come to owe of an item, and what of it is open. */
export type ItemSum = {
  readonly claim: string;
  readonly item: Item;
  readonly owedMinor: bigint;
  readonly openMinor: bigint;
};

export class Account {
  readonly facts: FileFacts;
  readonly rules: CountryRules;
  /** Oldest due first: the order in which money reaches them. */
  readonly claims: readonly ClaimState[];
  readonly costs: CostEntry[] = [];
  readonly compensations: { readonly claim: string; readonly minor: bigint; readonly on: CalendarDate }[] =
    [];
  compensationPaidMinor = 0n;
  refundMinor = 0n;
  /** Everything that has been played, in its order. */
  readonly played: FileEvent[] = [];
  /** Demands that could lawfully be sent, oldest first. */
  readonly cases: CollectionCase[] = [];
  /** The answer of `amountsOn` for the day asked about last, until something more happens. */
  #amounts: { readonly day: CalendarDate; readonly amounts: Amounts } | null = null;
  readonly #byRef: ReadonlyMap<string, ClaimState>;
  readonly #neverOwed: ReadonlyMap<string, NeverOwed>;

  constructor(facts: FileFacts, accepted: ReadonlyMap<string, NeverOwed>) {
    this.facts = facts;
    this.rules = rulesOf(facts.country);
    this.claims = facts.claims
      .map((claim) => this.#openClaim(claim, accepted.get(claim.ref)))
      .sort((a, b) => compareText(dueOrder(a), dueOrder(b)));
    this.#byRef = new Map(this.claims.map((claim) => [claim.facts.ref, claim]));
    this.#neverOwed = accepted;
  }

  /** Was this objection to the claim accepted, so that its amount counts as never claimed? */
  isNeverOwed(ref: string, objection: FileEvent): boolean {
    return this.#neverOwed.get(ref)?.objections.includes(objection) ?? false;
  }

  /** Was anything of the file found never to have been owed? Money that was paid on it was there for other claims. */
  get hasNeverOwed(): boolean {
    return this.#neverOwed.size > 0;
  }

  #openClaim(claim: ClaimFacts, neverOwed: NeverOwed | undefined): ClaimState {
    const principalMinor = maxOf(0n, claim.principalMinor - (neverOwed?.minor ?? 0n));
    const countedFrom = this.rules.countedFrom(claim);
    return {
      facts: claim,
      countedFrom,
      index: this.rules.interestIndex(claim, this.facts),
      principalMinor,
      principalPaidMinor: 0n,
      neverClaimedMinor: minOf(claim.principalMinor, neverOwed?.minor ?? 0n),
      creditedNeverClaimedMinor: 0n,
      fixedInterestMinor: neverOwed?.isWhole ? 0n : claim.interestBeforeDueMinor,
      interestPaidMinor: 0n,
      stretches: countedFrom === null ? [] : [{ after: countedFrom, principalMinor }],
      coveredOn: principalMinor === 0n ? claim.issuedOn : null,
      disputedWhole: false,
      disputedMinor: 0n,
      part: null,
      freshUntil: null,
      atCourtSince: null,
      enforcedOn: null,
      letters: [],
      feeLetters: [],
    };
  }

  claim(ref: string): ClaimState {
    const found = this.#byRef.get(ref);
    if (found === undefined) throw new RangeError(`the file has no claim ${ref}`);
    return found;
  }

  /** The claims that an event or question means, oldest due first: those named, else all. */
  select(refs: readonly string[] | null): readonly ClaimState[] {
    if (refs === null) return this.claims;
    const named = new Set(refs.map((ref) => this.claim(ref)));
    return this.claims.filter((claim) => named.has(claim));
  }

  /** Exact interest on a claim since it was last fixed, in minor units. Throws `OutsideCoverage`. */
  runningInterest(claim: ClaimState, day: CalendarDate): Rational {
    const { index } = claim;
    if (index === null) return ZERO;
    let weighed = 0n;
    for (const { principalMinor, after, through } of this.#bearing(claim, day))
      weighed += principalMinor * index.weight(after, through);
    return interestOf(weighed, 1n);
  }

  /** The stretches with their days: counted from the due day itself, each is a day earlier at both ends. */
  #bearing(claim: ClaimState, day: CalendarDate) {
    const stretches = bearing(claim, day);
    const { firstInterestDay } = interestReadingsOf(claim.facts, this.facts.settings);
    if (firstInterestDay === "day-after") return stretches;
    return stretches.map(({ principalMinor, after, through }) => ({
      principalMinor,
      after: addDays(after, -1),
      through: addDays(through, -1),
    }));
  }

  /** Interest open on a claim at the end of a day, rounded half up once. */
  interestOn(claim: ClaimState, day: CalendarDate): bigint {
    return claim.fixedInterestMinor + roundHalfUp(this.runningInterest(claim, day));
  }

  /** The spans that the running interest consists of, for showing it. */
  interestSpans(
    claim: ClaimState,
    day: CalendarDate,
  ): (InterestSpan & { readonly principalMinor: bigint })[] {
    const { index } = claim;
    if (index === null) return [];
    return this.#bearing(claim, day).flatMap(({ principalMinor, after, through }) =>
      index.spans(after, through).map((span) => ({ ...span, principalMinor })),
    );
  }

  /** What a cost has come to by a day, paid or not. */
  costOn(cost: CostEntry, day: CalendarDate): bigint {
    if (cost.claims.length === 0) return cost.paidMinor; // ended by a reasonable objection: nothing more is owed
    if (cost.collection === null) return cost.minor ?? 0n;
    return this.rules.recoveryCosts(this, cost.collection, day)?.minor ?? 0n;
  }

  costOpenOn(cost: CostEntry, day: CalendarDate): bigint {
    return maxOf(0n, this.costOn(cost, day) - cost.paidMinor);
  }

  /**
   * What the compensation adds to the other costs, which are set off against it (INKF §§ 1-5, 2-6; IkostL 5 §), and
   * what of it was paid beyond that, which counts against the costs.
   */
  compensationOn(day: CalendarDate): {
    readonly netMinor: bigint;
    readonly openMinor: bigint;
    readonly paidBeyondMinor: bigint;
  } {
    const claimed = this.compensations.reduce((sum, { minor }) => sum + minor, 0n);
    if (claimed === 0n) return NO_COMPENSATION;
    const net = maxOf(0n, claimed - this.setOffOn(day));
    return {
      netMinor: net,
      openMinor: maxOf(0n, net - this.compensationPaidMinor),
      paidBeyondMinor: maxOf(0n, this.compensationPaidMinor - net),
    };
  }

  /** On whose account the compensation of the file stands: the first claim it was claimed for that is not closed. */
  get compensationBearer(): { readonly claim: string; readonly on: CalendarDate } | null {
    const open = this.compensations.find(({ claim }) => this.claim(claim).facts.closed !== true);
    return open ?? this.compensations[0] ?? null;
  }

  /** The costs that a compensation is set off against: all but those of a court, also what was paid of one that ended. */
  setOffOn(day: CalendarDate): bigint {
    return this.costs
      .filter(({ item }) => item !== "legal-costs")
      .reduce((sum, cost) => sum + maxOf(this.costOn(cost, day), cost.paidMinor), 0n);
  }

  /** What is open of each cost on a day, less what was paid as compensation and now counts against it. */
  openCosts(day: CalendarDate): ReadonlyMap<CostEntry, bigint> {
    if (this.costs.length === 0) return NO_COSTS;
    const open = new Map<CostEntry, bigint>();
    for (const cost of this.costs) open.set(cost, this.costOpenOn(cost, day));
    let paidBeyond = this.compensationOn(day).paidBeyondMinor;
    for (const item of ["recovery-costs", "notice-fee"] as const) {
      for (const cost of this.costs) {
        if (paidBeyond === 0n) return open;
        if (cost.item !== item) continue;
        const covered = minOf(open.get(cost) ?? 0n, paidBeyond);
        open.set(cost, (open.get(cost) ?? 0n) - covered);
        paidBeyond -= covered;
      }
    }
    return open;
  }

  /**
   * Everything owed at the end of a day. Throws `OutsideCoverage` where a figure is missing. Every claim of a file asks
   * it whether the day is covered, so the answer is kept.
   */
  amountsOn(day: CalendarDate): Amounts {
    if (this.#amounts?.day !== day) this.#amounts = { day, amounts: this.#computeAmounts(day) };
    return this.#amounts.amounts;
  }

  #computeAmounts(day: CalendarDate): Amounts {
    this.rules.refuseAmounts(this, day);
    const principal = this.claims.reduce((sum, claim) => sum + claim.principalMinor, 0n);
    const interest = this.claims.reduce((sum, claim) => sum + this.interestOn(claim, day), 0n);
    const compensation = this.compensationOn(day).openMinor;
    const open = { "recovery-costs": 0n, "notice-fee": 0n, "legal-costs": 0n };
    for (const [{ item }, minor] of this.openCosts(day)) open[item] += minor;
    const total =
      principal + interest + open["notice-fee"] + open["recovery-costs"] + open["legal-costs"] + compensation;
    return { principal, interest, ...open, compensation, total, refund: this.refundMinor };
  }

  /**
   * What each claim has come to owe by a day, item by item, and what of it is open; the difference has been paid. The
   * compensation, which is one amount for the file, stands on the claim where a payment would find it.
   */
  itemsOn(day: CalendarDate): readonly ItemSum[] {
    const sums: ItemSum[] = this.claims.flatMap((claim): ItemSum[] => {
      const { ref } = claim.facts;
      const interest = this.interestOn(claim, day);
      return [
        {
          claim: ref,
          item: "principal",
          owedMinor: claim.principalMinor + claim.principalPaidMinor,
          openMinor: claim.principalMinor,
        },
        { claim: ref, item: "interest", owedMinor: interest + claim.interestPaidMinor, openMinor: interest },
      ];
    });
    for (const [cost, openMinor] of this.openCosts(day)) {
      const claim = cost.claims[0] ?? cost.chargedFor[0] ?? "";
      sums.push({ claim, item: cost.item, owedMinor: this.costOn(cost, day), openMinor });
    }
    const bearer = this.compensationBearer?.claim;
    if (bearer !== undefined) {
      const { netMinor, openMinor } = this.compensationOn(day);
      sums.push({ claim: bearer, item: "compensation", owedMinor: netMinor, openMinor });
    }
    return sums;
  }

  /** What is open on one claim and the costs it bears. Every øre of the file is open on one claim only. */
  openOn(ref: string, day: CalendarDate): bigint {
    const claim = this.claim(ref);
    let sum = claim.principalMinor + this.interestOn(claim, day);
    for (const [cost, minor] of this.openCosts(day)) if (cost.claims[0] === ref) sum += minor;
    return this.compensationBearer?.claim === ref ? sum + this.compensationOn(day).openMinor : sum;
  }

  /**
   * Is this claim settled as far as anyone may pursue it: nothing left but a rest within the limit? A cost that
   * another claim bears keeps only that one open: a paid invoice must not get into a demand (RH 1997:41).
   */
  isPaid(claim: ClaimState, day: CalendarDate): boolean {
    return (
      claim.principalMinor === 0n &&
      this.openOn(claim.facts.ref, day) <= this.facts.settings.residualLimitMinor
    );
  }

  /** Is the principal of every claim of a case nil? */
  isCovered(collection: CollectionCase): boolean {
    return [...collection.shares.keys()].every((ref) => this.claim(ref).principalMinor === 0n);
  }

  /** Plays one more event. Throws `OutsideCoverage` where it needs a figure that is missing. */
  apply(event: FileEvent): void {
    this.#amounts = null;
    applyEvent(this, event);
    this.played.push(event);
    this.#amounts = null; // what the event was judged by is from before it
  }
}

/**
 * The file after everything up to and including `day`. An accepted objection counts as if its amount had never been
 * claimed, so the facts are played from the start without it. Throws `OutsideCoverage`.
 */
export function accountOn(facts: FileFacts, day: CalendarDate): Account {
  const account = new Account(facts, acceptedBy(facts, day));
  for (const event of facts.events) if (event.on <= day) account.apply(event);
  return account;
}

/**
 * The account without what is disputed of these claims: what may be asked for until the objections are settled. The
 * same account where nothing is.
 */
export function undisputed(account: Account, refs: readonly string[], day: CalendarDate): Account {
  const disputed = refs.filter((ref) => account.claim(ref).disputedMinor > 0n);
  if (disputed.length === 0) return account;
  const without = disputed.map(
    (claim): FileEvent => ({ kind: "objection-resolved", on: day, outcome: "accepted", claim, changed: [] }),
  );
  return accountOn({ ...account.facts, events: [...account.played, ...without] }, day);
}

/** The stretches in which a principal bears interest by a day, each with its last day. */
function bearing({ stretches }: ClaimState, day: CalendarDate) {
  const found: { principalMinor: bigint; after: CalendarDate; through: CalendarDate }[] = [];
  for (const [i, { after, principalMinor }] of stretches.entries()) {
    const next = stretches[i + 1]?.after;
    const through = next === undefined || day < next ? day : next;
    if (through > after && principalMinor !== 0n) found.push({ principalMinor, after, through });
  }
  return found;
}

function dueOrder(claim: ClaimState): string {
  return `${dueDayOf(claim)}${claim.facts.ref}`;
}
