/**
 * Money that becomes known after money of a later day: which payments are booked again after it, so that the books come
 * to what they would be had all of it been known in the order of the days from which it counts.
 */
import type { PaymentData, StoredEvent } from "@innfri/claims";
import { type CalendarDate, earliest, formatMinor, minorFromDecimal, type Uuid } from "@innfri/kernel";
import type { ClaimDraft } from "../engine/claim-draft.ts";
import type { BankLine } from "./bank-line.ts";
import type { BookedPayment } from "./booked-payments.ts";
import { designationOf } from "./designation.ts";
import type { Paid } from "./file-books.ts";

/** The day from which money counts: the value day in Norway (norway.md R5), the booking day in Sweden (sweden.md 9). */
export function countsOn(line: BankLine, country: "NO" | "SE", today: CalendarDate): CalendarDate {
  // Money that is known today counts today, also where its value day is still to come.
  return earliest(country === "NO" ? line.valueOn : line.bookedOn, today);
}

/** A payment of the file that counts from a later day. */
export type LaterPayment = {
  readonly payment: BookedPayment;
  /** Its bank line as it was booked: with what was proved of it since, and the day from which it counts. */
  readonly line: BankLine;
  /** The claim that it named. */
  readonly named: string;
  /** Those by which it stands. */
  readonly events: readonly StoredEvent[];
};

/** A payment that was booked again, for the report. */
export type BookedAgain = {
  readonly claimId: Uuid;
  readonly paymentId: Uuid;
  readonly amount: string;
  readonly currency: string;
  readonly on: CalendarDate;
  /** The day of the money that became known. */
  readonly after: CalendarDate;
};

/** The claim that a payment named; null where its events do not tell. */
export function namedBy(events: readonly StoredEvent[]): string | null {
  const told = events.find(({ data }) => data.named !== undefined);
  if (told !== undefined) return told.data.named as string;
  const [claim, ...others] = new Set(events.map((event) => event.claim));
  return claim === undefined || others.length > 0 ? null : claim;
}

export function asBooked({ line }: BookedPayment, events: readonly StoredEvent[]): BankLine {
  const { orderedOn } = events[0]!.data as unknown as PaymentData;
  // What had a value day to come was counted from the day on which it was known.
  const valueOn = events.reduce((first, { on }) => earliest(first, on), line.valueOn);
  return { ...line, valueOn, payer: { ...line.payer, orderedOn } };
}

export function refundOf(events: readonly StoredEvent[]): bigint {
  return events.reduce((sum, { data }) => sum + minorFromDecimal((data.refund as string) ?? "0.00"), 0n);
}

/** Money that becomes known. */
export type EarlierMoney = {
  readonly minor: bigint;
  /** The claims that it names and can reach. */
  readonly claims: readonly string[];
  /** What these claims take of it as the books stand. */
  readonly ownMinor: bigint;
  readonly openPrincipalMinor: (claim: string) => bigint;
  /** Without the later payments it would be in time, so that steps since then fall away. */
  readonly undoes: boolean;
  /** Something was charged since: a later payment that it completes can be in time as well. */
  readonly isChargedSince: boolean;
};

/** Those of the later payments for which the money can make a difference. */
export function reachedBy(
  { minor, claims, ownMinor, openPrincipalMinor, undoes, isChargedSince }: EarlierMoney,
  later: readonly LaterPayment[],
): readonly LaterPayment[] {
  const [claim, ...others] = claims;
  if (claim === undefined) return [];
  if (undoes) return later;
  const meet = later.filter(
    ({ named, events }) => claims.includes(named) || events.some((event) => claims.includes(event.claim)),
  );
  if (meet.length === 0 && minor <= ownMinor) return [];
  const stays = meet.every(
    (one) => one.named === claim && one.events.every((event) => event.claim === claim),
  );
  if (others.length > 0 || !stays || isChargedSince) return later;
  // What they closed beside the principal is the most that can be freed: the principal takes it, and nothing goes on to
  // other claims.
  const freed = meet.reduce((sum, { events }) => sum + beside(events), 0n);
  return minor + freed <= openPrincipalMinor(claim) ? meet : later;
}

/** What a payment did not close principal with. */
function beside(events: readonly StoredEvent[]): bigint {
  return events
    .flatMap(({ data }) => (data as unknown as PaymentData).lines)
    .filter(({ item }) => item !== "principal")
    .reduce((sum, { amount }) => sum + minorFromDecimal(amount), refundOf(events));
}

/** Is it more than a refund? */
export function isDivided({ data }: StoredEvent): boolean {
  return (data as unknown as PaymentData).lines.length > 0;
}

export function paidAgain(
  line: BankLine,
  { paymentId, lineCount }: BookedPayment,
  named: ClaimDraft,
  events: readonly StoredEvent[],
): Paid {
  const told = events.map(({ data }) => (data as unknown as PaymentData).designation);
  const designation = told.find((one) => one !== null) ?? designationOf(line.payer.text);
  return { line, paymentId, named, designation, lineNo: lineCount };
}

export function toldOf({ paymentId, amountMinor, line: { currency } }: BookedPayment) {
  return { paymentId, amount: formatMinor(amountMinor), currency };
}

/** In the order of a text of each; those with the same one stay as they are. */
export function sortBy<T>(all: readonly T[], textOf: (one: T) => string): readonly T[] {
  return all.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0));
}
