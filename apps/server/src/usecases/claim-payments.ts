/** What was paid on a claim, and what each payment closed of it (B14). */
import type { CalendarDate, Currency, Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";

export type ClaimPayment = {
  readonly id: Uuid;
  readonly bookedOn: CalendarDate;
  readonly valueOn: CalendarDate;
  /** All of the payment, also what went to other claims. */
  readonly amountMinor: bigint;
  readonly currency: Currency;
  /** Of this claim. A payment that was booked again has lines that take back the earlier ones. */
  readonly closed: readonly ClosedItem[];
};

export type ClosedItem = {
  readonly item: string;
  readonly amountMinor: bigint;
  readonly rule: string;
  readonly designated: boolean;
};

type Row = Omit<ClaimPayment, "closed"> & Omit<ClosedItem, "amountMinor"> & { readonly lineMinor: bigint };

/** The newest first. */
export async function claimPayments(tx: Tx, creditorId: Uuid, claimId: Uuid): Promise<ClaimPayment[]> {
  const rows = await tx.many<Row>(sql`
    select p.payment_id as id, p.booked_on as "bookedOn", p.value_on as "valueOn", p.amount_minor as "amountMinor",
      p.currency, a.item, a.amount_minor as "lineMinor", a.rule, a.designated
    from allocation a join payment p on p.creditor_id = a.creditor_id and p.payment_id = a.payment_id
    where a.creditor_id = ${creditorId}::uuid and a.claim_id = ${claimId}::uuid
    order by p.booked_on desc, p.payment_id desc, a.line_no`);
  return [...Map.groupBy(rows, ({ id }) => id).values()].map((lines) => {
    const { id, bookedOn, valueOn, amountMinor, currency } = lines[0]!;
    const closed = lines.map(({ item, lineMinor, rule, designated }) => ({
      ...{ item, amountMinor: lineMinor, rule, designated },
    }));
    return { id, bookedOn, valueOn, amountMinor, currency, closed };
  });
}
