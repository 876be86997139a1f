/** More time: what a debtor may agree to by itself, and how it asks for more. */
import { z } from "zod";
import { debtorActed } from "./debtor.ts";
import { operation } from "./operation.ts";
import { because, currency, day, decimal, id, note } from "./values.ts";

const TAG = "Debtor";

const planQuery = {
  firstOn: day
    .optional()
    .meta({ description: "The day of the first instalment; in a fortnight when left out." }),
  all: z
    .enum(["true"])
    .optional()
    .meta({ description: "Of everything that is owed this company, and not of the one claim." }),
};

const planChoice = z
  .strictObject({
    choice: id.meta({ description: "What is agreed to. It is good for today, while nothing changes." }),
    instalments: z.int(),
    dueOn: z.array(day),
    instalment: decimal,
    last: decimal.meta({ description: "The last instalment, where it is less than the others." }),
    cost: z.strictObject({
      principal: decimal,
      fees: decimal.meta({ description: "Fees and costs that are owed already." }),
      interest: decimal.meta({ description: "Until today." }),
      comingInterest: decimal.meta({
        description:
          "An estimate, of the day of the answer: by today's rates, if each instalment is paid in time.",
      }),
      planFee: decimal,
      total: decimal,
    }),
  })
  .meta({ id: "PlanChoice" });

export const listPlanChoices = operation({
  id: "listPlanChoices",
  method: "get",
  path: "/v1/debtor/claims/{claimId}/plan-choices",
  tag: TAG,
  summary: "More time: until when a promise may be given, and the payment plans with what each costs in all",
  description:
    "Only what the law and the creditor accept is offered; another wish goes to a person. Nothing is agreed to here.",
  needs: "debtor",
  params: { claimId: id },
  query: planQuery,
  answer: z
    .strictObject({
      on: day,
      currency,
      claimIds: z.array(id).meta({ description: "What a plan would cover." }),
      promise: z.strictObject({ latestOn: day }).nullable().meta({
        description:
          "A new day, without instalments; null where none may be promised now, or a person decides.",
      }),
      whyNone: z.string().nullable(),
      choices: z.array(planChoice),
      fee: z
        .strictObject({
          mostWithout: z
            .int()
            .nullable()
            .meta({ description: "The plan with the most instalments that costs nothing of itself." }),
          because,
        })
        .nullable()
        .meta({ description: "Where one of the plans costs something of itself." }),
      decides: z.enum(["operator", "creditor"]).meta({ description: "Who answers another wish." }),
    })
    .meta({ id: "PlanChoices" }),
});

export const agreeToPlan = operation({
  id: "agreeToPlan",
  method: "post",
  path: "/v1/debtor/claims/{claimId}/payment-plans",
  tag: TAG,
  summary: "Agree to a payment plan, exactly as it was seen",
  description: "Refused if anything of it has changed since. `firstOn` and `all` as they were asked with.",
  needs: "debtor",
  status: 201,
  params: { claimId: id },
  body: z
    .strictObject({ choice: id, firstOn: day.optional(), all: z.boolean().default(false) })
    .meta({ id: "AgreeToPlan" }),
  answer: debtorActed,
  problems: ["refused"],
});

export const promiseToPay = operation({
  id: "promiseToPay",
  method: "post",
  path: "/v1/debtor/claims/{claimId}/promises",
  tag: TAG,
  summary: "Promise to pay on a day: nothing is done until then",
  description: "Once, and within the days that the creditor allows; beyond that a person decides.",
  needs: "debtor",
  status: 201,
  params: { claimId: id },
  body: z.strictObject({ payOn: day, note: note.optional() }).meta({ id: "PromiseToPay" }),
  answer: debtorActed,
  problems: ["refused"],
});

export const askForTime = operation({
  id: "askForTime",
  method: "post",
  path: "/v1/debtor/claims/{claimId}/time-wishes",
  tag: TAG,
  summary: "Ask for another plan or a later day: a person answers in the claim's messages",
  description: "Nothing is held by it.",
  needs: "debtor",
  status: 201,
  params: { claimId: id },
  body: z
    .strictObject({
      payOn: day.optional().meta({ description: "A new day for all of it." }),
      instalments: z.int().min(2).max(120).optional(),
      firstOn: day.optional(),
      monthly: decimal.optional().meta({ description: "What can be paid each month." }),
      text: note.optional(),
    })
    .meta({ id: "AskForTime" }),
  answer: z
    .strictObject({ message: z.int().meta({ description: "Its number among the claim's messages." }) })
    .meta({ id: "AskedForTime" }),
  problems: ["refused"],
});
