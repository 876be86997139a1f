/** Charges that were posted once as something else than the law made them on their day. */
import type { RuleId } from "@innfri/law/tables";
import { planFeeOf, stepFees } from "./apply.ts";
import { basesOf, wasDemanded } from "./apply-letter.ts";
import { type Day, dayOf, dayText } from "./calendar.ts";
import { demandCostsOn, letterFeeNO, letterFeeSE, recoveryCosts } from "./charges.ts";
import { amountOfCost, bearerOf, nilOnOf } from "./costs.ts";
import { amountText } from "./exact.ts";
import { bearersOf, shownCosts } from "./expected-lines.ts";
import type { Event, Facts, PostedCharge } from "./facts.ts";
import { NotCovered } from "./lookup.ts";
import { walkTo } from "./replay.ts";
import { type ClaimState, type Cost, type FileState, isLegalStep, type Source } from "./state.ts";

export type PostedOtherwise = {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  readonly rule?: RuleId;
};

type Posted = Source & { readonly posted: PostedCharge };

/**
 * What the letter about these claims carries of such charges, and what was paid of one that was too high. A charge is
 * held against what was known when it was posted; what recorded facts took off it since is no fault of it.
 */
export function postedOtherwise(
  file: FileState,
  covered: readonly ClaimState[],
  day: Day,
): PostedOtherwise[] {
  const shown = shownCosts(file, covered, day).map(([cost]) => cost);
  const refs = new Set(covered.map(({ ref }) => ref));
  return file.costs.flatMap((cost): PostedOtherwise[] => {
    const { source } = cost;
    if (!isPosted(source) || !refs.has(bearerOf(cost) ?? "")) return [];
    const row = shown.indexOf(cost);
    if (row < 0 && cost.paid === 0n && amountOfCost(file, cost, day) === 0n) return []; // it has ended
    const lawful = lawfulOf(file, cost, source);
    const charged = lawful === undefined ? [] : chargedOtherwise(source, lawful);
    // What is paid of a charge that was too low is not asked for again.
    const [found] = row < 0 ? charged.filter((minor) => minor > lawful!) : charged;
    if (lawful === undefined || found === undefined) return [];
    const expected = amountText(lawful);
    const rest = { found: amountText(found), ...ruleOf(file.facts, cost, source) };
    if (row >= 0) return [{ path: `letter.lines[${covered.length + row}].amount`, expected, ...rest }];
    const on = dayText(cost.on);
    return [{ path: "letter.lines", expected: `no more than ${expected} charged on ${on}`, ...rest }];
  });
}

/**
 * What an event of the facts charged as something else than the law gave on its day, as it stands by `on`. Nothing is
 * said of a day that no table covers.
 */
export function mischarged(facts: Facts, event: Event, on: string = event.on): PostedOtherwise[] {
  const day = dayOf(on);
  try {
    const file = walkTo(facts, day);
    const costs = file.costs.filter(({ source }) => source?.event === event);
    return postedOtherwise({ ...file, costs }, file.claims, day);
  } catch (error) {
    if (error instanceof NotCovered) return [];
    throw error;
  }
}

/** What was charged, where it is something else; of one that moved, what had been paid stayed where it was. */
function chargedOtherwise(source: Posted, lawful: bigint): readonly bigint[] {
  const first = originOf(source).minor;
  const moved = source.isMoved && source.posted.minor > lawful ? [source.posted.minor] : [];
  return first === lawful ? moved : [first];
}

/** The charge as its event posted it. */
function originOf({ event, nth, posted, isMoved }: Posted): PostedCharge {
  const charges = isMoved && "posted" in event && event.kind !== "compensation" ? event.posted : undefined;
  return charges?.[nth] ?? posted;
}

function isPosted(source: Source | undefined): source is Posted {
  return source !== undefined && source.posted !== null;
}

