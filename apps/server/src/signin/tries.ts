/** How often somebody may try: counted in the database, so that it holds for all processes together. */
import { sql, type Tx } from "../store/index.ts";

export type Allowed = { readonly most: number; readonly withinSeconds: number };

/** Counts one try; false where there were too many. Who is meant is known by a hash alone. */
export async function takeTry(
  tx: Tx,
  key: Buffer,
  { most, withinSeconds }: Allowed,
  now: Date,
): Promise<boolean> {
  const at = now.toISOString();
  const { count } = await tx.one<{ count: number }>(sql`
    insert into signin_try (key, count, began_at) values (${key}::bytea, 1, ${at}::timestamptz)
    on conflict (key) do update set
      count = case when signin_try.began_at <= ${at}::timestamptz - make_interval(secs => ${withinSeconds}::int)
        then 1 else signin_try.count + 1 end,
      began_at = case when signin_try.began_at <= ${at}::timestamptz - make_interval(secs => ${withinSeconds}::int)
        then ${at}::timestamptz else signin_try.began_at end
    returning count`);
  return count <= most;
}

export async function forgetTries(tx: Tx, key: Buffer): Promise<void> {
  await tx.run(sql`delete from signin_try where key = ${key}::bytea`);
}
