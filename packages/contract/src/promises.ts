/** What debtors promise to pay, and what becomes of it. */
import { z } from "zod";
import { act, actProblems, inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { day, decimal, id, note, pageOf, pageQuery } from "./values.ts";

const TAG = "Claims";

export const recordPromise = operation({
  ...act,
  id: "recordPromise",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/promises",
  summary: "Record that the debtor promised to pay on a day: nothing is done until then",
  description:
    "It is held until three banking days after the day, while money may be on its way. A new promise takes the place of " +
    "the one before. Where it is not kept the claim goes on by its plan, and `listPromises` tells.",
  status: 201,
  body: z
    .strictObject({
      payOn: day,
      amount: decimal.optional().meta({ description: "All that is owed today when left out." }),
      note: note.optional().meta({ description: "What was said." }),
    })
    .meta({ id: "RecordPromise" }),
  problems: actProblems,
});

export const promiseState = z.enum(["open", "kept", "broken", "ended"]).meta({
  id: "PromiseState",
  description:
    "`open`: its day, or the days on which money may be on its way, have not passed. `kept`: paid. `broken`: not paid. " +
    "`ended`: somebody released the claim before, or agreed on a payment plan.",
});

export const listPromises = operation({
  id: "listPromises",
  method: "get",
  path: "/v1/creditors/{creditorId}/promises",
  tag: TAG,
  summary: "The newest promise of each claim and what became of it, the one that ran out last first",
  needs: "claims:read",
  params: inCreditor,
  query: {
    ...pageQuery,
    over: z.enum(["true"]).optional().meta({ description: "Only those whose time has passed." }),
  },
  answer: pageOf(
    z.strictObject({
      claimId: id,
      invoiceNumber: z.string(),
      customerNumber: z.string(),
      promisedOn: day,
      payOn: day,
      heldOn: day.meta({ description: "The last day on which nothing is done." }),
      amount: decimal,
      paid: decimal.meta({ description: "Since it was given." }),
      state: promiseState,
    }),
    "PromisePage",
  ),
});
