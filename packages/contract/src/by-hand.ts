/** What a company records by hand: money that came to itself, and a credit note. */
import { z } from "zod";
import { inClaim } from "./claims.ts";
import { operation } from "./operation.ts";
import { day, decimal } from "./values.ts";

const above = decimal.refine((text) => !text.startsWith("-") && text !== "0.00", "is more than nothing");

export const recordPayment = operation({
  id: "recordPayment",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/payments",
  tag: "Payments",
  summary: "Record money that came to the company itself: it counts from the day on which it came",
  description:
    "Once for a claim, a day, an amount and a reference: another payment like it that day has another reference. Money " +
    "that the bank's files tell of is not recorded by hand.",
  needs: "payments:write",
  params: inClaim,
  body: z
    .strictObject({
      paidOn: day.meta({ description: "The value day; not after today." }),
      amount: above.meta({ description: "Not more than is owed today." }),
      reference: z.string().trim().min(1).max(100).optional(),
      orderedOn: day
        .optional()
        .meta({ description: "The day on which the debtor ordered it, where that is known." }),
      designation: z
        .enum(["principal"])
        .optional()
        .meta({ description: "What the debtor said that it is for; it counts where the law lets it." }),
    })
    .meta({ id: "RecordPayment" }),
  status: 201,
  answer: z
    .strictObject({
      isNew: z.boolean().meta({ description: "False where it was recorded before: nothing was done then." }),
      openPrincipal: decimal,
      state: z.string(),
    })
    .meta({ id: "PaymentRecorded" }),
  problems: ["refused"],
});

export const creditClaim = operation({
  id: "creditClaim",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/credit-notes",
  tag: "Payments",
  summary: "Credit a claim's invoice by a credit note that no file brings",
  description: "Once for its number. What was charged on what is credited follows when the next day is run.",
  needs: "invoices:write",
  params: inClaim,
  body: z
    .strictObject({
      number: z.string().trim().min(1).max(64).meta({ description: "The credit note's own." }),
      issuedOn: day.meta({ description: "Not after today." }),
      amount: above.meta({ description: "Not more than is open of the principal." }),
    })
    .meta({ id: "CreditClaim" }),
  status: 201,
  answer: z
    .strictObject({ isNew: z.boolean(), openPrincipal: decimal, state: z.string() })
    .meta({ id: "ClaimCredited" }),
  problems: ["refused"],
});
