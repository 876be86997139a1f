/**
 * Records that a payment was ordered on a day, as its payer has proved: it is booked again as money of that order, so
 * that what was charged since the deadline it met falls away (D12). Where it changes nothing, nothing is charged back.
 */
import type { UndoneStep } from "@innfri/claims";
import { type CalendarDate, minorFromDecimal, type Uuid } from "@innfri/kernel";
import type { FoundClaim } from "../engine/find-claim.ts";
import { type LoadedFile, loadFiles } from "../engine/load-files.ts";
import type { Installation, Operator } from "../installation.ts";
import { type BankLine, payerOf } from "../payments/bank-line.ts";
import { noBookings, writeBookings } from "../payments/booking-rows.ts";
import { FileBooking } from "../payments/file-booking.ts";
import type { BookedPayment } from "../payments/file-books.ts";
import { type Receiver, receivingAccounts } from "../payments/receiving-accounts.ts";
import { lockFiles, sql, type Tx, withCreditor } from "../store/index.ts";

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
  const { receivers } = await receivingAccounts(pool, operator, now);
  const receiver = receivers.find((one) => one.creditor.creditorId === creditor.creditorId);
  if (receiver === undefined) return refused("its creditor's rules are not complete");
  return withCreditor(pool, creditor.creditorId, async (tx) => {
    const locked = await lockFiles(tx, creditor.creditorId, [debtorId]);
    const [file] = await loadFiles(tx, creditor.creditorId, locked, { withClosed: true });
    if (file === undefined) throw new Error(`claim ${claimId} has no file`);
    return bookAgain(tx, { operator, receiver }, file, claimId, proof);
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
  const found = await lineOf(tx, creditor.creditorId, paymentId);
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
  const line: BankLine = { ...found, payer: { ...payerOf(found.payer), orderedOn: proof.orderedOn } };
  if (!booking.covers(line)) return refused("no law table covers its day");
  const payment = await paymentOf(tx, creditor.creditorId, paymentId, booking);
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

type LineRow = Omit<BankLine, "payer"> & { readonly payer: unknown };

function lineOf(tx: Tx, creditorId: Uuid, paymentId: Uuid): Promise<LineRow> {
  return tx.one<LineRow>(sql`
    select l.bank_line_id as "bankLineId", l.account, l.bank_reference as "bankReference", l.booked_on as "bookedOn",
      l.value_on as "valueOn", l.amount_minor as "amountMinor", l.currency, l.reference, l.payer
    from payment p join bank_line l on l.bank_line_id = p.bank_line_id
    where p.creditor_id = ${creditorId}::uuid and p.payment_id = ${paymentId}::uuid`);
}

async function paymentOf(
  tx: Tx,
  creditorId: Uuid,
  paymentId: Uuid,
  booking: FileBooking,
): Promise<BookedPayment> {
  const row = await tx.one<Omit<BookedPayment, "paymentId" | "refundMinor">>(sql`
    select amount_minor as "amountMinor",
      (select count(*)::int from allocation a where a.creditor_id = ${creditorId}::uuid and a.payment_id = p.payment_id)
        as "lineCount",
      (select count(*)::int from ledger_transaction t
        where t.creditor_id = ${creditorId}::uuid and t.journal_id = p.payment_id) as "entryCount"
    from payment p where creditor_id = ${creditorId}::uuid and payment_id = ${paymentId}::uuid`);
  const refundMinor = booking
    .paymentOf(paymentId)
    .reduce((sum, { data }) => sum + minorFromDecimal((data.refund as string | undefined) ?? "0.00"), 0n);
  return { ...row, paymentId, refundMinor };
}

function refused(reason: string): ProofOutcome {
  return { kind: "refused", reason };
}
