/** Which collection lists their creditor has been sent: to one of those nothing is added, which nobody would see (S31). */
import type { Uuid } from "@innfri/kernel";
import { type Clock, instantIn } from "../clock.ts";
import { GuardFailed, sql, type Tx } from "../store/index.ts";
import type { Creditor } from "./creditors.ts";

/** Under this key, with its id behind, it is recorded that a list has been sent, once. */
export const SENT_KEY = "collection-list sent ";

/** Those of today. */
export async function listsSentToday(
  tx: Tx,
  { creditorId, timeZone }: Pick<Creditor, "creditorId" | "timeZone">,
  { today }: Pick<Clock, "today">,
): Promise<ReadonlySet<Uuid>> {
  const rows = await tx.many<{ approvalId: Uuid }>(sql`
    select approval_id as "approvalId" from approval a
    where creditor_id = ${creditorId}::uuid and kind = 'collection-list'
      and opened_at >= ${instantIn(timeZone, today, "00:00")}::timestamptz
      and exists (select from idempotency_key k where k.creditor_id = ${creditorId}::uuid
        and k.key = ${SENT_KEY}::text || a.approval_id::text)`);
  return new Set(rows.map(({ approvalId }) => approvalId));
}

/** Call it with the lists locked. Throws `GuardFailed` where one of them has been sent since it was chosen. */
export async function refuseSent(tx: Tx, creditorId: Uuid, lists: readonly Uuid[]): Promise<void> {
  if (lists.length === 0) return;
  const { sent } = await tx.one<{ sent: number }>(sql`
    select count(*)::int as sent from idempotency_key
    where creditor_id = ${creditorId}::uuid and key = any(${lists.map((id) => `${SENT_KEY}${id}`)}::text[])`);
  if (sent > 0)
    throw new GuardFailed({ table: "approval", sent: lists.length, written: lists.length - sent });
}
