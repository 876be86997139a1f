/**
 * Records that a payment was ordered on a day, as its payer has proved: it is booked again as money of that order, so
 * that what was charged since the deadline it met falls away (D12). Where it changes nothing, nothing is charged back.
 */
import type { UndoneStep } from "@innfri/claims";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import type { FoundClaim } from "../engine/find-claim.ts";
import type { LoadedFile } from "../engine/load-files.ts";
import type { Installation, Operator } from "../installation.ts";
import type { BankLine } from "../payments/bank-line.ts";
import { readBooked } from "../payments/booked-payments.ts";
import { noBookings, writeBookings } from "../payments/booking-rows.ts";
import { FileBooking } from "../payments/file-booking.ts";
import { type Receiver, receiverOf } from "../payments/receiving-accounts.ts";
import { type Tx, withCreditor } from "../store/index.ts";
import { fileUnderLock } from "./act-on-claim.ts";

export type Proof = {
  readonly orderedOn: CalendarDate;
  /** Which of the claim's payments; may be left out where it has one. */
  readonly paymentId: Uuid | null;
  /** What proves it: kept apart so that it can be removed later. */
  readonly note: string | null;
};

export type ProofOutcome =
  | {
      readonly kind: "booked";
      readonly paymentId: Uuid;
      readonly orderedOn: CalendarDate;
      readonly undone: readonly UndoneStep[];
      readonly closed: number;
      /** What of the payment is too much now. */
      readonly refundMinor: bigint;
    }
  | { readonly kind: "refused"; readonly reason: string };

export async function provePayment(
  { pool, operator }: Pick<Installation, "pool"> & { readonly operator: Operator },
  { creditor, claimId, debtorId }: FoundClaim,
  proof: Proof,
  now: Date,
): Promise<ProofOutcome> {
  const receiver = await receiverOf(pool, creditor, now);
  if (receiver === undefined) return refused("its creditor's rules are not complete");
  return withCreditor(pool, creditor.creditorId, async (tx) => {
    const { file, clock } = await fileUnderLock(tx, creditor, debtorId, receiver.clock);
    return bookAgain(tx, { operator, receiver: { ...receiver, clock } }, file, claimId, proof);
  });
}

async function bookAgain(
  tx: Tx,
  context: { readonly operator: Operator; readonly receiver: Receiver },
  file: LoadedFile,
  claimId: Uuid,
  proof: Proof,
): Promise<ProofOutcome> {
  const { creditor } = context.receiver;
  const rows = noBookings();
  const booking = new FileBooking(file, context, rows);
  const paymentIds = [...new Set(booking.paymentsOn(claimId))];
  const paymentId = proof.paymentId ?? (paymentIds.length === 1 ? paymentIds[0]! : null);
  if (paymentIds.length === 0) return refused("nothing was paid on this claim");
  if (paymentId === null)
    return refused(`it has ${paymentIds.length} payments: name one with --payment, ${paymentIds.join(", ")}`);
  if (!paymentIds.includes(paymentId)) return refused(`payment ${paymentId} did not go to this claim`);
  const [payment] = await readBooked(tx, creditor.creditorId, [paymentId]);
  if (payment === undefined) throw new Error(`payment ${paymentId} is not in the books`);
  const { line: found } = payment;
  if (proof.orderedOn > found.bookedOn)
    return refused(`the money was booked on ${found.bookedOn}, before it is said to have been ordered`);
  const { issuedOn, number } = file.claims.find((one) => one.claimId === claimId)!.invoice;
  if (proof.orderedOn < issuedOn)
    return refused(
      `invoice ${number} was issued on ${issuedOn}, after the money is said to have been ordered`,
    );
  const waived = booking.paymentOf(paymentId).find(({ claim }) => isWaived(file, claim));
  if (waived !== undefined) {
    const number = file.claims.find((one) => one.claimId === waived.claim)?.invoice.number;
    return refused(`invoice ${number} was closed with a rest waived: a person has to settle it by hand`);
  }
  const line: BankLine = { ...found, payer: { ...found.payer, orderedOn: proof.orderedOn } };
  if (!booking.covers(line)) return refused("no law table covers its day");
  const { undone, refundMinor } = booking.bookAgain(line, payment, proof.note);
  const { paid, waived: rests } = booking.closePaid();
  booking.finish();
  await writeBookings(tx, creditor.creditorId, rows);
  const { orderedOn } = proof;
  return { kind: "booked", paymentId, orderedOn, undone, closed: paid + rests, refundMinor };
}

function isWaived(file: LoadedFile, claim: string): boolean {
  const isClosed = file.claims.some(({ claimId, state }) => claimId === claim && state === "closed");
  return isClosed && file.events.some((event) => event.claim === claim && event.kind === "waiver");
}

function refused(reason: string): ProofOutcome {
  return { kind: "refused", reason };
}
