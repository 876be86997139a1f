/** What a person states about a creditor, checked and laid over the settings that hold already. */
import { PLANS, type Plan } from "@innfri/claims";
import {
  isEmailAddress,
  isValidBankgiro,
  isValidIban,
  isValidNorwegianAccount,
  isValidOrganisationNumber,
  isValidPlusgiro,
  normalizeAccount,
  normalizeGiro,
  normalizeOrganisationNumber,
  norwegianAccountFromIban,
} from "@innfri/formats";
import { formatMinor, parseMinor } from "@innfri/kernel";
import { readContactHours, readPressure } from "./contact-input.ts";
import {
  automationLevels,
  type CreditorSettings,
  creditorSettings,
  DEFAULT_OBJECTION_DAYS,
  DEFAULT_WAIVED_REST,
  EMAIL_CARRIERS,
  type ForDebtors,
  NOTHING_FOR_DEBTORS,
  POST_CARRIERS,
} from "./creditor-settings.ts";
import { readFreshWithin } from "./fresh-input.ts";
import { type PlanChangesInput, planProblems, type SettingProblem, unlawfulPlans } from "./legal-limits.ts";
import { planNamed } from "./plan-file.ts";

/** Every field may be left out: what is not stated stays as it is. */
export type CreditorInput = {
  readonly name?: string;
  readonly organisationNumber?: string;
  readonly addressLines?: readonly string[];
  readonly email?: string;
  readonly phone?: string;
  readonly website?: string;
  /** Empty for none. */
  readonly brand?: string;
  readonly account?: string;
  readonly plan?: string;
  /** The creditor's own plan, which takes the place of the one it had. */
  readonly ownPlan?: Plan;
  readonly automation?: string;
  readonly approveAfterDays?: number;
  /** Such as 06:00. */
  readonly runAt?: string;
  readonly dueDateAgreed?: boolean;
  readonly agreedRate?: string;
  readonly reminderFeeAgreed?: boolean;
  readonly vatDeducted?: boolean;
  readonly consumerCredit?: boolean;
  readonly paymentTermDays?: number;
  readonly dayCount?: CreditorSettings["terms"]["dayCount"];
  readonly firstInterestDay?: CreditorSettings["terms"]["firstInterestDay"];
  readonly allocation?: CreditorSettings["terms"]["allocation"];
  readonly minimum?: string;
  readonly lookBackDays?: number;
  readonly waivedRest?: string;
  /** As the command line writes them: `09:00-16:00`, or `mon-thu=09:00-16:00,fri=09:00-12:00`. */
  readonly contactHours?: string;
  /** `3/7`. */
  readonly pressure?: string;
  /** `source=2d,bank=36h`; `bank=off` for no limit. */
  readonly freshWithin?: string;
  /** By channel, as the command line writes them: `{ "post": "2" }`. */
  readonly postingDays?: Readonly<Record<string, string>>;
  readonly objectionDays?: { readonly answer?: number; readonly reminder?: number };
  readonly sourceReminds?: boolean;
  readonly remindedInvoices?: readonly string[];
  readonly unremindedInvoices?: readonly string[];
  readonly changes?: PlanChangesInput;
  /** Who takes letters of a channel, `email` to `smtp`. */
  readonly send?: Readonly<Record<string, string>>;
  readonly excludeCustomers?: readonly string[];
  readonly includeCustomers?: readonly string[];
  readonly excludeInvoices?: readonly string[];
  readonly includeInvoices?: readonly string[];
  /** What debtors may agree to without asking anybody. */
  readonly forDebtors?: Partial<ForDebtors>;
  /** What differs for one customer. */
  readonly customer?: CustomerInput;
};

export type CustomerInput = {
  readonly number: string;
  readonly automation?: string;
  readonly isExcluded?: boolean;
  readonly changes?: PlanChangesInput;
  readonly minimum?: string;
};

export type SettingsOutcome =
  | { readonly kind: "settings"; readonly settings: CreditorSettings }
  | { readonly kind: "wrong"; readonly problems: readonly SettingProblem[] };

