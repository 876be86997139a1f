/** What comes of attempts: the rows that end them, and what follows for the claims of a letter that did not leave. */

import type { Json, Uuid } from "@innfri/kernel";
import { at } from "../faults/points.ts";
import { countDelivery } from "../metrics/counters.ts";
import { type Pool, wake, withCreditor } from "../store/index.ts";
import { parkLetters } from "./park-letters.ts";
import { type AttemptEnd, type Claimed, endAttempts, type Lease } from "./queue.ts";
import { type UndoContext, undoLetters } from "./undo-letters.ts";
import { markUnreached } from "./unreached.ts";

/** What is known of a letter that was in hand. */
export type Result =
  | { readonly kind: "sent"; readonly detail: Json }
  /** Tried again at an instant, with the same message. */
  | { readonly kind: "again"; readonly at: string; readonly detail: Json }
  /** It did not leave and will not: undone; `parks` where a person has to look before it is tried anew. */
  | {
      readonly kind: "given-up";
      readonly reason: string;
      readonly parks: boolean;
      /** Its channel does not bring letters to this address: the next letter goes another way. */
      readonly isUnreached: boolean;
      readonly detail: Json;
    }
  | { readonly kind: "unknown"; readonly reason: string; readonly detail: Json };

export type Settled = { readonly message: Claimed; readonly result: Result };

/**
 * Writes the results, and returns those that this call settled. A letter that is given up is undone in the same
 * transaction; what left is written first, so that nothing that happens to the others can hide it.
 */
export async function settleAttempts(
  pool: Pool,
  context: UndoContext & { readonly lease: Lease },
  settled: readonly Settled[],
): Promise<Settled[]> {
  const isPlain = ({ result: { kind } }: Settled) => kind === "sent" || kind === "again";
  const plain = settled.filter(isPlain);
  const others = settled.filter((one) => !isPlain(one));
  const { lease, clock } = context;
  const done: Settled[] = [];
  if (plain.length > 0)
    done.push(
      ...ownOf(
        plain,
        await withCreditor(pool, lease.creditorId, async (tx) => {
          const ended = await endAttempts(tx, lease, plain.map(endOf), clock.nowAt);
          await at("letters-ending");
          return ended;
        }),
      ),
    );
  if (others.length > 0)
    done.push(
      ...(await withCreditor(pool, lease.creditorId, async (tx) => {
        const own = ownOf(others, await endAttempts(tx, lease, others.map(endOf), clock.nowAt));
        await undoLetters(
          tx,
          context,
          own.flatMap(({ message: { documentId }, result }) =>
            result.kind === "given-up" ? [{ documentId, reason: result.reason, parks: result.parks }] : [],
          ),
        );
        // With what it is about, or whoever is killed in between leaves claims that nobody judges before tomorrow.
        if (own.some(({ result: { kind } }) => kind === "given-up")) await wake(tx, lease.creditorId, "run");
        await markUnreached(
          tx,
          lease.creditorId,
          own.flatMap(({ message, result }) =>
            result.kind === "given-up" && result.isUnreached ? [{ ...message, reason: result.reason }] : [],
          ),
          clock,
        );
        await parkLetters(
          tx,
          context,
          own.flatMap(({ message: { documentId }, result }) =>
            result.kind === "unknown" ? [{ documentId, reason: result.reason }] : [],
          ),
        );
        await at("letters-ending");
        return own;
      })),
    );
  for (const one of done) countDelivery(one.message.channel, endOf(one).outcome);
  return done;
}

function ownOf(settled: readonly Settled[], ended: ReadonlySet<Uuid>): Settled[] {
  return settled.filter(({ message: { messageId } }) => ended.has(messageId));
}

function endOf({ message: { messageId, attemptNo }, result }: Settled): AttemptEnd {
  const end = { messageId, attemptNo, detail: result.detail, sendAfter: null };
  switch (result.kind) {
    case "sent":
      return { ...end, outcome: "sent", state: "sent" };
    case "again":
      return { ...end, outcome: "failed", state: "queued", sendAfter: result.at };
    case "given-up":
      return { ...end, outcome: result.isUnreached ? "refused" : "failed", state: "given-up" };
    case "unknown":
      return { ...end, outcome: "unknown", state: "unknown" };
  }
}
