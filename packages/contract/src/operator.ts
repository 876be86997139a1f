/** What the operator sees to: runs, deliveries, and the law that all of it rests on. */
import { z } from "zod";
import { inClaim, inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { citation, day, id, instant } from "./values.ts";

const TAG = "Operation";

const companyRun = z
  .strictObject({
    creditorId: id,
    name: z.string(),
    isSandbox: z.boolean(),
    runOn: day.nullable().meta({ description: "The newest run; null before the first." }),
    state: z.enum(["waiting", "running", "finished"]).meta({
      description:
        "`waiting`: today's has not begun, or in a sandbox, whose days pass by command, something came due after it.",
    }),
    done: z.int().meta({ description: "Customers judged in it." }),
    steps: z.int(),
    parked: z.int().meta({ description: "Claims it set aside." }),
    left: z.int().meta({ description: "Customers that are due today and not judged yet." }),
    waitingForAPerson: z.int().meta({ description: "Claims that are set aside now." }),
    problem: z.string().nullable().meta({ description: "Why it does not go on, where that is known." }),
  })
  .meta({ id: "CompanyRun" });

export const listAllRuns = operation({
  id: "listAllRuns",
  method: "get",
  path: "/v1/operator/runs",
  tag: TAG,
  summary: "How the daily run stands at each company, those at work first",
  needs: "operator:read",
  answer: z.strictObject({ items: z.array(companyRun) }).meta({ id: "CompanyRuns" }),
});

export const retryRun = operation({
  id: "retryRun",
  method: "post",
  path: "/v1/creditors/{creditorId}/runs/retry",
  tag: TAG,
  summary: "Have a worker take up a company's run at once; what was done is not done again",
  needs: "operator:write",
  status: 202,
  params: inCreditor,
  answer: z.strictObject({ left: z.int() }).meta({ id: "RunRetried" }),
  problems: ["refused"],
});

const unknownLetter = z.strictObject({
  messageId: id,
  caseNumber: z.string(),
  datedOn: day,
  channel: z.string(),
  problem: z.string().nullable(),
});

export const listDeliveries = operation({
  id: "listDeliveries",
  method: "get",
  path: "/v1/creditors/{creditorId}/deliveries",
  tag: TAG,
  summary:
    "What somebody has to see to among the letters: of unknown outcome, carriers that are out, a silent print house",
  needs: "operator:read",
  params: inCreditor,
  answer: z
    .strictObject({
      queued: z.int(),
      unknown: z.array(unknownLetter).meta({ description: "Settle each: it left, or it did not." }),
      outages: z.array(
        z.strictObject({
          carrier: z.string(),
          since: instant,
          nextTryAt: instant,
          problem: z.string().nullable(),
        }),
      ),
      unanswered: z.array(z.strictObject({ batchId: id, letters: z.int(), handedOverAt: instant })),
      unreadable: z.array(z.string()),
    })
    .meta({ id: "Deliveries" }),
});

const messageState = z.enum([
  ...["queued", "sent", "delivered", "bounced", "returned", "given-up", "withdrawn", "unknown"],
] as const);

export const listClaimDeliveries = operation({
  id: "listClaimDeliveries",
  method: "get",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/deliveries",
  tag: TAG,
  summary: "Each letter of a claim, how it went and what became of it, the newest first",
  needs: "claims:read",
  params: inClaim,
  answer: z
    .strictObject({
      items: z.array(
        z.strictObject({
          messageId: id,
          documentId: id,
          letter: z.string(),
          datedOn: day,
          channel: z.string(),
          state: messageState,
          attempts: z.int(),
          endedAt: instant.nullable(),
          deadlineRuns: z.boolean().meta({
            description: "No deadline runs from a letter that did not arrive.",
          }),
        }),
      ),
    })
    .meta({ id: "ClaimDeliveries" }),
});

const told = z.strictObject({ state: messageState }).meta({ id: "DeliveryTold" });

export const settleDelivery = operation({
  id: "settleDelivery",
  method: "post",
  path: "/v1/creditors/{creditorId}/deliveries/{messageId}/settle",
  tag: TAG,
  summary: "Somebody found out whether a letter of unknown outcome left; one that did not is undone",
  needs: "cases:work",
  params: { ...inCreditor, messageId: id },
  body: z.strictObject({ left: z.boolean() }).meta({ id: "SettleDelivery" }),
  answer: told,
  problems: ["refused"],
});

export const recordReturned = operation({
  id: "recordReturned",
  method: "post",
  path: "/v1/creditors/{creditorId}/deliveries/{messageId}/returned",
  tag: TAG,
  summary:
    "A letter came back: its deadline does not run, and the next goes another way or to another address",
  needs: "cases:work",
  params: { ...inCreditor, messageId: id },
  body: z
    .strictObject({ reason: z.enum(["moved", "unknown-at-address", "refused", "not-collected", "other"]) })
    .meta({ id: "RecordReturned" }),
  answer: told,
  problems: ["refused"],
});

const lawTable = z
  .strictObject({
    id: z.string(),
    country: z.enum(["NO", "SE"]),
    title: z.string(),
    basis: citation,
    rows: z.int(),
    lastFrom: day.nullable(),
    lastValue: z.string().nullable(),
    regulation: z.string().nullable(),
    sources: z.array(z.string()),
    coveredThrough: day,
    daysLeft: z.int(),
    state: z.enum(["covered", "ends-soon", "ends-very-soon", "ended"]),
    enteredBy: z.string().nullable().meta({ description: "Null of what came with Innfri." }),
    confirmedBy: z.string().nullable(),
  })
  .meta({ id: "LawTable" });

export const getLaw = operation({
  id: "getLaw",
  method: "get",
  path: "/v1/operator/law",
  tag: TAG,
  summary: "Each table of the law: its source, its last row, until when somebody vouches for it, and who",
  needs: "operator:read",
  answer: z
    .strictObject({
      today: day,
      tables: z.array(lawTable),
      regimes: z
        .array(z.strictObject({ id: z.string(), act: citation, from: day.nullable() }))
        .meta({ description: "`from` is null of an Act that has no first day yet." }),
    })
    .meta({ id: "LawInForce" }),
});

const lawProposal = z
  .strictObject({
    id,
    file: z.string(),
    proposedBy: z.string(),
    proposedAt: instant,
    isMine: z.boolean(),
    decision: z.enum(["loaded", "withdrawn"]).nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
  })
  .meta({ id: "LawProposal" });

const file = z.string().min(2).max(500_000).meta({
  description: "A law file as text, without `enteredBy` and `confirmedBy`: they are who is signed in.",
});

export const listLawProposals = operation({
  id: "listLawProposals",
  method: "get",
  path: "/v1/operator/law/proposals",
  tag: TAG,
  summary: "New rows of the law that somebody entered, the newest first",
  needs: "operator:read",
  query: { limit: z.coerce.number().int().min(1).max(100).default(20) },
  answer: z.strictObject({ items: z.array(lawProposal) }).meta({ id: "LawProposals" }),
});

export const proposeLaw = operation({
  id: "proposeLaw",
  method: "post",
  path: "/v1/operator/law/proposals",
  tag: TAG,
  summary: "Enter new rows of the law; they count once somebody else has confirmed them",
  description: "By a user, not by a key: two people are asked for.",
  needs: "operator:write",
  status: 201,
  body: z.strictObject({ file }).meta({ id: "ProposeLaw" }),
  answer: lawProposal,
  problems: ["refused"],
});

const inProposal = { proposalId: id };

export const confirmLaw = operation({
  id: "confirmLaw",
  method: "post",
  path: "/v1/operator/law/proposals/{proposalId}/confirm",
  tag: TAG,
  summary: "Somebody else has read the source and confirms: the rows count from now on",
  needs: "operator:write",
  params: inProposal,
  answer: lawProposal,
  problems: ["refused"],
});

export const withdrawLaw = operation({
  id: "withdrawLaw",
  method: "post",
  path: "/v1/operator/law/proposals/{proposalId}/withdraw",
  tag: TAG,
  summary: "Take new rows back that nobody has confirmed",
  needs: "operator:write",
  params: inProposal,
  answer: lawProposal,
  problems: ["refused"],
});

export const rehearseLaw = operation({
  id: "rehearseLaw",
  method: "get",
  path: "/v1/creditors/{creditorId}/law-rehearsals/{proposalId}",
  tag: TAG,
  summary:
    "What proposed rows or a first day of an Act would change for a company's open claims; nothing is stored",
  description:
    "Of the first 200 customers of one company, and so many changed claims at most. All of them: `innfri law rehearse`.",
  needs: "operator:read",
  params: { ...inCreditor, ...inProposal },
  query: {
    limit: z.coerce.number().int().min(1).max(200).default(50),
  },
  answer: z
    .strictObject({
      from: day
        .nullable()
        .meta({ description: "The first day on which the laws differ; null where none does." }),
      through: day.nullable(),
      isCut: z.boolean().meta({ description: "There is more than was looked at." }),
      items: z.array(
        z.strictObject({
          claimId: id,
          invoiceNumber: z.string(),
          changes: z.array(
            z.strictObject({
              kind: z.string(),
              on: day.nullable(),
              step: z.string().nullable(),
              before: z.string().nullable(),
              after: z.string().nullable(),
            }),
          ),
        }),
      ),
    })
    .meta({ id: "LawRehearsal" }),
  problems: ["refused"],
});

export const previewSender = operation({
  id: "previewSender",
  method: "get",
  path: "/v1/creditors/{creditorId}/sender",
  tag: TAG,
  summary:
    "Whom debtors meet: the head of the company's letters and the sender of its e-mails, as they are or would be",
  needs: "settings:read",
  params: inCreditor,
  query: {
    brand: z
      .string()
      .trim()
      .max(80)
      .optional()
      .meta({ description: "As if this were its brand; as it is when left out, and empty for none." }),
  },
  answer: z
    .strictObject({
      letter: z.strictObject({ name: z.string(), lines: z.array(z.string()) }),
      email: z.strictObject({ name: z.string(), address: z.string() }),
    })
    .meta({ id: "Sender" }),
  problems: ["refused"],
});
