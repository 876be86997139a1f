/** What is left to do of a day, and what else would be waited for. */
import { withAdministrator } from "../../store/index.ts";
import { DAY } from "./test-world.ts";

/** What a queue waits before it takes a process for dead, and a worker before it looks for what got lost. */
export const HURRY = [
  "update innfri_jobs.job set heartbeat_on = heartbeat_on - interval '1 minute' where state = 'active'",
  "update wake set wake_at = now() where wake_at < now() + interval '1 minute'",
];
/** A carrier that was out is left alone for a minute, then two: these have passed too. */
export const RESTED = [
  "update carrier_outage set next_try_at = now() where next_try_at > now()",
  "update wake set wake_at = now()",
];

/** Each on its own, and none for long: another may hold what it wants. */
export async function passed(url: string, statements: readonly string[]): Promise<void> {
  await withAdministrator(url, async (client) => {
    await client.query("set lock_timeout = '500ms'");
    for (const statement of statements) await client.query(statement).catch(() => undefined);
  }).catch(() => undefined);
}

/** What is left to do of the day, and what waits for a later hour of it. */
export async function leftOf(
  url: string,
  now: Date,
): Promise<{ readonly now: number; readonly later: number }> {
  const { rows } = await withAdministrator(url, (client) =>
    client.query<{ now: number; later: number }>(
      `select
        ((select count(*) from creditor c where not exists (select from run r
            where r.creditor_id = c.creditor_id and r.run_on = $1 and r.finished_at is not null))
          + (select count(*) from file f where next_look_on <= $1 and not exists (select from message m
            where m.creditor_id = f.creditor_id and m.debtor_id = f.debtor_id and m.state = 'unknown'))
          + (select count(*) from message where state = 'queued' and send_after <= $2)
          + (select count(*) from delivery_attempt where ended_at is null)
          + (select count(*) from approval a where kind = 'collection-list' and state = 'open' and decide_at > $2
            and not exists (select from idempotency_key k where k.creditor_id = a.creditor_id
              and k.key = 'collection-list sent ' || a.approval_id::text)))::int as now,
        (select count(*) from message where state = 'queued' and send_after > $2)::int as later`,
      [DAY, now.toISOString()],
    ),
  );
  return rows[0]!;
}

/** For whoever reads of a run that did not end: what is queued, and who waits for what. */
export async function stuckOf(url: string): Promise<unknown> {
  return withAdministrator(url, async (client) => {
    const messages = await client.query(
      "select message_id, channel, state, send_after, send_before from message where state = 'queued'",
    );
    const outages = await client.query("select * from carrier_outage");
    const jobs = await client.query(
      "select name, state, singleton_key, heartbeat_on from innfri_jobs.job where state in ('created', 'active', 'retry')",
    );
    const waiting = await client.query(
      "select application_name, state, wait_event, left(query, 80) as query from pg_stat_activity where datname = current_database() and state <> 'idle'",
    );
    return [messages.rows, outages.rows, jobs.rows, waiting.rows];
  }).catch(String);
}
