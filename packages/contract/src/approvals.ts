/** Proposals and collection lists: what waits for a yes, and what goes on when nobody says no. */
import { z } from "zod";
import { inCreditor, stepKind } from "./claims.ts";
import { operation } from "./operation.ts";
import { currency, day, decimal, id, instant, note } from "./values.ts";

const TAG = "Approvals";

export const approvalItem = z
  .strictObject({
    claimId: id,
    invoiceNumber: z.string(),
    customerNumber: z.string(),
    customerName: z.string().nullable(),
    department: z.string().nullable(),
    principal: decimal,
    total: decimal.nullable(),
    demandAdds: decimal.nullable(),
    deadline: day.nullable(),
  })
  .meta({ id: "ApprovalItem" });

export const approval = z
  .strictObject({
    id,
    kind: z.enum(["proposals", "collection-list"]),
    step: stepKind,
    openedAt: instant,
    closesAt: instant.nullable().meta({ description: "When it decides itself; null waits for a person." }),
    currency,
    count: z.int(),
    items: z.array(approvalItem),
  })
  .meta({ id: "Approval" });

export const listApprovals = operation({
  id: "listApprovals",
  method: "get",
  path: "/v1/creditors/{creditorId}/approvals",
  tag: TAG,
  summary: "What waits for a person: proposals, and collection lists with when they close",
  needs: "approvals:read",
  params: inCreditor,
  query: { limit: z.coerce.number().int().min(1).max(1000).default(200) },
  answer: z.strictObject({ items: z.array(approval) }).meta({ id: "ApprovalList" }),
});

export const decideApprovals = operation({
  id: "decideApprovals",
  method: "post",
  path: "/v1/creditors/{creditorId}/approvals/decide",
  tag: TAG,
  summary: "Approve, stop or postpone several claims at once",
  description: "Each claim is decided by itself: the answer says for each what was done, or why not.",
  needs: "approvals:decide",
  params: inCreditor,
  body: z
    .discriminatedUnion("decision", [
      z.strictObject({ decision: z.literal("approve"), claimIds: z.array(id).min(1).max(1000) }),
      z.strictObject({
        decision: z.literal("stop"),
        claimIds: z.array(id).min(1).max(1000),
        note: note.optional(),
      }),
      z.strictObject({
        decision: z.literal("postpone"),
        claimIds: z.array(id).min(1).max(1000),
        until: day,
        note: note.optional(),
      }),
    ])
    .meta({ id: "DecideApprovals" }),
  answer: z
    .strictObject({
      items: z.array(
        z.strictObject({ claimId: id, done: z.string().nullable(), refused: z.string().nullable() }),
      ),
    })
    .meta({ id: "DecidedApprovals" }),
});
