/** A creditor's rules as it states them: what `creditor add` and `creditor set` store, dated and versioned. */
import {
  type ContactLimits,
  type CreditorRules,
  type Plan,
  type PlanChanges,
  withChanges,
} from "@innfri/claims";
import { parseMinor } from "@innfri/kernel";
import type { SignOffItem } from "@innfri/law";
import { z } from "zod";
import { contactLimitsOf } from "./contact-limits.ts";
import { planNamed, planShape } from "./plan-file.ts";

const amount = z.string().refine((text) => (parseMinor(text) ?? -1n) >= 0n, "an amount such as 50.00");
const days = z.number().int().min(0).max(3650);
const objectionDays = z.number().int().min(3).max(60);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const weekday = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);
const channel = z.enum(["email", "post"]);
const steps = [
  "reminder",
  "notice",
  "collection-list",
  "demand",
  "follow-up",
  "heavy",
  "legal",
  "solvency",
] as const;

export const automationLevels = ["suggest", "approve", "automatic"] as const;

const changes = z.object({
  waits: z.partialRecord(z.enum(steps), days).optional(),
  terms: z.partialRecord(z.enum(steps), days).optional(),
  channels: z.partialRecord(z.enum(steps), z.array(channel).min(1)).optional(),
  list: z
    .object({
      weekday: weekday.optional(),
      closesWeekday: weekday.optional(),
      closesAt: timeOfDay.optional(),
    })
    .optional(),
});

export const DAY_COUNTS = ["ACT/ACT", "ACT/365F"] as const;
export const FIRST_INTEREST_DAYS = ["day-after", "due-day"] as const;
export const ALLOCATIONS = ["costs-first", "principal-first"] as const;

export const EMAIL_CARRIERS = ["capture", "smtp"] as const;
export const POST_CARRIERS = ["capture", "folder", "sftp"] as const;

/** What the law asks about and nobody guesses: null until the creditor has stated it. */
const terms = z.object({
  dueDateAgreed: z.boolean().nullable(),
  /** Percent a year as text, "statutory", or null while unstated. */
  agreedRate: z.union([z.literal("statutory"), z.string().regex(/^\d{1,3}(\.\d{1,2})?$/)]).nullable(),
  /** Sweden only. */
  reminderFeeAgreed: z.boolean().nullable(),
  /** Norway only: the creditor deducts the VAT on a collector's invoice. */
  vatDeducted: z.boolean().nullable(),
  consumerCredit: z.boolean().nullable(),
  /** Days from the invoice to its due day, for invoices that state none. */
  paymentTermDays: days.nullable(),
  /** How the creditor reads what the law leaves open (docs/reference/law-settings.md); the sheets' default where unset. */
  dayCount: z.enum(DAY_COUNTS).optional(),
  firstInterestDay: z.enum(FIRST_INTEREST_DAYS).optional(),
  allocation: z.enum(ALLOCATIONS).optional(),
});

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const contactHours = z.partialRecord(
  z.enum(["1", "2", "3", "4", "5", "6"]),
  z.object({ from: time, until: time }),
);
const hours = z
  .number()
  .int()
  .min(1)
  .max(24 * 365);
const pressure = z.object({
  contacts: z.number().int().min(1).max(99),
  days: z.number().int().min(1).max(365),
});

const forDebtors = z.object({
  /** So many days ahead a debtor may promise to pay. */
  mostDelayDays: z.number().int().min(0).max(60),
  /** Monthly instalments; below two none is offered. */
  mostInstalments: z.number().int().min(0).max(36),
  leastInstalment: amount,
  /** Who answers what is beyond them. */
  decides: z.enum(["operator", "creditor"]),
});
export type ForDebtors = z.output<typeof forDebtors>;
/** Where a company has stated nothing, every wish is put before a person. */
export const NOTHING_FOR_DEBTORS: ForDebtors = {
  mostDelayDays: 0,
  mostInstalments: 0,
  leastInstalment: "0.00",
  decides: "operator",
};

