/** A claim of 4,500.00 that fell due on 30 April 2026, in both countries, to which stories add what happened. */
import type { Claim, Event, Facts, PostedCharge } from "./facts.ts";
import { replay, type Standing } from "./standing.ts";

export const CLAIM: Claim = {
  ref: "A",
  principalMinor: 450_000n,
  issuedOn: "2026-04-16",
  dueOn: "2026-04-30",
  demandedOn: null,
  type: "sale",
  interestStated: true,
  interestBeforeDueMinor: 0n,
  agreedRateBasisPoints: null,
  reminderFeeAgreed: true,
};
export const NORWAY: Facts = {
  country: "NO",
  currency: "NOK",
  operator: "agency",
  vatDeductible: true,
  debtorKind: "consumer",
  settings: {
    dayCount: "ACT/ACT",
    firstInterestDay: "day-after",
    allocation: "costs-first",
    waitAfterNoticeDays: 0,
    residualLimitMinor: 0n,
    newActFrom: null,
  },
  claims: [CLAIM],
  events: [],
};
export const SWEDEN: Facts = { ...NORWAY, country: "SE", currency: "SEK" };
export const TWO = [CLAIM, { ...CLAIM, ref: "B" }];

type Letter = Extract<Event, { readonly kind: "letter" }>;

export function letter(
  name: Letter["letter"],
  on: string,
  payBy: string,
  posted?: readonly PostedCharge[],
): Letter {
  const event = {
    kind: "letter",
    letter: name,
    on,
    payBy,
    fee: "standard",
    receivedOn: null,
    claims: null,
  } as const;
  return posted === undefined ? event : { ...event, posted };
}

export function plan(on: string, instalments: number, claims: readonly string[] | null = null): Event {
  return { kind: "payment-plan", on, instalments, wholeDebt: true, claims };
}

export function legal(
  kind: "application" | "attachment-application" | "decision" | "enforcement",
  on: string,
  claims: readonly string[] | null = null,
): Event {
  return { kind, on, claims };
}

export function paid(on: string, minor: bigint, claim: string | null = null): Event {
  return { kind: "payment", on, minor, designation: null, claim };
}

export function after(facts: Facts, on: string, ...events: readonly Event[]): Standing {
  const found = replay({ ...facts, events }, on);
  if (found.kind !== "standing") throw new Error(`${found.table} on ${found.day}`);
  return found;
}

/** Charges with their names, as `plan-fee 1050 of A`. */
export function charges({ costs }: Standing): readonly string[] {
  return costs.map(
    ({ name, chargedMinor, claims }) => `${name} ${Number(chargedMinor) / 100} of ${claims.join("+")}`,
  );
}
