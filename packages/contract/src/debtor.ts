/** What a debtor sees and does: the claims of one company, by the door that its letter named. */
import { z } from "zod";
import { claimState } from "./claims.ts";
import { invoiceLines, objectionReason } from "./objection-reason.ts";
import { operation } from "./operation.ts";
import { promiseState } from "./promises.ts";
import { currency, day, decimal, id, instant, note } from "./values.ts";

const TAG = "Debtor";

export const debtorSignIn = operation({
  id: "debtorSignIn",
  method: "post",
  path: "/v1/debtor/session",
  tag: TAG,
  summary: "Come in with the case number and the code of the newest letter",
  description:
    "A code is good until the next letter of the case. After five wrong ones the case is closed to everybody for a quarter of an hour.",
  needs: "anyone",
  isKeyed: false,
  status: 201,
  body: z
    .strictObject({ caseNumber: z.string().trim().min(1).max(40), code: z.string().trim().min(1).max(40) })
    .meta({ id: "DebtorSignIn" }),
  answer: z
    .strictObject({
      token: z.string().meta({ description: "To be sent as `Authorization: Bearer …`." }),
      expiresAt: instant,
    })
    .meta({ id: "DebtorSession" }),
  problems: ["not-signed-in"],
});

export const debtorComesByLink = operation({
  id: "debtorComesByLink",
  method: "post",
  path: "/v1/debtor/link-session",
  tag: TAG,
  summary: "Come in by the link of a message: to one claim, and what is needed to pay it",
  description: "A link is good for seven days. The code of the newest letter opens the rest.",
  needs: "anyone",
  isKeyed: false,
  status: 201,
  body: z
    .strictObject({ link: z.string().regex(/^[\w-]{40,200}$/) })
    .meta({ id: "DebtorLink", description: "What stands after `/l/` in the address." }),
  answer: z
    .strictObject({ token: z.string(), expiresAt: instant, claimId: id })
    .meta({ id: "DebtorLinkSession" }),
  problems: ["not-signed-in"],
});

export const sendNewLink = operation({
  id: "sendNewLink",
  method: "post",
  path: "/v1/debtor/links",
  tag: TAG,
  summary: "For a link that has had its days: a new one, to the e-mail address that is known",
  description:
    "The address is never shown, and the answer is the same whether there is one or not. Once an hour.",
  needs: "anyone",
  isKeyed: false,
  status: 202,
  body: z.strictObject({ link: z.string().regex(/^[\w-]{40,200}$/) }).meta({ id: "SendNewLink" }),
  answer: z.strictObject({ done: z.string() }).meta({ id: "NewLinkSent" }),
});

export const debtorSignOut = operation({
  id: "debtorSignOut",
  method: "delete",
  path: "/v1/debtor/session",
  tag: TAG,
  summary: "Go out: the token is good for nothing from then on",
  needs: "debtor",
  debtorLevel: "link",
  isKeyed: false,
});

export const language = z
  .enum(["nb", "sv", "en"])
  .meta({ id: "Language", description: "The language that texts are in." });

const source = z.strictObject({ text: z.string(), url: z.string().nullable() });

export const explanation = z
  .strictObject({
    headline: z.string(),
    reason: z.string(),
    amount: z.string().nullable(),
    sum: z.array(z.strictObject({ label: z.string().nullable(), expression: z.string() })),
    figures: z.array(z.strictObject({ text: z.string(), source: source.nullable() })),
    provision: source.nullable(),
    waiting: z.string().nullable(),
    ifWrong: z.array(z.string()),
  })
  .meta({ id: "Explanation", description: "Why an amount is owed, in words, with the law." });

export const debtorClaim = z
  .strictObject({
    id,
    invoiceNumber: z.string(),
    description: z.string().nullable(),
    issuedOn: day,
    dueOn: day,
    currency,
    principal: decimal,
    state: claimState,
    on: day,
    total: decimal
      .nullable()
      .meta({ description: "All that is owed of it on that day; null where it is not known." }),
    perDay: decimal.nullable(),
    disputed: z.union([z.literal("whole"), decimal]).nullable(),
  })
  .meta({ id: "DebtorClaim" });

export const listDebtorClaims = operation({
  id: "listDebtorClaims",
  method: "get",
  path: "/v1/debtor/claims",
  tag: TAG,
  summary: "Everything that the debtor owes this company, and what has been settled",
  needs: "debtor",
  answer: z
    .strictObject({
      creditor: z.string(),
      answeredBy: z.strictObject({
        name: z.string(),
        email: z.string().nullable(),
        phone: z.string().nullable(),
      }),
      debtor: z.string().nullable(),
      items: z.array(debtorClaim),
      total: decimal
        .nullable()
        .meta({ description: "Of all open claims; null where one of them is not known." }),
    })
    .meta({ id: "DebtorClaims" }),
});

export const getDebtorClaim = operation({
  id: "getDebtorClaim",
  method: "get",
  path: "/v1/debtor/claims/{claimId}",
  tag: TAG,
  summary: "One claim: every amount with its reason, what has happened and what comes next",
  needs: "debtor",
  params: { claimId: id },
  query: {
    language: language.optional().meta({ description: "That of the company's country when left out." }),
  },
  answer: z
    .strictObject({
      ...debtorClaim.shape,
      lines: z.array(z.strictObject({ item: z.string(), amount: decimal.nullable(), explanation })),
      pay: z.strictObject({ account: z.string(), reference: z.string() }).nullable(),
      letters: z.array(z.strictObject({ on: day, kind: z.string(), payBy: day.nullable() })),
      next: z.strictObject({ on: day, step: z.string().nullable() }).nullable(),
      rests: z.enum(["objection", "payment-plan", "promise", "other"]).nullable().meta({
        description:
          "Why nothing more is sent or charged for the moment. An objection comes first: it holds what else was agreed, too.",
      }),
      promise: z
        .strictObject({ payOn: day, amount: decimal, paid: decimal, state: promiseState })
        .nullable()
        .meta({ description: "The newest." }),
      plan: z
        .strictObject({
          agreedOn: day,
          instalments: z.int(),
          instalment: decimal.nullable(),
          total: decimal.nullable(),
          dueOn: z.array(day),
          isBroken: z.boolean().meta({ description: "An instalment did not come; a person writes first." }),
          rests: z.boolean().meta({
            description:
              "An objection is open: no instalment is asked for, and none counts as missed. After an objection that does not hold there is a new deadline first.",
          }),
          next: day
            .nullable()
            .meta({ description: "Of the first instalment that is not paid; null while the plan rests." }),
          nextAmount: decimal
            .nullable()
            .meta({ description: "What is still to be paid of it, with what was missed before." }),
        })
        .nullable()
        .meta({ description: "The payment plan that runs." }),
    })
    .meta({ id: "DebtorClaimDetail" }),
});

export const debtorActed = z.strictObject({ done: z.string() }).meta({ id: "DebtorActed" });

export const objectAsDebtor = operation({
  id: "objectAsDebtor",
  method: "post",
  path: "/v1/debtor/claims/{claimId}/objections",
  tag: TAG,
  summary: "Say no, to all of a claim or to an amount: it is held at once",
  needs: "debtor",
  status: 201,
  params: { claimId: id },
  body: z
    .strictObject({
      disputed: z.union([z.literal("whole"), decimal]),
      reason: note.meta({ description: "Why, in the debtor's own words." }),
      kind: objectionReason.optional(),
      invoiceLines: invoiceLines.optional(),
    })
    .meta({ id: "ObjectAsDebtor" }),
  answer: debtorActed,
  problems: ["refused"],
});
