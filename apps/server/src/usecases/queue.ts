/**
 * What waits for a case handler, of all companies at once (S99): by the deadline that harms somebody if it is missed, with
 * who has it in hand. Read by an auditor's connection, which sees all companies and writes nothing.
 */
import { QUEUE_KINDS, type QueueKind } from "@innfri/contract";
import { type CalendarDate, formatMinor, type Uuid } from "@innfri/kernel";
import type { Operator } from "../installation.ts";
import { type Pool, prepared, sql, type Tx, withAuditor } from "../store/index.ts";
import { limitationsWaiting } from "./queue-limitations.ts";
import { QUEUE, type QueueFilter, type QueueItem } from "./queue-sources.ts";

export type ShownItem = QueueItem & {
  readonly creditorName: string | null;
  readonly country: "NO" | "SE" | null;
  readonly isSandbox: boolean;
  readonly today: CalendarDate | null;
  readonly invoiceNumber: string | null;
  readonly reference: string | null;
  readonly states: readonly string[];
  readonly holder: string | null;
  readonly holderName: string | null;
  readonly takenAt: string | null;
};

/** Where a page ended: `0 2026-05-15 3` is what has a day, the day, and the kind's place. */
export type QueueMark = { readonly value: string; readonly id: Uuid };

const WITHIN_MS = 10_000;

type Reading = { readonly auditor: Pool; readonly operator: Operator };

/** Up to `limit` items after a mark. */
export function listQueue(
  { auditor, operator }: Reading,
  filter: QueueFilter,
  after: QueueMark | null,
  limit: number,
  now: Date,
): Promise<ShownItem[]> {
  return withAuditor(
    auditor,
    async (tx) => {
      const rows = await tx.many<QueueItem>({ ...LISTED, values: valuesOf(filter, after, limit, now) });
      const old = await oldClaims(tx, operator, filter, after, now);
      const items = [...rows, ...old].sort(inOrder).slice(0, limit);
      return shown(tx, items, now);
    },
    WITHIN_MS,
  );
}

function valuesOf(f: QueueFilter, after: QueueMark | null, limit: number, now: Date): readonly unknown[] {
  const [band, day, rank] = after?.value.split(" ") ?? [null, null, null];
  return [
    ...[now.toISOString(), f.creditorId, f.country, f.kind, f.subjectId, f.holder],
    ...[band, day, rank, after?.id ?? null, limit],
  ];
}

const LISTED = prepared(`
  with ${QUEUE}
  select q.kind, q.rank, q.creditor_id as "creditorId", q.subject_id as "subjectId", q.claim_id as "claimId",
    q.debtor_id as "debtorId", q.since, q.due, q.detail
  from q left join queue_taken t on t.item_kind = q.kind and t.subject_id = q.subject_id
  where ($5::uuid is null or q.subject_id = $5::uuid)
    and ($6::text is null or case $6::text when 'nobody' then t.holder is null else t.holder = $6::text end)
    and ($7::int is null or (case when q.due is null then 1 else 0 end, coalesce(q.due, q.since), q.rank, q.subject_id)
      > ($7::int, $8::date, $9::int, $10::uuid))
  order by case when q.due is null then 1 else 0 end, coalesce(q.due, q.since), q.rank, q.subject_id
  limit $11::int`);

export function markOf({ due, since, rank, subjectId }: QueueItem): QueueMark {
  return { value: `${due === null ? 1 : 0} ${due ?? since} ${rank}`, id: subjectId };
}

