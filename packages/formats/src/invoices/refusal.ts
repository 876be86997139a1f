import type { InvoiceRefusalCode } from "./findings.ts";
import type { InvoicesRefused } from "./invoice.ts";
import { shortened } from "./plain-text.ts";

const MAX_REASON = 1000;

/**
 * Unwinds a reader out of a parser's callbacks. It never leaves this package: the reader's entry turns it into
 * its `refused` outcome.
 */
export class Refusal extends Error {
  readonly outcome: InvoicesRefused;

  constructor(code: InvoiceRefusalCode, line: number, reason: string) {
    super(reason);
    this.outcome = refused(code, line, reason);
  }
}

/** A refusal as an outcome. A reason may quote the file, and a name in a file can be a megabyte. */
export function refused(code: InvoiceRefusalCode, line: number, reason: string): InvoicesRefused {
  return { kind: "refused", line, code, reason: shortened(reason, MAX_REASON) };
}

/** The outcome a refusal carries; anything else is a defect and goes on up. */
export function outcomeOf(error: unknown): InvoicesRefused {
  if (error instanceof Refusal) return error.outcome;
  throw error;
}
