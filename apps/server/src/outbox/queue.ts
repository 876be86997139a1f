/**
 * The queue of messages, and who has which of them in hand. A message is taken by its attempt, which is leased until a
 * moment of the database's clock: afterwards anybody may go on with it. Nothing is held between statements.
 */
import type { CalendarDate, Json, Uuid } from "@innfri/kernel";
import type { LetterData } from "@innfri/letters";
import type { ContactData } from "../engine/load-files.ts";
import { letterOf, partsNamed, type StoredData, type StoredDerivations } from "../engine/stored-letter.ts";
import {
  type AttemptOutcome,
  type CarrierName,
  documentParts,
  type MessageState,
  type Pool,
  sql,
  type Tx,
  withCreditor,
} from "../store/index.ts";
import type { LetterChannel } from "./carrier.ts";

/** A message in hand, with everything that its letter is made from. */
export type Claimed = {
  readonly messageId: Uuid;
  readonly attemptNo: number;
  readonly documentId: Uuid;
  readonly contactId: Uuid;
  readonly debtorId: Uuid;
  readonly sendAfter: string;
  /** Its contact hours are over by then; null where it may leave at any time. */
  readonly sendBefore: string | null;
  readonly channel: LetterChannel;
  readonly carrier: CarrierName;
  readonly batchId: Uuid | null;
  /** A batch that whoever began it may have written some of, without handing it over. */
  readonly leftBatchId: Uuid | null;
  readonly startedAt: string;
  /** Somebody else began it and did not end it. */
  readonly isTakenOver: boolean;
  /** A carrier that cannot repeat had been called for it. */
  readonly isCalled: boolean;
  readonly datedOn: CalendarDate;
  readonly data: LetterData;
  readonly contact: ContactData;
};

type Stored = Omit<Claimed, "data"> & { readonly data: StoredData; readonly derivations: StoredDerivations };

/** Whose the leases are and how long they last. */
export type Lease = { readonly creditorId: Uuid; readonly token: Uuid; readonly ms: number };

export type ClaimRequest = {
  readonly channels: readonly LetterChannel[];
  readonly carrier: CarrierName;
  /** For all but those that were handed over, or may have been, in another batch. */
  readonly batchId: Uuid | null;
  /** What has missed the contact hours of its day is left until that day is over, when it is late. */
  readonly today: CalendarDate;
  readonly nowAt: string;
  /** Only what was due by then; `nowAt` when left out. */
  readonly dueBy?: string;
  readonly limit: number;
  readonly after: QueuePlace;
};

export type QueuePlace = { readonly sendAfter: string; readonly messageId: string };
export const QUEUE_START: QueuePlace = {
  sendAfter: "-infinity",
  messageId: "00000000-0000-0000-0000-000000000000",
};

