/** What the debtor sees of its own objections, and what it says after an answer. */
import { z } from "zod";
import { debtorActed } from "./debtor.ts";
import { invoiceLines, objectionReason } from "./objection-reason.ts";
import { objectionStage } from "./objections.ts";
import { operation } from "./operation.ts";
import { day, decimal, id, note } from "./values.ts";

/** What of an objection's dialogue the debtor sees: not what collector and company wrote to each other. */
const DEBTOR_SAID = [
  "objection",
  "acknowledged",
  "agreed",
  "rejected",
  "told",
  "wrote",
  "kept",
  "onward",
  "closed",
  "settled",
] as const;
export type DebtorSaid = (typeof DEBTOR_SAID)[number];

const said = z
  .strictObject({
    kind: z.enum(DEBTOR_SAID),
    on: day,
    dueOn: day.nullable().meta({ description: "By when the debtor answers or pays, where a day was set." }),
    text: z.string().nullable(),
    outcome: z.enum(["withdrawn", "accepted", "groundless"]).nullable(),
  })
  .meta({ id: "DebtorDialogueEntry" });

const debtorObjection = z
  .strictObject({
    id,
    disputed: z.union([z.literal("whole"), decimal]),
    kind: objectionReason.nullable(),
    invoiceLines: invoiceLines.nullable(),
    receivedOn: day,
    stage: objectionStage,
    dueOn: day
      .nullable()
      .meta({ description: "The day that runs for the debtor; null while others have to answer." }),
    payable: decimal
      .nullable()
      .meta({ description: "What is still to be paid beside what is disputed; null where it is unknown." }),
    settledOn: day.nullable(),
    dialogue: z.array(said),
  })
  .meta({ id: "DebtorObjection" });

export const listDebtorObjections = operation({
  id: "listDebtorObjections",
  method: "get",
  path: "/v1/debtor/claims/{claimId}/objections",
  tag: "Debtor",
  summary:
    "The debtor's objections to a claim: where each stands, and what was written to the debtor and by it",
  needs: "debtor",
  params: { claimId: id },
  answer: z.strictObject({ items: z.array(debtorObjection) }).meta({ id: "DebtorObjectionList" }),
});

export const answerAsDebtor = operation({
  id: "answerAsDebtor",
  method: "post",
  path: "/v1/debtor/claims/{claimId}/objections/{objectionId}/words",
  tag: "Debtor",
  summary: "Write more about an objection, keep to it after an answer, or give it up",
  needs: "debtor",
  params: { claimId: id, objectionId: id },
  body: z
    .strictObject({
      kind: z.enum(["writes", "keeps", "gives-up"]),
      text: note.optional().meta({ description: "Must be there to write more." }),
    })
    .meta({ id: "AnswerAsDebtor" }),
  answer: debtorActed,
  problems: ["refused"],
});
