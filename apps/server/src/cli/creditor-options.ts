/** The options that state a creditor's rules, shared by `creditor add` and `creditor set`. */
import type { Command } from "commander";
import type { CreditorInput } from "../engine/creditor-input.ts";
import {
  ALLOCATIONS,
  automationLevels,
  DAY_COUNTS,
  FIRST_INTEREST_DAYS,
  type MissingRule,
} from "../engine/creditor-settings.ts";
import type { PlanChangesInput, SettingProblem } from "../engine/legal-limits.ts";
import { table, UsageError } from "./output.ts";
import { oneOf, pairs, timeOfDay, wholeDays, yesOrNo } from "./parse-options.ts";
import { isFileName, planOf } from "./plan-source.ts";
import { commandText } from "./wrap.ts";

export type CreditorOptions = {
  readonly name?: string;
  readonly org?: string;
  readonly plan?: string;
  readonly account?: string;
  readonly email?: string;
  readonly automation?: string;
  readonly phone?: string;
  readonly address?: readonly string[];
  readonly website?: string;
  readonly dueDateAgreed?: boolean;
  readonly agreedRate?: string;
  readonly consumerCredit?: boolean;
  readonly vatDeducted?: boolean;
  readonly reminderFeeAgreed?: boolean;
  readonly paymentTermDays?: number;
  readonly dayCount?: (typeof DAY_COUNTS)[number];
  readonly firstInterestDay?: (typeof FIRST_INTEREST_DAYS)[number];
  readonly allocation?: (typeof ALLOCATIONS)[number];
  readonly minimum?: string;
  readonly lookBackDays?: number;
  readonly waivedRest?: string;
  readonly approveAfterDays?: number;
  readonly runAt?: string;
  readonly contactHours?: string;
  readonly pressure?: string;
  readonly freshWithin?: string;
  readonly sourceReminds?: boolean;
  readonly postingDays?: Readonly<Record<string, string>>;
  readonly wait?: Readonly<Record<string, string>>;
  readonly term?: Readonly<Record<string, string>>;
  readonly channel?: Readonly<Record<string, string>>;
  readonly send?: Readonly<Record<string, string>>;
  readonly listDay?: string;
  readonly listClosesDay?: string;
  readonly listClosesAt?: string;
};

export function withCreditorOptions(command: Command): Command {
  return command
    .option("--name <name>", "the company's name, as letters print it")
    .option("--org <number>", "its organisation number")
    .option("--plan <plan>", "no-standard, no-gentle or se-standard, or a file with a plan of your own")
    .option("--account <number>", "the account that debtors pay to")
    .option("--email <address>", "where debtors answer and the collection list goes")
    .option("--automation <level>", automationLevels.join(", "))
    .option("--phone <number>")
    .option("--address <line...>", "the lines of the postal address")
    .option("--website <address>")
    .option(
      "--due-date-agreed <yes|no>",
      "the due date was agreed with the customer",
      yesOrNo("--due-date-agreed"),
    )
    .option("--agreed-rate <percent>", "late-payment interest as agreed, in percent a year, or statutory")
    .option("--consumer-credit <yes|no>", "the claims are consumer credits", yesOrNo("--consumer-credit"))
    .option(
      "--vat-deducted <yes|no>",
      "Norway: you deduct VAT on a collector's invoice",
      yesOrNo("--vat-deducted"),
    )
    .option(
      "--reminder-fee-agreed <yes|no>",
      "Sweden: a reminder fee was agreed when the debt arose",
      yesOrNo("--reminder-fee-agreed"),
    )
    .option(
      "--payment-term-days <days>",
      "from invoice to due day, for invoices that state none",
      wholeDays("--payment-term-days"),
    )
    .option(
      "--day-count <way>",
      "days of a year of interest: ACT/ACT, or ACT/365F for 365 in leap years too",
      oneOf("--day-count", DAY_COUNTS),
    )
    .option(
      "--first-interest-day <day>",
      "day-after the due day, or due-day",
      oneOf("--first-interest-day", FIRST_INTEREST_DAYS),
    )
    .option(
      "--allocation <order>",
      "what money closes first: costs-first or principal-first",
      oneOf("--allocation", ALLOCATIONS),
    )
    .option("--minimum <amount>", "leave claims below this alone")
    .option(
      "--look-back-days <days>",
      "leave claims alone that fell due longer ago",
      wholeDays("--look-back-days"),
    )
    .option("--waived-rest <amount>", "waive a rest of interest and costs up to this")
    .option(
      "--approve-after-days <days>",
      "at the level approve: when a proposal goes by itself",
      wholeDays("--approve-after-days"),
    )
    .option("--run-at <time>", "when its day is run by itself, such as 06:00", timeOfDay("--run-at"))
    .option(
      "--contact-hours <hours>",
      "when e-mail and the like may leave: 09:00-16:00, or mon-thu=09:00-16:00,fri=09:00-12:00",
    )
    .option("--pressure <contacts/days>", "at most so many letters to a debtor in so many days, such as 3/7")
    .option("--fresh-within <feed=age>", "hold steps while data is older: source=2d,bank=36h, or bank=off")
    .option(
      "--source-reminds <yes|no>",
      "the source of the invoices sends reminders of its own: hold every claim",
      yesOrNo("--source-reminds"),
    )
    .option(
      "--posting-days <channel=days>",
      "business days until a letter is posted, which its deadline allows for: post=2",
      pairs("--posting-days"),
    )
    .option("--wait <step=days>", "wait before a step; may be repeated", pairs("--wait"))
    .option("--term <step=days>", "days to pay in a step's letter; may be repeated", pairs("--term"))
    .option("--channel <step=channels>", "email, post or both in order; may be repeated", pairs("--channel"))
    .option(
      "--send <channel=carrier>",
      "who takes letters: email=smtp, post=folder, post=sftp, or capture for files; may be repeated",
      pairs("--send"),
    )
    .option("--list-day <weekday>", "when the collection list goes out, monday to friday")
    .option("--list-closes-day <weekday>", "when it closes")
    .option("--list-closes-at <hh:mm>", "and at what time", timeOfDay("--list-closes-at"));
}

