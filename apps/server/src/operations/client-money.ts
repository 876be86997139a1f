/**
 * What lies on the operator's client account, as the books have it, against whose it is: unallocated, due back to who
 * paid too much, or the creditors'. The creditors' part is told by the allocations and not by the books, so that a
 * difference shows an entry that one of them does not know. Sandboxes are left out.
 */
import { REFUND_DUE, UNALLOCATED } from "@innfri/claims";
import { type Pool, sql, withAuditor } from "../store/sql.ts";

/** Whole minor units of one currency. */
export type ClientMoney = {
  readonly currency: string;
  readonly onAccount: bigint;
  readonly unallocated: bigint;
  readonly refundsDue: bigint;
  readonly ofCreditors: bigint;
  /** What lies there less whose it is. Zero, or somebody must look. */
  readonly difference: bigint;
};

/** The client account, and the plain bank account of those who collect their own claims. */
const BANKS = [1010, 1000];
/** What has been set apart for creditors and not been paid out. */
const CLIENT_FUNDS = 2200;
const READ_WITHIN_MS = 120_000;

/**
 * Reads the whole ledger once: seconds where there are millions of claims. Whoever asks often keeps the answer.
 */
export function readClientMoney(pool: Pool): Promise<ClientMoney[]> {
  return withAuditor(
    pool,
    async (tx) => {
      const rows = await tx.many<Omit<ClientMoney, "difference">>(sql`
        with booked as (
          select t.currency::text,
            sum(p.amount_minor) filter (where p.account_no = any(${BANKS}::smallint[])) as bank,
            -sum(p.amount_minor) filter (where p.account_no = ${UNALLOCATED}::smallint) as unallocated,
            -sum(p.amount_minor) filter (where p.account_no = ${REFUND_DUE}::smallint) as refunds,
            -sum(p.amount_minor) filter (where p.account_no = ${CLIENT_FUNDS}::smallint) as funds
          from ledger_transaction t join creditor c using (creditor_id)
          cross join lateral unnest(t.account_no, t.amount_minor) p (account_no, amount_minor)
          where not c.is_sandbox and t.account_no && ${[...BANKS, UNALLOCATED, REFUND_DUE, CLIENT_FUNDS]}::smallint[]
          group by 1),
        divided as (
          select y.currency::text, sum(a.amount_minor) as creditors
          from allocation a join payment y using (creditor_id, payment_id) join creditor c using (creditor_id)
          where not c.is_sandbox group by 1)
        select coalesce(b.currency, d.currency) as currency, coalesce(b.bank, 0)::int8 as "onAccount",
          coalesce(b.unallocated, 0)::int8 as unallocated, coalesce(b.refunds, 0)::int8 as "refundsDue",
          (coalesce(d.creditors, 0) + coalesce(b.funds, 0))::int8 as "ofCreditors"
        from booked b full join divided d on d.currency = b.currency
        order by 1`);
      return rows.map((row) => ({
        ...row,
        difference: row.onAccount - row.unallocated - row.refundsDue - row.ofCreditors,
      }));
    },
    READ_WITHIN_MS,
  );
}
