/** Charges that Innfri itself posted, and what recorded facts changed of them: both are taken as they stand. */
import { spreadOn } from "./allocate.ts";
import { type Day, dayOf } from "./calendar.ts";
import { bearerOf } from "./costs.ts";
import type { CostChange, LetterName, PostedCharge } from "./facts.ts";
import { isPaid } from "./judge.ts";
import type { Cost, CostName, FileState } from "./state.ts";

/** Charges as they were posted are facts. A claim that was paid already has no part in them. */
export function postCharges(
  file: FileState,
  { claims }: { readonly claims: readonly string[] | null },
  posted: readonly PostedCharge[],
  name: CostName,
  day: Day,
): void {
  const open = file.claims
    .filter((one) => (claims === null || claims.includes(one.ref)) && !isPaid(file, one, day))
    .map(({ ref }) => ref);
  for (const { item, claim, minor } of posted) {
    const refs = new Set([claim, ...open]);
    file.costs.push({ item, name, on: day, claims: refs, amount: minor, demand: null, paid: 0n });
  }
}

/**
 * What fell away of posted costs, those of the name that is meant before others and the newest first, and what a claim
 * bears from now on of another's letter.
 */
export function applyChanges(
  file: FileState,
  changes: readonly CostChange[],
  day: Day,
  meant?: CostName,
): void {
  for (const { item, claim, minor, since, letter, plan } of changes) {
    if (minor >= 0n) {
      const name = plan ? "plan-fee" : nameOfLetter(item, letter);
      const on = since === undefined ? day : dayOf(since);
      file.costs.push({ item, name, on, claims: new Set([claim]), amount: minor, demand: null, paid: 0n });
      continue;
    }
    let left = -minor;
    let freed = 0n;
    const newestFirst = file.costs.toReversed();
    const isMeant = ({ name }: Cost) => name === (plan ? "plan-fee" : meant);
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

function nameOfLetter(item: Cost["item"], letter: LetterName | undefined): CostName {
  if (item === "legal-costs") return "court-costs";
  if (letter === "demand" || letter === undefined)
    return item === "notice-fee" ? "own-demand-fee" : "recovery-costs";
  return letter === "reminder" ? "reminder-fee" : "notice-fee";
}