/** A creditor of which nothing is stated yet. */
export function emptySettings(country: "NO" | "SE"): CreditorSettings {
  return {
    name: "",
    organisationNumber: "",
    addressLines: [],
    email: null,
    phone: null,
    website: null,
    account: null,
    plan: null,
    automation: null,
    approveAfterDays: 2,
    changes: {},
    terms: {
      dueDateAgreed: null,
      agreedRate: null,
      reminderFeeAgreed: null,
      vatDeducted: null,
      consumerCredit: null,
      paymentTermDays: null,
    },
    minimum: "0.00",
    lookBackDays: null,
    waivedRest: DEFAULT_WAIVED_REST[country],
    excludedCustomers: [],
    excludedInvoices: [],
    debtors: {},
  };
}

/** The settings with the input laid over them, or everything that is wrong with it. */
export function withInput(
  before: CreditorSettings,
  input: CreditorInput,
  country: "NO" | "SE",
): SettingsOutcome {
  const problems: SettingProblem[] = [];
  const wrong = (option: string, message: string): void =>
    void problems.push({ option, message, citation: null });
  const given = <T, R>(value: T | undefined, kept: R, read: (value: T) => R | undefined): R =>
    value === undefined ? kept : (read(value) ?? kept);

  // An own plan stays until another plan takes its place.
  const { ownPlan: earlier, ...others } = before;
  const ownPlan = input.ownPlan ?? (input.plan === undefined ? earlier : undefined);
  const settings: CreditorSettings = {
    ...others,
    ...(ownPlan === undefined ? {} : { ownPlan }),
    name: given(input.name, before.name, (text) => text.trim() || void wrong("--name", "a name is needed")),
    organisationNumber: given(input.organisationNumber, before.organisationNumber, (text) =>
      isValidOrganisationNumber(text, country)
        ? normalizeOrganisationNumber(text, country)
        : void wrong(
            "--org",
            `${text} is no organisation number of a company in ${country}: its check digit does not hold`,
          ),
    ),
    addressLines: [...(input.addressLines ?? before.addressLines)],
    email: given(input.email, before.email, (text) =>
      isEmailAddress(text) ? text : void wrong("--email", `${text} is no e-mail address`),
    ),
    phone: input.phone ?? before.phone,
    website: input.website ?? before.website,
    ...stated("brand", input.brand === undefined ? before.brand : input.brand.trim() || null),
    account: given(input.account, before.account, (text) => {
      const account = accountOf(text, country);
      return account ?? void wrong("--account", accountMessage(text, country));
    }),
    plan: given(input.ownPlan?.name ?? input.plan, before.plan, (text) => {
      if (input.ownPlan !== undefined) return ownPlanName(input.ownPlan, country, wrong);
      if (PLANS[text]?.country === country) return text;
      const own = Object.values(PLANS).filter((plan) => plan.country === country);
      return void wrong(
        "--plan",
        `${text} is no plan for ${country}: there is ${own.map(({ name }) => name).join(", ")}`,
      );
    }),
    automation: given(input.automation, before.automation, (text) => automationOf(text, wrong)),
    approveAfterDays: input.approveAfterDays ?? before.approveAfterDays,
    ...stated("runAt", input.runAt ?? before.runAt),
    changes: mergedChanges(before.changes, input.changes),
    terms: {
      dueDateAgreed: input.dueDateAgreed ?? before.terms.dueDateAgreed,
      agreedRate: given(input.agreedRate, before.terms.agreedRate, (text) =>
        text === "statutory" || /^\d{1,3}(\.\d{1,2})?$/.test(text)
          ? text
          : void wrong("--agreed-rate", `${text} is neither "statutory" nor percent a year such as 12.25`),
      ),
      reminderFeeAgreed: input.reminderFeeAgreed ?? before.terms.reminderFeeAgreed,
      vatDeducted: input.vatDeducted ?? before.terms.vatDeducted,
      consumerCredit: input.consumerCredit ?? before.terms.consumerCredit,
      paymentTermDays: input.paymentTermDays ?? before.terms.paymentTermDays,
      ...stated("dayCount", input.dayCount ?? before.terms.dayCount),
      ...stated("firstInterestDay", input.firstInterestDay ?? before.terms.firstInterestDay),
      ...stated("allocation", input.allocation ?? before.terms.allocation),
    },
    minimum: given(input.minimum, before.minimum, (text) => amountOf("--minimum", text, wrong)),
    lookBackDays: input.lookBackDays ?? before.lookBackDays,
    waivedRest: given(input.waivedRest, before.waivedRest, (text) => amountOf("--waived-rest", text, wrong)),
    ...stated(
      "contactHours",
      given(input.contactHours, before.contactHours, (text) => readContactHours(text, country, problems)),
    ),
    ...stated(
      "pressure",
      given(input.pressure, before.pressure, (text) => readPressure(text, problems)),
    ),
    ...stated(
      "freshWithin",
      given(input.freshWithin, before.freshWithin, (text) =>
        readFreshWithin(text, before.freshWithin, problems),
      ),
    ),
    ...stated(
      "postingDays",
      given(input.postingDays, before.postingDays, (days) => postingDaysOf(days, before.postingDays, wrong)),
    ),
    ...stated(
      "objectionDays",
      input.objectionDays === undefined
        ? before.objectionDays
        : { ...DEFAULT_OBJECTION_DAYS, ...before.objectionDays, ...input.objectionDays },
    ),
    ...stated("sourceReminds", input.sourceReminds ?? before.sourceReminds),
    ...(input.remindedInvoices === undefined && input.unremindedInvoices === undefined
      ? {}
      : {
          remindedInvoices: changedList(
            before.remindedInvoices ?? [],
            input.remindedInvoices,
            input.unremindedInvoices,
          ),
        }),
    excludedCustomers: changedList(before.excludedCustomers, input.excludeCustomers, input.includeCustomers),
    excludedInvoices: changedList(before.excludedInvoices, input.excludeInvoices, input.includeInvoices),
    ...stated("send", input.send === undefined ? before.send : withSend(before.send, input.send, wrong)),
    ...stated(
      "forDebtors",
      input.forDebtors === undefined
        ? before.forDebtors
        : { ...NOTHING_FOR_DEBTORS, ...before.forDebtors, ...input.forDebtors },
    ),
    debtors: withCustomer(before.debtors, input.customer, wrong),
  };
  const plan = planNamed(settings.plan, settings.ownPlan);
  problems.push(...planProblems(plan, settings.changes, country));
  if (input.customer?.changes !== undefined)
    problems.push(...planProblems(plan, settings.debtors[input.customer.number]?.changes ?? {}, country));
  if (problems.length === 0) problems.push(...unlawfulPlans(before, settings));
  if (problems.length > 0) return { kind: "wrong", problems };
  const parsed = creditorSettings.safeParse(settings);
  if (parsed.success) return { kind: "settings", settings: parsed.data };
  const shapes = parsed.error.issues.map(({ path, message }) => ({
    option: path.join("."),
    message,
    citation: null,
  }));
  return { kind: "wrong", problems: shapes };
}

