/** Where a company is told of its events: made, changed, tested, asked for again. */
import { randomBytes } from "node:crypto";
import { type Uuid, uuidOf } from "@innfri/kernel";
import { lastPosition } from "../events/read-events.ts";
import type { Keys } from "../secrets/keys.ts";
import { sql, type Tx, wake } from "../store/index.ts";
import { type Networks, unfit } from "../webhooks/addresses.ts";
import { newMessageId } from "../webhooks/make-messages.ts";
import { addSecret } from "../webhooks/secrets.ts";
import { addAuditLine } from "./audit-lines.ts";

/** A company that tells more has lost sight of them. */
const MOST_ENDPOINTS = 50;

export type Webhook = {
  readonly endpointId: Uuid;
  readonly url: string;
  readonly description: string;
  readonly types: readonly string[];
  readonly state: "enabled" | "disabled";
  readonly because: string | null;
  readonly version: number;
  readonly failingSince: string | null;
  readonly waiting: number;
  readonly createdBy: string;
  readonly createdAt: string;
};

export type WebhookId = { readonly creditorId: Uuid; readonly endpointId: Uuid };
type By = { readonly actor: string; readonly now: Date };
type Refused = { readonly kind: "refused"; readonly reason: string };

export async function webhooks(tx: Tx, creditorId: Uuid, endpointId: Uuid | null = null): Promise<Webhook[]> {
  return tx.many<Webhook>(sql`
    select endpoint_id as "endpointId", url, description, types, state, because, version,
      failing_since as "failingSince", created_by as "createdBy", created_at as "createdAt",
      (select count(*)::int from webhook_message m where m.creditor_id = e.creditor_id
        and m.endpoint_id = e.endpoint_id and m.state = 'waiting') as waiting
    from webhook_endpoint e
    where creditor_id = ${creditorId}::uuid and state <> 'removed'
      and (${endpointId}::uuid is null or endpoint_id = ${endpointId}::uuid)
    order by created_at, endpoint_id`);
}

export async function webhookOf(tx: Tx, { creditorId, endpointId }: WebhookId): Promise<Webhook | undefined> {
  return (await webhooks(tx, creditorId, endpointId))[0];
}

export async function makeWebhook(
  tx: Tx,
  creditorId: Uuid,
  given: Pick<Webhook, "url" | "description" | "types">,
  { actor, now }: By,
  { keys, networks }: { readonly keys: Keys; readonly networks: Networks },
): Promise<{ readonly kind: "made"; readonly webhook: Webhook; readonly secret: string } | Refused> {
  const reason = unfit(given.url, networks);
  if (reason !== null) return { kind: "refused", reason };
  if ((await webhooks(tx, creditorId)).length >= MOST_ENDPOINTS)
    return { kind: "refused", reason: `there are ${MOST_ENDPOINTS} webhooks already; remove one first` };
  const endpointId = uuidOf(now.getTime(), randomBytes(10));
  await tx.run(sql`
    insert into webhook_endpoint (creditor_id, endpoint_id, url, description, types, state, created_by, created_at, position)
    values (${creditorId}::uuid, ${endpointId}::uuid, ${given.url}, ${given.description}, ${[...given.types]}::text[],
      'enabled', ${actor}, ${now.toISOString()}::timestamptz, ${await lastPosition(tx, creditorId)}::bigint)`);
  const secret = await addSecret(tx, keys, creditorId, endpointId, 0);
  await audited(tx, { creditorId, endpointId }, "webhook-made", { actor, now });
  await wake(tx, creditorId, "tell");
  return { kind: "made", webhook: (await webhookOf(tx, { creditorId, endpointId }))!, secret };
}

export type WebhookChange = Partial<Pick<Webhook, "url" | "description" | "types" | "state">>;

export async function changeWebhook(
  tx: Tx,
  id: WebhookId,
  before: Webhook,
  change: WebhookChange,
  by: By,
  networks: Networks,
): Promise<{ readonly kind: "changed"; readonly webhook: Webhook } | Refused> {
  const reason = change.url === undefined ? null : unfit(change.url, networks);
  if (reason !== null) return { kind: "refused", reason };
  const { url, description, types, state } = { ...before, ...change };
  const isTurnedOn = state === "enabled" && before.state === "disabled";
  await tx.run(sql`
    update webhook_endpoint set url = ${url}, description = ${description}, types = ${[...types]}::text[], state = ${state},
      version = version + 1, because = case when ${state} = 'enabled' then null else coalesce(because, 'somebody turned it off') end,
      failing_since = case when ${isTurnedOn}::bool then null else failing_since end,
      noticed_at = case when ${isTurnedOn}::bool then null when ${state} = 'disabled' then coalesce(noticed_at, clock_timestamp()) else noticed_at end
    where creditor_id = ${id.creditorId}::uuid and endpoint_id = ${id.endpointId}::uuid`);
  await audited(tx, id, "webhook-changed", by);
  await wake(tx, id.creditorId, "tell");
  return { kind: "changed", webhook: (await webhookOf(tx, id))! };
}

