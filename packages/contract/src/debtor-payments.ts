/** How a debtor pays, and what it has paid. */
import { z } from "zod";
import { operation } from "./operation.ts";
import { currency, day, decimal, id, instant } from "./values.ts";

const TAG = "Debtor";

const way = z.enum(["card", "mobile"]).meta({ id: "PaymentWay" });
const inOwnClaim = { claimId: id };
const inOnlinePayment = { claimId: id, onlinePaymentId: id };

export const listWaysToPay = operation({
  id: "listWaysToPay",
  method: "get",
  path: "/v1/debtor/claims/{claimId}/ways-to-pay",
  tag: TAG,
  summary: "What is to be paid, to whom and how: everything that a page to pay on needs",
  needs: "debtor",
  debtorLevel: "link",
  params: inOwnClaim,
  answer: z
    .strictObject({
      on: day,
      sender: z.string().meta({ description: "Whose claim it is." }),
      collectedBy: z
        .string()
        .nullable()
        .meta({ description: "Who collects it, where that is somebody else." }),
      invoiceNumber: z.string(),
      issuedOn: day,
      dueOn: day,
      payBy: day.nullable().meta({
        description:
          "Of `amount`: the day of the plan's next instalment, else the deadline of the newest letter. Null while a plan rests, or where nothing is asked for.",
      }),
      currency,
      amount: decimal.nullable().meta({
        description:
          "What is asked for first, today: under a payment plan its next instalment, with any that was missed before; else `whole`.",
      }),
      instalment: z
        .int()
        .nullable()
        .meta({ description: "Which instalment of the plan `amount` is, from 1; null where it is none." }),
      whole: decimal
        .nullable()
        .meta({ description: "All that may be paid today instead; what is disputed is left out." }),
      total: decimal.nullable().meta({ description: "All that is owed of the claim, what is disputed too." }),
      planRests: z.boolean().meta({
        description: "There is a payment plan, and no instalment is asked for while an objection is open.",
      }),
      isClosed: z.boolean(),
      bank: z
        .strictObject({
          account: z.string(),
          scheme: z.string(),
          reference: z.string(),
          referenceKind: z.enum(["KID", "OCR"]),
        })
        .nullable(),
      online: z.array(way),
    })
    .meta({ id: "WaysToPay" }),
});

const onlinePayment = z
  .strictObject({
    id,
    way,
    amount: decimal,
    currency,
    designation: z.enum(["principal"]).nullable(),
    state: z.enum(["started", "unknown", "paid", "refused"]).meta({
      description:
        "`unknown`: the provider has not said what came of it. It is not to be paid again before it is known.",
    }),
    begunAt: instant,
  })
  .meta({ id: "OnlinePayment" });

export const beginPayment = operation({
  id: "beginPayment",
  method: "post",
  path: "/v1/debtor/claims/{claimId}/online-payments",
  tag: TAG,
  summary: "Begin to pay online, all of it or a part",
  needs: "debtor",
  debtorLevel: "link",
  status: 201,
  params: inOwnClaim,
  body: z
    .strictObject({
      way,
      amount: decimal.optional().meta({ description: "The `amount` of `listWaysToPay` when left out." }),
      designation: z
        .enum(["principal"])
        .optional()
        .meta({ description: "The principal first, where the debtor's word binds." }),
    })
    .meta({ id: "BeginPayment" }),
  answer: onlinePayment,
  problems: ["refused"],
});

export const getOnlinePayment = operation({
  id: "getOnlinePayment",
  method: "get",
  path: "/v1/debtor/claims/{claimId}/online-payments/{onlinePaymentId}",
  tag: TAG,
  summary: "What has come of an online payment",
  needs: "debtor",
  debtorLevel: "link",
  params: inOnlinePayment,
  answer: onlinePayment,
});

export const checkOnlinePayment = operation({
  id: "checkOnlinePayment",
  method: "post",
  path: "/v1/debtor/claims/{claimId}/online-payments/{onlinePaymentId}/check",
  tag: TAG,
  summary: "Ask the provider what came of an online payment, where its word was lost",
  needs: "debtor",
  debtorLevel: "link",
  isKeyed: false,
  params: inOnlinePayment,
  answer: onlinePayment,
});

export const decideSandboxPayment = operation({
  id: "decideSandboxPayment",
  method: "post",
  path: "/v1/debtor/claims/{claimId}/online-payments/{onlinePaymentId}/sandbox",
  tag: TAG,
  summary: "In a sandbox, be the payer at the provider: pay or decline",
  description:
    "`isSilent`: the provider tells nobody, as happens, and only `checkOnlinePayment` finds it out.",
  needs: "debtor",
  debtorLevel: "link",
  params: inOnlinePayment,
  body: z
    .strictObject({ outcome: z.enum(["paid", "refused"]), isSilent: z.boolean().default(false) })
    .meta({ id: "DecideSandboxPayment" }),
  problems: ["refused"],
});

const receipt = z
  .strictObject({
    id,
    paidOn: day,
    countsFrom: day,
    amount: decimal.meta({ description: "All of the payment, also what went to other claims." }),
    currency,
    closed: z.array(
      z.strictObject({ item: z.string(), amount: decimal, rule: z.string(), designated: z.boolean() }),
    ),
  })
  .meta({ id: "ReceiptLine" });

export const listReceipts = operation({
  id: "listReceipts",
  method: "get",
  path: "/v1/debtor/claims/{claimId}/payments",
  tag: TAG,
  summary: "What was paid on the claim and what it closed, the newest first",
  needs: "debtor",
  params: inOwnClaim,
  answer: z.strictObject({ items: z.array(receipt) }).meta({ id: "Receipts" }),
});

export const getReceipt = operation({
  id: "getReceipt",
  method: "get",
  path: "/v1/debtor/claims/{claimId}/payments/{paymentId}/receipt",
  tag: TAG,
  summary: "A receipt: who has paid what to whom, for what, and what is left",
  needs: "debtor",
  params: { claimId: id, paymentId: id },
  answer: z
    .strictObject({
      ...receipt.shape,
      receiver: z.string(),
      receiverOrganisationNumber: z.string(),
      collectedBy: z.string().nullable(),
      payer: z.string().nullable(),
      invoiceNumber: z.string(),
      reference: z.string(),
      leftOn: day,
      left: decimal.nullable().meta({ description: "What is owed of the claim after it, today." }),
    })
    .meta({ id: "Receipt" }),
});
