/** The letters of a claim with what became of each (B21), and what people find out about one. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import type { Creditor } from "../engine/creditors.ts";
import type { Operator } from "../installation.ts";
import { takeDown, type Word } from "../outbox/afterwards.ts";
import { type MessageState, type Pool, sql, type Tx, withCreditor } from "../store/index.ts";

export type ClaimDelivery = {
  readonly messageId: Uuid;
  readonly documentId: Uuid;
  readonly letter: string;
  readonly datedOn: CalendarDate;
  readonly channel: string;
  readonly state: MessageState;
  readonly attempts: number;
  readonly endedAt: string | null;
};

/** The newest first. */
export function claimDeliveries(tx: Tx, creditorId: Uuid, claimId: Uuid): Promise<ClaimDelivery[]> {
  return tx.many<ClaimDelivery>(sql`
    select m.message_id as "messageId", m.document_id as "documentId", d.kind as letter, d.dated_on as "datedOn",
      m.channel, m.state, coalesce(a.count, 0) as attempts, a.ended_at as "endedAt"
    from (select distinct (data ->> 'document')::uuid as document_id from event
      where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid and kind = 'letter') l
    join document d on d.creditor_id = ${creditorId}::uuid and d.document_id = l.document_id
    join message m on m.creditor_id = ${creditorId}::uuid and m.debtor_id = d.debtor_id
      and m.document_id = d.document_id
    left join lateral (select count(*)::int as count, max(ended_at) as ended_at from delivery_attempt
      where creditor_id = m.creditor_id and message_id = m.message_id) a on true
    order by d.dated_on desc, m.message_id desc limit 200`);
}

/** From which a deadline runs: those that left, or are about to. */
export const ARRIVES: readonly MessageState[] = ["queued", "sent", "delivered"];

/** The letter's state afterwards; null where this cannot be said of it now. */
export async function tellOfLetter(
  { enginePool, operator }: { readonly enginePool: Pool; readonly operator: Operator },
  creditor: Creditor,
  word: Word,
  now: Date,
): Promise<MessageState | null> {
  const installation = { pool: enginePool, operator };
  const changed = await takeDown(installation, creditor, clockOf(creditor, now), [word], "person");
  if (changed.size === 0) return null;
  const { creditorId } = creditor;
  const { state } = await withCreditor(enginePool, creditorId, (tx) =>
    tx.one<{ state: MessageState }>(sql`
      select state from message
      where creditor_id = ${creditorId}::uuid and message_id = ${word.messageId}::uuid`),
  );
  return state;
}