/** What the law gives for the charge; undefined for what no event of ours charges. */
function lawfulOf(file: FileState, cost: Cost, source: Posted): bigint | undefined {
  const { event, nth } = source;
  if (event.kind === "payment-plan") {
    const plan = planFeeOf(before(file.facts, event), event, dayOf(event.on));
    return nth === 0 ? plan : 0n;
  }
  if (isLegalStep(event)) {
    const day = dayOf(event.on);
    return stepFees(before(file.facts, event), event, day)[nth]?.minor ?? 0n;
  }
  if (event.kind === "heavy") return heavyOf(before(file.facts, event), originOf(source), dayOf(event.on));
  if (event.kind !== "letter") return undefined;
  if (cost.name === "recovery-costs" && file.facts.country === "NO")
    return lightOf(before(file.facts, event), event, nth);
  if (nth > 0) return 0n; // a letter bears one charge
  const day = dayOf(event.on);
  if (file.facts.country === "SE") return letterFeeSE(event.letter, day);
  const claims = bearersOf(cost).map((ref) => file.byRef.get(ref)!);
  return letterFeeNO(event.letter, claims, day);
}

/** The file just before an event, by what was known then. */
function before(facts: Facts, event: Event): FileState {
  const inOrder = facts.events.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const known = inOrder.slice(0, inOrder.indexOf(event));
  return walkTo({ ...facts, events: known }, dayOf(event.on));
}

/** INKF § 2-2: light, once for a claim; demands of one day are one (reading 7). */
function lightOf(file: FileState, event: Extract<Event, { kind: "letter" }>, nth: number): bigint {
  const day = dayOf(event.on);
  const claims = file.claims.filter(({ ref }) => event.claims === null || event.claims.includes(ref));
  const sameDay = file.demands.find(({ on }) => on === day);
  const earlier = claims.some((claim) => wasDemanded(claim));
  if (nth > 0 || earlier || claims.length === 0) return 0n;
  const bases = new Map([...(sameDay?.bases ?? []), ...basesOf(claims)]);
  const charged = file.costs
    .filter(({ name, on }) => name === "recovery-costs" && on === day)
    .reduce((sum, cost) => sum + (cost.amount ?? 0n), 0n);
  return notBelowNil(recoveryCosts(file.facts, [...bases.values()], day, false) - charged);
}

/** INKF § 2-3: what the heavy costs of the case come to beyond what it was charged already. */
function heavyOf(file: FileState, { claim }: PostedCharge, day: Day): bigint {
  const demand = file.demands.findLast(({ bases }) => bases.has(claim));
  if (demand === undefined) return 0n;
  const members = [...demand.bases.keys()];
  const charged = file.costs
    .filter(({ name, claims }) => isOfDemand(name) && members.some((ref) => claims.has(ref)))
    .reduce((sum, cost) => sum + amountOfCost(file, cost, day), 0n);
  return notBelowNil(demandCostsOn(file.facts, demand, nilOnOf(file, members), day) - charged);
}

export function isOfDemand(name: Cost["name"]): boolean {
  return name === "recovery-costs" || name === "heavier-costs";
}

function notBelowNil(minor: bigint): bigint {
  return minor < 0n ? 0n : minor;
}

/** The provision that the charge rests on. */
function ruleOf({ country }: Facts, { name }: Cost, { event, nth }: Posted): { readonly rule?: RuleId } {
  const isNO = country === "NO";
  if (event.kind === "payment-plan") return { rule: isNO ? "no.plan-fee" : "se.plan-fee" };
  if (event.kind === "heavy") return { rule: "no.recovery-costs.heavy" };
  if (event.kind === "attachment-application") return { rule: "no.court-fee.attachment" };
  if (event.kind === "enforcement" && !isNO) return { rule: "se.enforcement-fee" };
  if (event.kind === "application" || event.kind === "decision" || event.kind === "enforcement") {
    if (isNO) return { rule: "no.court-fee.conciliation" };
    return { rule: nth === 0 ? "se.court.application-fee" : "se.court.agent-cost" };
  }
  if (name === "recovery-costs") return { rule: isNO ? "no.recovery-costs.light" : "se.demand-fee" };
  return {};
}
