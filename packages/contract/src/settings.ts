/** A company's own rules, and its plan: read, changed, tried. */
import { z } from "zod";
import { inCreditor, stepKind } from "./claims.ts";
import { operation } from "./operation.ts";
import { because, day, decimal, id, instant } from "./values.ts";

const TAG = "Settings and plans";

const STEPS = [
  "reminder",
  "notice",
  "collection-list",
  "demand",
  "follow-up",
  "heavy",
  "legal",
  "solvency",
] as const;
const step = z.enum(STEPS);
const weekday = z.int().min(1).max(5).meta({ description: "1 is Monday." });
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const days = z.int().min(0).max(3650);
const channel = z.enum(["email", "post"]);
const automation = z.enum(["suggest", "approve", "automatic"]);

export const planChanges = z
  .strictObject({
    waits: z.partialRecord(step, days).optional(),
    terms: z.partialRecord(step, days).optional(),
    channels: z.partialRecord(step, z.array(channel).min(1).max(2)).optional(),
    list: z
      .strictObject({
        weekday: weekday.optional(),
        closesWeekday: weekday.optional(),
        closesAt: time.optional(),
      })
      .optional(),
  })
  .meta({ id: "PlanChanges", description: "What differs from the plan, by step; steps left out stay." });

const forDebtors = z.strictObject({
  mostDelayDays: z
    .int()
    .min(0)
    .max(60)
    .meta({ description: "A debtor may promise to pay so many days ahead." }),
  mostInstalments: z
    .int()
    .min(0)
    .max(36)
    .meta({ description: "Monthly instalments that a debtor may choose; below two none is offered." }),
  leastInstalment: decimal,
  decides: z.enum(["operator", "creditor"]).meta({ description: "Who answers what is beyond them." }),
});

const missing = z.array(z.strictObject({ field: z.string(), why: z.string() })).meta({
  description: "What has to be stated before anything is imported.",
});

export const settings = z
  .strictObject({
    name: z.string(),
    organisationNumber: z.string(),
    addressLines: z.array(z.string()),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    website: z.string().nullable(),
    brand: z.string().nullable().meta({
      description:
        "The name that debtors meet in letters and e-mails, where it is not that of whoever signs them.",
    }),
    account: z.strictObject({ scheme: z.string(), value: z.string() }).nullable(),
    plan: z.string().nullable(),
    automation: automation.nullable(),
    approveAfterDays: z.int(),
    runAt: z.string().nullable(),
    changes: planChanges,
    terms: z.strictObject({
      dueDateAgreed: z.boolean().nullable(),
      agreedRate: z.string().nullable(),
      reminderFeeAgreed: z.boolean().nullable(),
      vatDeducted: z.boolean().nullable(),
      consumerCredit: z.boolean().nullable(),
      paymentTermDays: z.int().nullable(),
      dayCount: z.string().nullable(),
      firstInterestDay: z.string().nullable(),
      allocation: z.string().nullable(),
    }),
    minimum: decimal,
    lookBackDays: z.int().nullable(),
    waivedRest: decimal,
    contactHours: z.record(z.string(), z.strictObject({ from: time, until: time })).nullable(),
    pressure: z.strictObject({ contacts: z.int(), days: z.int() }).nullable(),
    freshWithin: z.strictObject({ source: z.int().optional(), bank: z.int().optional() }).nullable(),
    postDays: z.int().nullable(),
    objectionDays: z
      .strictObject({ answer: z.int(), reminder: z.int() })
      .meta({ description: "Days to answer an objection, and from the reminder on." }),
    sourceReminds: z.boolean(),
    remindedInvoices: z.array(z.string()),
    forDebtors: forDebtors.meta({ description: "What debtors may agree to without asking anybody." }),
    excludedCustomers: z.array(z.string()),
    excludedInvoices: z.array(z.string()),
    customers: z.record(
      z.string(),
      z.strictObject({
        automation: automation.optional(),
        excluded: z.boolean().optional(),
        changes: planChanges.optional(),
        minimum: decimal.optional(),
      }),
    ),
  })
  .meta({ id: "Settings" });

const settingsAnswer = z
  .strictObject({ on: day, validFrom: day, settings, missing })
  .meta({ id: "SettingsOnADay" });

export const getSettings = operation({
  id: "getSettings",
  method: "get",
  path: "/v1/creditors/{creditorId}/settings",
  tag: TAG,
  summary: "The company's rules as they hold today, and what is still to be stated",
  needs: "settings:read",
  params: inCreditor,
  answer: settingsAnswer,
  hasVersion: true,
});

const text = (most: number) => z.string().trim().min(1).max(most);
const numbers = z.array(text(100)).max(1000);

