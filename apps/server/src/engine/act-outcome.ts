/** What comes of an act, and how amounts that it changed are written on a chain. */
import type { Item } from "@innfri/claims";
import { formatMinor } from "@innfri/kernel";

export type ActOutcome =
  | { readonly kind: "done"; readonly what: string }
  | { readonly kind: "refused"; readonly reason: string };

export function refused(reason: string): ActOutcome {
  return { kind: "refused", reason };
}

/** Amounts as an event has them, in decimal text. */
export function storedAmounts(
  amounts: readonly { readonly item: Item; readonly minor: bigint }[],
): { readonly item: Item; readonly amount: string }[] {
  return amounts.map(({ item, minor }) => ({ item, amount: formatMinor(minor) }));
}
