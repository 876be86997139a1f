/** Addresses by which a debtor was not reached: no letter goes there again until the debtor has another. */
import type { Uuid } from "@innfri/kernel";
import type { Clock } from "../clock.ts";
import { sql, type Tx } from "../store/index.ts";
import type { LetterChannel } from "./carrier.ts";

export type Unreached = {
  readonly debtorId: Uuid;
  readonly contactId: Uuid;
  readonly channel: LetterChannel;
  readonly messageId: Uuid;
  readonly reason: string;
};

export async function markUnreached(
  tx: Tx,
  creditorId: Uuid,
  marks: readonly Unreached[],
  { today, nowAt }: Clock,
): Promise<void> {
  if (marks.length === 0) return;
  await tx.run(sql`
    insert into unreached (creditor_id, debtor_id, contact_id, channel, message_id, marked_on, recorded_at, reason)
    select ${creditorId}::uuid, x.debtor_id, x.contact_id, x.channel, x.message_id, ${today}::date,
      ${nowAt}::timestamptz, x.reason
    from unnest(${marks.map(({ debtorId }) => debtorId)}::uuid[], ${marks.map(({ contactId }) => contactId)}::uuid[],
      ${marks.map(({ channel }) => channel)}::text[], ${marks.map(({ messageId }) => messageId)}::uuid[],
      ${marks.map(({ reason }) => reason)}::text[]) x(debtor_id, contact_id, channel, message_id, reason)
    on conflict do nothing`);
}
