/** Where a company's claims stand: what a run would do, what one has done, what waits, what the books hold. */
import { z } from "zod";
import { inCreditor, stepKind } from "./claims.ts";
import { operation } from "./operation.ts";
import { currency, cursor, day, decimal, id, instant, pageQuery } from "./values.ts";

const TAG = "Overview";

export const previewRun = operation({
  id: "previewRun",
  method: "get",
  path: "/v1/creditors/{creditorId}/preview",
  tag: TAG,
  summary: "What a run would do to each open claim, and of each that is left alone why",
  description:
    "With the facts as they are now, and nothing is written. A page has so many customers, in the order of their ids.",
  needs: "claims:read",
  params: inCreditor,
  query: {
    ...pageQuery,
    on: day.optional().meta({ description: "The day of the run; today when left out." }),
  },
  answer: z
    .strictObject({
      on: day,
      items: z.array(
        z.strictObject({
          kind: z.enum(["take", "ask", "close", "park", "wait", "held", "parked"]).meta({
            description: "`wait`, `held` and `parked` are left alone.",
          }),
          claimIds: z.array(id),
          invoiceNumbers: z.array(z.string()),
          customerNumber: z.string(),
          customerName: z.string().nullable(),
          currency,
          step: stepKind.nullable(),
          letter: z.string().nullable(),
          payBy: day.nullable(),
          adds: decimal.nullable().meta({ description: "What the step adds to what is owed." }),
          total: decimal.nullable(),
          closesAt: instant.nullable(),
          until: day.nullable().meta({ description: "When a wait or a hold ends." }),
          heldBy: z.string().nullable(),
          because: z.string(),
          unconfirmed: z
            .array(z.string())
            .meta({ description: "Points of the law that nobody has confirmed." }),
        }),
      ),
      nextCursor: cursor.nullable(),
    })
    .meta({ id: "RunPreview" }),
  problems: ["refused"],
});

export const listRuns = operation({
  id: "listRuns",
  method: "get",
  path: "/v1/creditors/{creditorId}/runs",
  tag: TAG,
  summary: "The company's daily runs, the newest first: how far, what was done, what waits for a person",
  needs: "claims:read",
  params: inCreditor,
  query: { limit: z.coerce.number().int().min(1).max(200).default(30) },
  answer: z
    .strictObject({
      today: day,
      left: z.int().meta({
        description:
          "Customers that are due by today and not judged yet; of a large company some seconds ago.",
      }),
      items: z.array(
        z.strictObject({
          on: day,
          startedAt: instant,
          finishedAt: instant.nullable(),
          customers: z.int(),
          steps: z.int(),
          parked: z.int(),
        }),
      ),
    })
    .meta({ id: "RunList" }),
});

export const listLimitations = operation({
  id: "listLimitations",
  method: "get",
  path: "/v1/creditors/{creditorId}/limitations",
  tag: TAG,
  summary: "Claims that are about to become too old to be enforced, or are so already",
  needs: "claims:read",
  params: inCreditor,
  query: { limit: z.coerce.number().int().min(1).max(1000).default(200) },
  answer: z
    .strictObject({
      count: z.int(),
      items: z.array(
        z.strictObject({
          claimId: id,
          invoiceNumber: z.string(),
          customerNumber: z.string(),
          customerName: z.string().nullable(),
          openPrincipal: decimal,
          currency,
          on: day.meta({ description: "The day on which it becomes too old." }),
          within: z.string().nullable().meta({ description: "Null once the day has passed." }),
        }),
      ),
    })
    .meta({ id: "LimitationList" }),
});

export const getFeeds = operation({
  id: "getFeeds",
  method: "get",
  path: "/v1/creditors/{creditorId}/feeds",
  tag: TAG,
  summary: "Until when the source of the invoices and the bank have been seen, and what is held meanwhile",
  needs: "claims:read",
  params: inCreditor,
  answer: z
    .strictObject({
      items: z.array(
        z.strictObject({
          feed: z.enum(["source", "bank"]),
          seenAt: instant.nullable(),
          withinHours: z.int().nullable().meta({ description: "How old it may be; null without a limit." }),
        }),
      ),
      stale: z.array(z.string()).meta({ description: "What is older than that, in words." }),
      customersWaiting: z.int(),
    })
    .meta({ id: "Feeds" }),
});

export const getBalances = operation({
  id: "getBalances",
  method: "get",
  path: "/v1/creditors/{creditorId}/balances",
  tag: TAG,
  summary: "What each account of the company's books holds, debit positive",
  needs: "payments:read",
  params: inCreditor,
  answer: z
    .strictObject({ items: z.array(z.strictObject({ account: z.string(), currency, balance: decimal })) })
    .meta({ id: "Balances" }),
});

export const listImports = operation({
  id: "listImports",
  method: "get",
  path: "/v1/creditors/{creditorId}/imports",
  tag: TAG,
  summary: "The files of invoices that were taken, the newest first",
  needs: "claims:read",
  params: inCreditor,
  query: { limit: z.coerce.number().int().min(1).max(200).default(50) },
  answer: z
    .strictObject({
      items: z.array(
        z.strictObject({
          id,
          format: z.string(),
          receivedAt: instant,
          state: z.enum(["started", "done"]),
          taken: z.int(),
          credited: z.int(),
          parked: z.int(),
          open: decimal,
          refused: z.int(),
        }),
      ),
    })
    .meta({ id: "ImportList" }),
});

export const listRefusedRows = operation({
  id: "listRefusedRows",
  method: "get",
  path: "/v1/creditors/{creditorId}/imports/{importId}/refused",
  tag: TAG,
  summary: "The rows of a file that were not taken, and why",
  needs: "claims:read",
  params: { ...inCreditor, importId: id },
  query: { after: z.coerce.number().int().min(0).max(100_000_000).default(0), limit: pageQuery.limit },
  answer: z
    .strictObject({
      items: z.array(
        z.strictObject({
          line: z.int(),
          number: z.string().nullable(),
          code: z.string(),
          reason: z.string(),
        }),
      ),
    })
    .meta({ id: "RefusedRows" }),
});
