/** How a company begins: its rules, a trial import that is held against its books, and then it is activated. */
import { z } from "zod";
import { inCreditor } from "./claims.ts";
import { fileAnswer } from "./files.ts";
import { invoiceFile, invoiceReading, refusedRow } from "./imports.ts";
import { operation } from "./operation.ts";
import { currency, day, decimal, id, instant, note, pageQuery } from "./values.ts";

const TAG = "Beginning";

const text = (most: number) => z.string().trim().min(1).max(most);
const missing = z
  .array(z.strictObject({ field: z.string(), why: z.string() }))
  .meta({ description: "What has to be stated before anything is imported." });

export const addCompany = operation({
  id: "addCompany",
  method: "post",
  path: "/v1/operator/creditors",
  tag: TAG,
  summary: "Add a company; nothing of it is taken or run before it is activated",
  description:
    "It costs nothing. A company of the same name and number that is there already is answered as it is.",
  needs: "operator:write",
  body: z
    .strictObject({
      name: text(200),
      organisationNumber: text(20),
      country: z.enum(["NO", "SE"]),
      isSandbox: z.boolean().default(false).meta({
        description: "It has a clock of its own, and what it sends becomes files alone.",
      }),
      clockOn: day.optional().meta({ description: "The day on which a sandbox begins." }),
    })
    .meta({ id: "NewCompany" }),
  status: 201,
  answer: z.strictObject({ creditorId: id, isNew: z.boolean(), missing }).meta({ id: "CompanyAdded" }),
  problems: ["refused"],
});

const countAndSum = z.strictObject({ count: z.int(), sum: decimal });

export const trialImport = z
  .strictObject({
    id,
    madeAt: instant,
    format: z.string(),
    currency,
    rows: z.int(),
    comesIn: countAndSum.meta({
      description: "Invoices that would be followed up, and what they have open after credit notes.",
    }),
    credits: countAndSum.meta({ description: "Credit notes among the rows, already taken off the sum." }),
    parked: z.int().meta({ description: "Of those, how many would wait for a person." }),
    refusedCount: z.int(),
    refused: z
      .array(refusedRow)
      .meta({ description: "The first hundred; the others at `listTrialRefusedRows`." }),
    control: countAndSum.nullable().meta({ description: "What the company's own books say." }),
    difference: countAndSum.nullable().meta({ description: "What comes in, less what the books say." }),
    accepted: z.array(
      z.strictObject({
        difference: z.enum(["count", "sum"]),
        at: instant,
        by: z.string(),
        words: z.string().nullable().meta({ description: "Null once it was blanked." }),
      }),
    ),
    isReconciled: z.boolean().meta({ description: "There is no difference that nobody has accepted." }),
  })
  .meta({ id: "TrialImport" });

export const tryImport = operation({
  id: "tryImport",
  method: "post",
  path: "/v1/creditors/{creditorId}/trial-imports",
  tag: TAG,
  summary:
    "Try a file of invoices: what would come in, what would not and why, beside the company's own books",
  description:
    "No claim is written and nothing is sent. `controlCount` and `controlSum` are what accounts receivable says; " +
    "without them there is nothing to reconcile with.",
  needs: "invoices:write",
  params: inCreditor,
  query: {
    ...invoiceReading,
    controlCount: z.coerce.number().int().min(0).max(100_000_000).optional(),
    controlSum: decimal.optional(),
  },
  upload: invoiceFile,
  status: 201,
  answer: trialImport,
  problems: ["refused"],
});

const inTrial = { ...inCreditor, trialId: id };

export const getTrialImport = operation({
  id: "getTrialImport",
  method: "get",
  path: "/v1/creditors/{creditorId}/trial-imports/{trialId}",
  tag: TAG,
  summary: "What a trial import came to",
  needs: "claims:read",
  params: inTrial,
  answer: trialImport,
});

export const listTrialRefusedRows = operation({
  id: "listTrialRefusedRows",
  method: "get",
  path: "/v1/creditors/{creditorId}/trial-imports/{trialId}/refused",
  tag: TAG,
  summary: "The rows of a trial that would not come in, and why",
  needs: "claims:read",
  params: inTrial,
  query: { after: z.coerce.number().int().min(0).max(100_000_000).default(0), limit: pageQuery.limit },
  answer: z.strictObject({ items: z.array(refusedRow) }).meta({ id: "TrialRefusedRows" }),
});

export const getTrialRefusedFile = operation({
  id: "getTrialRefusedFile",
  method: "get",
  path: "/v1/creditors/{creditorId}/trial-imports/{trialId}/refused.csv",
  tag: TAG,
  summary: "The same as a CSV file",
  needs: "claims:read",
  params: inTrial,
  answer: fileAnswer(["text/csv"]),
});

export const acceptDifference = operation({
  id: "acceptDifference",
  method: "post",
  path: "/v1/creditors/{creditorId}/trial-imports/{trialId}/accept",
  tag: TAG,
  summary: "Accept a difference between a trial and the books, with why; a person does, and no key",
  needs: "settings:write",
  params: inTrial,
  body: z
    .strictObject({ difference: z.enum(["count", "sum"]), words: note })
    .meta({ id: "AcceptDifference" }),
  answer: trialImport,
  problems: ["refused"],
});

export const getOnboarding = operation({
  id: "getOnboarding",
  method: "get",
  path: "/v1/creditors/{creditorId}/onboarding",
  tag: TAG,
  summary: "How far a company has come, and what is to be done next",
  needs: "settings:read",
  params: inCreditor,
  answer: z
    .strictObject({
      next: z.enum(["rules", "trial", "reconcile", "activate", "done"]),
      isActive: z.boolean(),
      missing,
      trial: trialImport.nullable().meta({ description: "The newest." }),
    })
    .meta({ id: "Onboarding" }),
});

export const activateCompany = operation({
  id: "activateCompany",
  method: "post",
  path: "/v1/creditors/{creditorId}/activation",
  tag: TAG,
  summary:
    "Activate a company whose trial was reconciled: from now on invoices are taken, and each day is run by itself",
  description: "It costs nothing: nothing is posted.",
  needs: "settings:write",
  params: inCreditor,
  body: z.strictObject({ trialId: id }).meta({ id: "ActivateCompany" }),
  answer: z.strictObject({ isActive: z.boolean(), today: day }).meta({ id: "Activated" }),
  problems: ["refused"],
});
