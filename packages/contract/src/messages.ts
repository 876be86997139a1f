/** Messages about a claim: between the company and the case handler, and between the debtor and the case handler. */
import { z } from "zod";
import { inClaim, inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { id, instant, note, pageOf, pageQuery } from "./values.ts";

const TAG = "Messages";

const thread = z.enum(["creditor", "debtor"]).meta({
  id: "MessageThread",
  description:
    "Whom the case handler writes with. A company sees its own thread alone: nothing of the debtor's, unless it was shared.",
});
const side = z.enum(["creditor", "operator", "debtor"]);

const message = z
  .strictObject({
    no: z.int().meta({ description: "Within the thread of its claim." }),
    writtenBy: side,
    by: z.string(),
    sentAt: instant,
    text: z.string().nullable().meta({ description: "Null once it has been blanked." }),
    isShared: z
      .boolean()
      .meta({ description: "It was written in the other thread and shared into this one." }),
  })
  .meta({ id: "Message" });

const messageThread = z
  .strictObject({
    claimId: id,
    invoiceNumber: z.string(),
    reference: z.string(),
    thread,
    count: z.int(),
    unread: z.int(),
    lastAt: instant,
    lastBy: side,
  })
  .meta({ id: "MessageThreadSummary" });

export const listThreads = operation({
  id: "listThreads",
  method: "get",
  path: "/v1/creditors/{creditorId}/message-threads",
  tag: TAG,
  summary: "Claims with messages, the newest first, and how many the caller's side has not read",
  needs: "messages:read",
  params: inCreditor,
  query: { ...pageQuery, unread: z.enum(["true"]).optional() },
  answer: pageOf(messageThread, "MessageThreadPage"),
});

export const listMessages = operation({
  id: "listMessages",
  method: "get",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/messages",
  tag: TAG,
  summary: "The messages of a thread of a claim, the first one first",
  needs: "messages:read",
  params: inClaim,
  query: { ...pageQuery, thread: thread.default("creditor") },
  answer: z
    .strictObject({
      items: z.array(message),
      nextCursor: z.string().nullable(),
      readBy: z
        .array(z.strictObject({ side, upTo: z.int(), at: instant }))
        .meta({ description: "How far each side has read." }),
    })
    .meta({ id: "MessagePage" }),
});

const sent = z.strictObject({ no: z.int() }).meta({ id: "SentMessage" });

export const sendMessage = operation({
  id: "sendMessage",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/messages",
  tag: TAG,
  summary: "Write a message about a claim",
  needs: "messages:write",
  status: 201,
  params: inClaim,
  body: z.strictObject({ thread: thread.default("creditor"), text: note }).meta({ id: "SendMessage" }),
  answer: sent,
});

export const markMessagesRead = operation({
  id: "markMessagesRead",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/messages/read",
  tag: TAG,
  summary: "The caller's side has read a thread up to a message",
  needs: "messages:read",
  params: inClaim,
  body: z
    .strictObject({ thread: thread.default("creditor"), upTo: z.int().min(1).max(2_000_000_000) })
    .meta({ id: "MarkMessagesRead" }),
  answer: z.strictObject({ upTo: z.int() }).meta({ id: "MessagesRead" }),
});

export const shareMessage = operation({
  id: "shareMessage",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/messages/share",
  tag: TAG,
  summary: "Show a message of one thread in the other",
  needs: "cases:work",
  status: 201,
  params: inClaim,
  body: z.strictObject({ from: thread, no: z.int().min(1).max(2_000_000_000) }).meta({ id: "ShareMessage" }),
  answer: sent,
  problems: ["refused"],
});
