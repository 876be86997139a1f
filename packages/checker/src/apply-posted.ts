/** Charges that Innfri itself posted, and what recorded facts changed of them: both are taken as they stand. */
import { spreadOn } from "./allocate.ts";
import { type Day, dayOf } from "./calendar.ts";
import { bearerOf } from "./costs.ts";
import type { CostChange, LetterName, PostedCharge } from "./facts.ts";
import type { Cost, CostName, FileState } from "./state.ts";

/** Charges as they were posted are facts. */
export function postCharges(
  file: FileState,
  { claims }: { readonly claims: readonly string[] | null },
  posted: readonly PostedCharge[],
  name: CostName,
  day: Day,
): void {
  for (const { item, claim, minor } of posted) {
    const refs = new Set([claim, ...(claims ?? file.claims.map(({ ref }) => ref))]);
    file.costs.push({ item, name, on: day, claims: refs, amount: minor, demand: null, paid: 0n });
  }
}

/** What fell away of posted costs, the newest first, and what a claim bears from now on of another's letter. */
export function applyChanges(file: FileState, changes: readonly CostChange[], day: Day): void {
  for (const { item, claim, minor, since, letter } of changes) {
    if (minor >= 0n) {
      const name = nameOfLetter(item, letter);
      const on = since === undefined ? day : dayOf(since);
      file.costs.push({ item, name, on, claims: new Set([claim]), amount: minor, demand: null, paid: 0n });
      continue;
    }
    let left = -minor;
    let freed = 0n;
    for (const cost of file.costs.toReversed()) {
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
