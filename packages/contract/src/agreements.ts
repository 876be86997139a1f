/** What operator and company have agreed: what it costs the company to take a claim back or to go to law. */
import { z } from "zod";
import { inClaim, inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { currency, day, decimal, instant } from "./values.ts";

const TAG = "Agreement and prices";

const price = decimal.refine((text) => !text.startsWith("-"), "is not below nothing");

export const prices = z
  .strictObject({
    withdrawalBeforeDemand: price,
    withdrawalAfterDemand: price.meta({ description: "Once a demand has opened a case." }),
    noResponse: price.meta({
      description: "Where a claim is closed because the company never answered an objection.",
    }),
    legalSteps: z.strictObject({
      application: price,
      attachment: price,
      decision: price,
      enforcement: price,
    }),
  })
  .meta({
    id: "Prices",
    description:
      "To be paid by the company, never by the debtor; in the currency of its country, without VAT.",
  });

const agreement = z
  .strictObject({ no: z.int(), validFrom: day, recordedAt: instant, by: z.string(), prices })
  .meta({ id: "Agreement" });

export const getAgreement = operation({
  id: "getAgreement",
  method: "get",
  path: "/v1/creditors/{creditorId}/agreement",
  tag: TAG,
  summary: "The agreement that holds today with its prices, and all there have been",
  needs: "settings:read",
  params: inCreditor,
  answer: z
    .strictObject({
      currency,
      holds: agreement.nullable().meta({ description: "Without one nothing costs the company anything." }),
      items: z.array(agreement).meta({ description: "The newest first." }),
    })
    .meta({ id: "Agreements" }),
});

export const addAgreement = operation({
  id: "addAgreement",
  method: "post",
  path: "/v1/operator/creditors/{creditorId}/agreements",
  tag: TAG,
  summary: "Record a new agreement with a company, from a day on that has not passed",
  needs: "operator:write",
  params: inCreditor,
  body: z.strictObject({ validFrom: day, prices }).meta({ id: "NewAgreement" }),
  status: 201,
  answer: agreement,
  problems: ["refused"],
});

const withdrawal = z
  .strictObject({
    price: decimal,
    currency,
    agreement: z.int().nullable().meta({ description: "The number of the agreement that says so." }),
    isPermitted: z.boolean(),
    whyNot: z.string().nullable(),
  })
  .meta({ id: "Withdrawal" });

export const getWithdrawal = operation({
  id: "getWithdrawal",
  method: "get",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/withdrawal",
  tag: TAG,
  summary: "What it costs the company to take a claim back, and whether it can be taken back now",
  needs: "claims:read",
  params: inClaim,
  answer: withdrawal,
  hasVersion: true,
});

export const withdrawClaim = operation({
  id: "withdrawClaim",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/withdrawal",
  tag: TAG,
  summary: "Take a claim back: it is closed, and nothing of it is asked for any more",
  description:
    "`priceSeen` repeats the price that `getWithdrawal` tells; with another one it is refused, with the price of now. " +
    "The price is posted to the company, never to the debtor.",
  needs: "claims:act",
  params: inClaim,
  body: z.strictObject({ priceSeen: decimal }).meta({ id: "WithdrawClaim" }),
  answer: z.strictObject({ done: z.string() }).meta({ id: "Withdrawn" }),
  problems: ["refused"],
  hasVersion: true,
});
