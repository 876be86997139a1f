/** Messages about a claim, in two threads that know nothing of each other: the creditor's and the debtor's. */
import { derivedId, type Uuid } from "@innfri/kernel";
import { type Clock, clockOf } from "../clock.ts";
import { textOf } from "../engine/act-text.ts";
import type { Creditor } from "../engine/creditors.ts";
import { GuardFailed, sql, type Tx, writeRegistration } from "../store/index.ts";

export type Thread = "creditor" | "debtor";
export type Side = Thread | "operator";

export type MessageRow = {
  readonly no: number;
  readonly writtenBy: Side;
  readonly by: string;
  readonly sentAt: string;
  readonly text: string | null;
  readonly isShared: boolean;
};

type OfThread = { readonly claimId: Uuid; readonly thread: Thread };

export function messagesOf(
  tx: Tx,
  creditorId: Uuid,
  { claimId, thread }: OfThread,
  after: number,
  limit: number,
): Promise<MessageRow[]> {
  return tx.many<MessageRow>(sql`
    select m.message_no as no, m.written_by as "writtenBy", m.actor as by, m.sent_at as "sentAt", t.body as text,
      m.shared_no is not null as "isShared"
    from claim_message m join free_text t on t.creditor_id = m.creditor_id and t.text_id = m.text_id
    where m.creditor_id = ${creditorId}::uuid and m.claim_id = ${claimId}::uuid and m.thread = ${thread}
      and m.message_no > ${after}::int
    order by m.message_no limit ${limit}::int`);
}

export type ReadMark = { readonly side: Side; readonly upTo: number; readonly at: string };

export function readMarks(tx: Tx, creditorId: Uuid, { claimId, thread }: OfThread): Promise<ReadMark[]> {
  return tx.many<ReadMark>(sql`
    select reader as side, read_no as "upTo", read_at as at from claim_message_read
    where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid and thread = ${thread} order by reader`);
}

export type ThreadRow = {
  readonly claimId: Uuid;
  readonly invoiceNumber: string;
  readonly reference: string;
  readonly thread: Thread;
  readonly count: number;
  readonly unread: number;
  readonly lastAt: string;
  readonly lastBy: Side;
  /** Where a page ended. */
  readonly mark: string;
};

export type ThreadsAsked = {
  /** Whose unread ones are counted; a creditor's or debtor's side sees its own thread alone. */
  readonly side: Side;
  readonly isUnread: boolean;
  readonly after: { readonly value: string; readonly id: Uuid } | null;
  readonly limit: number;
};

/** The thread that was written in last comes first. */
export function threadsOf(
  tx: Tx,
  creditorId: Uuid,
  { side, isUnread, after, limit }: ThreadsAsked,
): Promise<ThreadRow[]> {
  const [before, thread] = after === null ? [null, null] : after.value.split(" ");
  return tx.many<ThreadRow>(sql`
    select * from (
      select m.claim_id as "claimId", i.number as "invoiceNumber", c.reference, m.thread, count(*)::int as count,
        (count(*) filter (where m.written_by <> ${side} and m.message_no > coalesce(r.read_no, 0)))::int as unread,
        max(m.sent_at) as "lastAt", (array_agg(m.written_by order by m.message_no desc))[1] as "lastBy",
        (extract(epoch from max(m.sent_at)) * 1000)::bigint::text || ' ' || m.thread as mark
      from claim_message m
      join claim c on c.creditor_id = m.creditor_id and c.claim_id = m.claim_id
      join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id and i.version_no = 1
      left join claim_message_read r on r.creditor_id = m.creditor_id and r.claim_id = m.claim_id
        and r.thread = m.thread and r.reader = ${side}
      where m.creditor_id = ${creditorId}::uuid and (${side} = 'operator' or m.thread = ${side})
      group by m.claim_id, m.thread, i.number, c.reference, r.read_no) t
    where (not ${isUnread}::boolean or unread > 0)
      and (${before}::bigint is null or ((extract(epoch from "lastAt") * 1000)::bigint, "claimId", thread)
        < (${before}::bigint, ${after?.id ?? null}::uuid, ${thread}::text))
    order by (extract(epoch from "lastAt") * 1000)::bigint desc, "claimId" desc, thread desc limit ${limit}::int`);
}

export type Writing = OfThread & {
  readonly debtorId: Uuid;
  readonly writtenBy: Side;
  readonly actor: string;
  readonly text: string;
  /** Its number in the other thread, where it is shared from there. */
  readonly sharedNo?: number;
};

/** Writes the next message of the thread, and returns its number. A `GuardFailed` is worth another try. */
export async function writeMessage(
  tx: Tx,
  creditor: Creditor,
  message: Writing,
  when: Date | Clock,
): Promise<number> {
  const { creditorId } = creditor;
  const { claimId, debtorId, thread, writtenBy, actor, text, sharedNo } = message;
  const { today, nowAt } = when instanceof Date ? clockOf(creditor, when) : when;
  const { no } = await tx.one<{ no: number }>(sql`
    select coalesce(max(message_no), 0)::int + 1 as no from claim_message
    where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid and thread = ${thread}`);
  const { row, hash } = textOf(text, {
    of: derivedId(today, "message", claimId, thread, String(no)),
    claimId,
    debtorId: thread === "debtor" ? debtorId : null,
    today,
  });
  // Somebody who wrote at the same moment has the number: this one comes after.
  const isFree = await tx.maybe(sql`
    select from file where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid for update`);
  const taken = await tx.maybe(sql`
    select from claim_message where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid
      and thread = ${thread} and message_no = ${no}::int`);
  if (isFree === undefined || taken !== undefined)
    throw new GuardFailed({ table: "claim_message", sent: 1, written: 0 });
  await writeRegistration(tx, creditorId, { freeTexts: [row] });
  await tx.run(sql`
    insert into claim_message (creditor_id, claim_id, thread, message_no, written_by, actor, sent_at, text_id, text_hash,
      shared_no)
    values (${creditorId}::uuid, ${claimId}::uuid, ${thread}, ${no}::int, ${writtenBy}, ${actor}, ${nowAt}::timestamptz,
      ${row.textId}::uuid, ${Buffer.from(hash, "hex")}::bytea, ${sharedNo ?? null}::int)`);
  return no;
}

/** Never back; never beyond what there is. Returns how far the side has read. */
export async function markRead(
  tx: Tx,
  creditor: Creditor,
  { claimId, thread, side, upTo }: OfThread & { readonly side: Side; readonly upTo: number },
  now: Date,
): Promise<number> {
  const { creditorId } = creditor;
  const { last } = await tx.one<{ last: number }>(sql`
    select coalesce(max(message_no), 0)::int as last from claim_message
    where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid and thread = ${thread}`);
  const { readNo } = await tx.one<{ readNo: number }>(sql`
    insert into claim_message_read as r (creditor_id, claim_id, thread, reader, read_no, read_at)
    values (${creditorId}::uuid, ${claimId}::uuid, ${thread}, ${side}, ${Math.min(upTo, last)}::int,
      ${clockOf(creditor, now).nowAt}::timestamptz)
    on conflict (creditor_id, claim_id, thread, reader) do update
      set read_no = greatest(r.read_no, excluded.read_no), read_at = excluded.read_at
    returning read_no as "readNo"`);
  return readNo;
}
