import type { InvoiceWarningCode } from "./findings.ts";
import type { InvoiceWarning } from "./invoice.ts";
import { shortened } from "./plain-text.ts";

/** Says something about the line and field it was found at. */
export type Warn = (code: InvoiceWarningCode, message: string, line: number, field?: string | null) => void;

/** A list of warnings and the function that adds to it. Messages are at most 400 characters. */
export function warningList(): { readonly warnings: InvoiceWarning[]; readonly warn: Warn } {
  const warnings: InvoiceWarning[] = [];
  const warn: Warn = (code, message, line, field = null) => {
    warnings.push({ code, message: shortened(message, 400), at: { line, field } });
  };
  return { warnings, warn };
}
