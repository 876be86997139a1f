/** Claims: found, understood and acted upon. */
import { z } from "zod";
import { invoiceLines, objectionReason } from "./objection-reason.ts";
import { operation } from "./operation.ts";
import { because, citation, currency, day, decimal, id, instant, note, pageOf, pageQuery } from "./values.ts";

const TAG = "Claims";
export const inCreditor = { creditorId: id };
export const inClaim = { ...inCreditor, claimId: id };

export const claimState = z
  .enum(["open", "parked", "closed"])
  .meta({ id: "ClaimState", description: "`parked` waits for a person." });

export const claimStage = z
  .enum([
    ...["not-due", "overdue", "reminder", "notice", "list", "demand", "legal", "monitoring"],
    ...["payment-plan", "disputed", "on-hold", "parked", "paid", "closed"],
  ] as const)
  .meta({
    id: "ClaimStage",
    description:
      "Where it stands: not due or overdue and nothing sent; `reminder`, `notice`, `demand` by the last letter that counts; on an open `list`; `legal`; `monitoring`. What holds it comes first: `disputed`, `payment-plan`, or else `on-hold`. `parked` waits for a person. Ended with money it is `paid`, else `closed`.",
  });

export const stepKind = z.string().max(40).meta({
  id: "StepKind",
  description: "A step of a plan: `reminder`, `notice`, `collection-list`, `demand`, `heavy`, `solvency` …",
});

export const claimSummary = z
  .strictObject({
    id,
    invoiceNumber: z.string(),
    reference: z.string().meta({ description: "The number that ties a payment to it: KID or OCR." }),
    customerNumber: z.string(),
    customerName: z.string().nullable().meta({ description: "Null once it has been blanked." }),
    department: z.string().nullable(),
    dueOn: day,
    currency,
    principal: decimal,
    open: decimal.meta({
      description: "What is open in the books; interest since the last letter comes on top.",
    }),
    state: claimState,
    stage: claimStage,
    heldBy: z.string().nullable().meta({ description: "The kind of hold that keeps it where it is." }),
    nextLookOn: day
      .nullable()
      .meta({ description: "The day on which a run looks at its customer next; null for none." }),
    lastStep: stepKind.nullable(),
    lastStepOn: day.nullable(),
    closedOn: day.nullable(),
  })
  .meta({ id: "ClaimSummary" });

export const derivation = z
  .strictObject({
    rule: z.string(),
    citation,
    figures: z
      .array(
        z.strictObject({
          table: z.string(),
          from: day,
          value: z.string(),
          regulation: z.string().nullable(),
          source: z.string().nullable(),
        }),
      )
      .readonly(),
    inputs: z.record(z.string(), z.string()),
    arithmetic: z.string(),
    rounding: z.string().nullable(),
  })
  .meta({ id: "Derivation", description: "Why an amount is owed: the rule, its figures and the sum." });

export const amountLine = z
  .strictObject({
    item: z.string(),
    on: day.nullable(),
    amount: decimal,
    derivation: derivation.nullable(),
  })
  .meta({ id: "AmountLine" });

const corrected = day.nullable().meta({
  description: "The day of the letter that this one corrects, because a part has been disputed since.",
});

export const claim = z
  .strictObject({
    ...claimSummary.shape,
    on: day.meta({ description: "The day that everything here is as of." }),
    debtorId: id,
    debtorKind: z.string().nullable(),
    plan: z.string().nullable(),
    description: z.string().nullable(),
    issuedOn: day,
    amounts: z.strictObject({
      lines: z.array(amountLine),
      total: decimal.nullable(),
      perDay: decimal.nullable(),
      withOthers: decimal.nullable(),
      disputed: z.union([z.literal("whole"), decimal]).nullable(),
      unknownBecause: z.string().nullable(),
    }),
    others: z.array(z.strictObject({ id, invoiceNumber: z.string() })),
    holds: z.array(
      z.strictObject({ id, kind: z.string(), fromOn: day, untilOn: day.nullable(), wholeFile: z.boolean() }),
    ),
    happened: z.array(
      z.strictObject({
        seq: z.int(),
        kind: z.string(),
        on: day,
        recordedAt: instant,
        by: z.string(),
        documentId: id.nullable(),
        corrects: corrected,
      }),
    ),
    next: z
      .strictObject({ kind: z.string(), step: stepKind.nullable(), because: z.string(), corrects: corrected })
      .nullable()
      .meta({ description: "What a run of that day would answer." }),
    coming: z.array(
      z.strictObject({ on: day, kind: z.string(), step: stepKind.nullable(), corrects: corrected }),
    ),
    limitationOn: day.nullable(),
  })
  .meta({ id: "Claim" });

