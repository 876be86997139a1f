/**
 * A file as it stands: the fold over what has happened. `accountOn` plays the facts up to a day; what is owed on
 * that day, and whether a step may be taken, is then asked of the account.
 */
import { type CalendarDate, earliest, plus, type Rational, roundHalfUp, ZERO } from "@innfri/kernel";
import type { Figure } from "@innfri/law";
import { type AllocationOutcome, allocate } from "./allocate.ts";
import { maxOf, minOf } from "./amount.ts";
import { bandShare } from "./band-share.ts";
import type { CollectionCase, CountryRules } from "./country-rules.ts";
import { freshDeadline, tooShort } from "./deadlines.ts";
import type { AllocationLine, ClaimFacts, CostItem, FileEvent, FileFacts, Letter } from "./facts.ts";
import { type InterestSpan, interestOf, type RateIndex } from "./interest.ts";
import { no } from "./no/rules.ts";
import { se } from "./se/rules.ts";
import { verdictOn } from "./verdict-on.ts";

export type SentLetter = { readonly letter: Letter; readonly on: CalendarDate; readonly payBy: CalendarDate };

export type ClaimState = {
  readonly facts: ClaimFacts;
  readonly countedFrom: CalendarDate | null;
  readonly index: RateIndex | null;
  principalMinor: bigint;
  /** Interest in whole minor units that no longer grows: from before the due day, and what payments have left. */
  fixedInterestMinor: bigint;
  /** Interest runs on the principal of each stretch, from the day after `after`. */
  stretches: { after: CalendarDate; principalMinor: bigint }[];
  /** The day the principal became nil. */
  coveredOn: CalendarDate | null;
  disputedWhole: boolean;
  disputedMinor: bigint;
  /** Day of the newest partial objection: letters from before it do not carry the undisputed rest. */
  partlyDisputedOn: CalendarDate | null;
  /** After an objection that did not hold, the debtor has until this day before a demand. */
  freshUntil: CalendarDate | null;
  /** Letters that could lawfully be sent, oldest first. */
  readonly letters: SentLetter[];
  /** Letters that bore a fee charged for this claim. */
  readonly feeLetters: SentLetter[];
};

/** A cost of the case. What it comes to can depend on the day. */
export type CostEntry = {
  readonly item: CostItem;
  readonly claims: string[];
  readonly on: CalendarDate;
  /** Fixed amounts; null for recovery costs that accrue (see `collection`). */
  readonly minor: bigint | null;
  readonly collection: CollectionCase | null;
  paidMinor: bigint;
  /** Why it is what it is; null where no derivation can be made. */
  readonly explain: (day: CalendarDate) => Figure | null;
  /** The fee of a payment plan, which is owed once. */
  readonly plan: boolean;
};

export type Amounts = {
  readonly principal: bigint;
  readonly interest: bigint;
  readonly "notice-fee": bigint;
  readonly "recovery-costs": bigint;
  readonly compensation: bigint;
  readonly "legal-costs": bigint;
  readonly total: bigint;
  readonly refund: bigint;
};

const RULES: Readonly<Record<"NO" | "SE", CountryRules>> = { NO: no, SE: se };