/** Takes up to `limit` messages that are due and in nobody's hand, oldest first; the attempts are written. */
export function claimPage(pool: Pool, lease: Lease, request: ClaimRequest): Promise<Claimed[]> {
  const { creditorId, token, ms } = lease;
  const { channels, carrier, batchId, today, nowAt, dueBy = nowAt, limit, after } = request;
  return withCreditor(pool, creditorId, async (tx) => {
    // Messages that somebody is just taking are passed over; one that was taken since this statement began is not
    // seen as such, but its attempt can be written or taken over only once.
    const claimed = await tx.many<Stored>(sql`
      with due as (
        select m.message_id, m.document_id, m.contact_id, m.debtor_id, m.channel, m.send_after, m.send_before,
          c.data as contact, a.attempt_no, a.ended_at,
          case when a.ended_at is null and a.called_at is null and a.carrier = ${carrier} then a.batch_id end as left_batch
        from message m
        join contact c on c.creditor_id = ${creditorId}::uuid and c.contact_id = m.contact_id and c.data is not null
        left join lateral (select attempt_no, ended_at, lease_until, batch_id, called_at, carrier from delivery_attempt
          where creditor_id = ${creditorId}::uuid and message_id = m.message_id
          order by attempt_no desc limit 1) a on true
        where m.creditor_id = ${creditorId}::uuid and m.state = 'queued' and m.channel = any(${channels}::text[])
          and m.send_after <= ${dueBy}::timestamptz
          and (m.send_before is null or m.send_before > ${nowAt}::timestamptz
            or exists (select from document where creditor_id = ${creditorId}::uuid and document_id = m.document_id
              and dated_on < ${today}::date))
          and (m.send_after, m.message_id) > (${after.sendAfter}::timestamptz, ${after.messageId}::uuid)
          and (a.attempt_no is null or a.ended_at is not null or a.lease_until <= now())
        order by m.send_after, m.message_id limit ${limit}::int
        for update of m skip locked),
      made as (
        insert into delivery_attempt (creditor_id, message_id, attempt_no, started_at, carrier, batch_id, lease_by, lease_until)
        select ${creditorId}::uuid, message_id, coalesce(attempt_no, 0) + 1, ${nowAt}::timestamptz, ${carrier},
          ${batchId}::uuid, ${token}::uuid, now() + ${ms}::int * interval '1 millisecond'
        from due where attempt_no is null or ended_at is not null
        on conflict do nothing
        returning message_id, attempt_no, started_at, carrier, batch_id, called_at),
      taken as (
        update delivery_attempt a
        set lease_by = ${token}::uuid, lease_until = now() + ${ms}::int * interval '1 millisecond',
          carrier = case when a.carrier <> 'capture' and a.called_at is null then ${carrier} else a.carrier end,
          batch_id = case when a.carrier <> 'capture' and a.called_at is null then ${batchId}::uuid else a.batch_id end
        from due d
        where a.creditor_id = ${creditorId}::uuid and a.message_id = d.message_id and a.attempt_no = d.attempt_no
          and d.ended_at is null and a.ended_at is null and a.lease_until <= now()
        returning a.message_id, a.attempt_no, a.started_at, a.carrier, a.batch_id, a.called_at)
      select d.message_id as "messageId", x.attempt_no as "attemptNo", d.document_id as "documentId",
        d.contact_id as "contactId", d.debtor_id as "debtorId", d.send_after as "sendAfter", d.send_before as "sendBefore",
        d.channel, x.carrier,
        x.batch_id as "batchId", d.left_batch as "leftBatchId", x.started_at as "startedAt", x."isTakenOver", x.called_at is not null as "isCalled",
        t.dated_on as "datedOn", t.data, t.derivations, d.contact
      from due d
      join (select *, false as "isTakenOver" from made union all select *, true from taken) x
        on x.message_id = d.message_id
      join document t on t.creditor_id = ${creditorId}::uuid and t.document_id = d.document_id
      order by d.send_after, d.message_id`);
    const named = claimed.flatMap(({ data, derivations }) => partsNamed(data, derivations));
    const parts = await documentParts(tx, creditorId, named);
    return claimed.map(({ derivations, ...message }) => ({
      ...message,
      data: letterOf(message.data, derivations, parts),
    }));
  });
}

/** What is still due, counted no further than is worth knowing: in nobody's hand, and what is in somebody's. */
export async function whatIsLeft(
  pool: Pool,
  creditorId: Uuid,
  channels: readonly LetterChannel[],
  { today, nowAt, dueBy = nowAt }: Pick<ClaimRequest, "today" | "nowAt" | "dueBy">,
): Promise<{ readonly free: number; readonly inHand: number }> {
  const { free, inHand } = await withCreditor(pool, creditorId, (tx) =>
    tx.one<{ free: bigint; inHand: bigint }>(sql`
      select count(*) filter (where is_free) as free, count(*) filter (where not is_free) as "inHand" from (
        select a.lease_until is null or a.lease_until <= now() as is_free
        from message m
        join contact c on c.creditor_id = ${creditorId}::uuid and c.contact_id = m.contact_id and c.data is not null
        left join delivery_attempt a on a.creditor_id = ${creditorId}::uuid and a.message_id = m.message_id
          and a.ended_at is null
        where m.creditor_id = ${creditorId}::uuid and m.state = 'queued' and m.channel = any(${channels}::text[])
          and m.send_after <= ${dueBy}::timestamptz
          and (m.send_before is null or m.send_before > ${nowAt}::timestamptz
            or exists (select from document where creditor_id = ${creditorId}::uuid and document_id = m.document_id
              and dated_on < ${today}::date))
        limit 1000) waiting`),
  );
  return { free: Number(free), inHand: Number(inHand) };
}

/** Keeps what is in hand for as long again. What was lost meanwhile stays lost. */
export function renew(pool: Pool, lease: Lease, ids: readonly Uuid[]): Promise<number> {
  return withCreditor(pool, lease.creditorId, (tx) =>
    tx.run(sql`
      update delivery_attempt set lease_until = now() + ${lease.ms}::int * interval '1 millisecond'
      where creditor_id = ${lease.creditorId}::uuid and message_id = any(${ids}::uuid[])
        and lease_by = ${lease.token}::uuid and ended_at is null and lease_until > now()`),
  );
}

