/**
 * How the installation stands, read set-wise over all creditors in one moment. It is asked every few seconds, so each
 * part is an index's first entries for each creditor: nothing is counted beyond a bound, and no large table is read.
 */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { type Pool, sql, type Tx, withAuditor } from "../store/sql.ts";

export type CreditorStanding = {
  readonly creditorId: Uuid;
  readonly country: string;
  readonly isSandbox: boolean;
  /** The newest run, and its day. */
  readonly runOn: CalendarDate | null;
  readonly isToday: boolean;
  readonly isFinished: boolean;
  /** Of the newest run, from its start to its end, or to its newest batch where it has not ended. */
  readonly runSeconds: number | null;
  readonly files: number;
  readonly steps: number;
  readonly parked: number;
  /** Files that are due by the creditor's today, counted up to the bound. */
  readonly due: number;
  /** Messages that could leave now, up to the bound, and how long the oldest has waited. */
  readonly queued: number;
  readonly oldestQueuedSeconds: number | null;
  readonly unknownMessages: number;
};

export type Standing = {
  readonly creditors: readonly CreditorStanding[];
  readonly databaseBytes: number;
  /** Since the newest backup of it; null where none was made. */
  readonly backupAgeSeconds: number | null;
};

/** A number that is told as it is up to here, and as this from here on. */
const COUNTED_TO = 10_000;

const READ_WITHIN_MS = 10_000;

export function readStanding(pool: Pool): Promise<Standing> {
  return withAuditor(
    pool,
    async (tx) => {
      const [creditors, { bytes, age }] = await Promise.all([
        readCreditors(tx),
        tx.one<{ bytes: number; age: number | null }>(sql`
          select pg_database_size(current_database())::float8 as bytes,
            (select extract(epoch from now() - max(made_at))::float8 from backup where kind = 'made') as age`),
      ]);
      return { creditors, databaseBytes: bytes, backupAgeSeconds: age };
    },
    READ_WITHIN_MS,
  );
}

function readCreditors(tx: Tx): Promise<CreditorStanding[]> {
  return tx.many<CreditorStanding>(sql`
    select c.creditor_id as "creditorId", c.country::text, c.is_sandbox as "isSandbox", r.run_on as "runOn",
      coalesce(r.run_on = c.today, false) as "isToday", r.finished_at is not null as "isFinished",
      extract(epoch from greatest(r.finished_at, b.committed_at) - r.started_at)::float8 as "runSeconds",
      coalesce(b.files, 0)::int as files, coalesce(b.steps, 0)::int as steps, coalesce(b.parked, 0)::int as parked,
      due.count::int as due, queued.count::int as queued, unsure.count::int as "unknownMessages",
      extract(epoch from now() - queued.oldest)::float8 as "oldestQueuedSeconds"
    from (select *, coalesce(clock_on, (now() at time zone time_zone)::date) as today from creditor) c
    left join lateral (select run_on, started_at, finished_at from run
      where run.creditor_id = c.creditor_id order by run_on desc limit 1) r on true
    left join lateral (select sum(files) as files, sum(steps) as steps, sum(parked) as parked,
        max(committed_at) as committed_at from run_batch
      where run_batch.creditor_id = c.creditor_id and run_batch.run_on = r.run_on) b on true
    cross join lateral (select count(*) from (select from file
      where file.creditor_id = c.creditor_id and file.next_look_on <= c.today limit ${COUNTED_TO}::int) f) due
    cross join lateral (select count(*), min(send_after) as oldest from (select send_after from message
      where message.creditor_id = c.creditor_id and state = 'queued' and send_after <= now()
      order by send_after limit ${COUNTED_TO}::int) m) queued
    cross join lateral (select count(*) from (select from message
      where message.creditor_id = c.creditor_id and state = 'unknown' limit ${COUNTED_TO}::int) u) unsure
    order by c.creditor_id`);
}
