/**
 * The outbox: what a run decided to say is queued in the same transaction as the decision, and leaves from here. Any
 * number of processes may deliver one creditor's letters at once, and any of them may be killed at any moment.
 */
import type { Clock } from "../clock.ts";
import { openDoor } from "../door/door-rows.ts";
import { type Creditor, settingsOn } from "../engine/creditors.ts";
import type { CarrierName } from "../store/index.ts";
import { withCreditor } from "../store/index.ts";
import { outboxOf } from "./capture.ts";
import { type Env, LETTER_CHANNELS, type Ways, waysOf } from "./carriers.ts";
import { type Deliverer, Delivery } from "./delivery.ts";
import { readOutages } from "./outages.ts";

export type Undelivered = { readonly caseNumber: string; readonly problem: string };

export type Delivered = {
  readonly email: number;
  readonly post: number;
  /** Letters that did not leave and will not, with why: undone, and judged anew or left for a person. */
  readonly failed: readonly Undelivered[];
  /** Letters of which nobody knows whether they left: they wait for a person. */
  readonly unknown: readonly Undelivered[];
  /** Letters that were not taken and are tried again today. */
  readonly again: number;
  /** Carriers that take nothing now, with why; what is queued for them waits. */
  readonly down: readonly { readonly carrier: CarrierName; readonly problem: string }[];
  /** Where letters lie that are only files. */
  readonly folder: string;
};

export type DeliverOptions = {
  readonly leaseMs?: number;
  /** Also wait for what other processes have in hand: then nothing that is due is left when it returns. */
  readonly waits?: boolean;
  /** Only what an earlier day left: it is undone, and nothing is sent. */
  readonly isLateOnly?: boolean;
  /** Asks a carrier that is out also before it is time: a person has come to see to it. */
  readonly isEager?: boolean;
  /** Takes nothing more once it is aborted; what is in hand is ended. */
  readonly signal?: AbortSignal;
  /** How carriers are reached. */
  readonly env?: Env;
};

/**
 * Sends what is queued for a creditor. Each message is in the hand of one process at a time, and ended once. A letter
 * of an earlier day did not leave in time, and one that nobody vouches for any more may not leave: it is undone, and
 * its claims are judged anew. So is one that its channel does not bring to the debtor, which then has one channel less.
 */
export async function deliverQueued(
  installation: Deliverer,
  creditor: Creditor,
  clock: Clock,
  options: DeliverOptions = {},
): Promise<Delivered> {
  const { pool, directory } = installation;
  const folder = outboxOf(directory, creditor);
  const door = await openDoor(directory, options.env ?? process.env);
  const delivery = new Delivery(installation, creditor, clock, { ...options, folder, door });
  const ways = await readWays(installation, creditor, clock);
  const outages = creditor.isSandbox ? [] : await readOutages(pool, creditor.creditorId);
  try {
    for (const [name, channels] of byCarrier(ways)) {
      const outage = outages.find(({ carrier }) => carrier === name);
      if (outage?.isResting === true && options.isEager !== true) delivery.rests(outage);
      await delivery.by(name, channels, outage !== undefined);
    }
  } finally {
    await delivery.end();
  }
  const { sent, failed, unknown, again, down } = delivery;
  return { ...sent, failed, unknown, again, down, folder };
}

/** Who takes a company's letters of each channel, by the rules that hold today. */
export function readWays(
  { pool }: Pick<Deliverer, "pool">,
  creditor: Creditor,
  { today }: Pick<Clock, "today">,
): Promise<Ways> {
  if (creditor.isSandbox) return Promise.resolve(waysOf(creditor, undefined));
  return withCreditor(pool, creditor.creditorId, async (tx) =>
    waysOf(creditor, await settingsOn(tx, creditor.creditorId, today)),
  );
}

function byCarrier(ways: Ways) {
  return Map.groupBy(LETTER_CHANNELS, (channel) => ways[channel]);
}
