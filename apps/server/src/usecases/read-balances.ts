/** What each account holds, in each currency, of one creditor or of all. */
import type { Currency, Uuid } from "@innfri/kernel";
import { type Balance, BalanceSums } from "../books/balance-sums.ts";
import { type Pool, sql, withCreditor } from "../store/index.ts";

type Row = { readonly accountNo: number; readonly currency: Currency; readonly minor: string };

export async function readBalances(pool: Pool, creditorIds: readonly Uuid[]): Promise<Balance[]> {
  const sums = new BalanceSums();
  for (const creditorId of creditorIds)
    for (const { accountNo, currency, minor } of await balancesOf(pool, creditorId))
      sums.add(accountNo, currency, BigInt(minor));
  return sums.balances();
}

function balancesOf(pool: Pool, creditorId: Uuid): Promise<Row[]> {
  return withCreditor(pool, creditorId, (tx) =>
    tx.many<Row>(sql`
      select p.account_no as "accountNo", t.currency, sum(p.amount_minor)::text as minor
      from ledger_transaction t
      cross join lateral unnest(t.account_no, t.amount_minor) p (account_no, amount_minor)
      where t.creditor_id = ${creditorId}::uuid
      group by 1, 2`),
  );
}
