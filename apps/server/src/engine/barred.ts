/**
 * What is the matter with a debtor bars that anything is agreed with it, charged to it, decided against it or said to it
 * (norway.md 5.6 to 5.8, sweden.md 4.2).
 */
import type { CalendarDate } from "@innfri/kernel";
import { type DebtorState, effectOf } from "@innfri/law";
import type { ActSituation } from "./act.ts";
import type { WhyNot } from "./act-outcome.ts";
import type { ContactWay } from "./logged-contacts.ts";

type Barring = Pick<ActSituation, "file"> & { readonly context: Pick<ActSituation["context"], "country"> };

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

/** Why nothing of that is done, `on` a day that has passed where it was done then; null where nothing of the sort is known. */
export function barredBy({ file, context }: Barring, on?: CalendarDate): WhyNot | null {
  const state = file.holds.flatMap(({ claim, kind, fromOn }) =>
    claim === null && isBarring(kind) && (on === undefined || on >= fromOn) ? [kind] : [],
  )[0];
  if (state === undefined) return null;
  const { effect, rule } = effectOf(state, context.country);
  return { reason: `the debtor is ${WORDS[state]}: ${effect}`, rule };
}

/**
 * Why nobody contacts the debtor by hand: what is the matter with it, or that it disputes all of the claim (norway.md 5.2,
 * sweden.md 4.1). Of a claim that is disputed in part the rest goes on; an objection is answered in its own dialogue.
 */
export function noContactBecause(at: Barring, claimId: string, way: ContactWay): WhyNot | null {
  const barred = barredBy(at);
  if (barred !== null) return barred;
  const { country } = at.context;
  const isGone = at.file.holds.some(({ claim, kind }) => claim === null && kind === "unknown-address");
  if (isGone && way === "letter") {
    const { effect, rule } = effectOf("unknown-address", country);
    return { reason: `the debtor has no known address: ${effect}`, rule };
  }
  if (!isWhollyDisputed(at.file, claimId)) return null;
  return {
    reason:
      "the debtor disputes the claim, and is not contacted about it until that is settled: the objection is answered instead",
    rule: country === "NO" ? "no.objection.stops" : "se.objection.stops",
  };
}

function isWhollyDisputed({ events }: ActSituation["file"], claimId: string): boolean {
  const own = events.filter(({ claim, data }) => claim === claimId && !("of" in data));
  const settled = own.findLastIndex(({ kind }) => kind === "objection-resolved");
  return own.slice(settled + 1).some(({ kind, data }) => kind === "objection" && data.extent === "whole");
}
