/** What comes of an act, and how amounts that it changed are written on a chain. */
import type { Item } from "@innfri/claims";
import { type CalendarDate, formatMinor } from "@innfri/kernel";
import type { RuleId } from "@innfri/law";

/** Why an act cannot be done, in words that hold whoever asks and however. */
export type WhyNot = {
  readonly reason: string;
  /** What to give the command line instead, in its own words. */
  readonly hint?: string;
  /** The rule of law that stands against it. */
  readonly rule?: RuleId;
  /** The first day on which it may be done, where that is known. */
  readonly notBefore?: CalendarDate;
};

export type ActOutcome =
  | { readonly kind: "done"; readonly what: string; readonly hint?: string }
  | ({ readonly kind: "refused" } & WhyNot);

export function refused(why: string | WhyNot): ActOutcome {
  return typeof why === "string" ? { kind: "refused", reason: why } : { kind: "refused", ...why };
}

/** Amounts as an event has them, in decimal text. */
export function storedAmounts(
  amounts: readonly { readonly item: Item; readonly minor: bigint }[],
): { readonly item: Item; readonly amount: string }[] {
  return amounts.map(({ item, minor }) => ({ item, amount: formatMinor(minor) }));
}
