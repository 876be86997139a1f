import type { InvoicesRefused } from "../invoice.ts";
import { refused } from "../refusal.ts";
import { type DecimalSign, decimalSignOf } from "./amount.ts";
import type { OpenItemField } from "./columns.ts";
import type { CsvRow } from "./csv-rows.ts";
import { dateFormOf } from "./day.ts";
import type { OpenItemsHeader } from "./header.ts";
import type { DateForm, OpenItemsOptions } from "./options.ts";

/** How one file writes amounts and days. `null` while nothing has shown it. */
export type FileForms = {
  decimal: DecimalSign | null;
  readonly dateForms: { issued_on: DateForm | null; due_on: DateForm | null };
};

export type FormsOutcome = { readonly kind: "forms"; readonly forms: FileForms } | InvoicesRefused;

/**
 * Learns from the first rows how the file is written, so that no row is read by a guess about itself. A day that
 * can be read in two ways, or amounts that contradict each other, refuse the file: a person knows the answer.
 */
export function formsOf(
  rows: readonly CsvRow[],
  header: OpenItemsHeader,
  options: OpenItemsOptions,
): FormsOutcome {
  const forms: FileForms = {
    decimal: options.decimal ?? null,
    dateForms: { issued_on: options.dateForm ?? null, due_on: options.dateForm ?? null },
  };
  for (const row of rows) {
    const cell = (field: OpenItemField) => row.cells[header.index[field] ?? -1]?.trim() ?? "";
    for (const field of ["issued_on", "due_on"] as const) {
      if (forms.dateForms[field] !== null) continue;
      const form = dateFormOf(cell(field));
      if (form === "ambiguous") return ambiguousDay(cell(field), field, row.line);
      forms.dateForms[field] = form;
    }
    if (options.decimal !== undefined) continue;
    for (const field of ["amount", "open_amount"] as const) {
      const sign = decimalSignOf(cell(field));
      if (sign === null) continue;
      if (forms.decimal !== null && sign !== forms.decimal) return twoDecimalSigns(cell(field), row.line);
      forms.decimal = sign;
    }
  }
  return { kind: "forms", forms };
}

function ambiguousDay(text: string, field: string, line: number): FormsOutcome {
  return refused(
    "date-form-ambiguous",
    line,
    `Nothing was read: ${field} is written ${JSON.stringify(text)}, which can be read in two ways. State the form of the dates, for example dd-mm-yyyy or mm/dd/yyyy, or export them with a four-digit year as yyyy-mm-dd`,
  );
}

function twoDecimalSigns(text: string, line: number): FormsOutcome {
  return refused(
    "amount-ambiguous",
    line,
    `Nothing was read: the amount ${JSON.stringify(text)} has another decimal sign than the rows above it. State the decimal sign of the file`,
  );
}
