import { date, formatMinor, isUuid, type Uuid } from "@innfri/kernel";
import type { Act } from "../../engine/act.ts";
import { sql } from "../../store/index.ts";
import { actInTransaction } from "../../usecases/act-on-claim.ts";
import { listApprovals } from "../../usecases/list-approvals.ts";
import type { Asked, Handlers } from "../handler.ts";
import { sentence } from "./claims.ts";

export const APPROVAL_HANDLERS: Pick<Handlers, "listApprovals" | "decideApprovals"> = {
  listApprovals: async ({ deployment, creditor, query, now }) => {
    const request = { creditorIds: [creditor.creditorId], limit: query.limit };
    const views = await listApprovals(deployment, request, now);
    return {
      body: {
        items: views.map((view) => ({
          id: view.approvalId,
          kind: view.kind,
          step: view.step,
          openedAt: new Date(view.openedAt).toISOString(),
          closesAt: view.closesAt === null ? null : new Date(view.closesAt).toISOString(),
          currency: view.currency,
          count: view.count,
          items: view.items.map(({ name, principalMinor, totalMinor, demandAddsMinor, ...item }) => ({
            ...item,
            customerName: name,
            principal: formatMinor(principalMinor),
            total: totalMinor === null ? null : formatMinor(totalMinor),
            demandAdds: demandAddsMinor === null ? null : formatMinor(demandAddsMinor),
          })),
        })),
      },
    };
  },

  decideApprovals: async (tx, { deployment, creditor, body, caller, now }) => {
    const { creditorId } = creditor;
    const ids = body.claimIds.filter((id): id is Uuid => isUuid(id));
    const found = await tx.many<{ claimId: Uuid; debtorId: Uuid }>(sql`
      select claim_id as "claimId", debtor_id as "debtorId" from claim
      where creditor_id = ${creditorId}::uuid and claim_id = any(${ids}::uuid[])`);
    const outcomes = await actInTransaction(
      tx,
      { creditor, ...deployment },
      found,
      actOf(body),
      caller.actor,
      now,
    );
    const byClaim = new Map(found.map(({ claimId }, at) => [claimId as string, outcomes[at]!]));
    return {
      body: {
        items: [...new Set(body.claimIds)].map((claimId) => {
          const outcome = byClaim.get(claimId);
          if (outcome === undefined) return { claimId, done: null, refused: "There is no such claim." };
          return outcome.kind === "done"
            ? { claimId, done: outcome.what, refused: null }
            : { claimId, done: null, refused: sentence(outcome.reason) };
        }),
      },
    };
  },
};

function actOf(body: Asked<"decideApprovals">["body"]): Act {
  switch (body.decision) {
    case "approve":
      return { kind: "approve", choice: null };
    case "stop":
      return { kind: "stop", because: "stopped", ...(body.note === undefined ? {} : { note: body.note }) };
    case "postpone":
      return {
        kind: "postpone",
        until: date(body.until),
        ...(body.note === undefined ? {} : { note: body.note }),
      };
  }
}
