/** Payments that are in the books already, with their bank lines: what is needed to book them again. */
import type { Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";
import { type BankLine, payerOf } from "./bank-line.ts";

export type BookedPayment = {
  readonly paymentId: Uuid;
  readonly line: BankLine;
  /** The part of the line that it is. */
  readonly amountMinor: bigint;
  /** Its allocation lines, and the entries of its journal. */
  readonly lineCount: number;
  readonly entryCount: number;
};

type Row = Omit<BookedPayment, "line"> &
  Omit<BankLine, "payer"> & { readonly payer: unknown } & {
    readonly lineMinor: bigint;
  };

/** These payments, in one statement. */
export async function readBooked(
  tx: Tx,
  creditorId: Uuid,
  paymentIds: readonly Uuid[],
): Promise<BookedPayment[]> {
  if (paymentIds.length === 0) return [];
  const rows = await tx.many<Row>(sql`
    select p.payment_id as "paymentId", p.amount_minor as "amountMinor", l.bank_line_id as "bankLineId", l.account,
      l.bank_reference as "bankReference", l.booked_on as "bookedOn", l.value_on as "valueOn",
      l.amount_minor as "lineMinor", l.currency, l.reference, l.payer,
      (select count(*)::int from allocation
        where creditor_id = ${creditorId}::uuid and payment_id = p.payment_id) as "lineCount",
      (select count(*)::int from ledger_transaction
        where creditor_id = ${creditorId}::uuid and journal_id = p.payment_id) as "entryCount"
    from unnest(${paymentIds}::uuid[]) x(payment_id)
    cross join lateral (select * from payment
      where creditor_id = ${creditorId}::uuid and payment_id = x.payment_id offset 0) p
    cross join lateral (select * from bank_line where bank_line_id = p.bank_line_id offset 0) l`);
  return rows.map(({ paymentId, amountMinor, lineMinor, lineCount, entryCount, payer, ...line }) => ({
    paymentId,
    amountMinor,
    lineCount,
    entryCount,
    line: { ...line, amountMinor: lineMinor, payer: payerOf(payer) },
  }));
}
