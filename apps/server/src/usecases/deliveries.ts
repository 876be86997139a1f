/**
 * What a person has to see to in the outbox: letters whose outcome nobody knows, carriers that are out, batches
 * unanswered and answers that nobody could read.
 */
import type { Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { allCreditors, type Creditor } from "../engine/creditors.ts";
import type { Installation, Operator } from "../installation.ts";
import { takeDown } from "../outbox/afterwards.ts";
import type { Env } from "../outbox/carriers.ts";
import { readWays } from "../outbox/deliver.ts";
import { type Outage, readOutages } from "../outbox/outages.ts";
import { putAsideReader } from "../outbox/print-aside.ts";
import { sql, type Tx, withCreditor } from "../store/index.ts";

export type UnknownLetter = {
  readonly messageId: Uuid;
  readonly caseNumber: string;
  readonly datedOn: string;
  readonly channel: string;
  readonly problem: string | null;
};

/** Letters that a print house was handed and has not said that it has. */
export type OpenBatch = { readonly batchId: Uuid; readonly letters: number; readonly handedOverAt: string };

export type Deliveries = {
  readonly creditor: Creditor;
  readonly unknown: readonly UnknownLetter[];
  readonly outages: readonly Outage[];
  readonly unanswered: readonly OpenBatch[];
  /** Files of the print house that were put aside in its folder `unreadable`. */
  readonly unreadable: readonly string[];
  /** What waits for its time or its carrier. */
  readonly queued: number;
};

/** A print house answers within a day (integrations.md 4.8). */
const ANSWER_HOURS = 24;

export async function listDeliveries(
  { pool }: Pick<Installation, "pool">,
  creditorIds: readonly Uuid[],
  now: Date,
  env: Env = process.env,
): Promise<Deliveries[]> {
  const creditors = (await allCreditors(pool)).filter(({ creditorId }) => creditorIds.includes(creditorId));
  const aside = putAsideReader(env);
  return Promise.all(
    creditors.map(async (creditor) => {
      const { creditorId } = creditor;
      const outages = await readOutages(pool, creditorId);
      const before = new Date(
        Date.parse(clockOf(creditor, now).nowAt) - ANSWER_HOURS * 3_600_000,
      ).toISOString();
      const { post } = await readWays({ pool }, creditor, clockOf(creditor, now));
      const putAside = await aside.of(post, creditor);
      return withCreditor(pool, creditorId, async (tx) => ({
        creditor,
        unreadable: putAside?.files ?? [],
        outages,
        unknown: await unknownLetters(tx, creditorId),
        unanswered: await tx.many<OpenBatch>(sql`
          select batch_id as "batchId", letters, handed_over_at as "handedOverAt" from print_batch
          where creditor_id = ${creditorId}::uuid and acknowledged_at is null
            and handed_over_at < ${before}::timestamptz
          order by handed_over_at, batch_id`),
        queued: await queuedCount(tx, creditorId),
      }));
    }),
  ).finally(aside.close);
}

function unknownLetters(tx: Tx, creditorId: Uuid): Promise<UnknownLetter[]> {
  return tx.many<UnknownLetter>(sql`
    select m.message_id as "messageId", d.data ->> 'caseNumber' as "caseNumber", d.dated_on as "datedOn", m.channel,
      (select a.detail ->> 'problem' from delivery_attempt a
        where a.creditor_id = m.creditor_id and a.message_id = m.message_id
        order by a.attempt_no desc limit 1) as problem
    from message m join document d on d.creditor_id = m.creditor_id and d.document_id = m.document_id
    where m.creditor_id = ${creditorId}::uuid and m.state = 'unknown'
    order by d.dated_on, m.message_id limit 1000`);
}

async function queuedCount(tx: Tx, creditorId: Uuid): Promise<number> {
  const { queued } = await tx.one<{ queued: number }>(sql`
    select count(*)::int as queued from message where creditor_id = ${creditorId}::uuid and state = 'queued'`);
  return queued;
}

export type SettleOutcome =
  | { readonly kind: "settled"; readonly creditor: Creditor }
  | { readonly kind: "not-unknown" };

/** A person has found out whether a letter of these creditors left. One that did not is undone, and its claims are judged anew. */
export async function settleUnknown(
  installation: Pick<Installation, "pool"> & { readonly operator: Operator },
  creditorIds: readonly Uuid[],
  messageId: Uuid,
  wasSent: boolean,
  now: Date,
): Promise<SettleOutcome> {
  for (const creditor of await allCreditors(installation.pool)) {
    if (!creditorIds.includes(creditor.creditorId)) continue;
    const word = wasSent
      ? ({ messageId, kind: "left" } as const)
      : ({ messageId, kind: "not-left", reason: "a person found that it was not sent" } as const);
    const changed = await takeDown(installation, creditor, clockOf(creditor, now), [word], "person");
    if (changed.size > 0) return { kind: "settled", creditor };
  }
  return { kind: "not-unknown" };
}