export const claimPage = pageOf(claimSummary, "ClaimPage");

/** Filters add up: a claim must meet all of them. */
export const claimFilter = {
  state: claimState.optional(),
  stage: claimStage.optional(),
  lastStep: stepKind.optional(),
  department: z.string().max(200).optional(),
  customerNumber: z.string().max(100).optional(),
  dueBefore: day.optional(),
  dueFrom: day.optional(),
  least: decimal.optional().meta({ description: "Of the principal." }),
  most: decimal.optional().meta({ description: "Of the principal." }),
  search: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: "An invoice's number, a payment reference or a customer's number, whole." }),
};

export const claimSort = z.enum(["newest", "oldest-due", "latest-due", "largest", "stage"]).default("newest");

export const listClaims = operation({
  id: "listClaims",
  method: "get",
  path: "/v1/creditors/{creditorId}/claims",
  tag: TAG,
  summary: "Find claims",
  description:
    "In the order of `sort`, and by id where that is the same. Filters add up: a claim must meet all of them.",
  needs: "claims:read",
  params: inCreditor,
  query: {
    ...pageQuery,
    sort: claimSort.meta({
      description:
        "`stage` goes along the line, from what is not due to what is closed, and within it the newest first.",
    }),
    ...claimFilter,
  },
  answer: claimPage,
});

export const getClaim = operation({
  id: "getClaim",
  method: "get",
  path: "/v1/creditors/{creditorId}/claims/{claimId}",
  tag: TAG,
  summary: "One claim: what is owed and why, what has happened, what comes next",
  needs: "claims:read",
  params: inClaim,
  query: {
    asOf: day.optional().meta({
      description:
        "As it stood at the end of a past day: every figure is of that day, by what was known then.",
    }),
  },
  answer: claim,
  problems: ["refused"],
  hasVersion: true,
});

export const acted = z
  .strictObject({ done: z.string().meta({ description: "What was done, in words." }) })
  .meta({ id: "Acted" });

export const act = {
  tag: TAG,
  needs: "claims:act",
  params: inClaim,
  answer: acted,
  hasVersion: true,
} as const;
export const actProblems = ["refused"] as const;

export const stopClaim = operation({
  ...act,
  id: "stopClaim",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/stop",
  summary: "Stop a claim until somebody releases it",
  description:
    "Takes it out of what is proposed and off an open collection list. Refused once the list has closed.",
  body: z.strictObject({ note: note.optional() }).meta({ id: "StopClaim" }),
  problems: actProblems,
});

export const postponeClaim = operation({
  ...act,
  id: "postponeClaim",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/postpone",
  summary: "Leave a claim alone until a day",
  body: z.strictObject({ until: day, note: note.optional() }).meta({ id: "PostponeClaim" }),
  problems: actProblems,
});

export const releaseClaim = operation({
  ...act,
  id: "releaseClaim",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/release",
  summary: "Take a stopped, postponed or parked claim up again",
  problems: actProblems,
});

export const approveStep = operation({
  ...act,
  id: "approveStep",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/approve",
  summary: "Say yes to the step that is proposed for a claim",
  needs: "approvals:decide",
  body: z
    .strictObject({
      choice: z
        .enum(["application", "monitoring"])
        .nullable()
        .default(null)
        .meta({ description: "The answer to the solvency question; null for every other step." }),
    })
    .meta({ id: "ApproveStep" }),
  problems: actProblems,
});

export const objectToClaim = operation({
  ...act,
  id: "objectToClaim",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/objections",
  summary: "Record that the debtor disputes a claim, all of it or an amount: it is held at once",
  status: 201,
  body: z
    .strictObject({
      disputed: z.union([z.literal("whole"), decimal]),
      receivedOn: day.optional(),
      deservesExamination: z.boolean().default(true),
      reason: objectionReason.optional(),
      invoiceLines: invoiceLines.optional(),
      note: note.optional().meta({ description: "The debtor's own words." }),
    })
    .meta({ id: "ObjectToClaim" }),
  problems: actProblems,
});

