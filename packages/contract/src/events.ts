/** What has happened at a company, in the order in which it became known: to be asked for, or told by webhooks. */
import { z } from "zod";
import { inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { cursor, day, id, instant, PAGE_MOST } from "./values.ts";

/** Each kind of thing that can happen, with what it says. */
export const EVENT_TYPES = {
  "claim.registered": "A claim came in.",
  "claim.changed": "Its invoice was changed at the source.",
  "claim.credited": "A credit note, or money from elsewhere, made it smaller.",
  "claim.charged": "Late-payment compensation was added.",
  "claim.waived": "An amount was waived.",
  "claim.step-taken": "A step of the plan was taken that is no letter.",
  "claim.step-undone": "A step was taken back.",
  "claim.legal-step": "An application, a decision, an enforcement or a surveillance was recorded.",
  "claim.parked": "It waits for a person.",
  "claim.unparked": "It no longer waits for a person.",
  "claim.held": "It is held.",
  "claim.stopped": "Somebody stopped it.",
  "claim.postponed": "Somebody postponed it.",
  "claim.released": "It goes on.",
  "claim.closed": "It is settled, or closed for another reason.",
  "claim.reopened": "It was opened again.",
  "claim.joined-case": "It is collected together with others, or no longer so.",
  "list.proposed": "A step was proposed, or the claim was put on a collection list.",
  "list.approved": "What was proposed was approved, or nobody stopped it in time.",
  "objection.received": "The debtor disputes it.",
  "objection.answered": "Something was asked, answered or decided about an objection: `GET` it to see what.",
  "objection.settled": "An objection was settled.",
  "payment.received": "Money was booked on it.",
  "payment.reversed": "A payment was taken back.",
  "payment.plan-agreed": "Instalments were agreed, or an agreement ended.",
  "payment.promised": "The debtor promised to pay.",
  "document.made": "A letter was written.",
  "document.sent": "A letter left.",
  "document.delivered": "A letter arrived.",
  "document.bounced": "A letter could not be delivered electronically.",
  "document.returned": "A letter came back.",
  "document.given-up": "A letter did not leave.",
} as const;

export type EventType = keyof typeof EVENT_TYPES;

export const EVENT_TYPE_NAMES = Object.keys(EVENT_TYPES) as [EventType, ...EventType[]];

export const eventType = z.enum(EVENT_TYPE_NAMES).meta({
  id: "EventType",
  description: Object.entries(EVENT_TYPES)
    .map(([type, meaning]) => `\`${type}\`: ${meaning}`)
    .join(" "),
});

export const happening = z
  .strictObject({
    id: id.meta({ description: "Of the event: the same wherever it is told." }),
    type: eventType,
    claimId: id,
    seq: z
      .int()
      .meta({ description: "Its number among the claim's events. They may come in another order." }),
    on: day.meta({ description: "The day from which it counts." }),
    recordedAt: instant,
    documentId: id.nullable(),
  })
  .meta({
    id: "Event",
    description:
      "That something happened, and to what. What it was is asked for: nothing personal stands here.",
  });

export const listEvents = operation({
  id: "listEvents",
  method: "get",
  path: "/v1/creditors/{creditorId}/events",
  tag: "Events",
  summary: "What has happened, in the order in which it became known",
  description:
    "For those who ask instead of being told by webhooks. Keep `cursor` and come back with it: nothing is left out, " +
    "and nothing comes twice. Begins with the first event that this version or a later one recorded.",
  needs: "claims:read",
  params: inCreditor,
  query: {
    cursor: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(PAGE_MOST).default(100),
    from: z
      .enum(["start", "now"])
      .default("start")
      .meta({ description: "Where to begin without a cursor: `now` answers with no events and a cursor." }),
  },
  answer: z
    .strictObject({
      items: z.array(happening),
      cursor,
      hasMore: z.boolean().meta({ description: "Whether there may be more at once." }),
    })
    .meta({ id: "EventPage", description: "Events, and where the next ones begin." }),
});
