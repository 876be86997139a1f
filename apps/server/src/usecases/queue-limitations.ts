/** Claims near limitation, as the queue has them: how long a claim lasts is the law's and no column's. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { readFiles } from "../engine/read-files.ts";
import type { Operator } from "../installation.ts";
import { sql, type Tx } from "../store/index.ts";
import { LEAST_YEARS, limitationAlerts, MOST_MONTHS } from "./list-limitations.ts";
import type { QueueFilter, QueueItem } from "./queue-sources.ts";

/** So many of the oldest claims are looked at: those that are nearest to it are among them. */
const MOST_CLAIMS = 500;
/** Nobody has longer to pay without that being agreed, so a claim is due within it of its invoice. */
const LONGEST_TERM_YEARS = 1;

type Candidate = {
  readonly creditorId: Uuid;
  readonly country: "NO" | "SE";
  readonly today: CalendarDate;
  readonly debtorIds: readonly Uuid[];
};

export async function limitationsWaiting(
  tx: Tx,
  operator: Operator,
  { creditorId, country }: Pick<QueueFilter, "creditorId" | "country">,
  now: Date,
): Promise<QueueItem[]> {
  const at = now.toISOString();
  const months = MOST_MONTHS - 12 * (LEAST_YEARS - LONGEST_TERM_YEARS);
  const candidates = await tx.many<Candidate>(sql`
    with c as (select *, coalesce(clock_on, (${at}::timestamptz at time zone time_zone)::date) as today from creditor
      where (${creditorId}::uuid is null or creditor_id = ${creditorId}::uuid)
        and (${country}::text is null or country = ${country}::text))
    select old.creditor_id as "creditorId", old.country, old.today, array_agg(distinct old.debtor_id) as "debtorIds"
    from (
      select c.creditor_id, c.country, c.today, o.debtor_id
      from c
      cross join lateral (
        select claim_id, debtor_id, due_on from claim
        where creditor_id = c.creditor_id and due_on <= (c.today + make_interval(months => ${months}::int))::date
          and exists (select from claim_now n where n.creditor_id = claim.creditor_id and n.claim_id = claim.claim_id
            and n.state <> 'closed' offset 0)
        order by due_on, claim_id limit ${MOST_CLAIMS}::int) o
      order by o.due_on, o.claim_id limit ${MOST_CLAIMS}::int) old
    group by old.creditor_id, old.country, old.today`);
  const found: QueueItem[] = [];
  for (const one of candidates) {
    const files = await readFiles(tx, one.creditorId, one.debtorIds);
    const context = { country: one.country, operator: operator.kind };
    for (const { claimId, debtorId, alert } of limitationAlerts(files, context, one.today))
      found.push({
        ...{ kind: "limitation", rank: 1, creditorId: one.creditorId, subjectId: claimId, claimId, debtorId },
        ...{ since: null, due: alert.on, detail: alert.within },
      });
  }
  return found;
}
