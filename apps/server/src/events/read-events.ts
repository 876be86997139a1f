/**
 * A company's events in one order, for those who follow them. They are numbered when they can be seen, by whoever follows
 * them: what is committed later has a later number, so a follower that has come to a number misses nothing before it.
 */
import type { EventType } from "@innfri/contract";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { type EventKind, LOCKS, sql, type Tx } from "../store/index.ts";
import { TOLD_KINDS, TYPE_OF } from "./event-types.ts";

export type ToldEvent = {
  readonly position: bigint;
  readonly id: string;
  readonly type: EventType;
  readonly claimId: Uuid;
  readonly seq: number;
  readonly on: CalendarDate;
  readonly recordedAt: string;
  readonly documentId: string | null;
};

export type Followed = {
  readonly events: readonly ToldEvent[];
  /** Where the next ones begin: behind the last of these, or behind what is told to nobody. */
  readonly position: bigint;
  readonly hasMore: boolean;
};

/** Pages of events that are looked into at once; a page is what one statement wrote, at most some thousands. */
const PAGES = 20;
/** Pages that are numbered at once: a company that was never followed has many. */
const NUMBERED = 5000;

/** The events behind a position, in their order; fewer than `limit` only at the end, or where much is told to nobody. */
export async function followEvents(
  tx: Tx,
  creditorId: Uuid,
  after: bigint,
  limit: number,
): Promise<Followed> {
  const wasLong = (await numberPages(tx, creditorId)) === NUMBERED;
  const through = await scannedThrough(tx, creditorId, after);
  if (through === null) return { events: [], position: after, hasMore: false };
  const events = await tx.many<Omit<ToldEvent, "type" | "id"> & { readonly kind: EventKind }>(sql`
    select p.position + u.ord as position, e.claim_id as "claimId", e.seq, e.kind, e.happened_on as on,
      e.recorded_at as "recordedAt", e.data ->> 'document' as "documentId"
    from event_page p
    cross join lateral unnest(p.claim_ids, p.seqs) with ordinality u(claim_id, seq, ord)
    join event e on e.creditor_id = p.creditor_id and e.claim_id = u.claim_id and e.seq = u.seq
    where p.creditor_id = ${creditorId}::uuid and p.position < ${through.position}::bigint
      and p.position + cardinality(p.claim_ids) > ${after}::bigint
      and p.position + u.ord > ${after}::bigint and e.kind = any(${TOLD_KINDS}::text[])
    order by 1 limit ${limit}::int`);
  const isFull = events.length === limit;
  return {
    events: events.map(({ kind, ...event }) => ({
      ...event,
      id: eventId(event),
      type: TYPE_OF[kind]!,
      recordedAt: new Date(event.recordedAt).toISOString(),
    })),
    position: isFull ? events.at(-1)!.position : through.position,
    hasMore: isFull || wasLong || through.hasMore,
  };
}

/** The position behind the last event there is. */
export async function lastPosition(tx: Tx, creditorId: Uuid): Promise<bigint> {
  while ((await numberPages(tx, creditorId)) === NUMBERED);
  return endOf(tx, creditorId);
}

function eventId({ claimId, seq }: Pick<ToldEvent, "claimId" | "seq">): string {
  return `evt_${claimId.replaceAll("-", "")}_${seq}`;
}

/** How far one look goes: the end of so many pages behind the position. Null where there is nothing behind it. */
function scannedThrough(
  tx: Tx,
  creditorId: Uuid,
  after: bigint,
): Promise<{ readonly position: bigint; readonly hasMore: boolean } | null> {
  return tx
    .maybe<{ position: bigint | null; hasMore: boolean }>(sql`
      select max(position + events) as position, count(*) = ${PAGES}::int as "hasMore"
      from (select position, cardinality(claim_ids) as events from event_page
        where creditor_id = ${creditorId}::uuid
          and position >= coalesce((select max(position) from event_page
            where creditor_id = ${creditorId}::uuid and position <= ${after}::bigint), 0)
          and position + cardinality(claim_ids) > ${after}::bigint
        order by position limit ${PAGES}::int) pages`)
    .then((row) =>
      row === undefined || row.position === null ? null : { position: row.position, hasMore: row.hasMore },
    );
}

/** Numbers what has been committed since, a follower at a time. Returns how many pages it was. */
async function numberPages(tx: Tx, creditorId: Uuid): Promise<number> {
  const { isNew } = await tx.one<{ isNew: boolean }>(sql`
    select exists (select from event_page where creditor_id = ${creditorId}::uuid and position is null) as "isNew"`);
  if (!isNew) return 0;
  await tx.maybe(sql`select pg_advisory_xact_lock(${LOCKS.eventPages}::int, hashtext(${creditorId}))`);
  // A claim's events were written one after the other: in the order of writing its earlier ones come first.
  return tx.run(sql`
    update event_page p set position = ${await endOf(tx, creditorId)}::bigint + n.before
    from (select claim_id, seq, sum(cardinality(seqs)) over (order by written_at, claim_id, seq) - cardinality(seqs) as before
      from event_page where creditor_id = ${creditorId}::uuid and position is null
      order by written_at, claim_id, seq limit ${NUMBERED}::int) n
    where p.creditor_id = ${creditorId}::uuid and p.claim_id = n.claim_id and p.seq = n.seq`);
}

async function endOf(tx: Tx, creditorId: Uuid): Promise<bigint> {
  const last = await tx.maybe<{ end: bigint }>(sql`
    select position + cardinality(claim_ids) as "end" from event_page
    where creditor_id = ${creditorId}::uuid and position is not null order by position desc limit 1`);
  return last?.end ?? 0n;
}
