/** The day a claim counts as due, alone and together with others. */
import { type CalendarDate, latest } from "@innfri/kernel";
import type { ClaimState } from "./account-state.ts";

/** The day that interest counts from; the invoice's own day while there is none. */
export function dueDayOf({ countedFrom, facts }: Pick<ClaimState, "countedFrom" | "facts">): CalendarDate {
  return countedFrom ?? facts.issuedOn;
}

/** Was its principal paid, or credited away, before it was late? */
export function wasInTime({
  coveredOn,
  countedFrom,
}: Pick<ClaimState, "coveredOn" | "countedFrom">): boolean {
  return coveredOn !== null && countedFrom !== null && coveredOn <= countedFrom;
}

/** Of several due days the latest decides the tariff: the newer tariff is lower in every band. */
export function latestDue(claims: readonly ClaimState[]): CalendarDate {
  const [first, ...more] = claims.map(dueDayOf);
  return latest(first!, ...more);
}
