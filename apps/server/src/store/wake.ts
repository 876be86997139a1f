/**
 * When there is next something to do for a creditor. The work itself stands in its own rows; these instants only spare
 * the scheduler the question. They are the database's, which all machines share.
 */
import type { Uuid } from "@innfri/kernel";
import { type Pool, sql, type Tx, withOperator } from "./sql.ts";

/** The daily run, the outbox, the seal over a day's events, and the webhooks. */
export const WORKS = ["run", "deliver", "seal", "tell"] as const;
export type Work = (typeof WORKS)[number];

export type DueWork = { readonly creditorId: Uuid; readonly work: Work };

/** Something is to be done at this instant, at once when left out. An earlier one that is set already stays. */
export async function wake(tx: Tx, creditorId: Uuid, work: Work, at: string | null = null): Promise<void> {
  await tx.run(sql`
    insert into wake (creditor_id, work, wake_at)
    values (${creditorId}::uuid, ${work}, coalesce(${at}::timestamptz, clock_timestamp()))
    on conflict (creditor_id, work) do update set wake_at = least(wake.wake_at, excluded.wake_at)`);
}

/** Somebody is at it: others are not sent for as long as this, unless there is more to do meanwhile. */
export async function takeWork(tx: Tx, creditorId: Uuid, work: Work, seconds: number): Promise<void> {
  await tx.run(sql`
    insert into wake (creditor_id, work, wake_at)
    values (${creditorId}::uuid, ${work}, clock_timestamp() + make_interval(secs => ${seconds}::int))
    on conflict (creditor_id, work) do update set wake_at = excluded.wake_at`);
}

/** All is done until this instant, or until somebody wakes it; what has been asked for meanwhile stays asked for. */
export async function restUntil(tx: Tx, creditorId: Uuid, work: Work, at: string | null): Promise<void> {
  await tx.run(sql`
    insert into wake (creditor_id, work, wake_at)
    values (${creditorId}::uuid, ${work}, coalesce(${at}::timestamptz, 'infinity'))
    on conflict (creditor_id, work) do update set wake_at = excluded.wake_at
    where wake.wake_at > clock_timestamp()`);
}

/**
 * The longest due of each kind of work, over all real creditors: a sandbox's days pass by command only. Webhooks are told
 * of a sandbox too, and only where there is one, which then has its instant.
 */
export function dueWork(pool: Pool, most = 1000): Promise<DueWork[]> {
  return withOperator(pool, (tx) =>
    tx.many<DueWork>(sql`
      select due."creditorId", k.work
      from unnest(${[...WORKS]}::text[]) k(work)
      cross join lateral (
        select c.creditor_id as "creditorId", w.wake_at from creditor c
        left join wake w on w.creditor_id = c.creditor_id and w.work = k.work
        where (k.work = 'tell' or not c.is_sandbox)
          and (w.wake_at <= clock_timestamp() or w.wake_at is null and k.work <> 'tell')
        order by w.wake_at nulls first, c.creditor_id limit ${most}::int) due
      order by due.wake_at nulls first, due."creditorId", k.work`),
  );
}
