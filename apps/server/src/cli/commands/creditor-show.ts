import type { Command } from "commander";
import { contactHoursText, pressureText } from "../../engine/contact-input.ts";
import { freshWithinText } from "../../engine/fresh-input.ts";
import { shownAccount } from "../../engine/payment-account.ts";
import { DEFAULT_RUN_AT } from "../../engine/run-times.ts";
import { type CreditorView, showCreditor } from "../../usecases/read-creditors.ts";
import { onInstallation } from "../context.ts";
import { missingLines } from "../creditor-options.ts";
import { table } from "../output.ts";
import { idOf } from "../parse-options.ts";

/** `innfri creditor show`: the rules that hold today. */
export function registerCreditorShow(creditor: Command): void {
  creditor
    .command("show <id>")
    .description("a creditor's rules as they hold today")
    .action(async (id: string, _options: object, command: Command) => {
      await onInstallation(command, async (installation) => {
        const view = await showCreditor(installation, idOf("creditor", id), new Date());
        if (view === undefined)
          return {
            json: { refused: "unknown-creditor" },
            text: `There is no creditor ${id}. Run: innfri creditor list`,
            exitCode: 1,
          };
        const { creditor: one, today, settings, missing } = view;
        return {
          json: {
            id: one.creditorId,
            country: one.country,
            sandbox: one.isSandbox,
            today,
            settings,
            missing,
          },
          text: [table(linesOf(view)), missingLines(id, missing)].filter((part) => part !== "").join("\n\n"),
          exitCode: 0,
        };
      });
    });
}

function linesOf({ creditor, today, settings }: CreditorView): string[][] {
  const { terms, changes } = settings;
  const customers = Object.entries(settings.debtors);
  return [
    ["id", creditor.creditorId],
    ["name", `${settings.name} (${settings.organisationNumber}, ${creditor.country})`],
    ["today", `${today}${creditor.isSandbox ? " by its own clock (sandbox)" : ""}`],
    ["address", settings.addressLines.join(", ") || "-"],
    [
      "e-mail, phone, website",
      [settings.email, settings.phone, settings.website].map((text) => text ?? "-").join(", "),
    ],
    ["account", settings.account === null ? "-" : shownAccount(settings.account)],
    ["plan", settings.plan ?? "-"],
    ["automation", automationText(settings)],
    ...(creditor.isSandbox
      ? []
      : [["its day is run", `from ${settings.runAt ?? DEFAULT_RUN_AT}, ${creditor.timeZone}`]]),
    ["due date agreed", yesNo(terms.dueDateAgreed)],
    ["late-payment rate", terms.agreedRate === null ? "-" : ratedText(terms.agreedRate)],
    ["consumer credit", yesNo(terms.consumerCredit)],
    creditor.country === "NO"
      ? ["VAT deducted", yesNo(terms.vatDeducted)]
      : ["reminder fee agreed", yesNo(terms.reminderFeeAgreed)],
    ["payment term", terms.paymentTermDays === null ? "as invoices state" : `${terms.paymentTermDays} days`],
    [
      "readings of the law",
      [terms.dayCount, terms.firstInterestDay, terms.allocation]
        .filter((one) => one !== undefined)
        .join(", ") || "as the law sheets",
    ],
    ["minimum, waived rest", `${settings.minimum}, ${settings.waivedRest}`],
    ["look back", settings.lookBackDays === null ? "without limit" : `${settings.lookBackDays} days`],
    ["contact hours", contactHoursText(settings)],
    ["pressure", pressureText(settings)],
    ["posting", postingText(settings.postingDays?.post ?? 0)],
    ["held when older than", freshWithinText(settings)],
    ...(settings.remindedInvoices?.length
      ? [["reminded of by the source", settings.remindedInvoices.join(", ")]]
      : []),
    ...(settings.sourceReminds === true
      ? [["reminders of the source", "switched on: every claim is held"]]
      : []),
    ...Object.entries(changes).map(([what, value]) => [`own ${what}`, JSON.stringify(value)]),
    ...(settings.excludedCustomers.length > 0
      ? [["excluded customers", settings.excludedCustomers.join(", ")]]
      : []),
    ...(settings.excludedInvoices.length > 0
      ? [["excluded invoices", settings.excludedInvoices.join(", ")]]
      : []),
    ...customers.map(([number, own]) => [`customer ${number}`, JSON.stringify(own)]),
  ];
}

function automationText({ automation, approveAfterDays }: CreditorView["settings"]): string {
  return automation === "approve" ? `approve, after ${approveAfterDays} days` : (automation ?? "-");
}

function ratedText(rate: string): string {
  return rate === "statutory" ? "statutory" : `${rate} % a year`;
}

function yesNo(value: boolean | null): string {
  return value === null ? "-" : value ? "yes" : "no";
}

function postingText(days: number): string {
  if (days === 0) return "on the day of the letter";
  return `${days} business ${days === 1 ? "day" : "days"} after the letter, which its deadline allows for`;
}
