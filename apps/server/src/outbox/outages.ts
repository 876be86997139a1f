/** Carriers that take no letter now: they are left alone for a while, and no letter pays for it. */
import type { Uuid } from "@innfri/kernel";
import type { Clock } from "../clock.ts";
import { type CarrierName, type Pool, sql, type Tx, withCreditor } from "../store/index.ts";
import { outageMs } from "./retry.ts";

export type Outage = {
  readonly carrier: CarrierName;
  readonly failures: number;
  readonly since: string;
  /** When it is asked again. */
  readonly nextTryAt: string;
  /** It is not yet time. */
  readonly isResting: boolean;
  readonly problem: string;
};

/** Those that are out, of a creditor. */
export function readOutages(pool: Pool, creditorId: Uuid): Promise<Outage[]> {
  return withCreditor(pool, creditorId, (tx) =>
    tx.many<Outage>(sql`
      select carrier, failures, since, next_try_at as "nextTryAt", next_try_at > now() as "isResting", problem
      from carrier_outage where creditor_id = ${creditorId}::uuid and failures > 0 order by carrier`),
  );
}

export async function recordOutage(
  pool: Pool,
  creditorId: Uuid,
  carrier: CarrierName,
  problem: string,
): Promise<Outage> {
  return withCreditor(pool, creditorId, async (tx) => {
    const before = await tx.maybe<{ failures: number; isResting: boolean }>(sql`
      select failures, next_try_at > now() as "isResting" from carrier_outage
      where creditor_id = ${creditorId}::uuid and carrier = ${carrier} for update`);
    // Many deliveries come to the same outage at once: it is one.
    const failures = (before?.failures ?? 0) + (before?.isResting === true ? 0 : 1);
    return tx.one<Outage>(sql`
      insert into carrier_outage (creditor_id, carrier, failures, since, next_try_at, problem)
      values (${creditorId}::uuid, ${carrier}, ${failures}::int, now(),
        now() + ${Math.round(outageMs(failures))}::int * interval '1 millisecond', ${problem})
      on conflict (creditor_id, carrier) do update set failures = excluded.failures,
        since = coalesce(carrier_outage.since, excluded.since), next_try_at = excluded.next_try_at,
        problem = excluded.problem
      returning carrier, failures, since, next_try_at as "nextTryAt", true as "isResting", problem`);
  });
}

/**
 * When there is something to deliver again: the next message's instant, and for what is due already the moment that a
 * carrier is asked again or that somebody's lease is over. Null when nothing is queued.
 */
export async function nextDeliveryAt(
  tx: Tx,
  creditorId: Uuid,
  { today, nowAt }: Pick<Clock, "today" | "nowAt">,
): Promise<string | null> {
  const { at } = await tx.one<{ at: string | null }>(sql`
    select least(
      (select min(send_after) from message
        where creditor_id = ${creditorId}::uuid and state = 'queued' and send_after > ${nowAt}::timestamptz),
      (select coalesce(
          (select min(next_try_at) from carrier_outage where creditor_id = ${creditorId}::uuid and next_try_at > now()),
          now() + interval '10 seconds')
        where exists (select from message m
          join contact c on c.creditor_id = ${creditorId}::uuid and c.contact_id = m.contact_id and c.data is not null
          where m.creditor_id = ${creditorId}::uuid and m.state = 'queued' and m.send_after <= ${nowAt}::timestamptz
            and (m.send_before is null or m.send_before > ${nowAt}::timestamptz
              or exists (select from document where creditor_id = ${creditorId}::uuid and document_id = m.document_id
                and dated_on < ${today}::date))))) as at`);
  return at;
}

/** It took a letter: whatever was wrong is over. */
export async function endOutage(pool: Pool, creditorId: Uuid, carrier: CarrierName): Promise<void> {
  await withCreditor(pool, creditorId, (tx) =>
    tx.run(sql`
      update carrier_outage set failures = 0, since = null, next_try_at = null, problem = null
      where creditor_id = ${creditorId}::uuid and carrier = ${carrier} and failures > 0`),
  );
}
