/** Files that come in: invoices to follow up, and what the bank tells of money. */
import { z } from "zod";
import { inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { currency, day, decimal, id } from "./values.ts";

const TAG = "Files";

const FILE_MOST_BYTES = 256 * 1024 * 1024;

export const invoiceFile = {
  types: ["text/csv", "application/xml", "text/xml", "application/octet-stream"],
  mostBytes: FILE_MOST_BYTES,
} as const;
const paymentFile = {
  types: ["text/plain", "application/xml", "text/xml", "application/octet-stream"],
  mostBytes: FILE_MOST_BYTES,
} as const;

export const customerKind = z.enum(["person", "sole-trader", "business", "public"]);

/** How a file of invoices is to be read. */
export const invoiceReading = {
  customerKind: customerKind.optional().meta({
    description: "What customers are whose kind the file does not say; without it their claims wait.",
  }),
  map: z
    .union([z.string().max(200), z.array(z.string().max(200)).max(40)])
    .optional()
    .meta({ description: "`Column=field`: what a column of a CSV file is. May be given several times." }),
};

export const refusedRow = z
  .strictObject({
    line: z.int(),
    number: z.string().nullable().meta({ description: "Of the invoice, where it could be read." }),
    code: z.string(),
    reason: z.string(),
  })
  .meta({ id: "RefusedRow" });

export const importInvoices = operation({
  id: "importInvoices",
  method: "post",
  path: "/v1/creditors/{creditorId}/imports",
  tag: TAG,
  summary: "Take a file of invoices and credit notes: EHF or Peppol, or open items as CSV",
  description:
    "Refused until the company's rules are complete. The same file is taken once, however often it is sent; what was " +
    "refused of it is tried again. The answer counts what has come of the file by now.",
  needs: "invoices:write",
  params: inCreditor,
  query: invoiceReading,
  upload: invoiceFile,
  status: 201,
  answer: z
    .strictObject({
      importId: id,
      format: z.string(),
      rows: z.int().meta({ description: "Invoices and credit notes in the file." }),
      taken: z.int(),
      credited: z.int(),
      parked: z.int().meta({ description: "Of those taken, how many wait for a person." }),
      open: decimal.meta({ description: "What those that were taken have open." }),
      currency,
      refusedCount: z.int(),
      refused: z
        .array(refusedRow)
        .meta({ description: "The first hundred; the others at `listRefusedRows`." }),
      warnings: z.array(z.string()).meta({ description: "The first hundred." }),
    })
    .meta({ id: "Imported" }),
  problems: ["refused"],
});

const sums = z.array(z.strictObject({ currency: z.string(), amount: decimal }));

export const paymentsTaken = z
  .strictObject({
    format: z.string(),
    isSeen: z.boolean().meta({ description: "The same bytes were given before." }),
    lines: z.int(),
    alreadySeen: z.int().meta({ description: "Lines that this file or another one had brought before." }),
    matched: z.int(),
    unmatched: z.int(),
    elsewhere: z.int().meta({ description: "Lines whose money was booked from a file of another format." }),
    booked: sums,
    waiting: sums,
    refundsDue: sums,
    paidClaims: z.int(),
    unmatchedLines: z.array(
      z.strictObject({
        account: z.string(),
        bookedOn: day,
        amount: decimal,
        currency: z.string(),
        reference: z.string().nullable(),
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: "PaymentsTaken" });

const ABOUT_PAYMENTS =
  "OCR giro, BgMax, camt.053 or camt.054. A file whose sums do not hold leaves nothing behind, and each line is used " +
  "once however often it comes.";

export const takePaymentFile = operation({
  id: "takePaymentFile",
  method: "post",
  path: "/v1/creditors/{creditorId}/payment-files",
  tag: TAG,
  summary: "Take a file of the bank about the company's own account: match and book",
  description: `${ABOUT_PAYMENTS} A file that tells of another account is refused.`,
  needs: "payments:write",
  params: inCreditor,
  upload: paymentFile,
  status: 201,
  answer: paymentsTaken,
  problems: ["refused"],
});

export const takeOperatorPaymentFile = operation({
  id: "takeOperatorPaymentFile",
  method: "post",
  path: "/v1/operator/payment-files",
  tag: TAG,
  summary: "Take a file of the bank, whichever companies its money is for: match and book",
  description: ABOUT_PAYMENTS,
  needs: "payments:write",
  upload: paymentFile,
  status: 201,
  answer: paymentsTaken,
  problems: ["refused"],
});
