/** Which verify of a creditor's books came out clean, and how far: what an incremental one need not read again. */
import type { Uuid } from "@innfri/kernel";
import { type Pool, sql, withCreditor } from "../store/index.ts";
import type { From } from "./verify-roots.ts";

export type Verification = { readonly verifiedAt: string; readonly from: From };

export async function lastVerification(pool: Pool, creditorId: Uuid): Promise<Verification | null> {
  const row = await withCreditor(pool, creditorId, (tx) =>
    tx.maybe<{ verifiedAt: string; rootOn: NonNullable<From>["rootOn"] | null; root: Buffer | null }>(sql`
      select verified_at as "verifiedAt", root_on as "rootOn", root from verification
      where creditor_id = ${creditorId}::uuid order by verification_no desc limit 1`),
  );
  if (row === undefined) return null;
  const { verifiedAt, rootOn, root } = row;
  return { verifiedAt, from: rootOn === null || root === null ? null : { rootOn, root } };
}

/** Another one may have been recorded meanwhile: then it vouches as well, and this one is not needed. */
export async function recordVerification(
  pool: Pool,
  creditorId: Uuid,
  verified: {
    readonly isFull: boolean;
    readonly newest: From;
    readonly claims: number;
    readonly events: number;
  },
): Promise<void> {
  const { isFull, newest, claims, events } = verified;
  await withCreditor(pool, creditorId, (tx) =>
    tx.run(sql`
      insert into verification (creditor_id, verification_no, verified_at, is_full, root_on, root, claim_count, event_count)
      select ${creditorId}::uuid, coalesce(max(verification_no), 0) + 1, date_trunc('milliseconds', clock_timestamp()),
        ${isFull}::boolean, ${newest?.rootOn ?? null}::date, ${newest?.root ?? null}, ${claims}::int, ${events}::int
      from verification where creditor_id = ${creditorId}::uuid
      on conflict do nothing`),
  );
}
