import { maxOf } from "./amount.ts";

/**
 * A claim's part of the amount that fixes the band of recovery costs: the undisputed principal unpaid when the demand
 * is sent, and the interest from before the due day (inkassoforskriften § 2-2). With no principal left the band is
 * the lowest.
 */
export function bandShare(claim: {
  readonly principalMinor: bigint;
  readonly disputedMinor: bigint;
  readonly facts: { readonly interestBeforeDueMinor: bigint };
}): bigint {
  const undisputed = maxOf(0n, claim.principalMinor - claim.disputedMinor);
  return undisputed === 0n ? 0n : undisputed + claim.facts.interestBeforeDueMinor;
}
