/** Webhooks: a company's events told to addresses that it chooses, signed as Standard Webhooks has it. */
import { z } from "zod";
import { inCreditor } from "./claims.ts";
import { EVENT_TYPE_NAMES, eventType } from "./events.ts";
import { operation } from "./operation.ts";
import { id, instant, pageOf, pageQuery } from "./values.ts";

const TAG = "Webhooks";
const NEEDS = "webhooks:manage";
export const inWebhook = { ...inCreditor, webhookId: id };

const url = z
  .string()
  .max(1000)
  .regex(/^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[\w\-./~%?=&]*)?$/, {
    error: "An https address without a user and without signs that are not usual in one",
  })
  .meta({ description: "An https address on the open internet." });
const types = z.array(z.enum(EVENT_TYPE_NAMES)).max(EVENT_TYPE_NAMES.length).meta({
  description: "The kinds of events that it is told of; none for all, also those of later versions.",
});
const description = z.string().trim().max(200);

export const webhook = z
  .strictObject({
    id,
    url: z.string(),
    description: z.string(),
    types: z.array(eventType),
    state: z.enum(["enabled", "disabled"]),
    because: z.string().nullable().meta({ description: "Why it is disabled." }),
    failingSince: instant
      .nullable()
      .meta({ description: "The first failure since the last message that was taken." }),
    waiting: z.int().meta({ description: "Messages that it has not taken yet." }),
    createdBy: z.string(),
    createdAt: instant,
  })
  .meta({ id: "Webhook" });

const secret = z
  .string()
  .nullable()
  .meta({ description: "`whsec_…`. Null where the request was a repetition: it is shown once." });

export const listWebhooks = operation({
  id: "listWebhooks",
  method: "get",
  path: "/v1/creditors/{creditorId}/webhooks",
  tag: TAG,
  summary: "The addresses that the company is told of its events at",
  needs: NEEDS,
  params: inCreditor,
  answer: z.strictObject({ items: z.array(webhook) }).meta({ id: "WebhookList" }),
});

export const makeWebhook = operation({
  id: "makeWebhook",
  method: "post",
  path: "/v1/creditors/{creditorId}/webhooks",
  tag: TAG,
  summary: "Be told of events at an address; its secret is in this answer and nowhere else",
  description: "Begins with what happens from now on.",
  needs: NEEDS,
  params: inCreditor,
  body: z
    .strictObject({ url, types: types.default([]), description: description.default("") })
    .meta({ id: "MakeWebhook" }),
  status: 201,
  answer: z.strictObject({ webhook, secret }).meta({ id: "MadeWebhook" }),
  problems: ["refused"],
});

export const getWebhook = operation({
  id: "getWebhook",
  method: "get",
  path: "/v1/creditors/{creditorId}/webhooks/{webhookId}",
  tag: TAG,
  summary: "One webhook",
  needs: NEEDS,
  params: inWebhook,
  answer: webhook,
  hasVersion: true,
});

export const changeWebhook = operation({
  id: "changeWebhook",
  method: "patch",
  path: "/v1/creditors/{creditorId}/webhooks/{webhookId}",
  tag: TAG,
  summary: "Change a webhook, or turn it off and on",
  description:
    "One that is turned on again is told what it missed: messages that failed are asked for with a replay.",
  needs: NEEDS,
  params: inWebhook,
  body: z
    .strictObject({
      url: url.optional(),
      types: types.optional(),
      description: description.optional(),
      state: z.enum(["enabled", "disabled"]).optional(),
    })
    .meta({ id: "ChangeWebhook" }),
  answer: webhook,
  problems: ["refused"],
  hasVersion: true,
});

export const rotateWebhookSecret = operation({
  id: "rotateWebhookSecret",
  method: "post",
  path: "/v1/creditors/{creditorId}/webhooks/{webhookId}/rotate",
  tag: TAG,
  summary: "Make a new secret; the old one signs beside it for a time",
  needs: NEEDS,
  params: inWebhook,
  body: z
    .strictObject({ oldOneHours: z.int().min(0).max(168).default(24) })
    .meta({ id: "RotateWebhookSecret" }),
  answer: z.strictObject({ webhook, secret }).meta({ id: "RotatedWebhook" }),
});

export const pingWebhook = operation({
  id: "pingWebhook",
  method: "post",
  path: "/v1/creditors/{creditorId}/webhooks/{webhookId}/ping",
  tag: TAG,
  summary: "Send a message of the type `ping`, as a test",
  needs: NEEDS,
  params: inWebhook,
  status: 202,
  answer: z
    .strictObject({ messageId: id.meta({ description: "`webhook-id` of the message." }) })
    .meta({ id: "WebhookPinged" }),
  problems: ["refused"],
});

const messageState = z.enum(["waiting", "delivered", "failed"]);

export const webhookMessage = z
  .strictObject({
    id: id.meta({ description: "`webhook-id`: the same at every try." }),
    type: z.string(),
    state: messageState,
    madeAt: instant,
    nextTryAt: instant.nullable(),
    body: z.string().meta({ description: "What is sent, to the byte." }),
    attempts: z.array(
      z.strictObject({
        startedAt: instant,
        endedAt: instant.nullable(),
        outcome: z
          .enum(["delivered", "refused", "failed", "not-allowed", "unknown"])
          .nullable()
          .meta({ description: "`unknown`: nobody knows whether it came; it is sent again." }),
        status: z.int().nullable(),
        detail: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "WebhookMessage" });

export const listWebhookMessages = operation({
  id: "listWebhookMessages",
  method: "get",
  path: "/v1/creditors/{creditorId}/webhooks/{webhookId}/messages",
  tag: TAG,
  summary: "What a webhook was told, newest first, with every try",
  needs: NEEDS,
  params: inWebhook,
  query: { ...pageQuery, state: messageState.optional() },
  answer: pageOf(webhookMessage, "WebhookMessagePage"),
});

export const replayWebhook = operation({
  id: "replayWebhook",
  method: "post",
  path: "/v1/creditors/{creditorId}/webhooks/{webhookId}/replay",
  tag: TAG,
  summary: "Send messages again, one or a range, under the ids they had",
  needs: NEEDS,
  params: inWebhook,
  body: z
    .union([
      z.strictObject({ messageIds: z.array(id).min(1).max(1000) }),
      z.strictObject({
        madeFrom: instant,
        madeUntil: instant,
        state: z.enum(["failed", "delivered", "all"]).default("failed"),
      }),
    ])
    .meta({ id: "ReplayWebhook" }),
  status: 202,
  answer: z
    .strictObject({ messages: z.int().meta({ description: "How many are sent again." }) })
    .meta({ id: "WebhookReplayed" }),
  problems: ["refused"],
});

export const removeWebhook = operation({
  id: "removeWebhook",
  method: "delete",
  path: "/v1/creditors/{creditorId}/webhooks/{webhookId}",
  tag: TAG,
  summary: "Tell an address no more",
  needs: NEEDS,
  params: inWebhook,
});
