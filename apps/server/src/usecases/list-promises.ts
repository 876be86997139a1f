/** Promises to pay and what became of them, for whoever follows them up (B12). */
import type { StoredEvent } from "@innfri/claims";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { type PromiseStanding, promiseOf } from "../engine/promises.ts";
import { sql, type Tx } from "../store/index.ts";

export type ListedPromise = PromiseStanding & {
  readonly claimId: Uuid;
  readonly holdId: Uuid;
  readonly invoiceNumber: string;
  readonly customerNumber: string;
};

type Row = Pick<ListedPromise, "claimId" | "holdId" | "invoiceNumber" | "customerNumber"> & {
  readonly isClosed: boolean;
  readonly events: readonly StoredEvent[];
};

/** The newest promise of each claim, the one that ran out last first. `isOver`: its time has passed. */
export async function listPromises(
  tx: Tx,
  creditorId: Uuid,
  asked: {
    readonly isOver: boolean;
    readonly today: CalendarDate;
    readonly after: { readonly value: string; readonly id: Uuid } | null;
    readonly limit: number;
  },
): Promise<ListedPromise[]> {
  const { isOver, today, after, limit } = asked;
  const rows = await tx.many<Row>(sql`
    select h.claim_id as "claimId", h.hold_id as "holdId", i.number as "invoiceNumber",
      d.customer_number as "customerNumber", n.state = 'closed' as "isClosed",
      (select jsonb_agg(jsonb_build_object('claim', e.claim_id, 'seq', e.seq, 'kind', e.kind, 'on', e.happened_on,
          'data', e.data) order by e.seq)
        from event e where e.creditor_id = h.creditor_id and e.claim_id = h.claim_id
          and e.kind in ('promise', 'payment', 'payment-reversed', 'released')) as events
    from (select * from hold where creditor_id = ${creditorId}::uuid and kind = 'promise' and ended_on is null
        and (not ${isOver}::boolean or until_on < ${today}::date)
        and (${after?.id ?? null}::uuid is null
          or (until_on, hold_id) < (${after?.value ?? null}::date, ${after?.id ?? null}::uuid))
      order by until_on desc, hold_id desc limit ${limit}::int) h
    join claim c on c.creditor_id = h.creditor_id and c.claim_id = h.claim_id
    join claim_now n on n.creditor_id = h.creditor_id and n.claim_id = h.claim_id
    join debtor d on d.creditor_id = h.creditor_id and d.debtor_id = h.debtor_id
    join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id and i.version_no = 1
    order by h.until_on desc, h.hold_id desc`);
  return rows.map(({ events, isClosed, ...row }) => {
    const standing = promiseOf(events, row.claimId, isClosed, today);
    if (standing === null) throw new Error(`hold ${row.holdId} has no promise on its claim's chain`);
    return { ...row, ...standing };
  });
}
