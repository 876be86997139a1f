/** How many claims meet a filter, up to a number: by the rows that say what each has come to, and by others where they must. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { heldSql, stageSql } from "../engine/stage-sql.ts";
import { prepared, type Tx } from "../store/index.ts";
import { BY_HOLDS, type ClaimFilter, ofStage } from "./list-claims.ts";

export async function countClaims(
  tx: Tx,
  creditorId: Uuid,
  asked: { readonly filter: ClaimFilter; readonly today: CalendarDate; readonly most: number },
): Promise<number> {
  const { filter: f, today, most } = asked;
  const isByChain = f.stage !== null && f.stage !== "parked" && !BY_HOLDS.has(f.stage);
  const values = [
    ...[creditorId, today, most, f.state, f.lastStep, f.department, f.customerNumber, f.dueBefore, f.dueFrom],
    ...[f.leastMinor, f.mostMinor, f.search, f.stage],
  ];
  const { count } = await tx.one<{ count: number }>({ ...(isByChain ? BY_CHAIN : ANY), values });
  return count;
}

const BY_CHAIN = statement(`(select * from claim_now where ${ofStage("$13", "$2")})`);
const ANY = statement("(select * from claim_now where creditor_id = $1::uuid)");

// What is null is not looked up.
function statement(from: string) {
  return prepared(`
    select count(*)::int as count from (select from ${from} n
    cross join lateral (select * from claim where creditor_id = $1::uuid and claim_id = n.claim_id) c
    left join lateral (${heldSql({ creditor: "$1::uuid", debtor: "c.debtor_id", claim: "n.claim_id", day: "$2::date" })}) h
      on n.state = 'open' and $13::text is not null
    where ($4::text is null or n.state = $4) and ($13::text is null or ${stageSql("$2::date")} = $13)
      and ($5::text is null or $5 = (select kind from step
        where creditor_id = $1::uuid and claim_id = n.claim_id order by ordinal desc limit 1))
      and ($6::text is null or n.department = $6)
      and ($7::text is null or c.debtor_id = (select debtor_id from debtor
        where creditor_id = $1::uuid and customer_number = $7))
      and ($8::date is null or n.due_on < $8::date) and ($9::date is null or n.due_on >= $9::date)
      and ($10::bigint is null or c.principal_minor >= $10::bigint)
      and ($11::bigint is null or c.principal_minor <= $11::bigint)
      and ($12::text is null or c.reference = $12
        or c.invoice_id in (select invoice_id from invoice
          where creditor_id = $1::uuid and number = $12 and version_no = 1)
        or c.debtor_id = (select debtor_id from debtor where creditor_id = $1::uuid and customer_number = $12))
    limit $3::int) found`);
}
