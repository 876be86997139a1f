/** A letter that went out: for which claims it was lawful, and what it charged. */

import { postedCost } from "./apply-posted.ts";
import { type Day, dayOf } from "./calendar.ts";
import { letterFeeNO, letterFeeSE, tariffDayOf } from "./charges.ts";
import type { Event } from "./facts.ts";
import { judge, saidAgain, shortestTerm } from "./judge.ts";
import type { Base, ClaimState, Cost, CostName, FileState, Sent } from "./state.ts";

type LetterEvent = Extract<Event, { readonly kind: "letter" }>;

/** Claims that the letter reaches lawfully, and those among them for which it bears its charge. */
type Reach = { readonly lawful: readonly ClaimState[]; readonly bearing: readonly ClaimState[] };

export function applyLetter(file: FileState, event: LetterEvent, day: Day): void {
  const payBy = dayOf(event.payBy);
  const reach = event.posted === undefined ? reachOf(file, event, payBy, day) : postedReach(file, event);
  const anew = reach.lawful.filter((claim) => saidAgain(file, claim, event.letter, day) === undefined);
  if (event.letter === "demand")
    for (const claim of reach.lawful) if (!anew.includes(claim)) correctDemand(file, claim, payBy);
  if (event.posted !== undefined) {
    keepDemand(file, event, anew, day);
    for (const nth of event.posted.keys()) post(file, event, nth, day);
  } else if (bearsCharge(file, event) && reach.bearing.length > 0)
    charge(file, event, reach, { payBy, day, anew });
  const posted = event.postedOn === undefined ? day : dayOf(event.postedOn);
  const sent: Sent = { letter: event.letter, on: day, payBy, posted };
  for (const claim of reach.lawful) claim.sent.push(sent);
  if (event.letter === "demand" || event.fee === "none") return;
  if (reach.bearing.length > 0) for (const claim of reach.lawful) claim.feeLetters.push(sent);
}

/** A letter's own fee may be left out; an agency's costs in Norway are no fee of the letter (INKF chapter 2). */
function bearsCharge({ facts }: FileState, { letter, fee }: LetterEvent): boolean {
  const isRecovery = letter === "demand" && facts.country === "NO" && facts.operator === "agency";
  return isRecovery || fee === "standard";
}

/** A letter too early, too short, without what had to come before it or for a paid claim carries no charge. */
function reachOf(file: FileState, event: LetterEvent, payBy: Day, day: Day): Reach {
  if (payBy < day + shortestTerm(file.facts, event.letter)) return { lawful: [], bearing: [] };
  const judged = file.claims
    .filter(({ ref }) => event.claims === null || event.claims.includes(ref))
    .map((claim) => ({ claim, judgement: judge(file, claim, event.letter, day) }));
  const lawful = judged.filter(({ judgement }) => judgement.kind === "permitted");
  const bearing = lawful.filter(({ judgement }) => judgement.kind === "permitted" && judgement.bearsFee);
  return { lawful: lawful.map(({ claim }) => claim), bearing: bearing.map(({ claim }) => claim) };
}

/** What was posted is a fact: the letter went to the claims it names, and bore what was posted. */
function postedReach(file: FileState, event: LetterEvent): Reach {
  const lawful = file.claims.filter(({ ref }) => event.claims === null || event.claims.includes(ref));
  const bears = event.posted!.some(({ item }) => item === "notice-fee");
  return { lawful, bearing: bears ? lawful : [] };
}

function charge(
  file: FileState,
  event: LetterEvent,
  { lawful: claims, bearing }: Reach,
  { payBy, day, anew }: { readonly payBy: Day; readonly day: Day; readonly anew: readonly ClaimState[] },
): void {
  const { country, operator } = file.facts;
  if (event.letter !== "demand") {
    const name = event.letter === "reminder" ? "reminder-fee" : "notice-fee";
    const amount =
      country === "NO" ? letterFeeNO(event.letter, bearing.slice(0, 1), day) : letterFeeSE(event.letter, day);
    file.costs.push(newCost("notice-fee", name, [bearing[0]!, ...claims], day, amount));
    return;
  }
  if (anew.length === 0 || joinDemandOfTheDay(file, anew, payBy, day) || claims.some(wasDemanded)) return;
  if (country === "SE")
    file.costs.push(newCost("recovery-costs", "recovery-costs", claims, day, letterFeeSE("demand", day)));
  else if (operator === "self")
    file.costs.push(newCost("notice-fee", "own-demand-fee", claims, day, letterFeeNO("demand", claims, day)));
  else {
    const demand = { payBy, on: day, bases: basesOf(claims), plannedOn: null };
    file.costs.push({ ...newCost("recovery-costs", "recovery-costs", claims, day, null), demand });
  }
}

