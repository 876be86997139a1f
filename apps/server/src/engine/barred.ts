/** What is the matter with a debtor bars that anything is agreed with it or charged to it (norway.md 5.6 to 5.8, sweden.md 4.2). */
import { type DebtorState, effectOf } from "@innfri/law";
import type { ActSituation } from "./act.ts";
import type { WhyNot } from "./act-outcome.ts";

/** Whoever has no known address can agree to anything all the same. */
const WORDS: Readonly<Record<Exclude<DebtorState, "unknown-address">, string>> = {
  bankrupt: "bankrupt",
  "debt-settlement": "under debt settlement",
  deceased: "dead",
  minor: "a minor",
};

function isBarring(kind: string): kind is keyof typeof WORDS {
  return Object.hasOwn(WORDS, kind);
}

/** Why nothing is agreed with the debtor or charged to it; null where nothing of the sort is known. */
export function barredBy({ file, context }: Pick<ActSituation, "file" | "context">): WhyNot | null {
  const state = file.holds.flatMap(({ claim, kind }) => (claim === null && isBarring(kind) ? [kind] : []))[0];
  if (state === undefined) return null;
  const { effect, rule } = effectOf(state, context.country);
  return { reason: `the debtor is ${WORDS[state]}: ${effect}`, rule };
}