function ownPlanName(plan: Plan, country: "NO" | "SE", wrong: Wrong): string | undefined {
  const { name } = plan;
  if (plan.country !== country) wrong("--plan", `${name} is a plan for ${plan.country}, not for ${country}`);
  else if (Object.hasOwn(PLANS, name))
    wrong("--plan", `${name} is the name of a plan of Innfri's: give yours another`);
  else return name;
  return undefined;
}

const MOST_POSTING_DAYS = 10;

function postingDaysOf(
  given: Readonly<Record<string, string>>,
  before: CreditorSettings["postingDays"],
  wrong: Wrong,
): CreditorSettings["postingDays"] | undefined {
  const [strange] = Object.entries(given).filter(
    ([channel, days]) => channel !== "post" || !/^\d{1,2}$/.test(days) || Number(days) > MOST_POSTING_DAYS,
  );
  if (strange === undefined) return { ...before, post: Number(given.post) };
  const wanted = `post with 0 to ${MOST_POSTING_DAYS} business days, such as post=2; everything else leaves at once`;
  return void wrong("--posting-days", `${strange.join("=")} is not ${wanted}`);
}

type Wrong = (option: string, message: string) => void;

function automationOf(text: string, wrong: Wrong): (typeof automationLevels)[number] | undefined {
  const level = automationLevels.find((one) => one === text);
  if (level === undefined) wrong("--automation", `${text} is none of ${automationLevels.join(", ")}`);
  return level;
}

function amountOf(option: string, text: string, wrong: Wrong): string | undefined {
  const minor = parseMinor(text);
  if (minor !== undefined && minor >= 0n) return formatMinor(minor);
  wrong(option, `${text} is no amount such as 50.00`);
  return undefined;
}