export const changeSettings = operation({
  id: "changeSettings",
  method: "patch",
  path: "/v1/creditors/{creditorId}/settings",
  tag: TAG,
  summary: "Change the company's rules from today on, or what differs for one customer",
  description:
    "What is left out stays. What the law sets cannot be undercut: that is `refused`, with the provision. A plan that " +
    "would break the law is refused with the day on which it would.",
  needs: "settings:write",
  params: inCreditor,
  body: z
    .strictObject({
      name: text(200),
      organisationNumber: text(20),
      addressLines: z.array(z.string().max(100)).max(4),
      email: text(254),
      phone: text(40),
      website: text(200),
      brand: z.string().trim().max(80).meta({ description: "Empty for none." }),
      account: text(50).meta({ description: "Norwegian account, bankgiro, plusgiro or IBAN." }),
      plan: text(40).meta({ description: "A plan of `listPlans`." }),
      automation,
      approveAfterDays: days,
      runAt: time,
      changes: planChanges,
      dueDateAgreed: z.boolean(),
      agreedRate: z.string().regex(/^(statutory|\d{1,3}(\.\d{1,2})?)$/),
      reminderFeeAgreed: z.boolean(),
      vatDeducted: z.boolean(),
      consumerCredit: z.boolean(),
      paymentTermDays: days,
      dayCount: z.enum(["ACT/ACT", "ACT/365F"]),
      firstInterestDay: z.enum(["day-after", "due-day"]),
      allocation: z.enum(["costs-first", "principal-first"]),
      minimum: decimal,
      lookBackDays: days,
      waivedRest: decimal,
      contactHours: text(200).meta({ description: "`09:00-16:00`, `mon-thu=09:00-16:00,fri=09:00-12:00`." }),
      pressure: text(10).meta({ description: "So many contacts in so many days: `3/7`." }),
      freshWithin: text(50).meta({ description: "`source=2d,bank=36h`; `bank=off` for no limit." }),
      postDays: z.int().min(0).max(10).meta({ description: "Business days until a letter is posted." }),
      objectionDays: z
        .strictObject({ answer: z.int().min(3).max(60), reminder: z.int().min(3).max(60) })
        .partial(),
      sourceReminds: z.boolean(),
      remindedInvoices: numbers,
      unremindedInvoices: numbers,
      forDebtors: forDebtors.partial(),
      excludeCustomers: numbers,
      includeCustomers: numbers,
      excludeInvoices: numbers,
      includeInvoices: numbers,
      customer: z.strictObject({
        number: text(100),
        automation: automation.optional(),
        isExcluded: z.boolean().optional(),
        changes: planChanges.optional(),
        minimum: decimal.optional(),
      }),
    })
    .partial()
    .meta({ id: "ChangeSettings" }),
  answer: z
    .strictObject({
      changed: z.boolean().meta({ description: "False when that is how it was already." }),
      filesToLookAt: z.int().meta({ description: "How many customers the next run looks at anew." }),
      missing,
    })
    .meta({ id: "ChangedSettings" }),
  problems: ["refused"],
  hasVersion: true,
});

export const listSettingsVersions = operation({
  id: "listSettingsVersions",
  method: "get",
  path: "/v1/creditors/{creditorId}/settings/versions",
  tag: TAG,
  summary: "Every version of the company's rules, the newest first: from when it holds, and what it changed",
  needs: "settings:read",
  params: inCreditor,
  query: { limit: z.coerce.number().int().min(1).max(200).default(50) },
  answer: z
    .strictObject({
      items: z.array(
        z.strictObject({
          version: z.int(),
          validFrom: day,
          recordedAt: instant,
          by: z.string().nullable(),
          changed: z
            .array(z.string())
            .meta({ description: "The fields that differ from the version before." }),
        }),
      ),
    })
    .meta({ id: "SettingsVersions" }),
});

const planWait = z.strictObject({
  after: z.enum(["due", "deadline", "list"]),
  days: days.optional(),
  bankingDays: days.optional(),
  weekday: weekday.optional(),
  graceBankingDays: days.optional(),
});

export const plan = z
  .strictObject({
    name: z.string().min(1).max(40),
    country: z.enum(["NO", "SE"]),
    steps: z
      .array(
        z.strictObject({
          step,
          wait: planWait,
          termDays: days.optional(),
          fee: z.enum(["standard", "none"]).optional(),
          channels: z.array(channel).min(1).max(2).optional(),
          closes: z.strictObject({ weekday, time, leastDays: z.int().min(0).max(30) }).optional(),
          onlyFor: z.enum(["self", "agency"]).optional(),
        }),
      )
      .min(1)
      .max(20),
  })
  .meta({ id: "Plan", description: "The steps that claims go through, with their waits and deadlines." });

