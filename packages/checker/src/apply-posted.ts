/** Charges that Innfri itself posted, and what recorded facts changed of them: both are booked as they stand. */
import { spreadOn } from "./allocate.ts";
import { type Day, dayOf } from "./calendar.ts";
import { bearerOf } from "./costs.ts";
import type { CostChange, Event, LetterName, PostedCharge } from "./facts.ts";
import { isPaid } from "./judge.ts";
import type { Cost, CostName, FileState, Source } from "./state.ts";

/** Charges as they were posted are facts. A claim that was paid already has no part in them. */
export function postCharges(
  file: FileState,
  event: Extract<Event, { readonly claims: readonly string[] | null }>,
  posted: readonly PostedCharge[],
  name: CostName,
  day: Day,
): void {
  const { claims } = event;
  const open = file.claims
    .filter((one) => (claims === null || claims.includes(one.ref)) && !isPaid(file, one, day))
    .map(({ ref }) => ref);
  for (const [nth, charge] of posted.entries())
    file.costs.push(postedCost(name, day, { event, nth, posted: charge, isMoved: false }, open));
}

/** A charge that was posted, on the claim that bears it first and on `others`. */
export function postedCost(
  name: CostName,
  on: Day,
  source: Source & { readonly posted: PostedCharge },
  others: readonly string[] = [],
): Cost {
  const { item, claim, minor } = source.posted;
  const claims = [claim, ...others];
  return {
    item,
    name,
    on,
    claims: new Set(claims),
    ...(name === "plan-fee" ? { agreedFor: new Set(claims) } : {}),
    amount: minor,
    demand: null,
    paid: 0n,
    source,
  };
}

/**
 * What fell away of posted costs, the newest first, and what a claim bears from now on of another's letter. The fees of
 * plans come before others where they are meant, and after them where they are not.
 */
export function applyChanges(
  file: FileState,
  changes: readonly CostChange[],
  day: Day,
  meant?: "plan-fee",
): void {
  for (const change of changes) {
    const { item, claim, minor, plan } = change;
    if (minor >= 0n) {
      takeOver(file, change, day);
      continue;
    }
    let left = -minor;
    let freed = 0n;
    const newestFirst = file.costs.toReversed();
    const isOfPlan = plan === true || meant === "plan-fee";
    const isMeant = ({ name }: Cost) => (name === "plan-fee") === isOfPlan;
    for (const cost of [...newestFirst.filter(isMeant), ...newestFirst.filter((one) => !isMeant(one))]) {
      if (cost.item !== item || bearerOf(cost) !== claim || cost.amount === null) continue;
      const part = left < cost.amount ? left : cost.amount;
      cost.amount -= part;
      left -= part;
      const paidBeyond = cost.paid > cost.amount ? cost.paid - cost.amount : 0n;
      cost.paid -= paidBeyond;
      freed += paidBeyond;
    }
    if (freed > 0n) spreadOn(file, claim, { minor: freed, designation: null }, day);
  }
}

/** What another claim's letter, plan or step charged on its day, which this claim bears from now on. */
function takeOver(file: FileState, change: CostChange, day: Day): void {
  const { item, claim, minor, since, letter, plan } = change;
  const name = plan ? "plan-fee" : nameOfLetter(item, letter);
  const on = since === undefined ? day : dayOf(since);
  const agreed = name === "plan-fee" ? { agreedFor: new Set([claim]) } : {};
  const cost = { item, name, on, claims: new Set([claim]), ...agreed, amount: minor, demand: null, paid: 0n };
  for (const event of file.facts.events) {
    const nth = event.on === since ? placeOf(event, change) : -1;
    if (nth < 0) continue;
    file.costs.push({ ...cost, source: { event, nth, posted: change, isMoved: true } });
    return;
  }
  file.costs.push(cost);
}

/** The place of the charge that moved among those of its event; below zero for an event that it is not of. */
function placeOf(event: Event, { item, letter, plan }: CostChange): number {
  if (!("posted" in event) || event.kind === "compensation") return -1;
  const isPlan = event.kind === "payment-plan";
  const isMeant = isPlan ? plan === true : plan !== true && letter === nameOf(event);
  return isMeant ? (event.posted ?? []).findIndex((charge) => charge.item === item) : -1;
}

function nameOf(event: Event): LetterName | undefined {
  return event.kind === "letter" ? event.letter : undefined;
}

function nameOfLetter(item: Cost["item"], letter: LetterName | undefined): CostName {
  if (item === "legal-costs") return "court-costs";
  if (letter === "demand" || letter === undefined)
    return item === "notice-fee" ? "own-demand-fee" : "recovery-costs";
  return letter === "reminder" ? "reminder-fee" : "notice-fee";
}