/** What may differ for one customer. */
const override = z.object({
  automation: z.enum(automationLevels).optional(),
  excluded: z.boolean().optional(),
  changes: changes.optional(),
  minimum: amount.optional(),
});

export const creditorSettings = z.object({
  name: z.string().min(1).max(200),
  organisationNumber: z.string().min(1).max(20),
  addressLines: z.array(z.string().max(100)).max(4),
  email: z.string().max(254).nullable(),
  phone: z.string().max(40).nullable(),
  website: z.string().max(200).nullable(),
  /** The name that debtors meet, where it is not that of whoever signs (S118); none where unset. */
  brand: z.string().min(1).max(80).nullable().optional(),
  /** Where debtors pay: an account number as letters print it and bank files carry it. */
  account: z
    .object({ scheme: z.enum(["NO_BBAN", "SE_BANKGIRO", "SE_PLUSGIRO", "IBAN"]), value: z.string() })
    .nullable(),
  plan: z.string().nullable(),
  /** The creditor's own plan, where `plan` names it; no plan is stored that has not been checked. */
  ownPlan: planShape.optional(),
  automation: z.enum(automationLevels).nullable(),
  approveAfterDays: days,
  /** When a real company's day is run by itself, in its time zone; 06:00 where unset. */
  runAt: timeOfDay.optional(),
  changes,
  terms,
  minimum: amount,
  lookBackDays: days.nullable(),
  excludedCustomers: z.array(z.string()),
  excludedInvoices: z.array(z.string()),
  waivedRest: amount,
  /** By weekday, 1 for Monday; Innfri's own where unset (B22). */
  contactHours: contactHours.optional(),
  pressure: pressure.optional(),
  /** Who takes letters of a channel; files in the outbox where unset. */
  send: z
    .object({ email: z.enum(EMAIL_CARRIERS).optional(), post: z.enum(POST_CARRIERS).optional() })
    .optional(),
  /** Business days until a letter is posted, by channel: its deadline counts from then. */
  postingDays: z.partialRecord(channel, z.number().int().min(0).max(10)).optional(),
  /** How many hours old what a feed tells may be; no limit where unset (B20). */
  freshWithin: z.object({ source: hours.optional(), bank: hours.optional() }).optional(),
  /** By when an objection is to be answered, and how long after that a reminder waits; agreed upon and no law's. */
  objectionDays: z.object({ answer: objectionDays, reminder: objectionDays }).optional(),
  /** The source of the invoices sends reminders of its own (B19). */
  sourceReminds: z.boolean().optional(),
  remindedInvoices: z.array(z.string()).optional(),
  /** What debtors may agree to without asking anybody; nothing where unset. */
  forDebtors: forDebtors.optional(),
  debtors: z.record(z.string(), override),
});

export const DEFAULT_OBJECTION_DAYS = { answer: 14, reminder: 7 } as const;

export type CreditorSettings = z.output<typeof creditorSettings>;

/** D13: 50 kroner in Norway, 100 kronor in Sweden. */
export const DEFAULT_WAIVED_REST = { NO: "50.00", SE: "100.00" } as const;

export type MissingRule = { readonly field: string; readonly option: string; readonly why: string };