export const listPlans = operation({
  id: "listPlans",
  method: "get",
  path: "/v1/creditors/{creditorId}/plans",
  tag: TAG,
  summary: "The plans that the company can choose, its own among them, and the one in use",
  needs: "settings:read",
  params: inCreditor,
  answer: z
    .strictObject({
      inUse: plan.nullable().meta({ description: "With the company's changes laid over it." }),
      items: z.array(z.strictObject({ isOwn: z.boolean(), plan })),
    })
    .meta({ id: "PlanList" }),
});

const planDraft = z.strictObject({ plan }).meta({ id: "PlanDraft" });

export const planCheck = z
  .strictObject({
    isLawful: z.boolean(),
    explored: z.strictObject({
      invoices: z.int(),
      steps: z.int(),
      dueDays: z.int(),
      from: day,
      through: day,
      unreached: z.array(stepKind),
    }),
    counterExamples: z.array(
      z.strictObject({
        dueOn: day,
        debtorKind: z.string(),
        operator: z.enum(["self", "agency"]),
        step: stepKind,
        on: day,
        payBy: day.nullable(),
        because,
      }),
    ),
  })
  .meta({ id: "PlanCheck" });

export const checkPlan = operation({
  id: "checkPlan",
  method: "post",
  path: "/v1/creditors/{creditorId}/plans/check",
  tag: TAG,
  summary:
    "Is a plan lawful? Lived through on many days, and where it is not, the day on which it breaks the law",
  description: "Nothing is stored. It takes a second or two, on a thread of its own.",
  needs: "settings:read",
  params: inCreditor,
  body: planDraft,
  answer: planCheck,
});

const way = z.strictObject({
  letters: z.int(),
  claimsWithoutLetter: z.int(),
  firstLetterDays: z.int().nullable(),
  steps: z.record(z.string(), z.int()),
  charged: z.record(z.string(), decimal),
});
const befallen = z.strictObject({
  paid: decimal,
  paidAfterDays: z.number().nullable(),
  objections: z.int(),
});

export const replayPlan = operation({
  id: "replayPlan",
  method: "post",
  path: "/v1/creditors/{creditorId}/plans/replay",
  tag: TAG,
  summary: "The company's own history under another plan, beside what was done",
  description:
    "Nothing is stored, and no idempotency key is taken. What debtors would have done upon letters that they never had nobody knows: `unknown` is what came after the two ways had parted. It may take a minute, and beyond it is `too-slow`; two run at once.",
  needs: "settings:read",
  params: inCreditor,
  body: planDraft,
  isKeyed: false,
  answer: z
    .strictObject({
      replay: z
        .strictObject({
          from: day,
          through: day,
          claims: z.int(),
          customers: z.int(),
          claimsAlike: z.int(),
          asItWas: way,
          underPlan: way,
          known: befallen,
          unknown: befallen,
        })
        .nullable()
        .meta({ description: "Null where there is no history." }),
    })
    .meta({ id: "PlanReplay" }),
});

export const previewPlan = operation({
  id: "previewPlan",
  method: "post",
  path: "/v1/creditors/{creditorId}/plans/preview",
  tag: TAG,
  summary:
    "What a plan would do to the company's own invoices if nobody pays: the days and amounts of its steps",
  description: "Nothing is stored. Without `claimIds` it takes the five open claims that fall due last.",
  needs: "settings:read",
  params: inCreditor,
  body: z
    .strictObject({
      plan,
      claimIds: z.array(id).min(1).max(20).optional(),
      from: day.optional().meta({ description: "The day the plan begins; else the day after each due day." }),
    })
    .meta({ id: "PreviewPlan" }),
  answer: z
    .strictObject({
      steps: z.array(
        z.strictObject({
          on: day,
          step: z.string(),
          claimIds: z.array(id),
          invoiceNumbers: z.array(z.string()),
          payBy: day.nullable(),
          closesOn: day.nullable(),
          closesAt: z.string().nullable(),
          adds: decimal,
          total: decimal.nullable(),
          needsYes: z.boolean(),
          because: z.string(),
        }),
      ),
    })
    .meta({ id: "PlanPreview" }),
});

export const takePlan = operation({
  id: "takePlan",
  method: "post",
  path: "/v1/creditors/{creditorId}/plans",
  tag: TAG,
  summary: "Take a plan of the company's own into use, from today on",
  description: "It is checked first: one that would break the law is refused with the day on which it would.",
  needs: "settings:write",
  params: inCreditor,
  body: planDraft,
  answer: z.strictObject({ changed: z.boolean(), filesToLookAt: z.int() }).meta({ id: "PlanTaken" }),
  problems: ["refused"],
  hasVersion: true,
});
