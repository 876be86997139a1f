/** The debtor's no: who has to answer it by when, what is answered, and how it ends. */
import { z } from "zod";
import { acted, inCreditor } from "./claims.ts";
import { fileAnswer } from "./files.ts";
import { objectionReason } from "./objection-reason.ts";
import { operation } from "./operation.ts";
import { citation, currency, day, decimal, id, instant, note, pageOf, pageQuery } from "./values.ts";

const TAG = "Objections";
const inObjection = { ...inCreditor, objectionId: id };

export const objectionStage = z
  .enum(["new", "waiting", "reminded", "rejected", "kept", "onward", "done"])
  .meta({
    id: "ObjectionStage",
    description:
      "`new` has just come; `waiting` and `reminded` wait for the creditor; `rejected` runs out the debtor's new deadline; `kept`: the debtor keeps to it, so that only going onward or closing is left; `onward` is decided by others.",
  });

export type ObjectionStage = z.output<typeof objectionStage>;

const summary = z.strictObject({
  id,
  claimId: id,
  invoiceNumber: z.string(),
  reference: z.string(),
  customerNumber: z.string(),
  customerName: z.string().nullable(),
  currency,
  disputed: z.union([z.literal("whole"), decimal]),
  reason: objectionReason.nullable(),
  invoiceLines: z.array(z.int()).nullable(),
  afterHandover: z
    .boolean()
    .nullable()
    .meta({ description: "Whether the claim had been handed over to collection when it came." }),
  receivedOn: day,
  dueOn: day.meta({ description: "By when whoever's turn it is must have answered." }),
  settledOn: day.nullable(),
  stage: objectionStage,
});

export const objectionSummary = summary.meta({ id: "ObjectionSummary" });

const entry = z
  .strictObject({
    no: z.int(),
    kind: z.string().max(40).meta({
      description:
        "`objection`, `acknowledged`, `asked`, `reminded`, `agreed`, `rejected`, `told`, `wrote`, `kept`, `onward`, `closed`.",
    }),
    on: day,
    recordedAt: instant.nullable(),
    by: z.string().nullable(),
    dueOn: day.nullable(),
    text: z.string().nullable().meta({ description: "What was written; null once it has been blanked." }),
    mailTo: z.enum(["creditor", "debtor"]).nullable(),
    mailedAt: instant.nullable(),
    missing: z
      .array(z.string())
      .meta({ description: "Of an answer: what it lacks as evidence, by the points of the checklist." }),
  })
  .meta({ id: "DialogueEntry" });

export const ANSWER_POINTS = [
  "what-was-agreed",
  "what-was-delivered",
  "documents",
  "each-point-answered",
  "new-deadline",
] as const;
export type AnswerPoint = (typeof ANSWER_POINTS)[number];

const answerPoint = z
  .enum(ANSWER_POINTS)
  .meta({ id: "AnswerPoint", description: "What makes an answer good enough to be shown as evidence." });

export const objection = z
  .strictObject({
    ...summary.shape,
    payable: decimal
      .nullable()
      .meta({ description: "What is still to be paid beside what is disputed; null where it is unknown." }),
    closingPrice: decimal.meta({ description: "What closing the claim costs the company by its agreement." }),
    silencePrice: decimal.meta({
      description: "The same where it is closed because the company never answered.",
    }),
    onwardCosts: decimal.nullable().meta({
      description: "What going onward adds by the law's tariff; null where it cannot be computed today.",
    }),
    onwardBecause: citation.nullable().meta({ description: "The provision that sets it." }),
    atSilence: z
      .enum(["reminder", "closing", "goes-on", "nothing"])
      .meta({ description: "What happens when the deadline passes and nobody answers." }),
    dialogue: z.array(entry),
    checklist: z.array(answerPoint),
  })
  .meta({ id: "Objection" });

export const listObjections = operation({
  id: "listObjections",
  method: "get",
  path: "/v1/creditors/{creditorId}/objections",
  tag: TAG,
  summary: "Objections by the day on which an answer is due",
  needs: "claims:read",
  params: inCreditor,
  query: { ...pageQuery, state: z.enum(["open", "done"]).optional(), claimId: id.optional() },
  answer: pageOf(objectionSummary, "ObjectionPage"),
});

export const getObjection = operation({
  id: "getObjection",
  method: "get",
  path: "/v1/creditors/{creditorId}/objections/{objectionId}",
  tag: TAG,
  summary: "One objection with all that was written, what can still be paid and what going onward costs",
  needs: "claims:read",
  params: inObjection,
  answer: objection,
});

export const getAnswerLetter = operation({
  id: "getAnswerLetter",
  method: "get",
  path: "/v1/creditors/{creditorId}/objections/{objectionId}/letter",
  tag: TAG,
  summary: "What was written last to the debtor about an objection, as a letter to be printed",
  description: "For a debtor whom no e-mail reaches. That it was posted is recorded by `recordDebtorTold`.",
  needs: "documents:read",
  params: inObjection,
  answer: fileAnswer(["application/pdf"]),
  problems: ["refused"],
});

const act = {
  tag: TAG,
  method: "post",
  needs: "objections:answer",
  params: inObjection,
  answer: acted,
  problems: ["refused"],
} as const;

export const hearDebtor = operation({
  ...act,
  id: "hearDebtor",
  path: "/v1/creditors/{creditorId}/objections/{objectionId}/debtor-words",
  summary: "Record what the debtor says further: writes more, keeps to the objection, or gives it up",
  body: z
    .strictObject({ kind: z.enum(["writes", "keeps", "gives-up"]), text: note.optional() })
    .meta({ id: "HearDebtor" }),
});

export const answerObjection = operation({
  ...act,
  id: "answerObjection",
  path: "/v1/creditors/{creditorId}/objections/{objectionId}/answer",
  summary: "Agree with the debtor, in all or in part, or reject the objection with reasons",
  description:
    "The debtor is told by e-mail, with a new deadline where the objection is rejected. All objections to the claim that are open are answered together.",
  body: z
    .discriminatedUnion("answer", [
      z.strictObject({
        answer: z.literal("agree"),
        amount: decimal
          .optional()
          .meta({ description: "What the debtor is right about; all that is disputed when left out." }),
        text: note.optional(),
      }),
      z.strictObject({
        answer: z.literal("reject"),
        text: note,
        points: z.array(answerPoint).max(10).default([]),
        payBy: day.optional(),
      }),
    ])
    .meta({ id: "AnswerObjection" }),
});

export const recordDebtorTold = operation({
  ...act,
  id: "recordDebtorTold",
  path: "/v1/creditors/{creditorId}/objections/{objectionId}/told",
  summary: "Record that the debtor was told of the rejection by other means than e-mail",
  body: z
    .strictObject({ on: day.optional().meta({ description: "Today when left out." }) })
    .meta({ id: "RecordDebtorTold" }),
});

export const endObjection = operation({
  ...act,
  id: "endObjection",
  path: "/v1/creditors/{creditorId}/objections/{objectionId}/end",
  summary: "End a dispute without agreement: onward to those who decide disputes, or close the claim",
  body: z
    .strictObject({
      how: z.enum(["onward", "close"]),
      text: note.optional().meta({
        description:
          "Must be there to go onward where the debtor has had no answer, and always where the claim was disputed before it was handed over.",
      }),
      costsSeen: decimal.optional().meta({
        description:
          "Repeats `onwardCosts` to go onward, where it is known: whoever decides it has seen what it costs.",
      }),
      priceSeen: decimal.optional().meta({
        description: "Repeats `closingPrice`, where closing the claim costs the company anything.",
      }),
    })
    .meta({ id: "EndObjection" }),
});