/** Lets go of what was not ended: the next who looks may go on with it at once. */
export function letGo(pool: Pool, lease: Lease, ids: readonly Uuid[]): Promise<number> {
  return withCreditor(pool, lease.creditorId, (tx) =>
    tx.run(sql`
      update delivery_attempt set lease_until = now()
      where creditor_id = ${lease.creditorId}::uuid and message_id = any(${ids}::uuid[])
        and lease_by = ${lease.token}::uuid and ended_at is null and lease_until > now()`),
  );
}

class NotAllOurs extends Error {}

/**
 * Committed right before a carrier is called that must not be called twice: all of these letters, or none. False when
 * the lease of one has run out.
 */
export async function markCalled(
  pool: Pool,
  lease: Lease,
  messages: readonly (Pick<Claimed, "messageId" | "attemptNo"> & { readonly detail?: Json })[],
): Promise<boolean> {
  const mark = withCreditor(pool, lease.creditorId, async (tx) => {
    const written = await tx.run(sql`
      update delivery_attempt a set called_at = now(), detail = x.detail::jsonb
      from unnest(${messages.map(({ messageId }) => messageId)}::uuid[],
        ${messages.map(({ attemptNo }) => attemptNo)}::int[],
        ${messages.map(({ detail }) => (detail === undefined ? null : JSON.stringify(detail)))}::text[])
        x(message_id, attempt_no, detail)
      where a.creditor_id = ${lease.creditorId}::uuid and a.message_id = x.message_id and a.attempt_no = x.attempt_no
        and a.lease_by = ${lease.token}::uuid and a.ended_at is null and a.lease_until > now()`);
    if (written !== messages.length) throw new NotAllOurs();
  });
  return mark.then(
    () => true,
    (error: unknown) => {
      if (error instanceof NotAllOurs) return false;
      throw error;
    },
  );
}

/** The carrier was out before it could take these: it is as if it had not been called, and anybody may go on at once. */
export function markNotCalled(pool: Pool, lease: Lease, ids: readonly Uuid[]): Promise<number> {
  return withCreditor(pool, lease.creditorId, (tx) =>
    tx.run(sql`
      update delivery_attempt set called_at = null
      where creditor_id = ${lease.creditorId}::uuid and message_id = any(${ids}::uuid[])
        and lease_by = ${lease.token}::uuid and ended_at is null`),
  );
}

/** How an attempt ended, and what its message is from then on. */
export type AttemptEnd = {
  readonly messageId: Uuid;
  readonly attemptNo: number;
  readonly outcome: AttemptOutcome;
  readonly detail: Json;
  readonly state: MessageState;
  /** When a queued message is tried again. */
  readonly sendAfter: string | null;
};

/**
 * Ends attempts, set-wise, and returns the messages that this call ended: each is ended once. Whoever has lost its
 * lease may only say that the letter left, which is as true of it as of the attempt that went on.
 */
export async function endAttempts(
  tx: Tx,
  { creditorId, token }: Lease,
  ends: readonly AttemptEnd[],
  nowAt: string,
): Promise<ReadonlySet<Uuid>> {
  const of = <T>(field: (end: AttemptEnd) => T) => ends.map(field);
  const ended = await tx.many<{ messageId: Uuid }>(sql`
    with ended as (
      update delivery_attempt a
      set ended_at = ${nowAt}::timestamptz, outcome = x.outcome, lease_by = null, lease_until = null,
        detail = case when x.detail is null then a.detail else coalesce(a.detail, '{}') || x.detail::jsonb end
      from unnest(${of(({ messageId }) => messageId)}::uuid[], ${of(({ attemptNo }) => attemptNo)}::int[],
        ${of(({ outcome }) => outcome)}::text[],
        ${of(({ detail }) => (detail === null ? null : JSON.stringify(detail)))}::text[],
        ${of(({ state }) => state)}::text[], ${of(({ sendAfter }) => sendAfter)}::timestamptz[])
        x(message_id, attempt_no, outcome, detail, state, send_after)
      where a.creditor_id = ${creditorId}::uuid and a.message_id = x.message_id and a.attempt_no = x.attempt_no
        and a.ended_at is null and (a.lease_by = ${token}::uuid or x.outcome = 'sent')
      returning a.message_id, x.state, x.send_after)
    update message m set state = e.state, send_after = coalesce(e.send_after, m.send_after)
    from ended e
    where m.creditor_id = ${creditorId}::uuid and m.message_id = e.message_id and m.state = 'queued'
    returning m.message_id as "messageId"`);
  return new Set(ended.map(({ messageId }) => messageId));
}