export function rulesOf(country: "NO" | "SE"): CountryRules {
  return RULES[country];
}

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
  /** Demands that could lawfully be sent, oldest first. */
  readonly cases: CollectionCase[] = [];

  constructor(facts: FileFacts, accepted: ReadonlyMap<string, bigint>) {
    this.facts = facts;
    this.rules = rulesOf(facts.country);
    this.claims = facts.claims
      .map((claim) => this.#openClaim(claim, accepted.get(claim.ref) ?? 0n))
      .sort((a, b) => compareText(dueOrder(a), dueOrder(b)));
  }

  #openClaim(claim: ClaimFacts, neverClaimedMinor: bigint): ClaimState {
    const principalMinor = maxOf(0n, claim.principalMinor - neverClaimedMinor);
    const countedFrom = this.rules.countedFrom(claim, this.facts.debtorKind);
    return {
      facts: claim,
      countedFrom,
      index: this.rules.interestIndex(claim, this.facts),
      principalMinor,
      fixedInterestMinor: claim.interestBeforeDueMinor,
      stretches: countedFrom === null ? [] : [{ after: countedFrom, principalMinor }],
      coveredOn: principalMinor === 0n ? claim.issuedOn : null,
      disputedWhole: false,
      disputedMinor: 0n,
      partlyDisputedOn: null,
      freshUntil: null,
      letters: [],
      feeLetters: [],
    };
  }

  claim(ref: string): ClaimState {
    const found = this.claims.find((claim) => claim.facts.ref === ref);
    if (found === undefined) throw new RangeError(`the file has no claim ${ref}`);
    return found;
  }

  /** The claims that an event or question means: those named, else all. */
  select(refs: readonly string[] | null): readonly ClaimState[] {
    return refs === null ? this.claims : refs.map((ref) => this.claim(ref));
  }

  // --- what is owed -------------------------------------------------------------------------------------------

  /** Exact interest on a claim since it was last fixed, in minor units. Throws `OutsideCoverage`. */
  runningInterest(claim: ClaimState, day: CalendarDate): Rational {
    if (claim.index === null) return ZERO;
    let sum = ZERO;
    for (const [i, stretch] of claim.stretches.entries()) {
      const next = claim.stretches[i + 1]?.after;
      const through = next === undefined ? day : earliest(next, day);
      if (through <= stretch.after || stretch.principalMinor === 0n) continue;
      sum = plus(sum, interestOf(stretch.principalMinor, claim.index.weight(stretch.after, through)));
    }
    return sum;
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
    if (claim.index === null) return [];
    const index = claim.index;
    return claim.stretches.flatMap((stretch, i) => {
      const next = claim.stretches[i + 1]?.after;
      const through = next === undefined ? day : earliest(next, day);
      if (through <= stretch.after || stretch.principalMinor === 0n) return [];
      return index
        .spans(stretch.after, through)
        .map((span) => ({ ...span, principalMinor: stretch.principalMinor }));
    });
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
  compensationOn(day: CalendarDate): { readonly openMinor: bigint; readonly paidBeyondMinor: bigint } {
    const claimed = this.compensations.reduce((sum, { minor }) => sum + minor, 0n);
    if (claimed === 0n) return { openMinor: 0n, paidBeyondMinor: 0n };
    const setOff = this.costs
      .filter(({ item }) => item !== "legal-costs")
      .reduce((sum, cost) => sum + this.costOn(cost, day), 0n);
    const net = maxOf(0n, claimed - setOff);
    return {
      openMinor: maxOf(0n, net - this.compensationPaidMinor),
      paidBeyondMinor: maxOf(0n, this.compensationPaidMinor - net),
    };
  }

  /** Everything owed at the end of a day. Throws `OutsideCoverage` where a figure is missing. */
  amountsOn(day: CalendarDate): Amounts {
    const principal = this.claims.reduce((sum, claim) => sum + claim.principalMinor, 0n);
    const interest = this.claims.reduce((sum, claim) => sum + this.interestOn(claim, day), 0n);
    const { openMinor: compensation, paidBeyondMinor } = this.compensationOn(day);
    let paidBeyond = paidBeyondMinor;
    const open = { "recovery-costs": 0n, "notice-fee": 0n, "legal-costs": 0n };
    for (const cost of this.costs) open[cost.item] += this.costOpenOn(cost, day);
    for (const item of ["recovery-costs", "notice-fee"] as const) {
      const covered = minOf(open[item], paidBeyond);
      open[item] -= covered;
      paidBeyond -= covered;
    }
    const total =
      principal + interest + open["notice-fee"] + open["recovery-costs"] + open["legal-costs"] + compensation;
    return { principal, interest, ...open, compensation, total, refund: this.refundMinor };
  }

  /** Is this claim settled as far as anyone may pursue it: nothing left but a rest within the limit? */
  isPaid(claim: ClaimState, day: CalendarDate): boolean {
    if (claim.principalMinor > 0n) return false;
    const amounts = this.amountsOn(day);
    const rest = this.interestOn(claim, day) + amounts.total - amounts.principal - amounts.interest;
    return rest <= this.facts.settings.residualLimitMinor;
  }

  // --- what happens -------------------------------------------------------------------------------------------

  apply(event: FileEvent): void {
    switch (event.kind) {
      case "letter":
        return this.#letter(event);
      case "payment":
        return this.#payment(event);
      case "credit":
        return this.#credit(event);
      case "objection":
        return this.#objection(event);
      case "objection-resolved":
        return this.#objectionResolved(event);
      case "compensation":
        return this.#compensation(event);
      case "heavy":
        return this.#heavy(event);
      case "waiver":
        return this.#waiver(event);
      case "payment-plan":
        for (const collection of this.cases) collection.planOn ??= event.on;
        return this.#chargeFor(event);
      case "application":
      case "attachment-application":
      case "decision":
      case "enforcement":
        return this.#chargeFor(event);
    }
  }

  #letter(event: FileEvent & { kind: "letter" }): void {
    const judged = event.posted === undefined ? this.#judge(event) : this.#posted(event);
    if (judged === null) return;
    const { claims, charges } = judged;
    const sent: SentLetter = { letter: event.letter, on: event.on, payBy: event.payBy };
    if (event.letter === "demand") this.#openCase(claims, sent, event.posted === undefined);
    for (const claim of claims) claim.letters.push(sent);
    for (const charge of charges) {
      // Costs that nobody has posted are not fixed by an agency's letter: they follow the day (see the case).
      if (event.posted === undefined && this.#accrues(event)) continue;
      const explain = () => this.rules.letterFigure(this, claims, event.letter, event.on);
      this.#addCost(charge.item, charge.claims, event.on, charge.minor, explain);
      // One letter bears one fee, however many claims it covers: the count is kept on every claim of the letter.
      if (event.letter !== "demand") for (const claim of claims) claim.feeLetters.push(sent);
    }
  }

  /** A letter from elsewhere is judged here: what was not lawful covers nothing and charges nothing. */
  #judge(event: FileEvent & { kind: "letter" }) {
    const verdict = verdictOn(this, event.letter, event.on, event.claims);
    if (verdict.kind !== "permitted" && verdict.kind !== "permitted-without-fee") return null;
    const term = this.rules.minimumTermDays(event.letter);
    if (term !== null && tooShort(event.on, event.payBy, term)) return null;
    const item = this.#itemOf(event.letter);
    const fee = event.fee === "none" ? null : verdict.fee;
    const charges = fee === null ? [] : [{ item, claims: [...verdict.claims], minor: fee.minor }];
    return { claims: verdict.claims.map((ref) => this.claim(ref)), charges };
  }

  /** A letter of ours was judged when it was sent. */
  #posted(event: FileEvent & { kind: "letter" }) {
    const charges = (event.posted ?? []).map(({ item, claim, minor }) => ({ item, claims: [claim], minor }));
    return { claims: [...this.select(event.claims)], charges };
  }

  #accrues(event: FileEvent & { kind: "letter" }): boolean {
    return event.letter === "demand" && this.facts.country === "NO" && this.facts.operator === "agency";
  }

  #itemOf(letter: Letter): CostItem {
    if (letter !== "demand") return "notice-fee";
    // A Norwegian creditor's own demand bears a fee of the notices' kind (inkassoforskriften § 1-2).
    return this.facts.country === "NO" && this.facts.operator === "self" ? "notice-fee" : "recovery-costs";
  }

  #openCase(claims: readonly ClaimState[], sent: SentLetter, accrues: boolean): void {
    const sameDay = this.cases.find(({ on }) => on === sent.on); // demands of one day count as one
    const shares = claims.map((claim) => [claim.facts.ref, bandShare(claim)] as const);
    const dueOn = claims
      .map((claim) => claim.countedFrom ?? claim.facts.issuedOn)
      .sort()
      .at(-1)!;
    if (sameDay !== undefined) {
      for (const [ref, share] of shares) sameDay.shares.set(ref, share);
      if (sent.payBy > sameDay.payBy) sameDay.payBy = sent.payBy;
      if (dueOn > sameDay.claimDueOn) sameDay.claimDueOn = dueOn;
      for (const cost of this.costs) if (cost.collection === sameDay) cost.claims.push(...claims.map(refOf));
      return;
    }
    const collection: CollectionCase = {
      on: sent.on,
      payBy: sent.payBy,
      shares: new Map(shares),
      claimDueOn: dueOn,
      planOn: null,
      coveredOn: null,
    };
    const earlier = claims.some((claim) => claim.letters.some(({ letter }) => letter === "demand"));
    this.cases.push(collection);
    if (!accrues || earlier || this.rules.recoveryCosts(this, collection, sent.on) === null) return;
    const explain = (day: CalendarDate) => this.rules.recoveryCosts(this, collection, day);
    const refs = claims.map(refOf);
    this.costs.push({
      item: "recovery-costs",
      claims: refs,
      on: sent.on,
      minor: null,
      collection,
      paidMinor: 0n,
      explain,
      plan: false,
    });
  }

  #addCost(
    item: CostItem,
    claims: string[],
    on: CalendarDate,
    minor: bigint,
    explain: (day: CalendarDate) => Figure | null,
    plan = false,
  ): void {
    this.costs.push({ item, claims, on, minor, collection: null, paidMinor: 0n, explain, plan });
  }

  #heavy(event: FileEvent & { kind: "heavy" }): void {
    const collection = this.cases.findLast(
      ({ shares }) => event.claims === null || event.claims.some((ref) => shares.has(ref)),
    );
    const explain = () =>
      collection === undefined ? null : this.rules.recoveryCosts(this, collection, event.on);
    for (const { item, claim, minor } of event.posted) this.#addCost(item, [claim], event.on, minor, explain);
  }

  #chargeFor(
    event: FileEvent & {
      kind: "payment-plan" | "application" | "attachment-application" | "decision" | "enforcement";
    },
  ): void {
    const claims = this.select(event.claims).filter((claim) => !this.isPaid(claim, event.on));
    if (claims.length === 0) return; // a plan or a legal step for a claim already paid carries no charge
    for (const { item, claims: refs, figure, plan } of this.rules.costsOf(this, claims, event))
      this.#addCost(item, [...refs], event.on, figure.minor, () => figure, plan);
  }

  #compensation(event: FileEvent & { kind: "compensation" }): void {
    const verdict = verdictOn(this, "compensation", event.on, event.claims);
    if (verdict.kind !== "permitted" && verdict.kind !== "permitted-without-fee") return;
    for (const ref of verdict.claims) {
      const claim = this.claim(ref);
      if (this.compensations.some((earlier) => earlier.claim === ref)) continue;
      const figure = this.rules.compensation(
        claim.facts,
        claim.countedFrom ?? claim.facts.issuedOn,
        event.on,
      );
      this.compensations.push({ claim: ref, minor: figure.minor, on: event.on });
    }
  }

  #payment(event: FileEvent & { kind: "payment" }): void {
    const outcome: AllocationOutcome =
      event.lines === undefined
        ? allocate(this, event)
        : { lines: event.lines, leftMinor: event.minor - sumOf(event.lines) };
    for (const line of outcome.lines) this.#pay(line, event.on);
    this.refundMinor += outcome.leftMinor;
    this.#markCovered(event.on);
  }

  #pay(line: AllocationLine, on: CalendarDate): void {
    switch (line.item) {
      case "principal": {
        const claim = this.claim(line.claim);
        this.#fixInterest(claim, on);
        claim.principalMinor -= line.minor;
        const last = claim.stretches.at(-1);
        if (last !== undefined) last.principalMinor = claim.principalMinor;
        return;
      }
      case "interest": {
        const claim = this.claim(line.claim);
        this.#fixInterest(claim, on);
        claim.fixedInterestMinor -= line.minor;
        return;
      }
      case "compensation":
        this.compensationPaidMinor += line.minor;
        return;
      default: {
        let left = line.minor;
        for (const cost of this.costs) {
          if (cost.item !== line.item || cost.claims[0] !== line.claim) continue;
          const part = minOf(left, this.costOpenOn(cost, on));
          cost.paidMinor += part;
          left -= part;
        }
      }
    }
  }

  /** A payment that touches a claim fixes its interest in whole minor units; counting then starts again. */
  #fixInterest(claim: ClaimState, on: CalendarDate): void {
    const last = claim.stretches.at(-1);
    if (last === undefined) return;
    claim.fixedInterestMinor = this.interestOn(claim, on);
    const after = on > claim.stretches[0]!.after ? on : claim.stretches[0]!.after;
    claim.stretches = [{ after, principalMinor: claim.principalMinor }];
  }

  #markCovered(on: CalendarDate): void {
    for (const claim of this.claims) if (claim.principalMinor === 0n) claim.coveredOn ??= on;
    for (const collection of this.cases) {
      const open = [...collection.shares.keys()].some((ref) => this.claim(ref).principalMinor > 0n);
      if (!open) collection.coveredOn ??= on;
    }
  }

  #credit(event: FileEvent & { kind: "credit" }): void {
    const claim =
      event.claim === null
        ? this.claims.find(({ principalMinor }) => principalMinor > 0n)
        : this.claim(event.claim);
    if (claim === undefined) {
      this.refundMinor += event.minor;
      return;
    }
    const part = minOf(event.minor, claim.principalMinor);
    claim.principalMinor -= part;
    const last = claim.stretches.at(-1);
    if (last !== undefined) {
      if (event.on <= last.after) last.principalMinor = claim.principalMinor;
      else claim.stretches.push({ after: event.on, principalMinor: claim.principalMinor });
    }
    // More than the claim is a credit on the debtor, never a negative claim.
    this.refundMinor += event.minor - part;
    this.#markCovered(event.on);
  }

  #objection(event: FileEvent & { kind: "objection" }): void {
    for (const claim of this.select(event.claim === null ? null : [event.claim])) {
      if (event.scope === "whole") claim.disputedWhole = true;
      else {
        claim.disputedMinor += event.scope;
        claim.partlyDisputedOn = event.on;
      }
      if (event.scope !== "whole" || !event.reasonable || !this.rules.objectionEndsCosts) continue;
      for (const cost of this.costs) {
        const at = cost.claims.indexOf(claim.facts.ref);
        if (at >= 0) cost.claims.splice(at, 1);
        cost.collection?.shares.delete(claim.facts.ref);
      }
    }
  }

  #objectionResolved(event: FileEvent & { kind: "objection-resolved" }): void {
    for (const claim of this.select(event.claim === null ? null : [event.claim])) {
      if (!claim.disputedWhole && claim.disputedMinor === 0n) continue;
      claim.disputedWhole = false;
      claim.disputedMinor = 0n;
      if (event.outcome !== "accepted") claim.freshUntil = freshDeadline(this.rules, event.on);
    }
  }

  #waiver(event: FileEvent & { kind: "waiver" }): void {
    const claim = this.claim(event.claim);
    claim.fixedInterestMinor = 0n;
    claim.principalMinor = 0n;
    claim.stretches = [];
    for (const cost of this.costs)
      if (cost.claims[0] === event.claim) cost.paidMinor = maxOf(cost.paidMinor, this.costOn(cost, event.on));
    this.#markCovered(event.on);
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

function acceptedBy(facts: FileFacts, day: CalendarDate): ReadonlyMap<string, bigint> {
  const open = new Map<string, bigint>();
  const accepted = new Map<string, bigint>();
  for (const event of facts.events) {
    if (event.on > day) continue;
    if (event.kind !== "objection" && event.kind !== "objection-resolved") continue;
    for (const claim of facts.claims) {
      if (event.claim !== null && event.claim !== claim.ref) continue;
      if (event.kind === "objection") {
        const scope = event.scope === "whole" ? claim.principalMinor : event.scope;
        open.set(claim.ref, (open.get(claim.ref) ?? 0n) + scope);
      } else {
        if (event.outcome === "accepted")
          accepted.set(claim.ref, (accepted.get(claim.ref) ?? 0n) + (open.get(claim.ref) ?? 0n));
        open.delete(claim.ref);
      }
    }
  }
  return accepted;
}

function refOf(claim: ClaimState): string {
  return claim.facts.ref;
}

function dueOrder(claim: ClaimState): string {
  return `${claim.countedFrom ?? claim.facts.issuedOn}${claim.facts.ref}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sumOf(lines: readonly AllocationLine[]): bigint {
  return lines.reduce((sum, { minor }) => sum + minor, 0n);
}
