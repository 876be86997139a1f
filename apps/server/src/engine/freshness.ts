/** Whether what a company's claims are judged by is fresh: its source of invoices and its bank (B20). */
import type { Uuid } from "@innfri/kernel";
import { type Clock, shownInstant } from "../clock.ts";
import { sql, type Tx } from "../store/index.ts";
import type { CreditorSettings } from "./creditor-settings.ts";
import type { Creditor } from "./creditors.ts";

export const FEEDS = ["source", "bank"] as const;
export type Feed = (typeof FEEDS)[number];

export type FeedSeen = { readonly feed: Feed; readonly seenAt: string };

const HOUR_MS = 60 * 60 * 1000;
const WORDS = { source: "the source of its invoices", bank: "its bank" } as const;

/** Something was read that tells of everything until an instant. A feed is never seen less than before. */
export async function sawFeed(tx: Tx, creditorId: Uuid, feed: Feed, seenAt: string): Promise<void> {
  await tx.run(sql`
    insert into feed (creditor_id, feed, seen_at) values (${creditorId}::uuid, ${feed}, ${seenAt}::timestamptz)
    on conflict (creditor_id, feed) do update set seen_at = excluded.seen_at where feed.seen_at < excluded.seen_at`);
}

export function readFeeds(tx: Tx, creditorId: Uuid): Promise<FeedSeen[]> {
  return tx.many<FeedSeen>(sql`
    select feed, seen_at as "seenAt" from feed where creditor_id = ${creditorId}::uuid order by feed desc`);
}

/** Which feeds are older than the company lets them be, each in words; none where it has set no limit. */
export async function staleFeeds(
  tx: Tx,
  { creditorId, timeZone }: Pick<Creditor, "creditorId" | "timeZone">,
  { freshWithin }: Pick<CreditorSettings, "freshWithin">,
  { nowAt }: Pick<Clock, "nowAt">,
): Promise<readonly string[]> {
  const limited = FEEDS.filter((feed) => freshWithin?.[feed] !== undefined);
  if (limited.length === 0) return [];
  const seen = new Map((await readFeeds(tx, creditorId)).map(({ feed, seenAt }) => [feed, seenAt]));
  return limited.flatMap((feed) => {
    const hours = freshWithin![feed]!;
    const seenAt = seen.get(feed);
    const within = `at most ${hoursText(hours)} old`;
    if (seenAt === undefined) return [`${WORDS[feed]} has not been read yet, and is to be ${within}`];
    const isFresh = new Date(nowAt).getTime() - new Date(seenAt).getTime() <= hours * HOUR_MS;
    return isFresh
      ? []
      : [`${WORDS[feed]} was last seen on ${shownInstant(timeZone, seenAt)}, and is to be ${within}`];
  });
}

export function hoursText(hours: number): string {
  if (hours % 24 !== 0) return hours === 1 ? "1 hour" : `${hours} hours`;
  return hours === 24 ? "1 day" : `${hours / 24} days`;
}

/** Files whose steps waited for a feed are due again. Returns how many. */
export function wakeWaiting(tx: Tx, creditorId: Uuid, { today }: Pick<Clock, "today">): Promise<number> {
  return tx.run(sql`
    update file set next_look_on = least(next_look_on, ${today}::date), waits_for_feed = false, version = version + 1
    where creditor_id = ${creditorId}::uuid and waits_for_feed`);
}

/** How many customers' steps wait for a feed. */
export async function countWaiting(tx: Tx, creditorId: Uuid): Promise<number> {
  const { count } = await tx.one<{ count: number }>(sql`
    select count(*)::int as count from file where creditor_id = ${creditorId}::uuid and waits_for_feed`);
  return count;
}