/** What is not stated yet; an import is refused until the list is empty (S4). */
export function missingRules(settings: CreditorSettings, country: "NO" | "SE"): MissingRule[] {
  const { terms: stated } = settings;
  const needed: (MissingRule & { readonly given: boolean })[] = [
    {
      field: "plan",
      option: `--plan ${country === "NO" ? "no-standard" : "se-standard"}`,
      why: "the steps that claims go through",
      given: settings.plan !== null,
    },
    {
      field: "account",
      option: "--account NUMBER",
      why: "where debtors pay",
      given: settings.account !== null,
    },
    {
      field: "email",
      option: "--email ADDRESS",
      why: "where debtors answer and the collection list is sent",
      given: settings.email !== null,
    },
    {
      field: "automation",
      option: `--automation ${automationLevels.join("|")}`,
      why: "whether letters wait for a person",
      given: settings.automation !== null,
    },
    {
      field: "dueDateAgreed",
      option: "--due-date-agreed yes|no",
      why: "interest and fees count from the due day only when it was agreed",
      given: stated.dueDateAgreed !== null,
    },
    {
      field: "agreedRate",
      option: "--agreed-rate statutory|PERCENT",
      why: "the late-payment rate that was agreed, if any",
      given: stated.agreedRate !== null,
    },
    {
      field: "consumerCredit",
      option: "--consumer-credit yes|no",
      why: "consumer credits follow rules of their own",
      given: stated.consumerCredit !== null,
    },
    {
      field: "vatDeducted",
      option: "--vat-deducted yes|no",
      why: "recovery costs bear VAT when you cannot deduct it",
      given: country !== "NO" || stated.vatDeducted !== null,
    },
    {
      field: "reminderFeeAgreed",
      option: "--reminder-fee-agreed yes|no",
      why: "a reminder fee is owed only when it was agreed",
      given: country !== "SE" || stated.reminderFeeAgreed !== null,
    },
  ];
  return needed.filter(({ given }) => !given).map(({ field, option, why }) => ({ field, option, why }));
}

/** The plan for one customer, with the creditor's changes and the customer's own. */
export function planFor(settings: CreditorSettings, customerNumber: string): Plan {
  const common = commonPlan(settings);
  const own = settings.debtors[customerNumber]?.changes;
  return own === undefined ? common : withChanges(common, own as PlanChanges);
}

// Settings do not change, and every letter asks for its plan several times.
const commonPlans = new WeakMap<CreditorSettings, Plan>();

function commonPlan(settings: CreditorSettings): Plan {
  const kept = commonPlans.get(settings);
  if (kept !== undefined) return kept;
  const plan = planNamed(settings.plan, settings.ownPlan);
  if (plan === undefined)
    throw new Error(`the creditor has no plan that this program knows: ${settings.plan}`);
  const common = withChanges(plan, settings.changes as PlanChanges);
  commonPlans.set(settings, common);
  return common;
}

/** What rules depend on besides the settings: the local time, and what of the data is too old just now. */
export type Moment = { readonly now: ContactLimits["now"]; readonly stale: readonly string[] };
const ANY_MOMENT: Moment = { now: null, stale: [] };

/** The rules for one customer: nearest wins, and only what differs is said again (S13). */
export function rulesFor(
  settings: CreditorSettings,
  customerNumber: string,
  unconfirmed: readonly SignOffItem[],
  moment: Moment = ANY_MOMENT,
): CreditorRules {
  const own = settings.debtors[customerNumber];
  return {
    plan: planFor(settings, customerNumber),
    automation: own?.automation ?? settings.automation ?? "suggest",
    approveAfterDays: settings.approveAfterDays,
    minimumMinor: parseMinor(own?.minimum ?? settings.minimum) ?? 0n,
    lookBackDays: settings.lookBackDays,
    isExcluded: own?.excluded ?? settings.excludedCustomers.includes(customerNumber),
    excludedInvoices: settings.excludedInvoices,
    waivedRestMinor: parseMinor(settings.waivedRest) ?? 0n,
    unconfirmed,
    stale: moment.stale,
    remindsItself: settings.sourceReminds ?? false,
    remindedInvoices: settings.remindedInvoices ?? [],
    postingDays: settings.postingDays ?? {},
    contact: contactLimitsOf(settings, moment.now),
  };
}

/** Rules are the same for every customer without its own: made once. */
export function rulesCache(
  settings: CreditorSettings,
  unconfirmed: readonly SignOffItem[],
  moment: Moment = ANY_MOMENT,
): (customerNumber: string) => CreditorRules {
  const common = rulesFor(settings, "", unconfirmed, moment);
  const excluded = new Set(settings.excludedCustomers);
  return (customerNumber) =>
    settings.debtors[customerNumber] === undefined && !excluded.has(customerNumber)
      ? common
      : rulesFor(settings, customerNumber, unconfirmed, moment);
}