export function inputOf(options: CreditorOptions): CreditorInput {
  const input: { readonly [Key in keyof CreditorInput]: CreditorInput[Key] | undefined } = {
    name: options.name,
    organisationNumber: options.org,
    plan: options.plan,
    account: options.account,
    email: options.email,
    automation: options.automation,
    phone: options.phone,
    addressLines: options.address,
    website: options.website,
    dueDateAgreed: options.dueDateAgreed,
    agreedRate: options.agreedRate,
    consumerCredit: options.consumerCredit,
    vatDeducted: options.vatDeducted,
    reminderFeeAgreed: options.reminderFeeAgreed,
    paymentTermDays: options.paymentTermDays,
    dayCount: options.dayCount,
    firstInterestDay: options.firstInterestDay,
    allocation: options.allocation,
    minimum: options.minimum,
    lookBackDays: options.lookBackDays,
    waivedRest: options.waivedRest,
    approveAfterDays: options.approveAfterDays,
    runAt: options.runAt,
    contactHours: options.contactHours,
    pressure: options.pressure,
    send: options.send,
    freshWithin: options.freshWithin,
    sourceReminds: options.sourceReminds,
    postingDays: options.postingDays,
    changes: changesOf(options),
  };
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  ) as CreditorInput;
}

/** The same, with the plan that `--plan FILE` holds. */
export async function inputWithPlan(options: CreditorOptions): Promise<CreditorInput> {
  const { plan, ...input } = inputOf(options);
  if (plan === undefined || !isFileName(plan)) return plan === undefined ? input : { ...input, plan };
  return { ...input, ownPlan: await planOf(plan) };
}

/** What the options change in the plan; undefined when they change nothing. */
export function changesOf(options: CreditorOptions): PlanChangesInput | undefined {
  const daysByStep = (option: string, given: Readonly<Record<string, string>> | undefined) =>
    given === undefined
      ? undefined
      : Object.fromEntries(Object.entries(given).map(([step, days]) => [step, wholeDays(option)(days)]));
  const list = {
    weekday: weekday("--list-day", options.listDay),
    closesWeekday: weekday("--list-closes-day", options.listClosesDay),
    closesAt: options.listClosesAt,
  };
  const channels =
    options.channel === undefined
      ? undefined
      : Object.fromEntries(Object.entries(options.channel).map(([step, text]) => [step, text.split(",")]));
  const changes = {
    waits: daysByStep("--wait", options.wait),
    terms: daysByStep("--term", options.term),
    channels,
    list: Object.values(list).some((value) => value !== undefined) ? defined(list) : undefined,
  };
  const given = defined(changes);
  return Object.keys(given).length === 0 ? undefined : (given as PlanChangesInput);
}

function defined<T extends object>(record: T): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"];

function weekday(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = WEEKDAYS.findIndex(
    (name) => name === text.toLowerCase() || name.slice(0, 3) === text.toLowerCase(),
  );
  if (at >= 0) return at + 1;
  throw new UsageError(
    `${option} takes ${WEEKDAYS.join(", ")}, not ${JSON.stringify(text)}. Nothing was done.`,
  );
}

/** What is wrong with the rules, one line each, with the provision that is the reason. */
export function problemLines(problems: readonly SettingProblem[]): string {
  return problems
    .map(
      ({ option, message, citation }) =>
        `  ${option}: ${message}${citation === null ? "" : ` (${citation})`}`,
    )
    .join("\n");
}

/** What is missing, and the line that completes it; empty when nothing is. */
export function missingLines(creditorId: string, missing: readonly MissingRule[]): string {
  if (missing.length === 0) return "";
  const lines = table(missing.map(({ option, why }) => [option, why])).replaceAll(/^/gm, "  ");
  const set = commandText(
    `innfri creditor set ${creditorId}`,
    missing.map(({ option }) => option),
  );
  return `Still to be stated before anything can be imported:\n${lines}\nwith: ${set}`;
}
