/** For tests of two who want the same file: one holds it, and the others are seen to wait. */
import { withAdministrator, withCreditor } from "../store/index.ts";
import { lockFiles } from "../store/page.ts";
import type { Sandbox } from "./test-sandbox.ts";

export type HeldFile = {
  /** Ends once the file is free again. */
  readonly hand: Promise<void>;
  readonly free: () => void;
};

/** Keeps a claim's file locked until it is freed. */
export async function holdFile({ pool, creditorId, claim }: Sandbox, number: string): Promise<HeldFile> {
  const { debtorId } = await claim(number);
  const { promise: freed, resolve: free } = Promise.withResolvers<void>();
  const { promise: isHeld, resolve: held } = Promise.withResolvers<void>();
  const hand = withCreditor(pool, creditorId, async (tx) => {
    await lockFiles(tx, creditorId, [debtorId]);
    held();
    await freed;
  });
  await isHeld;
  return { hand, free };
}

/** Comes back when so many transactions of this database wait for a lock. Only an administrator sees them. */
export async function waiters(databaseUrl: string, count: number): Promise<void> {
  await withAdministrator(databaseUrl, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      if (rows[0]!.n >= count) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
}
