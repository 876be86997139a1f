import type { InvoiceRefusalCode } from "./findings.ts";
import type { InvoicesRefused } from "./invoice.ts";
import { shortened } from "./plain-text.ts";

/**
 * Unwinds a reader out of a parser's callbacks. It never leaves this package: the reader's entry turns it into
 * its `refused` outcome.
 */
export class Refusal extends Error {
  readonly outcome: InvoicesRefused;

  constructor(code: InvoiceRefusalCode, line: number, reason: string) {
    super(reason);
    // A reason may quote the file, and a name in a file can be a megabyte.
    this.outcome = { kind: "refused", line, code, reason: shortened(reason, 400) };
  }
}

/** The outcome a refusal carries; anything else is a defect and goes on up. */
export function outcomeOf(error: unknown): InvoicesRefused {
  if (error instanceof Refusal) return error.outcome;
  throw error;
}