/** One set of costs, or one fee, for a claim: a demand that is sent anew bears none (3, F4; 2.2 no. 7). */
export function wasDemanded({ sent }: Pick<ClaimState, "sent">): boolean {
  return sent.some(({ letter }) => letter === "demand");
}

function newCost(
  item: Cost["item"],
  name: CostName,
  claims: readonly ClaimState[],
  on: Day,
  amount: bigint | null,
): Cost {
  const refs = new Set(claims.map(({ ref }) => ref));
  return { item, name, on, claims: refs, amount, demand: null, paid: 0n };
}

/** Reading 7: demands of one day count as one. */
export function demandOfTheDay(file: FileState, day: Day): Cost | undefined {
  return file.costs.find(
    ({ name, on }) => on === day && (name === "recovery-costs" || name === "own-demand-fee"),
  );
}

/** Section 5.4: a demand said again goes on with what it left undisputed, by its new deadline, and is no other case. */
function correctDemand(file: FileState, claim: ClaimState, payBy: Day): void {
  const accruing = file.costs.flatMap(({ demand }) => (demand === null ? [] : [demand]));
  for (const demands of [file.demands, accruing]) {
    const corrected = demands.findLast(({ bases }) => bases.has(claim.ref));
    if (corrected === undefined) continue;
    for (const [ref, base] of basesOf([claim])) corrected.bases.set(ref, base);
    corrected.payBy = Math.max(corrected.payBy, payBy);
  }
}

function joinDemandOfTheDay(file: FileState, claims: readonly ClaimState[], payBy: Day, day: Day): boolean {
  const cost = demandOfTheDay(file, day);
  if (cost === undefined) return false;
  for (const { ref } of claims) cost.claims.add(ref);
  if (cost.demand !== null) {
    for (const [ref, base] of basesOf(claims)) cost.demand.bases.set(ref, base);
    if (payBy > cost.demand.payBy) cost.demand.payBy = payBy;
  }
  return true;
}

/** Reading 6: undisputed principal unpaid on the day of the demand, with interest from before the due day. */
export function basesOf(claims: readonly ClaimState[]): Map<string, Base> {
  return new Map(
    claims.map((claim) => [
      claim.ref,
      {
        principal: undisputedOf(claim),
        before: claim.facts.interestBeforeDueMinor,
        dueOn: tariffDayOf(claim),
      },
    ]),
  );
}

/** What of the principal nobody has said no to. */
export function undisputedOf({ principal, disputed }: ClaimState): bigint {
  if (disputed === "whole") return 0n;
  const rest = principal - (disputed ?? 0n);
  return rest > 0n ? rest : 0n;
}

/** What a demand of an agency asked for decides what it may cost, on its day and later (INKF §§ 2-2, 2-3). */
function keepDemand(file: FileState, event: LetterEvent, claims: readonly ClaimState[], day: Day): void {
  if (
    event.letter !== "demand" ||
    claims.length === 0 ||
    file.facts.country !== "NO" ||
    file.facts.operator !== "agency"
  )
    return;
  const payBy = dayOf(event.payBy);
  const dueOn = Math.max(...claims.map(tariffDayOf));
  const sameDay = file.demands.find(({ on }) => on === day);
  if (sameDay === undefined) {
    file.demands.push({ payBy, on: day, bases: basesOf(claims), plannedOn: null, dueOn });
    return;
  }
  for (const [ref, base] of basesOf(claims)) sameDay.bases.set(ref, base);
  sameDay.payBy = Math.max(sameDay.payBy, payBy);
  sameDay.dueOn = Math.max(sameDay.dueOn, dueOn);
}

function post(file: FileState, event: LetterEvent, nth: number, day: Day): void {
  const charge = event.posted![nth]!;
  const names: Record<LetterEvent["letter"], CostName> = {
    reminder: "reminder-fee",
    notice: "notice-fee",
    demand: charge.item === "notice-fee" ? "own-demand-fee" : "recovery-costs",
  };
  const source = { event, nth, posted: charge, isMoved: false };
  file.costs.push(postedCost(names[event.letter], day, source, event.claims ?? []));
}

/** Costs that Innfri itself made heavy: what they grew by, as posted, on the claim that bears it. */
export function applyPostedHeavy(
  file: FileState,
  event: Extract<Event, { readonly kind: "heavy" }>,
  day: Day,
): void {
  for (const [nth, charge] of event.posted.entries())
    file.costs.push(postedCost("heavier-costs", day, { event, nth, posted: charge, isMoved: false }));
}
