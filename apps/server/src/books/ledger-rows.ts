/** The entries of the books as rows, a batch at a time. */
import type { CalendarDate, Currency, Uuid } from "@innfri/kernel";
import { type Pool, sql } from "../store/index.ts";
import { streaming } from "./cursor.ts";

export type LedgerRow = {
  readonly journalId: Uuid;
  readonly entryNo: number;
  readonly bookedOn: CalendarDate;
  readonly kind: string;
  readonly currency: Currency;
  readonly source: Readonly<Record<string, unknown>>;
  readonly accountNo: readonly number[];
  readonly amountMinor: readonly bigint[];
  /** What the journal is of. */
  readonly journal: "claim" | "payment" | "creditor";
};

/** A creditor's entries, oldest first, from one snapshot. Memory holds one batch. */
export async function* ledgerRows(pool: Pool, creditorId: Uuid): AsyncGenerator<LedgerRow> {
  yield* streaming<LedgerRow>(pool, creditorId, "ledger_row", (tx) =>
    tx.run(sql`
      declare ledger_row no scroll cursor for
      select t.journal_id as "journalId", t.entry_no as "entryNo", t.booked_on as "bookedOn", t.kind, t.currency,
        t.source, t.account_no as "accountNo", t.amount_minor as "amountMinor",
        case when t.journal_id = t.creditor_id then 'creditor' when p.payment_id is not null then 'payment'
          else 'claim' end as journal
      from ledger_transaction t
      left join payment p on p.creditor_id = t.creditor_id and p.payment_id = t.journal_id
      where t.creditor_id = ${creditorId}::uuid
      order by t.booked_on, t.recorded_at, t.journal_id, t.entry_no`),
  );
}
