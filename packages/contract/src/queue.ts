/** What waits for a case handler, of all companies at once, and who has it in hand. */
import { z } from "zod";
import { operation } from "./operation.ts";
import { day, decimal, id, instant, pageOf, pageQuery } from "./values.ts";

const TAG = "Queue";

/** In the order in which they come on the same day. */
export const QUEUE_KINDS = [
  "objection",
  "limitation",
  "decide-by",
  "promise",
  "call-back",
  "returned-mail",
  "delivery",
  "message",
  "parked",
  "unmatched-money",
] as const;
export type QueueKind = (typeof QUEUE_KINDS)[number];

const kind = z.enum(QUEUE_KINDS).meta({ id: "QueueKind" });

const holder = z
  .strictObject({ id: z.string(), name: z.string().nullable(), isMe: z.boolean(), since: instant })
  .meta({ id: "QueueHolder" });

const queueItem = z
  .strictObject({
    id,
    kind,
    creditorId: id.nullable().meta({ description: "Null of money that is nobody's yet." }),
    creditorName: z.string().nullable(),
    country: z.enum(["NO", "SE"]).nullable(),
    isSandbox: z.boolean(),
    claimId: id.nullable(),
    invoiceNumber: z.string().nullable(),
    reference: z.string().nullable(),
    debtorId: id.nullable(),
    debtorStates: z.array(z.string()).meta({ description: "What is the matter with the debtor." }),
    why: z.string().meta({ description: "Why it is here." }),
    since: day.nullable(),
    due: day
      .nullable()
      .meta({ description: "The day by which it harms somebody; null where there is none." }),
    isOverdue: z.boolean(),
    takenBy: holder.nullable(),
  })
  .meta({ id: "QueueItem" });

const filters = {
  kind: kind.optional(),
  creditorId: id.optional(),
  country: z.enum(["NO", "SE"]).optional(),
};

export const listQueue = operation({
  id: "listQueue",
  method: "get",
  path: "/v1/operator/queue",
  tag: TAG,
  summary: "What waits for a case handler, by the deadline that harms somebody if it is missed",
  description:
    "First what has such a day, the soonest first; then what has none, the longest waiting first. It names nobody: whose case it is, the case says. Claims near limitation are looked for among the 500 oldest.",
  needs: "cases:work",
  query: {
    ...pageQuery,
    ...filters,
    takenBy: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: "`me`, `nobody`, or the id of a holder." }),
  },
  answer: pageOf(queueItem, "QueuePage"),
});

const inItem = { itemId: id };
const taken = z
  .strictObject({ takenBy: holder.nullable() })
  .meta({ id: "QueueItemTaken", description: "Who has it now." });

export const takeQueueItem = operation({
  id: "takeQueueItem",
  method: "post",
  path: "/v1/operator/queue/{itemId}/take",
  tag: TAG,
  summary: "Take a piece of work in hand; whoever comes second is told who has it",
  needs: "cases:work",
  params: inItem,
  answer: taken,
  problems: ["refused"],
});

export const handOverQueueItem = operation({
  id: "handOverQueueItem",
  method: "post",
  path: "/v1/operator/queue/{itemId}/hand-over",
  tag: TAG,
  summary: "Give what one has in hand to another case handler",
  needs: "cases:work",
  params: inItem,
  body: z
    .strictObject({ userId: z.string().min(1).max(100) })
    .meta({ id: "HandOver", description: "Of somebody who works on cases for the operator." }),
  answer: taken,
  problems: ["refused"],
});

export const releaseQueueItem = operation({
  id: "releaseQueueItem",
  method: "post",
  path: "/v1/operator/queue/{itemId}/release",
  tag: TAG,
  summary: "Give a piece of work back to the queue",
  description: "What somebody else has, an administrator alone gives back.",
  needs: "cases:work",
  params: inItem,
  answer: taken,
  problems: ["refused"],
});

const answerTimes = z.strictObject({
  count: z.int(),
  medianHours: decimal.nullable(),
  longestHours: decimal.nullable(),
});

export const getQueueLoad = operation({
  id: "getQueueLoad",
  method: "get",
  path: "/v1/operator/queue/load",
  tag: TAG,
  summary: "How much waits, the oldest of it, who has how much, and how long people waited for answers",
  needs: "operator:read",
  query: { creditorId: id.optional(), country: z.enum(["NO", "SE"]).optional() },
  answer: z
    .strictObject({
      count: z.int(),
      overdue: z.int(),
      kinds: z.array(
        z.strictObject({
          kind,
          count: z.int(),
          overdue: z.int(),
          taken: z.int(),
          oldestSince: day.nullable(),
          soonestDue: day.nullable(),
        }),
      ),
      holders: z.array(z.strictObject({ id: z.string(), name: z.string().nullable(), count: z.int() })),
      messages: answerTimes.meta({ description: "Answered in the last 30 days." }),
      objections: answerTimes.meta({ description: "Answered in the last 30 days; a day is 24 hours." }),
    })
    .meta({ id: "QueueLoad" }),
});
