/** What may be the matter with a debtor that stops collection, what follows, and the provision (norway.md 5.6 to 5.8, sweden.md 4.2). */
import type { Country } from "./rule.ts";
import type { RuleId } from "./rules.ts";

/** The states there are. */
export const DEBTOR_STATES = ["bankrupt", "debt-settlement", "deceased", "minor", "unknown-address"] as const;
/** One of the states. */
export type DebtorState = (typeof DEBTOR_STATES)[number];

/** What a state brings about, and by which provision. */
export type DebtorStateEffect = {
  /** What is done and what is not, from the day it is known. */
  readonly effect: string;
  /** Where the sheets name no provision of its own, good collection practice. */
  readonly rule: RuleId;
};

const MINOR =
  "Nothing is collected from somebody under 18 who could not bind themselves to it. The claim waits for a person.";
const UNKNOWN_ADDRESS =
  "Nothing is sent, and no deadline runs, until an address is known. Then the letter goes again with a fresh deadline.";

const EFFECTS: Readonly<Record<Country, Readonly<Record<DebtorState, DebtorStateEffect>>>> = {
  NO: {
    bankrupt: {
      effect:
        "Collection from the debtor stops. The claim is lodged in the bankruptcy estate; interest after the opening is a deferred claim.",
      rule: "no.good-practice",
    },
    "debt-settlement": {
      effect: "Collection from the debtor is barred.",
      rule: "no.debt-settlement.stops",
    },
    deceased: {
      effect:
        "No letter goes to the person. The estate is addressed, and the claim notified within six weeks where creditors are called for (proklama).",
      rule: "no.good-practice",
    },
    minor: { effect: MINOR, rule: "no.good-practice" },
    "unknown-address": { effect: UNKNOWN_ADDRESS, rule: "no.good-practice" },
  },
  SE: {
    bankrupt: {
      effect:
        "Collection from the debtor stops, and enforcement against the estate is void. The claim is filed with the administrator, four weeks from a decision on filing.",
      rule: "se.bankruptcy.stops",
    },
    "debt-settlement": {
      effect:
        "Collection stops, and nothing is attached for earlier claims. The claim is filed within one month of publication.",
      rule: "se.debt-relief.stops",
    },
    deceased: {
      effect:
        "No letter goes to the person. The estate (dödsbo) is addressed after inquiry; heirs personally bear no new fee.",
      rule: "se.good-practice",
    },
    minor: { effect: MINOR, rule: "se.good-practice" },
    "unknown-address": { effect: UNKNOWN_ADDRESS, rule: "se.good-practice" },
  },
};

/** What follows of a state in a country. */
export function effectOf(state: DebtorState, country: Country): DebtorStateEffect {
  return EFFECTS[country][state];
}
