/** How many claims wait for a person outside of proposals and lists: what cannot be judged is set aside, not lost. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { allCreditors, type Creditor } from "../engine/creditors.ts";
import type { Installation } from "../installation.ts";
import { sql, withCreditor } from "../store/index.ts";

export type SetAside = { readonly creditor: Creditor; readonly today: CalendarDate; readonly claims: number };

/** Of these creditors, those that have any. */
export async function setAside(
  { pool }: Pick<Installation, "pool">,
  creditorIds: readonly Uuid[],
  now: Date,
): Promise<SetAside[]> {
  const found: SetAside[] = [];
  for (const creditor of await allCreditors(pool)) {
    if (!creditorIds.includes(creditor.creditorId)) continue;
    const { claims } = await withCreditor(pool, creditor.creditorId, (tx) =>
      tx.one<{ claims: number }>(sql`
        select count(*)::int as claims from claim_now
        where creditor_id = ${creditor.creditorId}::uuid and state = 'parked'`),
    );
    if (claims > 0) found.push({ creditor, today: clockOf(creditor, now).today, claims });
  }
  return found;
}