export const settleObjection = operation({
  ...act,
  id: "settleObjection",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/objections/settle",
  summary: "Settle the open objections of a claim",
  needs: "objections:answer",
  body: z
    .strictObject({
      outcome: z.enum(["withdrawn", "accepted", "groundless"]),
      toldOn: day
        .optional()
        .meta({ description: "The day on which the debtor was told; today when left out." }),
    })
    .meta({ id: "SettleObjection" }),
  problems: actProblems,
});

export const listActs = operation({
  id: "listActs",
  method: "get",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/acts",
  tag: TAG,
  summary: "What may be done to a claim now, and of everything else why not",
  description:
    "Each act is tried by what would do it, as of today and with the least that can be said of it. A day, an amount or " +
    "a number of instalments of one's own can still be refused.",
  needs: "claims:read",
  params: inClaim,
  answer: z
    .strictObject({
      items: z.array(
        z.strictObject({
          act: z.enum([
            ...["stopClaim", "postponeClaim", "releaseClaim", "approveStep", "objectToClaim"],
            ...["settleObjection", "agreeOnPlan", "claimCompensation", "recordLegalStep"],
            ...["recordPaymentOrder", "recordPromise", "withdrawClaim"],
          ] as const),
          choice: z.string().nullable().meta({ description: "A step, an answer or an outcome of the act." }),
          isPermitted: z.boolean(),
          whyNot: z.string().nullable(),
          because: because
            .nullable()
            .meta({ description: "The law: why it may not be done, or by which the debtor pays for it." }),
          notBefore: day
            .nullable()
            .meta({ description: "The first day on which it may be done, where it is known." }),
          debtorPays: decimal.nullable().meta({
            description:
              "What it adds to the debtor's costs, below nothing for what falls away. Null where it may not be done, and of a step, whose letter says it.",
          }),
          price: decimal.nullable().meta({
            description: "What it costs the company by its agreement, to be repeated as `priceSeen`.",
          }),
        }),
      ),
    })
    .meta({ id: "ClaimActs" }),
  hasVersion: true,
});

export const claimCompensation = operation({
  ...act,
  id: "claimCompensation",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/compensation",
  summary: "Claim late-payment compensation of a debtor that is no consumer",
  description: "Other costs are set off against it.",
  problems: actProblems,
});

const alsoClaims = z
  .array(id)
  .max(100)
  .default([])
  .meta({ description: "Other claims of the same debtor that it covers." });

export const recordLegalStep = operation({
  ...act,
  id: "recordLegalStep",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/legal-steps",
  summary: "Record a legal step that was taken outside of Innfri, with its statutory costs",
  status: 201,
  body: z
    .strictObject({
      step: z.enum(["application", "attachment", "decision", "enforcement"]),
      on: day.meta({ description: "The day of the step; not after today." }),
      alsoClaimIds: alsoClaims,
      priceSeen: decimal.optional().meta({
        description: "Repeats the `price` that `listActs` tells, where the step costs the company anything.",
      }),
    })
    .meta({ id: "RecordLegalStep" }),
  problems: actProblems,
});

export const recordPaymentOrder = operation({
  ...act,
  id: "recordPaymentOrder",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/payment-order",
  summary: "Sweden: record what Kronofogden tells of an application for a payment order",
  status: 201,
  body: z
    .strictObject({
      state: z.enum([
        ...["confirmed", "supplement-requested", "served", "service-failed", "reduced", "contested"],
        ...["partly-contested", "court", "withdrawn", "dismissed", "reopened", "appealed"],
      ] as const),
      on: day,
      contested: decimal.optional().meta({ description: "With `partly-contested`, and only then." }),
      caseNumber: z.string().trim().min(1).max(40).optional(),
    })
    .meta({ id: "RecordPaymentOrder" }),
  problems: actProblems,
});

export const agreeOnPlan = operation({
  ...act,
  id: "agreeOnPlan",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/payment-plans",
  summary: "Agree with the debtor on instalments",
  status: 201,
  body: z
    .strictObject({
      instalments: z.int().min(1).max(120),
      wholeDebt: z.boolean(),
      firstOn: day
        .optional()
        .meta({ description: "The day of the first; without it nobody notices a missed one." }),
      alsoClaimIds: alsoClaims,
    })
    .meta({ id: "AgreeOnPlan" }),
  problems: actProblems,
});
