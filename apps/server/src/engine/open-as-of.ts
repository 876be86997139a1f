/** What was open of a claim in the books at the end of a past day: the entries that had been made by then. */
import { ITEMS, type Item, receivableOf } from "@innfri/claims";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";
import type { LoadedClaim } from "./load-files.ts";

export type OpenInBooks = Pick<LoadedClaim, "openPrincipalMinor" | "openInterestMinor" | "openCostsMinor">;

export async function openAsOf(
  tx: Tx,
  creditorId: Uuid,
  claimId: Uuid,
  day: CalendarDate,
  timeZone: string,
): Promise<OpenInBooks> {
  const rows = await tx.many<{ item: Item; minor: bigint }>(sql`
    select k.item, sum(p.amount_minor)::bigint as minor
    from ledger_transaction t
    cross join lateral unnest(t.account_no, t.amount_minor) p (account_no, amount_minor)
    join unnest(${ITEMS}::text[], ${ITEMS.map(receivableOf)}::smallint[]) k (item, receivable)
      on k.receivable = p.account_no
    where t.creditor_id = ${creditorId}::uuid and t.journal_id = ${claimId}::uuid
      and (t.recorded_at at time zone ${timeZone})::date <= ${day}::date
    group by k.item`);
  const open = { openPrincipalMinor: 0n, openInterestMinor: 0n, openCostsMinor: 0n };
  for (const { item, minor } of rows) {
    if (item === "principal") open.openPrincipalMinor += minor;
    else if (item === "interest") open.openInterestMinor += minor;
    else open.openCostsMinor += minor;
  }
  return open;
}
