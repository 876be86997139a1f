import { isUuid, type Uuid } from "@innfri/kernel";
import { type Keys, KeysError, openKeys } from "../../secrets/keys.ts";
import { type Tx, withCreditor } from "../../store/index.ts";
import {
  changeWebhook,
  makeWebhook,
  pingWebhook,
  removeWebhook,
  replayWebhook,
  rotateWebhookSecret,
  type Webhook,
  type WebhookChange,
  type WebhookMessage,
  webhookMessages,
  webhookOf,
  webhooks,
} from "../../usecases/webhooks.ts";
import { networksOf } from "../../webhooks/addresses.ts";
import { isInstant, pageIn } from "../cursor.ts";
import type { Deployment, Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";
import { sentence } from "./claims.ts";

type Names =
  | "listWebhooks"
  | "makeWebhook"
  | "getWebhook"
  | "changeWebhook"
  | "rotateWebhookSecret"
  | "pingWebhook"
  | "listWebhookMessages"
  | "replayWebhook"
  | "removeWebhook";

const ORDER = "webhook-messages";

export const WEBHOOK_HANDLERS: Pick<Handlers, Names> = {
  listWebhooks: async ({ deployment, creditor: { creditorId } }) => {
    const all = await withCreditor(deployment.pool, creditorId, (tx) => webhooks(tx, creditorId));
    return { body: { items: all.map(webhookBody) } };
  },

  makeWebhook: async (tx, { deployment, creditor, body, caller, now }) => {
    const by = { actor: caller.actor, now };
    const tools = { keys: await keysOf(deployment), networks: networksOf(process.env) };
    const made = await makeWebhook(tx, creditor.creditorId, body, by, tools);
    if (made.kind === "refused") return refusal("refused", `${sentence(made.reason)} No webhook was made.`);
    return { body: { webhook: webhookBody(made.webhook), secret: null }, shownOnce: { secret: made.secret } };
  },

  getWebhook: async ({ deployment, creditor: { creditorId }, params }) => {
    const webhook = await withCreditor(deployment.pool, creditorId, (tx) =>
      known(tx, creditorId, params.webhookId),
    );
    return { body: webhookBody(webhook), version: versionOf(webhook) };
  },

  changeWebhook: async (tx, { creditor: { creditorId }, params, body, caller, now, ifMatch }) => {
    const before = await known(tx, creditorId, params.webhookId);
    const versions = ifMatch?.split(",").map((one) => one.trim());
    if (versions !== undefined && !versions.includes("*") && !versions.includes(versionOf(before)))
      return refusal(
        "changed-meanwhile",
        "This webhook was changed since it was read. Nothing was done: read it again.",
      );
    const id = { creditorId, endpointId: before.endpointId };
    const by = { actor: caller.actor, now };
    const change = Object.fromEntries(
      Object.entries(body).filter(([, value]) => value !== undefined),
    ) as WebhookChange;
    const changed = await changeWebhook(tx, id, before, change, by, networksOf(process.env));
    if (changed.kind === "refused")
      return refusal("refused", `${sentence(changed.reason)} Nothing was done.`);
    return { body: webhookBody(changed.webhook), version: versionOf(changed.webhook) };
  },

  rotateWebhookSecret: async (tx, { deployment, creditor: { creditorId }, params, body, caller, now }) => {
    const webhook = await known(tx, creditorId, params.webhookId);
    const id = { creditorId, endpointId: webhook.endpointId };
    const by = { actor: caller.actor, now };
    const secret = await rotateWebhookSecret(tx, id, await keysOf(deployment), body.oldOneHours, by);
    return { body: { webhook: webhookBody(webhook), secret: null }, shownOnce: { secret } };
  },

  pingWebhook: async (tx, { creditor: { creditorId }, params, now }) => {
    const { endpointId, state } = await known(tx, creditorId, params.webhookId);
    if (state !== "enabled") return off();
    return { body: { messageId: messageIdOf(await pingWebhook(tx, { creditorId, endpointId }, now)) } };
  },

  listWebhookMessages: async ({ deployment, creditor: { creditorId }, params, query }) => {
    const { state = null } = query;
    const page = pageIn(ORDER, isInstant, query);
    const after = page.after === null ? null : { madeAt: page.after.value, messageId: page.after.id };
    const messages = await withCreditor(deployment.pool, creditorId, async (tx) => {
      const { endpointId } = await known(tx, creditorId, params.webhookId);
      return webhookMessages(tx, { creditorId, endpointId }, { after, state, limit: page.rows });
    });
    return {
      body: page.of(messages, ({ madeAt, messageId }) => ({ value: madeAt, id: messageId }), messageBody),
    };
  },

  replayWebhook: async (tx, { creditor: { creditorId }, params, body, caller, now }) => {
    const { endpointId, state } = await known(tx, creditorId, params.webhookId);
    if (state !== "enabled") return off();
    const replay =
      "messageIds" in body
        ? { messageIds: body.messageIds.map((one) => one.replace(/^msg_/, "")).filter(isUuid) }
        : body;
    const by = { actor: caller.actor, now };
    return { body: { messages: await replayWebhook(tx, { creditorId, endpointId }, replay, by) } };
  },

  removeWebhook: async (tx, { creditor: { creditorId }, params, caller, now }) => {
    const { endpointId } = await known(tx, creditorId, params.webhookId);
    await removeWebhook(tx, { creditorId, endpointId }, { actor: caller.actor, now });
    return { body: undefined };
  },
};

function off() {
  return refusal("refused", "This webhook is turned off. Nothing was sent: turn it on first.");
}

async function keysOf({ directory }: Deployment): Promise<Keys> {
  try {
    return await openKeys(directory, process.env);
  } catch (error) {
    if (!(error instanceof KeysError)) throw error;
    throw new Refused(
      refusal(
        "unavailable",
        "This installation has no keys to seal a secret with. Nothing was done: its operator must set them.",
      ),
    );
  }
}

async function known(tx: Tx, creditorId: Uuid, webhookId: string): Promise<Webhook> {
  const found = isUuid(webhookId)
    ? await webhookOf(tx, { creditorId, endpointId: webhookId as Uuid })
    : undefined;
  if (found !== undefined) return found;
  throw new Refused(refusal("not-found", "There is no such webhook at this company."));
}

function versionOf({ version }: Webhook): string {
  return `"${version}"`;
}

function webhookBody({ endpointId, version: _, failingSince, createdAt, types, ...rest }: Webhook) {
  return {
    id: endpointId,
    ...rest,
    types: types as never[],
    failingSince: instantOf(failingSince),
    createdAt: new Date(createdAt).toISOString(),
  };
}

function messageBody({ messageId, madeAt, nextTryAt, attempts, ...rest }: WebhookMessage) {
  return {
    id: messageIdOf(messageId),
    ...rest,
    madeAt: new Date(madeAt).toISOString(),
    nextTryAt: rest.state === "waiting" ? new Date(nextTryAt).toISOString() : null,
    attempts: attempts.map(({ startedAt, endedAt, ...attempt }) => ({
      startedAt: new Date(startedAt).toISOString(),
      endedAt: instantOf(endedAt),
      ...attempt,
    })),
  };
}

function messageIdOf(messageId: Uuid): string {
  return `msg_${messageId}`;
}

function instantOf(at: string | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
