import { ANSWER_POINTS } from "@innfri/contract";
import { date, formatMinor, isUuid, minorFromDecimal, type Uuid } from "@innfri/kernel";
import { clockOf } from "../../clock.ts";
import type { ActOutcome } from "../../engine/act-outcome.ts";
import { settingsOn } from "../../engine/creditors.ts";
import { lastAnswerLetter } from "../../outbox/objection-mails.ts";
import { type Tx, withCreditor } from "../../store/index.ts";
import { agreedPrice, priceText } from "../../usecases/agreed-prices.ts";
import {
  type DialogueEntry,
  dialogueOf,
  listObjections,
  type ObjectionRow,
  objectionById,
} from "../../usecases/list-objections.ts";
import { objectionAmounts } from "../../usecases/objection-amounts.ts";
import {
  answerObjection,
  endObjection,
  hearDebtor,
  type ObjectionContext,
  recordTold,
} from "../../usecases/objections.ts";
import { isDay, pageIn } from "../cursor.ts";
import type { Answered, Asked, Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";
import { notSettled, sentence } from "./claims.ts";

type ObjectionOperation =
  | "listObjections"
  | "getObjection"
  | "getAnswerLetter"
  | "hearDebtor"
  | "answerObjection"
  | "recordDebtorTold"
  | "endObjection";

export const OBJECTION_HANDLERS: Pick<Handlers, ObjectionOperation> = {
  listObjections: async ({ deployment, creditor, query }) => {
    const { creditorId } = creditor;
    const { state, claimId } = query;
    if (claimId !== undefined && !isUuid(claimId)) return { body: { items: [], nextCursor: null } };
    const page = pageIn(`objections ${state ?? "all"}`, isDay, query);
    const filter = { stage: state ?? null, claimId: (claimId ?? null) as Uuid | null, objectionId: null };
    const rows = await withCreditor(deployment.pool, creditorId, (tx) =>
      listObjections(tx, creditorId, filter, page.after, page.rows),
    );
    return {
      body: page.of(rows, ({ dueOn, objectionId }) => ({ value: dueOn, id: objectionId }), summaryOf),
    };
  },

  getObjection: ({ deployment, creditor, params, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { creditorId } = creditor;
      const found = await objectionOf(tx, creditorId, params.objectionId);
      const context = { creditor, operator: deployment.operator };
      const dialogue = await dialogueOf(tx, creditorId, found.objectionId);
      const { payableMinor, onwardMinor, onwardBecause } = await objectionAmounts(tx, context, found, now);
      const { claimId } = found;
      const costs = async (what: "withdrawal" | "no-response") =>
        priceText(await agreedPrice(tx, context, { what, claimId }, now));
      return {
        body: {
          ...summaryOf(found),
          payable: payableMinor === null ? null : formatMinor(payableMinor),
          onwardCosts: onwardMinor === null ? null : formatMinor(onwardMinor),
          onwardBecause,
          closingPrice: await costs("withdrawal"),
          silencePrice: await costs("no-response"),
          atSilence: atSilence(found, context),
          dialogue: dialogue.map(entryOf),
          checklist: [...ANSWER_POINTS],
        },
      };
    }),

  getAnswerLetter: ({ deployment, creditor, params, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { creditorId } = creditor;
      const { objectionId, reference } = await objectionOf(tx, creditorId, params.objectionId);
      const clock = clockOf(creditor, now);
      const settings = await settingsOn(tx, creditorId, clock.today);
      const context = { creditor, operator: deployment.operator, clock };
      const bytes =
        settings === undefined
          ? undefined
          : await lastAnswerLetter(tx, { ...context, settings }, objectionId);
      return bytes === undefined
        ? refusal("refused", "Nothing was written to the debtor yet, or there is no address to write to.")
        : { body: { type: "application/pdf", name: `${reference}.pdf`, bytes } };
    }),

  hearDebtor: (tx, asked) =>
    act(tx, asked, (context, found, actor, now) => {
      const { kind, text } = asked.body;
      return hearDebtor(tx, context, found, { kind, text: text ?? null }, actor, now);
    }),

  answerObjection: (tx, asked) =>
    act(tx, asked, (context, found, actor, now) => {
      const { body } = asked;
      const answer =
        body.answer === "agree"
          ? {
              kind: "agree" as const,
              amountMinor: body.amount === undefined ? null : minorFromDecimal(body.amount),
              text: body.text ?? null,
            }
          : {
              kind: "reject" as const,
              text: body.text,
              points: body.points,
              payBy: body.payBy === undefined ? null : date(body.payBy),
            };
      return answerObjection(tx, context, found, answer, actor, now);
    }),

  recordDebtorTold: (tx, asked) =>
    act(tx, asked, (context, found, actor, now) =>
      recordTold(tx, context, found, asked.body.on === undefined ? null : date(asked.body.on), actor, now),
    ),

  endObjection: (tx, asked) =>
    act(tx, asked, (context, found, actor, now) => {
      const { how, text, priceSeen, costsSeen } = asked.body;
      const end = { kind: how, text: text ?? null, priceSeen, costsSeen };
      return endObjection(tx, context, found, end, actor, now);
    }),
};

type OnObjection = Pick<Asked<"hearDebtor">, "deployment" | "creditor" | "params" | "caller" | "now">;

async function act(
  tx: Tx,
  { deployment, creditor, params, caller, now }: OnObjection,
  what: (context: ObjectionContext, found: ObjectionRow, actor: string, now: Date) => Promise<ActOutcome>,
): Promise<Answered<"hearDebtor">> {
  const found = await objectionOf(tx, creditor.creditorId, params.objectionId);
  const context = { creditor, operator: deployment.operator };
  const outcome = await what(context, found, caller.actor, now).catch(notSettled);
  return outcome.kind === "done"
    ? { body: { done: outcome.what } }
    : refusal("refused", `${sentence(outcome.reason)} Nothing was done.`);
}

async function objectionOf(tx: Tx, creditorId: Uuid, id: string): Promise<ObjectionRow> {
  const found = isUuid(id) ? await objectionById(tx, creditorId, id) : undefined;
  if (found !== undefined) return found;
  throw new Refused(refusal("not-found", "There is no such objection at this company."));
}

function summaryOf(row: ObjectionRow) {
  return {
    id: row.objectionId,
    claimId: row.claimId,
    invoiceNumber: row.invoiceNumber,
    reference: row.reference,
    customerNumber: row.customerNumber,
    customerName: row.customerName,
    currency: row.currency,
    disputed: row.amountMinor === null ? ("whole" as const) : formatMinor(row.amountMinor),
    reason: row.reason,
    invoiceLines: row.invoiceLines === null ? null : [...row.invoiceLines],
    afterHandover: row.afterHandover,
    receivedOn: row.receivedOn,
    dueOn: row.dueOn,
    settledOn: row.answeredOn,
    stage: row.stage,
  };
}

function entryOf({
  stepNo,
  kind,
  on,
  recordedAt,
  actor,
  dueOn,
  text,
  data,
  mailTo,
  mailedAt,
}: DialogueEntry) {
  const missing = Array.isArray(data.missing) ? (data.missing as string[]) : [];
  return {
    ...{ no: stepNo, kind, on, by: actor, dueOn, text, mailTo, missing },
    recordedAt: recordedAt === null ? null : new Date(recordedAt).toISOString(),
    mailedAt: mailedAt === null ? null : new Date(mailedAt).toISOString(),
  };
}

function atSilence({ stage, afterHandover }: ObjectionRow, { operator }: ObjectionContext) {
  if (stage === "new" || stage === "waiting") return "reminder" as const;
  if (stage === "rejected") return "goes-on" as const;
  const closes = stage === "reminded" && afterHandover === true && operator.kind === "agency";
  return closes ? ("closing" as const) : ("nothing" as const);
}
