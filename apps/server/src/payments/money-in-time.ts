/** What money has met in time, and what was charged since by steps that it may undo (D12). */
import { type InTime, type StepData, type StoredEvent, undoneBy } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import type { ClaimDraft } from "../engine/claim-draft.ts";
import { factsOf, type LoadedFile } from "../engine/load-files.ts";
import type { BankLine } from "./bank-line.ts";
import type { InTimeRule } from "./file-books.ts";
import { countsOn } from "./later-money.ts";
import type { BookingContext } from "./receiving-accounts.ts";

/** A claim with a charge from after the money was ordered: a person looks whether it falls away. */
export type ToLookAt = { readonly claimId: Uuid; readonly why: string };

/** What was done since the deadline that the money met, going by these events. */
export function inTimeOf(
  file: LoadedFile,
  { receiver, operator }: BookingContext,
  events: readonly StoredEvent[],
  line: BankLine,
  { minor, claims }: { readonly minor: bigint; readonly claims: readonly ClaimDraft[] },
): InTime | null {
  const { country } = receiver.creditor;
  const facts = factsOf({ ...file, kind: file.kind ?? "person" }, { country, operator: operator.kind });
  const refs = claims.map(({ before }) => before.claimId);
  if (facts === null || refs.length === 0) return null;
  const bookedOn = countsOn(line, country, receiver.clock.today);
  const paid = { claims: refs, minor, orderedOn: line.payer.orderedOn ?? bookedOn, bookedOn };
  return undoneBy(facts, events, paid);
}

export function inTimeRule({ receiver: { creditor, clock } }: BookingContext, line: BankLine): InTimeRule {
  const bookedOn = countsOn(line, creditor.country, clock.today);
  if (creditor.country === "SE")
    return { rules: ["se.demand-fee.booking-day"], paidOn: bookedOn, how: "booked" };
  const rules = ["no.payment.in-time", "no.recovery-costs.paid-in-time"] as const;
  return { rules, paidOn: line.payer.orderedOn ?? bookedOn, how: "ordered" };
}

/** A payment ordered before a step that charged something: did it come in time after all? */
export function chargedSince(
  events: readonly StoredEvent[],
  claims: readonly ClaimDraft[],
  { paidOn: since, how }: InTimeRule,
): ToLookAt[] {
  return claims.flatMap(({ before: { claimId } }) => {
    const charged = events.find((event) => event.claim === claimId && event.on > since && isCharged(event));
    if (charged === undefined) return [];
    return [{ claimId, why: `${how} on ${since}, and charged on ${charged.on} for not having paid (D12)` }];
  });
}

export function isCharged({ kind, data }: StoredEvent): boolean {
  return (kind === "letter" || kind === "step") && (data as unknown as StepData).charges.length > 0;
}
