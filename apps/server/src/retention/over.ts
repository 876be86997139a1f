/** What is over of signing in and of requests that name no company, as the engine's policies have it. */
import { sql, type Tx } from "../store/index.ts";

/** Drops up to so many of each table, by the database's own clock; for a transaction of no creditor. Answers with the most. */
export async function dropWhatIsOver(tx: Tx, limit: number): Promise<number> {
  const dropped = await Promise.all([
    tx.run(sql`
      delete from operator_request where key in (select key from operator_request
        where created_at < now() - interval '30 days' limit ${limit}::int)`),
    tx.run(sql`
      delete from debtor_session where token_hash in (select token_hash from debtor_session
        where expires_at < now() - interval '1 day' limit ${limit}::int)`),
    tx.run(sql`
      delete from door_try where case_hash in (select case_hash from door_try
        where first_at < now() - interval '1 day' limit ${limit}::int)`),
    tx.run(sql`
      delete from signin_try where key in (select key from signin_try
        where began_at < now() - interval '1 day' limit ${limit}::int)`),
    tx.run(sql`
      delete from signin_session where id in (select id from signin_session
        where expires_at < now() - interval '1 day' limit ${limit}::int)`),
    tx.run(sql`
      delete from signin_verification where id in (select id from signin_verification
        where expires_at < now() - interval '1 day' limit ${limit}::int)`),
  ]);
  return Math.max(...dropped);
}