function inOrder(a: QueueItem, b: QueueItem): number {
  const [one, other] = [keyOf(a), keyOf(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

function keyOf(item: QueueItem): string {
  const { value, id } = markOf(item);
  return `${value} ${id}`;
}

async function oldClaims(
  tx: Tx,
  operator: Operator,
  filter: QueueFilter,
  after: QueueMark | null,
  now: Date,
): Promise<QueueItem[]> {
  if (filter.kind !== null && filter.kind !== "limitation") return [];
  const found = await limitationsWaiting(tx, operator, filter, now);
  const ids = found.map(({ subjectId }) => subjectId);
  const taken = await tx.many<{ subjectId: Uuid; holder: string | null }>(sql`
    select subject_id as "subjectId", holder from queue_taken
    where item_kind = 'limitation' and subject_id = any(${ids}::uuid[])`);
  const holderOf = new Map(taken.map(({ subjectId, holder }) => [subjectId, holder]));
  const mark = after === null ? null : `${after.value} ${after.id}`;
  return found.filter((item) => {
    const holder = holderOf.get(item.subjectId) ?? null;
    const isMeant = filter.holder === null || filter.holder === (holder ?? "nobody");
    const isSubject = filter.subjectId === null || filter.subjectId === item.subjectId;
    return isMeant && isSubject && (mark === null || keyOf(item) > mark);
  });
}

/** What people read of each: of whom, which claim, and who has it. */
async function shown(tx: Tx, items: readonly QueueItem[], now: Date): Promise<ShownItem[]> {
  const more = await tx.many<Omit<ShownItem, keyof QueueItem>>(sql`
    select c.name as "creditorName", c.country, coalesce(c.is_sandbox, false) as "isSandbox",
      coalesce(c.clock_on, (${now.toISOString()}::timestamptz at time zone c.time_zone)::date) as today,
      i.number as "invoiceNumber", d.reference,
      array(select s.kind from debtor_state s where s.creditor_id = x.creditor_id and s.debtor_id = x.debtor_id
        and s.ended_on is null order by s.kind) as states,
      t.holder, coalesce(u.name, a.name) as "holderName", t.taken_at as "takenAt"
    from unnest(${items.map(({ creditorId }) => creditorId)}::uuid[],
      ${items.map(({ claimId }) => claimId)}::uuid[], ${items.map(({ debtorId }) => debtorId)}::uuid[],
      ${items.map(({ kind }) => kind)}::text[], ${items.map(({ subjectId }) => subjectId)}::uuid[])
      with ordinality x(creditor_id, claim_id, debtor_id, item_kind, subject_id, place)
    left join creditor c on c.creditor_id = x.creditor_id
    left join lateral (select invoice_id, reference from claim
      where creditor_id = x.creditor_id and claim_id = x.claim_id offset 0) d on true
    left join lateral (select number from invoice
      where creditor_id = x.creditor_id and invoice_id = d.invoice_id and version_no = 1 offset 0) i on true
    left join queue_taken t on t.item_kind = x.item_kind and t.subject_id = x.subject_id and t.holder is not null
    left join signin_user u on 'user:' || u.id = t.holder
    left join api_key a on 'key:' || a.key_id::text = t.holder
    order by x.place`);
  return items.map((item, at) => ({ ...item, ...more[at]! }));
}

/** Why it is here, in a sentence. */
export function whyOf({ kind, detail, due, today }: ShownItem): string {
  const isOver = due !== null && today !== null && due < today;
  switch (kind) {
    case "objection":
      return OBJECTION_WORDS[detail ?? "new"] ?? "The debtor's objection is not answered.";
    case "limitation":
      return isOver ? "The claim is too old to be enforced." : "The claim is about to become too old.";
    case "decide-by": {
      const [what, step, count] = (detail ?? "").split(" ");
      const claims = count === "1" ? "1 claim" : `${count} claims`;
      return what === "collection-list"
        ? `A collection list with ${claims} closes.`
        : `Proposed for ${claims}: ${step}. A person says yes or no.`;
    }
    case "promise":
      return isOver
        ? "The debtor promised to pay, and has not."
        : "The day of the debtor's promise has come.";
    case "call-back":
      return "Somebody was to call back or look again.";
    case "returned-mail":
      return `A letter came back (${detail}): no deadline runs from it. An address is needed.`;
    case "delivery":
      return `Nobody knows whether a letter left (${detail}).`;
    case "message":
      return detail === "debtor" ? "The debtor wrote and waits." : "The company wrote and waits.";
    case "parked":
      return `The claim waits for a person: ${detail ?? "no reason was kept"}`;
    case "unmatched-money": {
      const [currency, minor] = (detail ?? "").split(" ");
      return `${currency} ${formatMinor(BigInt(minor ?? "0"))} came in and nobody knows for what.`;
    }
  }
}

const OBJECTION_WORDS: Readonly<Record<string, string>> = {
  new: "An objection came in: the debtor is to be told, and the company asked.",
  asked: "The company is asked for a reply to the debtor's objection.",
  reminded: "The company was reminded of the debtor's objection.",
  rejected: "The answer to an objection has not reached the debtor: a person tells it.",
  kept: "The debtor keeps to its objection: onward, or closed.",
};

export type QueueLoad = {
  readonly kinds: readonly {
    readonly kind: QueueKind;
    readonly count: number;
    readonly overdue: number;
    readonly taken: number;
    readonly oldestSince: CalendarDate | null;
    readonly soonestDue: CalendarDate | null;
  }[];
  readonly holders: readonly { readonly id: string; readonly name: string | null; readonly count: number }[];
  readonly messages: AnswerTimes;
  readonly objections: AnswerTimes;
};

/** In whole seconds. */
export type AnswerTimes = {
  readonly count: number;
  readonly medianSeconds: bigint | null;
  readonly longestSeconds: bigint | null;
};

type LoadRow = QueueLoad["kinds"][number] & { readonly holder: string | null; readonly name: string | null };

/** For whoever answers for the queue: how much there is, the oldest, who has how much, and how long people waited (S122). */
export function queueLoad(
  { auditor, operator }: Reading,
  of: Pick<QueueFilter, "creditorId" | "country">,
  now: Date,
): Promise<QueueLoad> {
  const filter = { ...of, kind: null, subjectId: null, holder: null };
  return withAuditor(
    auditor,
    async (tx) => {
      const rows = await tx.many<LoadRow>({
        ...LOAD,
        values: [now.toISOString(), of.creditorId, of.country, null, null],
      });
      const old = await shown(tx, await limitationsWaiting(tx, operator, filter, now), now);
      const all = [...rows, ...old.map(rowOf)];
      return {
        kinds: QUEUE_KINDS.flatMap((kind) => {
          const own = all.filter((row) => row.kind === kind);
          return own.length === 0 ? [] : [kindLoad(kind, own)];
        }),
        holders: holdersOf(all),
        messages: await tx.one<AnswerTimes>({ ...MESSAGE_TIMES, values: timesOf(of, now) }),
        objections: await tx.one<AnswerTimes>({ ...OBJECTION_TIMES, values: timesOf(of, now) }),
      };
    },
    WITHIN_MS,
  );
}

function rowOf({ kind, due, since, today, holder, holderName }: ShownItem): LoadRow {
  const overdue = due !== null && today !== null && due < today ? 1 : 0;
  return {
    ...{ kind, count: 1, overdue, taken: holder === null ? 0 : 1, oldestSince: since, soonestDue: due },
    ...{ holder, name: holderName },
  };
}

function kindLoad(kind: QueueKind, rows: readonly LoadRow[]): QueueLoad["kinds"][number] {
  const sum = (of: (row: LoadRow) => number) => rows.reduce((all, row) => all + of(row), 0);
  const first = (of: (row: LoadRow) => CalendarDate | null) =>
    rows.flatMap((row) => of(row) ?? []).sort()[0] ?? null;
  return {
    kind,
    count: sum(({ count }) => count),
    overdue: sum(({ overdue }) => overdue),
    taken: sum(({ taken }) => taken),
    oldestSince: first(({ oldestSince }) => oldestSince),
    soonestDue: first(({ soonestDue }) => soonestDue),
  };
}

function holdersOf(rows: readonly LoadRow[]): QueueLoad["holders"] {
  const held = Map.groupBy(
    rows.filter(({ holder }) => holder !== null),
    ({ holder }) => holder!,
  );
  return [...held]
    .map(([id, own]) => ({ id, name: own[0]!.name, count: own.reduce((all, { count }) => all + count, 0) }))
    .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
}

const LOAD = prepared(`
  with ${QUEUE}
  select q.kind, t.holder, max(coalesce(u.name, a.name)) as name, count(*)::int as count,
    (count(*) filter (where q.due < c.today))::int as overdue,
    (count(*) filter (where t.holder is not null))::int as taken, min(q.since) as "oldestSince",
    min(q.due) as "soonestDue"
  from q left join c on c.creditor_id = q.creditor_id
  left join queue_taken t on t.item_kind = q.kind and t.subject_id = q.subject_id and t.holder is not null
  left join signin_user u on 'user:' || u.id = t.holder
  left join api_key a on 'key:' || a.key_id::text = t.holder
  group by q.kind, t.holder`);

const DAYS_BACK = 30;

function timesOf({ creditorId, country }: Pick<QueueFilter, "creditorId" | "country">, now: Date) {
  return [now.toISOString(), creditorId, country];
}

const SUMMARY = `select count(*)::int as count,
    percentile_disc(0.5) within group (order by seconds)::bigint as "medianSeconds",
    max(seconds)::bigint as "longestSeconds" from`;
const OF_CREDITORS = `(select *, coalesce(clock_on, ($1::timestamptz at time zone time_zone)::date) as today from creditor
    where ($2::uuid is null or creditor_id = $2::uuid) and ($3::text is null or country = $3::text)) c`;

const MESSAGE_TIMES = prepared(`${SUMMARY} (
    select extract(epoch from a.sent_at - m.sent_at) as seconds from ${OF_CREDITORS}
    cross join lateral (select * from claim_message where creditor_id = c.creditor_id
      and sent_at > c.today - ${DAYS_BACK} and written_by <> 'operator' offset 0) m
    cross join lateral (select min(sent_at) as sent_at from claim_message where creditor_id = c.creditor_id
      and claim_id = m.claim_id and thread = m.thread and message_no > m.message_no and written_by = 'operator') a
    where a.sent_at is not null) x`);

const OBJECTION_TIMES = prepared(`${SUMMARY} (
    select (o.answered_on - o.received_on) * 86400 as seconds from ${OF_CREDITORS}
    cross join lateral (select answered_on, received_on from objection
      where creditor_id = c.creditor_id and answered_on > c.today - ${DAYS_BACK} offset 0) o) x`);
