/** What a debtor was written, and what it writes with the case handler. */
import { z } from "zod";
import { fileAnswer } from "./files.ts";
import { operation } from "./operation.ts";
import { day, id, instant, note, pageOf, pageQuery } from "./values.ts";

const TAG = "Debtor";
const inOwnClaim = { claimId: id };

export const listOwnLetters = operation({
  id: "listOwnLetters",
  method: "get",
  path: "/v1/debtor/claims/{claimId}/letters",
  tag: TAG,
  summary: "Every letter about the claim, the newest first: its day, its deadline and how it was sent",
  needs: "debtor",
  params: inOwnClaim,
  answer: z
    .strictObject({
      items: z.array(
        z.strictObject({
          id,
          kind: z.string(),
          datedOn: day,
          payBy: day.nullable(),
          channel: z.string().nullable(),
          state: z.string().nullable(),
        }),
      ),
    })
    .meta({ id: "OwnLetters" }),
});

export const getOwnLetter = operation({
  id: "getOwnLetter",
  method: "get",
  path: "/v1/debtor/claims/{claimId}/letters/{documentId}",
  tag: TAG,
  summary: "One of those letters as PDF, to be saved",
  description: "Set again from what was stored when it was sent, without the code that it had.",
  needs: "debtor",
  params: { claimId: id, documentId: id },
  answer: fileAnswer(["application/pdf"]),
});

const ownMessage = z
  .strictObject({
    no: z.int(),
    writtenBy: z
      .enum(["debtor", "operator", "creditor"])
      .meta({ description: "`creditor`: it was shared from what the company wrote." }),
    sentAt: instant,
    text: z.string().nullable().meta({ description: "Null once it has been blanked." }),
  })
  .meta({ id: "OwnMessage" });

export const listOwnMessages = operation({
  id: "listOwnMessages",
  method: "get",
  path: "/v1/debtor/claims/{claimId}/messages",
  tag: TAG,
  summary: "What the debtor and the case handler have written about the claim, the oldest first",
  needs: "debtor",
  params: inOwnClaim,
  query: pageQuery,
  answer: pageOf(ownMessage, "OwnMessagePage"),
});

export const writeOwnMessage = operation({
  id: "writeOwnMessage",
  method: "post",
  path: "/v1/debtor/claims/{claimId}/messages",
  tag: TAG,
  summary: "Write or ask something: what it is about says who answers",
  description:
    "What is about the invoice goes to the company that it is from, and to the case handler; everything else goes to " +
    "the case handler alone. Nothing is held by it: to say no there is `objectAsDebtor`.",
  needs: "debtor",
  status: 201,
  params: inOwnClaim,
  body: z
    .strictObject({
      about: z.enum(["invoice", "collection", "payment", "other"]).default("other"),
      text: note,
    })
    .meta({ id: "WriteOwnMessage" }),
  answer: z
    .strictObject({ no: z.int(), answeredBy: z.enum(["creditor", "operator"]) })
    .meta({ id: "OwnMessageWritten" }),
});

export const readOwnMessages = operation({
  id: "readOwnMessages",
  method: "post",
  path: "/v1/debtor/claims/{claimId}/messages/read",
  tag: TAG,
  summary: "The debtor has read up to a message",
  needs: "debtor",
  params: inOwnClaim,
  body: z.strictObject({ upTo: z.int().min(1).max(2_000_000_000) }).meta({ id: "ReadOwnMessages" }),
  answer: z.strictObject({ upTo: z.int() }).meta({ id: "OwnMessagesRead" }),
});
