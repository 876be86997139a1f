/** Which collection lists their creditor has been sent, or is being sent: to one of those nothing is added, which nobody would see (S31). */
import type { Uuid } from "@innfri/kernel";
import { type Clock, instantIn } from "../clock.ts";
import { GuardFailed, sql, type Tx } from "../store/index.ts";
import type { Creditor } from "./creditors.ts";

/** Under this key, with its id behind, it is recorded that a list has been sent, once. */
export const SENT_KEY = "collection-list sent ";

/** Under this key that its mail has been written, which is before it leaves. */
export const WRITTEN_KEY = "collection-list written ";

/** Those of today that have been written, whether or not they have left. */
export async function listsWrittenToday(
  tx: Tx,
  { creditorId, timeZone }: Pick<Creditor, "creditorId" | "timeZone">,
  { today }: Pick<Clock, "today">,
): Promise<ReadonlySet<Uuid>> {
  const rows = await tx.many<{ approvalId: Uuid }>(sql`
    select approval_id as "approvalId" from approval a
    where creditor_id = ${creditorId}::uuid and kind = 'collection-list'
      and opened_at >= ${instantIn(timeZone, today, "00:00")}::timestamptz
      and exists (select from idempotency_key k where k.creditor_id = ${creditorId}::uuid
        and k.key in (${SENT_KEY}::text || a.approval_id::text, ${WRITTEN_KEY}::text || a.approval_id::text))`);
  return new Set(rows.map(({ approvalId }) => approvalId));
}

/** Call it with the lists locked. Throws `GuardFailed` where one of them has been written since it was chosen. */
export async function refuseWritten(tx: Tx, creditorId: Uuid, lists: readonly Uuid[]): Promise<void> {
  if (lists.length === 0) return;
  const keys = lists.flatMap((id) => [`${SENT_KEY}${id}`, `${WRITTEN_KEY}${id}`]);
  const { found } = await tx.one<{ found: number }>(sql`
    select count(*)::int as found from idempotency_key
    where creditor_id = ${creditorId}::uuid and key = any(${keys}::text[])`);
  if (found > 0) throw new GuardFailed({ table: "approval", sent: lists.length, written: 0 });
}