/** Steps that are named anew replace what was said of them; the others stay. */
function mergedChanges(before: PlanChangesInput, input: PlanChangesInput | undefined): PlanChangesInput {
  if (input === undefined) return before;
  const merged = {
    waits: { ...before.waits, ...input.waits },
    terms: { ...before.terms, ...input.terms },
    channels: { ...before.channels, ...input.channels },
    list: { ...before.list, ...input.list },
  };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => Object.keys(value).length > 0));
}

const CARRIERS_OF: Readonly<Record<string, readonly string[]>> = {
  email: EMAIL_CARRIERS,
  post: POST_CARRIERS,
};

function withSend(
  before: CreditorSettings["send"],
  input: Readonly<Record<string, string>>,
  wrong: Wrong,
): CreditorSettings["send"] {
  for (const [channel, carrier] of Object.entries(input)) {
    const carriers = Object.hasOwn(CARRIERS_OF, channel) ? CARRIERS_OF[channel] : undefined;
    if (carriers === undefined) wrong("--send", `${channel} is no channel: there is email and post`);
    else if (!carriers.includes(carrier))
      wrong("--send", `${channel} goes by ${carriers.join(", ")}, not by ${carrier}`);
  }
  return { ...before, ...input } as CreditorSettings["send"];
}

function changedList(
  before: readonly string[],
  add: readonly string[] = [],
  remove: readonly string[] = [],
): string[] {
  return [...new Set([...before, ...add])].filter((one) => !remove.includes(one)).sort();
}

function withCustomer(
  before: CreditorSettings["debtors"],
  input: CustomerInput | undefined,
  wrong: Wrong,
): CreditorSettings["debtors"] {
  if (input === undefined) return before;
  const own = before[input.number] ?? {};
  const automation = input.automation === undefined ? undefined : automationOf(input.automation, wrong);
  const minimum = input.minimum === undefined ? undefined : amountOf("--minimum", input.minimum, wrong);
  const next = {
    ...own,
    ...(automation === undefined ? {} : { automation }),
    ...(minimum === undefined ? {} : { minimum }),
    ...(input.isExcluded === undefined ? {} : { excluded: input.isExcluded }),
    ...(input.changes === undefined ? {} : { changes: mergedChanges(own.changes ?? {}, input.changes) }),
  };
  return Object.keys(next).length === 0 ? before : { ...before, [input.number]: next };
}

/** The account as it is stored: digits only. Undefined when its check digits do not hold. */
export function accountOf(text: string, country: "NO" | "SE"): CreditorSettings["account"] | undefined {
  if (/^[A-Za-z]{2}\d{2}/.test(text.trim())) {
    const domestic = norwegianAccountFromIban(text);
    if (domestic !== undefined && country === "NO") return { scheme: "NO_BBAN", value: domestic };
    return isValidIban(text) ? { scheme: "IBAN", value: normalizeAccount(text) } : undefined;
  }
  if (country === "NO")
    return isValidNorwegianAccount(text) ? { scheme: "NO_BBAN", value: normalizeAccount(text) } : undefined;
  return giroOf(text);
}

// 7 or 8 digits can be either giro. The name in front settles it, then the dash: before the last four digits in a
// bankgiro number, before the last one in a plusgiro number. Bare digits are read as bankgiro, the commoner one.
function giroOf(text: string): CreditorSettings["account"] | undefined {
  const [, name, number = ""] = /^\s*(bg|bankgiro|pg|plusgiro)?[\s:]*([\d\s-]+)$/i.exec(text) ?? [];
  const isPlusgiro = name === undefined ? /-\d$/.test(number.trim()) : /^p/i.test(name);
  if (!isPlusgiro && isValidBankgiro(number)) return { scheme: "SE_BANKGIRO", value: normalizeGiro(number) };
  const mayBePlusgiro = isPlusgiro || (name === undefined && !number.includes("-"));
  return mayBePlusgiro && isValidPlusgiro(number)
    ? { scheme: "SE_PLUSGIRO", value: normalizeGiro(number) }
    : undefined;
}

function accountMessage(text: string, country: "NO" | "SE"): string {
  const wanted =
    country === "NO"
      ? "an account number of 11 digits or an IBAN"
      : "a bankgiro number (991-2346), a plusgiro number (28 65 43-4) or an IBAN";
  return `${text} is not ${wanted}, or its check digit does not hold`;
}

/** A term that may be left unsaid. */
function stated<K extends string, V>(name: K, value: V | undefined): { readonly [Name in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Name in K]: V });
}
