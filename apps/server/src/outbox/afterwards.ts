/**
 * What becomes known of a letter after it left: that it arrived, or that it did not. A deadline counts from valid
 * dispatch (B21), so one that came back is undone as if it had not left, and the next goes another way. Where claims
 * have gone on from it since, that is a person's to untangle.
 */
import type { Uuid } from "@innfri/kernel";
import type { Clock } from "../clock.ts";
import type { Creditor } from "../engine/creditors.ts";
import type { MessageState } from "../store/index.ts";
import { sql, type Tx, wake, withCreditor } from "../store/index.ts";
import type { LetterChannel } from "./carrier.ts";
import type { Deliverer } from "./delivery.ts";
import { parkFollowed, takeUpLetters } from "./park-letters.ts";
import { undoLetters } from "./undo-letters.ts";
import { markUnreached } from "./unreached.ts";

/** Reasons are kept for ever: no names or addresses in them. */
export type Word = { readonly messageId: Uuid } & (
  | { readonly kind: "delivered" | "left" }
  | {
      readonly kind: "bounced" | "returned" | "rejected" | "not-left" | "posted-late";
      readonly reason: string;
    }
);

/** From which states a word leads to which, and what it does to the letter. */
const MEANS = {
  delivered: { from: ["sent", "unknown"], to: "delivered", undoes: false, isUnreached: false },
  left: { from: ["unknown"], to: "sent", undoes: false, isUnreached: false },
  "not-left": { from: ["unknown"], to: "given-up", undoes: true, isUnreached: false },
  bounced: { from: ["sent", "delivered", "unknown"], to: "bounced", undoes: true, isUnreached: true },
  returned: { from: ["sent"], to: "returned", undoes: true, isUnreached: true },
  rejected: { from: ["sent"], to: "given-up", undoes: true, isUnreached: true },
  "posted-late": { from: ["sent"], to: "sent", undoes: true, isUnreached: false },
} as const satisfies Record<
  Word["kind"],
  {
    readonly from: readonly MessageState[];
    readonly to: MessageState;
    readonly undoes: boolean;
    readonly isUnreached: boolean;
  }
>;

type Touched = {
  readonly messageId: Uuid;
  readonly documentId: Uuid;
  readonly contactId: Uuid;
  readonly debtorId: Uuid;
  readonly channel: LetterChannel;
  readonly wasUnknown: boolean;
};

/** Takes these words down, each once however often it comes, and returns the messages that it changed. */
export async function takeDown(
  { pool, operator }: Pick<Deliverer, "pool" | "operator">,
  creditor: Creditor,
  clock: Clock,
  words: readonly Word[],
  actor = "outbox",
): Promise<ReadonlySet<Uuid>> {
  if (words.length === 0) return new Set();
  const { creditorId } = creditor;
  return withCreditor(pool, creditorId, async (tx) => {
    const changed = new Set<Uuid>();
    const context = { creditor, operator: operator.kind, clock };
    for (const [kind, same] of Map.groupBy(words, (word) => word.kind)) {
      const { undoes, isUnreached } = MEANS[kind];
      const touched = await changeState(tx, creditorId, same, MEANS[kind]);
      for (const { messageId } of touched) changed.add(messageId);
      const reasonOf = new Map(same.map((word) => [word.messageId, "reason" in word ? word.reason : ""]));
      const told = touched.map((one) => ({ ...one, reason: reasonOf.get(one.messageId)! }));
      const known = touched.filter(({ wasUnknown }) => wasUnknown).map(({ documentId }) => documentId);
      await takeUpLetters(tx, context, known, actor);
      if (isUnreached) await markUnreached(tx, creditorId, told, clock);
      if (!undoes) continue;
      const standing = await standingOf(tx, creditorId, told);
      const followed = told.filter(({ documentId }) => standing.get(documentId) === "followed");
      const open = told.filter(({ documentId }) => standing.get(documentId) === "open");
      await undoLetters(
        tx,
        context,
        open.map(({ documentId, reason }) => ({ documentId, reason, parks: false })),
      );
      await parkFollowed(tx, context, followed);
    }
    if (changed.size > 0) await wake(tx, creditorId, "run");
    return changed;
  });
}

function changeState(
  tx: Tx,
  creditorId: Uuid,
  words: readonly Word[],
  { from, to }: { readonly from: readonly MessageState[]; readonly to: MessageState },
): Promise<Touched[]> {
  const ids = words.map(({ messageId }) => messageId);
  return tx.many<Touched>(sql`
    with found as (
      select message_id, state from message
      where creditor_id = ${creditorId}::uuid and message_id = any(${ids}::uuid[]) and state = any(${from}::text[])
      order by message_id for update)
    update message m set state = ${to} from found f
    where m.creditor_id = ${creditorId}::uuid and m.message_id = f.message_id
    returning m.message_id as "messageId", m.document_id as "documentId", m.contact_id as "contactId",
      m.debtor_id as "debtorId", m.channel, f.state = 'unknown' as "wasUnknown"`);
}

/**
 * How a letter stands on the chains of its claims: `open` where it can be undone, `followed` where something has been
 * built on it, and not named where it has been undone already or all of its claims are over.
 */
async function standingOf(
  tx: Tx,
  creditorId: Uuid,
  letters: readonly Pick<Touched, "documentId" | "debtorId">[],
): Promise<ReadonlyMap<Uuid, "open" | "followed">> {
  const rows = await tx.many<{ documentId: Uuid; isFollowed: boolean }>(sql`
    with letter as (
      select x.document_id, e.claim_id, e.seq, n.state
      from unnest(${letters.map(({ documentId }) => documentId)}::uuid[],
        ${letters.map(({ debtorId }) => debtorId)}::uuid[]) x(document_id, debtor_id)
      join claim c on c.creditor_id = ${creditorId}::uuid and c.debtor_id = x.debtor_id
      join claim_now n on n.creditor_id = ${creditorId}::uuid and n.claim_id = c.claim_id
      join event e on e.creditor_id = ${creditorId}::uuid and e.claim_id = c.claim_id and e.kind = 'letter'
        and e.data ->> 'document' = x.document_id::text)
    select l.document_id as "documentId", bool_or(exists (
      select from event s
      where s.creditor_id = ${creditorId}::uuid and s.claim_id = l.claim_id and s.seq > l.seq
        and s.kind in ('letter', 'step', 'payment-plan', 'application', 'attachment-application', 'decision',
          'enforcement', 'payment-order', 'surveillance')
        and not exists (select from event g where g.creditor_id = ${creditorId}::uuid and g.claim_id = s.claim_id
          and g.kind = 'given-up' and g.data ->> 'document' = s.data ->> 'document'))) as "isFollowed"
    from letter l
    where not exists (select from event g where g.creditor_id = ${creditorId}::uuid and g.claim_id = l.claim_id
      and g.kind = 'given-up' and g.data ->> 'document' = l.document_id::text)
    group by l.document_id having bool_or(l.state <> 'closed')`);
  return new Map(rows.map(({ documentId, isFollowed }) => [documentId, isFollowed ? "followed" : "open"]));
}
