/** The clock by which something is done to files, once they are locked. */
import { type Clock, clockOf } from "../clock.ts";
import { sql, type Tx } from "../store/index.ts";
import type { Creditor } from "./creditors.ts";

/**
 * While the lock was waited for, a run may have moved a sandbox's clock, or one beyond midnight may have begun a real
 * company's next day. What is done now comes after that on the chain and in the books, so it bears no earlier day.
 */
export async function clockUnderLock(tx: Tx, creditor: Creditor, { nowAt }: Clock): Promise<Clock> {
  const days = await tx.one<Pick<Creditor, "clockOn" | "lastRunOn">>(sql`
    select clock_on as "clockOn", last_run_on as "lastRunOn" from creditor
    where creditor_id = ${creditor.creditorId}::uuid`);
  return clockOf({ ...creditor, ...days }, new Date(nowAt));
}

/** The same for what a run or a delivery does within its day: its own clock, unless a later day has begun meanwhile. */
export async function dayUnderLock(tx: Tx, creditor: Creditor, clock: Clock): Promise<Clock> {
  const now = await clockUnderLock(tx, creditor, clock);
  return now.today > clock.today ? now : clock;
}
