import { createReadStream } from "node:fs";
import {
  type BankFileRead,
  bankFileJson,
  collectBankFile,
  DETECTION_BYTES,
  detectFormat,
  type FileFormat,
  type InvoicesRead,
  invoiceFileJson,
  type OpenItemField,
  type OpenItemsOptions,
  readAny,
  readOpenItemsFile,
} from "@innfri/formats";
import { CURRENCIES, type Currency, formatMinor } from "@innfri/kernel";
import type { Command } from "commander";
import { answering } from "../context.ts";
import { mustBeFile } from "../must-be-file.ts";
import { type Answer, counted, table } from "../output.ts";
import { oneOf, pairs } from "../parse-options.ts";

type ReadOptions = { readonly map?: Readonly<Record<string, string>>; readonly currency?: Currency };

/** `innfri read`: any supported file as canonical JSON. Touches no database. */
export function registerRead(program: Command): void {
  program
    .command("read <file>")
    .description("what is in a file of invoices or payments, whatever its format")
    .option("--map <column=field>", "name a column of a CSV file; may be repeated", pairs("--map"))
    .option("--currency <code>", "of a CSV file without a currency column", oneOf("--currency", CURRENCIES))
    .action(async (file: string, { map, currency }: ReadOptions, command: Command) => {
      const options = {
        ...(map === undefined ? {} : { mapping: map as Readonly<Record<string, OpenItemField>> }),
        ...(currency === undefined ? {} : { currency }),
      };
      await answering(command, () => answerOf(file, options));
    });
}

async function answerOf(file: string, options: OpenItemsOptions): Promise<Answer> {
  const format = await formatOf(file);
  const read = () => createReadStream(file);
  switch (format) {
    case "ocr-giro":
    case "bgmax":
    case "camt.053":
    case "camt.054": {
      const outcome = await collectBankFile(read());
      if (outcome.kind === "refused") return refusal(format, outcome);
      return { json: bankFileJson(outcome), text: paymentsText(outcome), exitCode: 0 };
    }
    case "csv": {
      const outcome = await readOpenItemsFile(read(), options);
      return outcome.kind === "refused" ? refusal(format, outcome) : invoicesAnswer(outcome);
    }
    default: {
      const outcome = await readAny(read());
      if (outcome.kind === "refused") return refusal(format, outcome);
      if (outcome.kind !== "invoice") throw new Error(`${file} was ${format} and is ${outcome.format} now`);
      return outcome.file.kind === "refused" ? refusal(format, outcome.file) : invoicesAnswer(outcome.file);
    }
  }
}

async function formatOf(file: string): Promise<FileFormat> {
  await mustBeFile(file);
  const first: Buffer[] = [];
  for await (const chunk of createReadStream(file, { end: DETECTION_BYTES - 1 })) first.push(chunk as Buffer);
  return detectFormat(Buffer.concat(first));
}

function refusal(
  format: FileFormat,
  found: { readonly line: number | string; readonly code: string; readonly reason: string },
): Answer {
  const { line, code, reason } = found;
  return {
    json: { format, refused: { line, code, reason } },
    text: `Not read (${format}). Line ${line}: ${reason} (${code})`,
    exitCode: 1,
  };
}

function invoicesAnswer(file: InvoicesRead): Answer {
  const rows = file.invoices.map((invoice) => [
    invoice.kind,
    invoice.number,
    invoice.issuedOn,
    invoice.dueOn ?? "no due day",
    formatMinor(invoice.openMinor ?? invoice.payableMinor),
    invoice.currency,
    invoice.reference === null ? "-" : `${invoice.reference.scheme} ${invoice.reference.value}`,
    invoice.buyer.name ?? "-",
  ]);
  const text = [
    `${file.format}: ${file.invoices.length} read`,
    table(rows, [4]),
    ...file.warnings.map(({ at, message, code }) => `warning, line ${at.line}: ${message} (${code})`),
    ...file.refusedRows.map(({ line, reason, code }) => `refused, line ${line}: ${reason} (${code})`),
  ].join("\n");
  return { json: invoiceFileJson(file), text, exitCode: file.refusedRows.length === 0 ? 0 : 1 };
}

function paymentsText(file: BankFileRead): string {
  const { totals, warnings } = bankFileJson(file);
  const rows = file.payments.map((payment) => [
    payment.bookedOn,
    payment.direction === "debit" ? `-${formatMinor(payment.amountMinor)}` : formatMinor(payment.amountMinor),
    payment.currency,
    payment.reference === null ? "-" : `${payment.reference.scheme} ${payment.reference.value}`,
    payment.payer?.name ?? "-",
  ]);
  return [
    `${file.format}: ${counted(totals.count, "payment")}${totals.sum === null ? "" : `, sum ${totals.sum}`}`,
    table(rows, [1]),
    ...warnings.map(({ at, message, code }) => `warning, ${at}: ${message} (${code})`),
  ].join("\n");
}
