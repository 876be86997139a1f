/** The queues and what a job of each says. A job names work and holds none of it: doing it twice does nothing twice. */
import type { CalendarDate, Uuid } from "@innfri/kernel";

export type JobData = {
  /** Looks for what is due and sends jobs for it. */
  readonly tick: Record<string, never>;
  /** Opens a creditor's day and sends its batches. */
  readonly day: { readonly creditorId: Uuid };
  /** One lane of a creditor's day: batch after batch until nothing is due. */
  readonly lane: { readonly creditorId: Uuid; readonly day: CalendarDate; readonly laneNo: number };
  /** Sends what is queued for a creditor; the first lane looks how many more there should be. */
  readonly deliver: { readonly creditorId: Uuid; readonly laneNo: number };
  /** Makes the root over the day that has ended. */
  readonly seal: { readonly creditorId: Uuid };
  /** Tells a creditor's webhooks what has happened. */
  readonly tell: { readonly creditorId: Uuid };
  /** Makes the operator's root over those of its creditors, once a day. */
  readonly "seal-operator": { readonly day: CalendarDate };
};

export type QueueName = keyof JobData;

export const QUEUE_NAMES = [
  "tick",
  "day",
  "lane",
  "deliver",
  "seal",
  "tell",
  "seal-operator",
] as const satisfies readonly QueueName[];

/** What is done at once: its jobs are told apart by this, and one that waits or is at work is not sent again. */
export function keyOf<Q extends QueueName>(queue: Q, data: JobData[Q]): string {
  return [queue, ...Object.values(data)].join("/");
}