export async function removeWebhook(tx: Tx, id: WebhookId, by: By): Promise<void> {
  await tx.run(sql`
    update webhook_endpoint set state = 'removed', version = version + 1
    where creditor_id = ${id.creditorId}::uuid and endpoint_id = ${id.endpointId}::uuid`);
  await tx.run(sql`
    update webhook_secret set ends_at = clock_timestamp()
    where creditor_id = ${id.creditorId}::uuid and endpoint_id = ${id.endpointId}::uuid`);
  await audited(tx, id, "webhook-removed", by);
}

export async function rotateWebhookSecret(
  tx: Tx,
  id: WebhookId,
  keys: Keys,
  oldOneHours: number,
  by: By,
): Promise<string> {
  const secret = await addSecret(tx, keys, id.creditorId, id.endpointId, oldOneHours);
  await audited(tx, id, "webhook-secret-made", by);
  return secret;
}

/** A message that says nothing but that it came. */
export async function pingWebhook(tx: Tx, { creditorId, endpointId }: WebhookId, now: Date): Promise<Uuid> {
  const messageId = newMessageId();
  const body = JSON.stringify({ type: "ping", timestamp: now.toISOString(), data: { creditorId } });
  await tx.run(sql`
    insert into webhook_message (creditor_id, message_id, endpoint_id, type, body, state)
    values (${creditorId}::uuid, ${messageId}::uuid, ${endpointId}::uuid, 'ping', ${body}, 'waiting')`);
  await wake(tx, creditorId, "tell");
  return messageId;
}

export type Replay =
  | { readonly messageIds: readonly Uuid[] }
  | {
      readonly madeFrom: string;
      readonly madeUntil: string;
      readonly state: "failed" | "delivered" | "all";
    };

/** Tells messages again, under the ids they had. Returns how many; those that still wait are tried at once. */
export async function replayWebhook(tx: Tx, id: WebhookId, replay: Replay, by: By): Promise<number> {
  const { creditorId, endpointId } = id;
  const messages =
    "messageIds" in replay
      ? await tx.run(sql`
          update webhook_message set state = 'waiting', tries = 0, next_try_at = clock_timestamp()
          where creditor_id = ${creditorId}::uuid and endpoint_id = ${endpointId}::uuid
            and message_id = any(${[...replay.messageIds]}::uuid[])`)
      : await tx.run(sql`
          update webhook_message set state = 'waiting', tries = 0, next_try_at = clock_timestamp()
          where creditor_id = ${creditorId}::uuid and endpoint_id = ${endpointId}::uuid
            and made_at >= ${replay.madeFrom}::timestamptz and made_at < ${replay.madeUntil}::timestamptz
            and (${replay.state} = 'all' or state = ${replay.state})`);
  if (messages > 0) await audited(tx, id, "webhook-replayed", by);
  await wake(tx, creditorId, "tell");
  return messages;
}

export type WebhookMessage = {
  readonly messageId: Uuid;
  readonly type: string;
  readonly state: "waiting" | "delivered" | "failed";
  readonly madeAt: string;
  readonly nextTryAt: string;
  readonly body: string;
  readonly attempts: readonly WebhookAttempt[];
};

export type WebhookAttempt = {
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: "delivered" | "refused" | "failed" | "not-allowed" | "unknown" | null;
  readonly status: number | null;
  readonly detail: string | null;
};

/** Newest first, behind the one that a page ended with. */
export async function webhookMessages(
  tx: Tx,
  { creditorId, endpointId }: WebhookId,
  page: {
    readonly after: { readonly madeAt: string; readonly messageId: Uuid } | null;
    readonly limit: number;
    readonly state: WebhookMessage["state"] | null;
  },
): Promise<WebhookMessage[]> {
  const { after, limit, state } = page;
  const messages = await tx.many<Omit<WebhookMessage, "attempts">>(sql`
    select message_id as "messageId", type, state, made_at as "madeAt", next_try_at as "nextTryAt", body
    from webhook_message
    where creditor_id = ${creditorId}::uuid and endpoint_id = ${endpointId}::uuid
      and (${state}::text is null or state = ${state}::text)
      and (${after?.madeAt ?? null}::timestamptz is null
        or (made_at, message_id) < (${after?.madeAt ?? null}::timestamptz, ${after?.messageId ?? null}::uuid))
    order by made_at desc, message_id desc limit ${limit}::int`);
  const attempts = await tx.many<WebhookAttempt & { readonly messageId: Uuid }>(sql`
    select message_id as "messageId", started_at as "startedAt", ended_at as "endedAt", outcome, status, detail
    from webhook_attempt
    where creditor_id = ${creditorId}::uuid and message_id = any(${messages.map(({ messageId }) => messageId)}::uuid[])
    order by message_id, attempt_no`);
  const of = Map.groupBy(attempts, ({ messageId }) => messageId);
  return messages.map((message) => ({
    ...message,
    attempts: (of.get(message.messageId) ?? []).map(({ messageId: _, ...attempt }) => attempt),
  }));
}

function audited(
  tx: Tx,
  { creditorId, endpointId }: WebhookId,
  act: string,
  { actor, now }: By,
): Promise<void> {
  return addAuditLine(tx, { actor, act, subject: `webhook:${endpointId}`, creditorId }, now);
}
