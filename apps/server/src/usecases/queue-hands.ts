/** Who has a piece of work of the queue in hand. Of two who take the same, the second is told of the first. */
import { PERMISSIONS_OF, type QueueKind } from "@innfri/contract";
import type { Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";
import { addAuditLine } from "./audit-lines.ts";
import { membershipsOf } from "./users.ts";

export type Subject = {
  readonly kind: QueueKind;
  readonly subjectId: Uuid;
  readonly creditorId: Uuid | null;
};

export type Hands = { readonly holder: string; readonly name: string | null; readonly since: string };

export type HandsOutcome =
  | { readonly kind: "done"; readonly hands: Hands | null }
  | { readonly kind: "refused"; readonly reason: string };

/** Who has it now; null where nobody does. */
async function handsOn(tx: Tx, { kind, subjectId }: Subject): Promise<Hands | null> {
  const found = await tx.maybe<Hands>(sql`
    select t.holder, coalesce(u.name, a.name) as name, t.taken_at as since
    from queue_taken t
    left join signin_user u on 'user:' || u.id = t.holder
    left join api_key a on 'key:' || a.key_id::text = t.holder
    where t.item_kind = ${kind} and t.subject_id = ${subjectId}::uuid and t.holder is not null`);
  return found ?? null;
}

export async function take(tx: Tx, of: Subject, actor: string, now: Date): Promise<HandsOutcome> {
  const { kind, subjectId, creditorId } = of;
  const at = now.toISOString();
  const changed = await tx.run(sql`
    insert into queue_taken as t (item_kind, subject_id, for_creditor_id, holder, taken_at)
    values (${kind}, ${subjectId}::uuid, ${creditorId}::uuid, ${actor}, ${at}::timestamptz)
    on conflict (item_kind, subject_id) do update
      set holder = excluded.holder, taken_at = excluded.taken_at, version = t.version + 1
      where t.holder is null`);
  const hands = await handsOn(tx, of);
  if (changed === 0 && hands?.holder !== actor) return taken(hands);
  if (changed > 0) await note(tx, of, "queue-taken", actor, {}, now);
  return { kind: "done", hands };
}

export async function handOver(
  tx: Tx,
  of: Subject,
  toUserId: string,
  actor: string,
  now: Date,
): Promise<HandsOutcome> {
  const held = await membershipsOf(tx, toUserId);
  const works = held.some(
    ({ creditorId, role }) => creditorId === null && PERMISSIONS_OF[role].includes("cases:work"),
  );
  if (!works) return { kind: "refused", reason: "nobody who works on cases here has this id" };
  const changed = await passed(tx, of, `user:${toUserId}`, actor, now);
  const hands = await handsOn(tx, of);
  if (!changed) return taken(hands);
  await note(tx, of, "queue-handed-over", actor, { to: `user:${toUserId}` }, now);
  return { kind: "done", hands };
}

/** `isAdministrator` gives back also what somebody else has. */
export async function giveBack(
  tx: Tx,
  of: Subject,
  { actor, isAdministrator }: { readonly actor: string; readonly isAdministrator: boolean },
  now: Date,
): Promise<HandsOutcome> {
  const before = await handsOn(tx, of);
  if (before === null) return { kind: "done", hands: null };
  const from = isAdministrator ? before.holder : actor;
  if (!(await passed(tx, of, null, from, now))) return taken(await handsOn(tx, of));
  await note(tx, of, "queue-given-back", actor, { from }, now);
  return { kind: "done", hands: null };
}

/** From whoever must have it, or not at all. */
async function passed(tx: Tx, of: Subject, to: string | null, from: string, now: Date): Promise<boolean> {
  const changed = await tx.run(sql`
    update queue_taken set holder = ${to}, taken_at = ${now.toISOString()}::timestamptz, version = version + 1
    where item_kind = ${of.kind} and subject_id = ${of.subjectId}::uuid and holder = ${from}`);
  return changed > 0;
}

function taken(hands: Hands | null): HandsOutcome {
  const reason =
    hands === null
      ? "nobody has it in hand: take it first"
      : `${hands.name ?? "somebody else"} has had it in hand since ${new Date(hands.since).toISOString()}`;
  return { kind: "refused", reason };
}

function note(
  tx: Tx,
  { kind, subjectId }: Subject,
  act: string,
  actor: string,
  details: Readonly<Record<string, string>>,
  now: Date,
): Promise<void> {
  return addAuditLine(
    tx,
    { actor, act, subject: `queue:${kind}:${subjectId}`, creditorId: null, details },
    now,
  );
}
