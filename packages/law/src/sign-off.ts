/**
 * What nobody qualified has confirmed yet, and which steps rest on it (project decision D11). A real company waits
 * with those steps until its operator has recorded who confirmed the item, when, and on what text.
 */
import type { Country } from "./rule.ts";
import type { RuleId } from "./rules.ts";

/** A step that can rest on something unconfirmed. */
export type SignOffStep = "reminder" | "notice" | "demand" | "plan" | "compensation" | "court" | "e-mail";

/** An open point of a law sheet, and what is done until a lawyer has confirmed it. */
export type SignOffItem = {
  /** Stable id, `no.sign-off.day-count`: records point at it. */
  readonly id: string;
  readonly country: Country;
  /** English, as the law page shows it. */
  readonly unconfirmed: string;
  /** What the pack does as long as nobody has said otherwise. */
  readonly reading: string;
  /** Empty where the reading leaves the debtor no worse off, whatever the answer is. */
  readonly steps: readonly SignOffStep[];
  /** What it is about, the nearest first. */
  readonly rules: readonly [RuleId, ...RuleId[]];
};

/** Names the open points of a country one by one. */
export function signOffsOf(country: Country) {
  return (
    id: string,
    steps: SignOffItem["steps"],
    rules: SignOffItem["rules"],
    unconfirmed: string,
    reading: string,
  ): SignOffItem => ({
    id: `${country.toLowerCase()}.sign-off.${id}`,
    country,
    unconfirmed,
    reading,
    steps,
    rules,
  });
}
