/** What a letter does to a file: it covers claims, may bear a charge, and a demand opens a case. */
import { type CalendarDate, latest } from "@innfri/kernel";
import type { Account } from "./account.ts";
import { type ClaimState, type CostEntry, lastDemand, type SentLetter } from "./account-state.ts";
import { bandShare } from "./band-share.ts";
import type { CollectionCase } from "./country-rules.ts";
import { tooShort } from "./deadlines.ts";
import { latestDue } from "./due-day.ts";
import type { CostItem, FileEvent, FileFacts, Letter, PostedCharge } from "./facts.ts";
import { isPermitted } from "./verdict.ts";
import { verdictOn } from "./verdict-on.ts";

type LetterEvent = FileEvent & { readonly kind: "letter" };

/** A letter as it counts: the claims it covers and what it charged. */
type Judged = {
  readonly claims: readonly ClaimState[];
  readonly charges: readonly {
    readonly item: CostItem;
    readonly claims: readonly string[];
    readonly minor: bigint;
  }[];
};

export function applyLetter(account: Account, event: LetterEvent): void {
  const judged = event.posted === undefined ? judge(account, event) : posted(account, event, event.posted);
  if (judged === null) return;
  const { claims, charges } = judged;
  const { letter, on, payBy, postedOn = on } = event;
  const sent: SentLetter = { letter, on, payBy, postedOn };
  if (event.letter === "demand") openCase(account, claims, sent, event.posted === undefined);
  for (const claim of claims) claim.letters.push(sent);
  for (const { item, claims: refs, minor } of charges) {
    // Costs that nobody has posted are not fixed by an agency's letter: they follow the day (see the case).
    if (event.posted === undefined && accrues(account.facts, event.letter)) continue;
    // The fee of a reminder or notice is that of the claim that bears it; a demand's is that of the case.
    const explained = event.letter === "demand" ? claims : [account.claim(refs[0]!)];
    const explain = () => account.rules.letterFigure(account, explained, event.letter, event.on);
    addCost(account, { item, claims: [...refs], on: event.on, minor, explain, plan: false });
    // One letter bears one fee, however many claims it covers: the count is kept on every claim of the letter.
    for (const claim of claims) claim.feeLetters.push(sent);
  }
}

/** A letter from elsewhere is judged here: what was not lawful covers nothing and charges nothing. */
function judge(account: Account, event: LetterEvent): Judged | null {
  const verdict = verdictOn(account, event.letter, event.on, event.claims);
  if (!isPermitted(verdict)) return null;
  const term = account.rules.minimumTermDays(event.letter);
  if (term !== null && tooShort(event.on, event.payBy, term)) return null;
  const fee = event.fee === "none" ? null : verdict.fee;
  const item = chargeItemOf(account.facts, event.letter);
  const refs = bearerFirst(account, verdict.claims, event.letter, event.on);
  const charges = fee === null ? [] : [{ item, claims: refs, minor: fee.minor }];
  return { claims: verdict.claims.map((ref) => account.claim(ref)), charges };
}

/** A letter of ours was judged when it was sent. */
function posted(account: Account, event: LetterEvent, charged: readonly PostedCharge[]): Judged {
  const claims = account.select(event.claims);
  const charges = charged.map(({ item, claim, minor }) => {
    const others = claims.map(refOf).filter((ref) => ref !== claim);
    return { item, claims: [claim, ...others], minor };
  });
  return { claims, charges };
}

/** A letter's claims with the one that bears its charge first: the oldest that may bear one by itself. */
export function bearerFirst(
  account: Account,
  refs: readonly string[],
  letter: Letter,
  on: CalendarDate,
): readonly string[] {
  const bearer = refs.find((ref) => account.rules.feeOf(account, [account.claim(ref)], letter, on) !== null);
  return bearer === undefined ? refs : [bearer, ...refs.filter((ref) => ref !== bearer)];
}

/** Recovery costs of a Norwegian agency are light or heavy by the calendar. */
function accrues(facts: FileFacts, letter: Letter): boolean {
  return letter === "demand" && facts.country === "NO" && facts.operator === "agency";
}

/** The item that a letter's charge stands on. */
export function chargeItemOf(facts: FileFacts, letter: Letter): CostItem {
  if (letter !== "demand") return "notice-fee";
  // A Norwegian creditor's own demand bears a fee of the notices' kind (inkassoforskriften § 1-2).
  return facts.country === "NO" && facts.operator === "self" ? "notice-fee" : "recovery-costs";
}

function openCase(
  account: Account,
  covered: readonly ClaimState[],
  sent: SentLetter,
  hasAccruingCosts: boolean,
): void {
  const claims = covered.filter((claim) => account.rules.corrects(claim, "demand", sent.on) === null);
  for (const claim of covered) if (!claims.includes(claim)) correctCase(account, claim, sent.payBy);
  if (claims.length === 0) return;
  const dueOn = latestDue(claims);
  const sameDay = account.cases.find(({ on }) => on === sent.on); // demands of one day count as one
  if (sameDay !== undefined) {
    joinCase(account, sameDay, claims, sent.payBy, dueOn);
    return;
  }
  const collection: CollectionCase = {
    on: sent.on,
    payBy: sent.payBy,
    shares: new Map(claims.map((claim) => [claim.facts.ref, bandShare(claim)])),
    claimDueOn: dueOn,
    planOn: null,
    // Where the principal is nil already there is nothing that could make the costs heavy later.
    coveredOn: isCovered(claims) ? sent.on : null,
  };
  const earlier = claims.some((claim) => lastDemand(claim) !== undefined);
  account.cases.push(collection);
  if (!hasAccruingCosts || earlier || account.rules.recoveryCosts(account, collection, sent.on) === null)
    return;
  account.costs.push({
    item: "recovery-costs",
    claims: claims.map(refOf),
    chargedFor: claims.map(refOf),
    on: sent.on,
    minor: null,
    collection,
    paidMinor: 0n,
    explain: (day) => account.rules.recoveryCosts(account, collection, day),
    plan: false,
  });
}

/** A corrected demand opens no case: its own goes on with what is not disputed, by the new deadline (norway.md 5.4). */
function correctCase(account: Account, claim: ClaimState, payBy: CalendarDate): void {
  const collection = account.cases.findLast(({ shares }) => shares.has(claim.facts.ref));
  if (collection === undefined) return;
  collection.shares.set(claim.facts.ref, bandShare(claim));
  collection.payBy = latest(collection.payBy, payBy);
}

function joinCase(
  account: Account,
  collection: CollectionCase,
  claims: readonly ClaimState[],
  payBy: CalendarDate,
  dueOn: CalendarDate,
): void {
  for (const claim of claims) collection.shares.set(claim.facts.ref, bandShare(claim));
  if (!isCovered(claims)) collection.coveredOn = null;
  if (payBy > collection.payBy) collection.payBy = payBy;
  if (dueOn > collection.claimDueOn) collection.claimDueOn = dueOn;
  for (const cost of account.costs)
    if (cost.collection === collection) cost.claims.push(...claims.map(refOf));
}

function isCovered(claims: readonly ClaimState[]): boolean {
  return claims.every(({ principalMinor }) => principalMinor === 0n);
}

/** A cost of a fixed amount. */
export function addCost(
  account: Account,
  { item, claims, on, minor, explain, plan }: Omit<CostEntry, "collection" | "paidMinor" | "chargedFor">,
): void {
  const chargedFor = [...claims];
  account.costs.push({ item, claims, chargedFor, on, minor, collection: null, paidMinor: 0n, explain, plan });
}

function refOf(claim: ClaimState): string {
  return claim.facts.ref;
}
