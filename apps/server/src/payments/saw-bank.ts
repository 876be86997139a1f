/** A bank file tells of its accounts until the last day on which something was booked, or until it was read (B20). */
import type { CalendarDate } from "@innfri/kernel";
import { instantIn } from "../clock.ts";
import { sawFeed } from "../engine/freshness.ts";
import { type Pool, wake, withCreditor } from "../store/index.ts";
import type { ReceivingAccounts } from "./receiving-accounts.ts";

export async function sawBank(
  pool: Pool,
  { ownersOf }: ReceivingAccounts,
  accounts: readonly string[],
  lastBookedOn: CalendarDate | null,
): Promise<void> {
  for (const { creditor, clock } of new Set(accounts.flatMap(ownersOf))) {
    const { creditorId, timeZone } = creditor;
    const end = lastBookedOn === null ? clock.nowAt : instantIn(timeZone, lastBookedOn, "23:59");
    const seenAt = end < clock.nowAt ? end : clock.nowAt;
    await withCreditor(pool, creditorId, async (tx) => {
      await sawFeed(tx, creditorId, "bank", seenAt);
      await wake(tx, creditorId, "run");
    });
  }
}
