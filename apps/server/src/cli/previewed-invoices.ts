/** The invoices of a preview, as words of the command line or as a table of open items. */
import { createReadStream } from "node:fs";
import { type DebtorKind, isDayOfCase } from "@innfri/claims";
import { CUSTOMER_KINDS, type Invoice, readOpenItemsFile } from "@innfri/formats";
import { type Currency, parseMinor } from "@innfri/kernel";
import type { PreviewedInvoice } from "../usecases/preview-plan.ts";
import { mustBeFile } from "./must-be-file.ts";
import { UsageError } from "./output.ts";

const FIELDS = ["due", "amount", "kind", "number", "customer"] as const;

/** What holds for all invoices that do not say otherwise. */
export type Defaults = { readonly kind: DebtorKind; readonly reminderFeeAgreed: boolean };

/** `due=2026-04-30,amount=4500,kind=person`. */
export function invoiceOfWords(
  text: string,
  position: number,
  { kind: usual, reminderFeeAgreed }: Defaults,
): PreviewedInvoice {
  const pairs = text.split(",").map((word) => [nameOf(word), textOf(word)] as const);
  const words: Readonly<Record<string, string>> = Object.fromEntries(pairs);
  const twice = pairs.find(([name], i) => pairs.findIndex(([other]) => other === name) < i);
  if (twice !== undefined) throw wrong(`has ${twice[0]} twice`);
  const strange = Object.keys(words).find((name) => !FIELDS.some((field) => field === name));
  if (strange !== undefined)
    throw wrong(`has ${strange}: it takes ${FIELDS.join(", ")}, each as NAME=VALUE with commas between`);
  const { due = "", amount = "", kind = usual, number = String(position), customer } = words;
  if (!isDayOfCase(due)) throw wrong(`needs due, a day such as due=2026-04-30, not ${JSON.stringify(due)}`);
  const amountMinor = parseMinor(amount);
  if (amountMinor === undefined || amountMinor <= 0n)
    throw wrong(`needs amount, a sum such as amount=4500.00, not ${JSON.stringify(amount)}`);
  const debtorKind = CUSTOMER_KINDS.find((one) => one === kind);
  if (debtorKind === undefined)
    throw wrong(`kind is ${CUSTOMER_KINDS.join(", ")}, not ${JSON.stringify(kind)}`);
  return {
    number,
    customer: customer ?? `of invoice ${position}`,
    dueOn: due,
    amountMinor,
    kind: debtorKind,
    reminderFeeAgreed,
  };
}

/** The open items of a CSV file, and what of it no plan follows up. */
export async function invoicesOfFile(
  file: string,
  { kind, reminderFeeAgreed }: Defaults,
  currency: Currency,
): Promise<{ readonly invoices: readonly PreviewedInvoice[]; readonly leftOut: readonly string[] }> {
  await mustBeFile(file);
  const read = await readOpenItemsFile(createReadStream(file));
  if (read.kind === "refused")
    throw new UsageError(
      `${file} was not read. Line ${read.line}: ${read.reason.replace(/\.$/, "")}. Nothing was done.`,
    );
  const leftOut = read.refusedRows.map(({ line, reason }) => `line ${line}: ${reason}`);
  const invoices = read.invoices.flatMap((invoice): PreviewedInvoice[] => {
    const amountMinor = invoice.openMinor ?? invoice.payableMinor;
    const without = whyLeftOut(invoice, currency);
    if (without !== null || invoice.dueOn === null) {
      leftOut.push(`${invoice.number}: ${without}`);
      return [];
    }
    return [
      {
        number: invoice.number,
        customer: invoice.buyer.customerNumber ?? `of ${invoice.number}`,
        dueOn: invoice.dueOn,
        amountMinor,
        kind: invoice.buyer.kind ?? kind,
        reminderFeeAgreed,
      },
    ];
  });
  return { invoices, leftOut };
}

function whyLeftOut(invoice: Invoice, currency: Currency): string | null {
  if (invoice.kind === "credit-note") return "it is a credit note";
  if (invoice.dueOn === null) return "it has no due day";
  if (!isDayOfCase(invoice.dueOn)) return `it is due on ${invoice.dueOn}, and days go from 1950 to 2150`;
  if (invoice.currency !== currency) return `it is in ${invoice.currency}`;
  return (invoice.openMinor ?? invoice.payableMinor) > 0n ? null : "nothing is open";
}

function nameOf(word: string): string {
  return word.split("=", 1)[0]!.trim();
}

function textOf(word: string): string {
  return word.slice(word.indexOf("=") + 1).trim();
}

function wrong(what: string): UsageError {
  return new UsageError(`--invoice ${what}. Nothing was done.`);
}
