import { formatMinor, isUuid, type Uuid } from "@innfri/kernel";
import { type Tx, withCreditor } from "../../store/index.ts";
import { type DialogueEntry, dialoguesOf, listObjections } from "../../usecases/list-objections.ts";
import { objectionAmounts } from "../../usecases/objection-amounts.ts";
import { hearDebtor, type ObjectionContext } from "../../usecases/objections.ts";
import type { Handlers } from "../handler.ts";
import { refusal } from "../problem.ts";
import { notSettled, sentence } from "./claims.ts";
import { ownClaimOf } from "./own-claim.ts";

export const DEBTOR_OBJECTION_HANDLERS: Pick<Handlers, "listDebtorObjections" | "answerAsDebtor"> = {
  listDebtorObjections: ({ deployment, creditor, caller, params, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { claimId } = await ownClaimOf(tx, { creditor, caller, params });
      const context = { creditor, operator: deployment.operator };
      return { body: { items: await ownObjections(tx, context, claimId, now) } };
    }),

  answerAsDebtor: async (tx, { deployment, creditor, caller, params, body, now }) => {
    const { creditorId } = creditor;
    const { claimId } = await ownClaimOf(tx, { creditor, caller, params });
    const objectionId = isUuid(params.objectionId) ? params.objectionId : null;
    const found =
      objectionId === null
        ? []
        : await listObjections(tx, creditorId, { stage: null, claimId, objectionId }, null, 1);
    const [objection] = found;
    if (objection === undefined) return refusal("not-found", "There is no such objection of yours.");
    if (body.kind === "writes" && body.text === undefined)
      return refusal("refused", "There is nothing written in it. Nothing was sent.");
    const context = { creditor, operator: deployment.operator };
    const word = { kind: body.kind, text: body.text ?? null };
    const outcome = await hearDebtor(tx, context, objection, word, caller.actor, now).catch(notSettled);
    return outcome.kind === "done"
      ? { body: { done: outcome.what } }
      : refusal("refused", `${sentence(outcome.reason)} Nothing was done.`);
  },
};

/** No claim has as many. */
const MOST = 200;

async function ownObjections(tx: Tx, context: ObjectionContext, claimId: Uuid, now: Date) {
  const { creditorId } = context.creditor;
  const rows = await listObjections(tx, creditorId, { stage: null, claimId, objectionId: null }, null, MOST);
  const [first] = rows;
  if (first === undefined) return [];
  // All are of the one claim, and so is what is still to be paid beside them.
  const { payableMinor } = await objectionAmounts(tx, context, first, now);
  const objectionIds = rows.map(({ objectionId }) => objectionId);
  const dialogues = await dialoguesOf(tx, creditorId, objectionIds);
  return rows.map((row) => ({
    id: row.objectionId,
    disputed: row.amountMinor === null ? ("whole" as const) : formatMinor(row.amountMinor),
    kind: row.reason,
    invoiceLines: row.invoiceLines === null ? null : [...row.invoiceLines],
    receivedOn: row.receivedOn,
    stage: row.stage,
    // While the company has to answer, its deadline is between it and the collector.
    dueOn: row.stage === "rejected" ? row.dueOn : null,
    payable: payableMinor === null ? null : formatMinor(payableMinor),
    settledOn: row.answeredOn,
    dialogue: (dialogues.get(row.objectionId) ?? []).flatMap(saidOf),
  }));
}

/** What was written to the debtor or by it: what the company was asked and told is not the debtor's. */
function saidOf({ kind, on, dueOn, text, data, mailTo }: DialogueEntry) {
  if (kind === "asked" || kind === "reminded" || mailTo === "creditor") return [];
  const outcome = typeof data.outcome === "string" ? (data.outcome as "withdrawn") : null;
  const ofDebtor = kind === "rejected" || kind === "told" || kind === "settled";
  return [{ kind, on, dueOn: ofDebtor ? dueOn : null, text, outcome }];
}
