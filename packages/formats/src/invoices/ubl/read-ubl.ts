import type { ByteChunks, InvoiceFile } from "../invoice.ts";
import { outcomeOf } from "../refusal.ts";
import { openUblTree, UBL_LIMITS, type UblLimits } from "./element-tree.ts";
import { invoiceOf } from "./ubl-invoice.ts";
import { xmlText } from "./xml-text.ts";

export type UblOptions = {
  /** Overrides of what one document may make the reader hold; the defaults are in `UBL_LIMITS`. */
  readonly limits?: Partial<UblLimits>;
};

/**
 * Reads one EHF or Peppol BIS Billing 3 document (UBL 2.1 Invoice or CreditNote, EN 16931). Memory is bounded
 * whatever the file holds: attachments pass by unread, and a document type declaration is refused.
 *
 * The outcome is `refused` with a line when the file is not such a document, or lacks what no invoice can be
 * without: a number, an issue date, a currency of ours and an amount. What a person should look at (no due
 * date, sums that do not add up, someone else to be paid) is a warning.
 */
export async function readUbl(chunks: ByteChunks, options: UblOptions = {}): Promise<InvoiceFile> {
  try {
    const limits = { ...UBL_LIMITS, ...options.limits };
    const tree = openUblTree(limits);
    for await (const text of xmlText(chunks, limits.maxBytes)) tree.write(text);
    return invoiceOf(tree.end());
  } catch (error) {
    return outcomeOf(error);
  }
}
